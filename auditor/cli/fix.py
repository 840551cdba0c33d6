"""`audit fix`: corrects what a program can correct for sure, in the articles themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.cli.options import load_settings, rule_options
from auditor.wording import plural, shorten

if TYPE_CHECKING:
    from auditor.fix import Fix

EXIT_CHANGES = 1
EXIT_FAILED = 3
_LONGEST_QUOTE = 60


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--diff/--write", "only_diff", default=True, help="Show the changes (default), or make them."
)
@click.option(
    "--accept-suggestions",
    is_flag=True,
    help="Put the first suggestion in place of spun terms, too; each is listed.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.8,
    show_default=True,
    metavar="N",
    help="Accept no suggestion below (0-1).",
)
@click.option("--force", is_flag=True, help="Write files with uncommitted changes, too.")
@rule_options
def fix(
    paths: tuple[Path, ...],
    only_diff: bool,
    accept_suggestions: bool,
    min_confidence: float,
    force: bool,
    config_file: Path | None,
    **given: Any,
) -> int:
    """Correct apostrophes, joined words, split tokens and page residue.

    Text, Markdown and HTML files are corrected in place, without touching their markup.
    """
    from auditor.dates import report_date
    from auditor.discovery import find_jobs
    from auditor.fix import make_fixer, write_fix

    config = load_settings(paths, config_file, given)
    jobs = find_jobs(paths, config.root, config.exclude)
    fixer = make_fixer(config, min_confidence if accept_suggestions else None, report_date(None))
    changed = refused = failed = 0
    for job in jobs:
        outcome = fixer(job)
        failed += outcome.failed
        if outcome.problem:
            _say(f"{outcome.path}: {outcome.problem}")
        if outcome.is_changed and only_diff:
            click.echo(_printable(outcome.diff()), nl=False)
        elif outcome.is_changed and (reason := write_fix(outcome, force=force)):
            _say(f"{outcome.path}: {reason}")
            refused += 1
            continue
        changed += outcome.is_changed
        _list_changes(outcome, every=not only_diff)
    _say(_summary(changed, refused, len(jobs), only_diff=only_diff))
    if failed:
        return EXIT_FAILED
    return EXIT_CHANGES if refused or (only_diff and changed) else 0


def _list_changes(outcome: Fix, *, every: bool) -> None:
    """Name the spun terms that were replaced, `every` other change, and what was left alone."""
    for change in outcome.changes:
        if every or change.rule_id.startswith("garble.spun-term"):
            old = shorten(change.old, _LONGEST_QUOTE)
            new = f"“{shorten(change.new, _LONGEST_QUOTE)}”" if change.new else "deleted"
            _say(f"{outcome.path}:{change.line}: “{old}” -> {new} ({change.confidence:.2f})")
    for left in outcome.left_alone:
        quote = shorten(left.quote, _LONGEST_QUOTE)
        _say(f"{outcome.path}:{left.line}: left alone: “{quote}”: {left.reason}")


def _summary(changed: int, refused: int, articles: int, *, only_diff: bool) -> str:
    line = (
        f"{plural(changed, 'file')} {'would change' if only_diff else 'changed'}, of {articles:,}"
    )
    if refused:
        line += f"; {refused:,} not written"
    return line + ("; --write changes them" if only_diff and changed else "")


def _say(line: str) -> None:
    """Write a line for people to standard error, so that standard output is a patch."""
    click.echo(_printable(line), err=True)


def _printable(text: str) -> str:
    """Return `text` without the characters that steer a terminal, line ends and tabs kept."""
    return "".join(
        c if c.isprintable() or c in "\n\r\t\N{NO-BREAK SPACE}" else "\N{REPLACEMENT CHARACTER}"
        for c in text
    )

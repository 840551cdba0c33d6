"""The command line: options in, messages and exit codes out. The contract is docs/cli.md."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor import __version__
from auditor.errors import AuditError

if TYPE_CHECKING:
    from auditor.config import Config
    from auditor.discovery import Job
    from auditor.report import Entry, Report

EXIT_CANT_START = 2
EXIT_INTERRUPTED = 130


class AuditGroup(click.Group):
    """Turns the errors that a user may meet into one line and an exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command; never show a traceback for a user's mistake."""
        kwargs["standalone_mode"] = False
        try:
            result = super().main(*args, **kwargs)
        except click.exceptions.Exit as error:
            sys.exit(error.exit_code)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo("interrupted", err=True)
            sys.exit(EXIT_INTERRUPTED)
        except AuditError as error:
            click.echo(f"audit: {error}", err=True)
            sys.exit(EXIT_CANT_START)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)
        sys.exit(result if isinstance(result, int) else 0)


@click.group(cls=AuditGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="audit")
def main() -> None:
    """Find what must not go out in the articles that clinics publish.

    Spun text, claims that nobody can support, and prose that patients can't follow.
    """


def _comma_list(
    context: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...] | None:
    items = tuple(item.strip() for text in value for item in text.split(",") if item.strip())
    return items or None


def _rule_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that decide which settings and rules are in force."""
    options = [
        click.option(
            "--rules",
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FOLDER",
            help="More rule packs; repeatable.",
        ),
        click.option(
            "--select",
            multiple=True,
            callback=_comma_list,
            metavar="IDS",
            help="Only these rules, categories or families (comma list; the longest prefix wins).",
        ),
        click.option(
            "--ignore",
            multiple=True,
            callback=_comma_list,
            metavar="IDS",
            help="Not these rules, categories or families.",
        ),
        click.option(
            "--config",
            "config_file",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Settings file, instead of the nearest .auditor.toml upward.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--html", type=click.Path(path_type=Path), metavar="FOLDER", help="HTML report.")
@click.option("--json", "json_file", metavar="FILE", help="JSON report; - is standard output.")
@click.option(
    "--format",
    "summary",
    type=click.Choice(["text", "quiet"]),
    default="text",
    help="What the terminal shows.",
)
@_rule_options
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    help="The lowest severity that makes exit code 1 (default: error).",
)
@click.option("--min-confidence", type=float, metavar="N", help="Report nothing below (0-1).")
@click.option(
    "--languagetool",
    metavar="auto|require|off|URL",
    help="LanguageTool: if set up, always, never, or the address of a running server.",
)
@click.option("--model", metavar="NAME|FOLDER", help="Another spaCy pipeline.")
@click.option("--target-grade", type=float, metavar="N", help="Reading target (default: 8).")
@click.option("--jobs", type=int, metavar="N", help="Processes (default: one a core).")
@click.option("--stdin-name", default="stdin.txt", help="The file name of standard input.")
@click.option("--as-of", metavar="DATE", help="The report's date, YYYY-MM-DD (default: today).")
@click.option("--progress/--no-progress", default=None, help="Show progress.")
@click.option("--debug", is_flag=True, help="Show the traceback of a check that fails.")
def scan(
    paths: tuple[Path, ...],
    html: Path | None,
    json_file: str | None,
    summary: str,
    config_file: Path | None,
    stdin_name: str,
    as_of: str | None,
    progress: bool | None,
    debug: bool,
    **given: Any,
) -> int:
    """Audit files, folders (recursively) or - (standard input)."""
    from auditor.dates import report_date
    from auditor.discovery import find_jobs
    from auditor.outputs import check_outputs, write_html_report, write_json_report
    from auditor.run import run_audit

    check_outputs(html, json_file)
    config = _load(paths, config_file, {**given, "debug": debug or None})
    date = report_date(as_of)
    files = [path for path in paths if str(path) != "-"]
    if not paths:
        files = [config.root / path for path in config.paths]
        if not files:
            raise click.UsageError("name the files or folders to audit, as in: audit scan articles")
    jobs = find_jobs(files, config.root, config.exclude) if files else ()
    if len(files) < len(paths):
        jobs += (_stdin_job(stdin_name),)
    with _progress_bar(len(jobs), progress) as show:
        report = run_audit(jobs, config, date, show)
    if json_file:
        write_json_report(report, json_file)
    if html:
        index = write_html_report(report, html)
        click.echo(f"report: {index}", err=True)
    if summary == "text":
        _print_summary(report, to_stderr=json_file == "-")
    return report.exit_code


def _print_summary(report: Report, *, to_stderr: bool) -> None:
    from auditor.reporters.text import render_text

    click.echo(render_text(report), err=to_stderr, nl=False)


@main.command()
@click.argument("rule")
@_rule_options
def explain(rule: str, config_file: Path | None, **given: Any) -> None:
    """Say what RULE finds, why it matters, on whose authority, with examples."""
    from auditor.packs import load_rules
    from auditor.rulebook import explain_rules

    config = _load((), config_file, given)
    click.echo(explain_rules(load_rules(config.rules), rule), nl=False)


@main.group(invoke_without_command=True)
@_rule_options
@click.pass_context
def rules(context: click.Context, /, config_file: Path | None, **given: Any) -> None:
    """List every rule: severity, on or off, category, message."""
    if context.invoked_subcommand:
        return
    from auditor.packs import load_rules
    from auditor.rulebook import list_rules

    config = _load((), config_file, given)
    click.echo(list_rules(load_rules(config.rules), config), nl=False)


@rules.command("test")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--model", metavar="NAME|FOLDER", help="Another spaCy pipeline.")
def rules_test(folder: Path | None, model: str | None) -> int:
    """Run the examples of FOLDER's rules, or of the built-in ones."""
    from auditor.config import Config
    from auditor.examples import example_auditor, run_examples

    folders = (folder,) if folder else ()
    auditor = example_auditor(Config(rules=folders, model=model or ""))
    chosen = [
        r for r in auditor.rules.rules if not folder or r.origin.startswith(folder.as_posix())
    ]
    failed = total = 0
    for result in run_examples(auditor, chosen):
        total += 1
        if result.problem:
            failed += 1
            click.echo(f"{result.rule_id}: {result.kind} example {result.text!r}: {result.problem}")
    click.echo(f"{len(chosen)} rules, {total} examples: {total - failed} passed, {failed} failed")
    return 1 if failed else 0


@main.group()
def languagetool() -> None:
    """Set LanguageTool up, look at it, or remove it."""


@languagetool.command("install")
def languagetool_install() -> None:
    """Fetch LanguageTool once (64 MB); after that it works offline."""
    from auditor.languagetool.install import install, read_pins

    total = sum(pin.size for pin in read_pins())
    with click.progressbar(length=total, label="LanguageTool", file=sys.stderr) as bar:
        home = install(lambda file, done, total: bar.update(done - bar.pos))
    click.echo(f"LanguageTool is set up in {home}")


@languagetool.command("status")
def languagetool_status() -> int:
    """Say what is set up, and whether the server starts and answers."""
    from auditor.languagetool.install import describe, examine

    status = examine()
    click.echo(describe(status))
    return EXIT_CANT_START if status.problem else 0


@languagetool.command("remove")
def languagetool_remove() -> None:
    """Delete what was installed."""
    from auditor.languagetool.install import remove

    click.echo(f"{remove() / 1e6:.1f} MB freed")


def _load(paths: tuple[Path, ...], file: Path | None, given: dict[str, Any]) -> Config:
    from auditor.config import load_config

    values = {key: value for key, value in given.items() if value is not None}
    if not values.get("rules"):
        values.pop("rules", None)
    start = next((path for path in paths if str(path) != "-"), Path())
    return load_config(start, values, file)


def _stdin_job(name: str) -> Job:
    from auditor.discovery import Job

    data = sys.stdin.buffer.read()
    return Job(path=name, suffix=Path(name).suffix.lower(), data=data)


@contextmanager
def _progress_bar(count: int, wanted: bool | None) -> Iterator[Callable[[Entry], None] | None]:
    """Show a bar on standard error: if asked for, else on a terminal when there is much to do."""
    stream = sys.stderr
    if wanted is False or (wanted is None and (count < 5 or not stream.isatty())):
        yield None
        return
    with click.progressbar(length=count, label="auditing", file=stream, show_pos=True) as bar:
        yield lambda entry: bar.update(1)

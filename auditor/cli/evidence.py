"""`audit evidence`: the register of substantiated claims."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from auditor.cli.options import load_settings, rule_options


@click.group()
def evidence() -> None:
    """Keep the register of claims that somebody has checked."""


@evidence.command("add")
@click.argument("place", metavar="ARTICLE:LINE")
@click.option("--evidence", metavar="FILE", help="The register (default: claims-register.toml).")
@click.option("--as-of", metavar="DATE", help="The entry's date, YYYY-MM-DD (default: today).")
@rule_options
def evidence_add(place: str, as_of: str | None, config_file: Path | None, **given: Any) -> None:
    """Append an entry for the claims in that line of the article, to be filled in by hand."""
    from auditor.dates import report_date
    from auditor.discovery import find_jobs, shown_path
    from auditor.engine import Auditor, audit_job
    from auditor.register import REGISTER_FILE, find_register
    from auditor.register_draft import append_drafts, claims_at

    article, line = _split(place)
    config = load_settings((article,), config_file, given)
    date = report_date(as_of)
    file = find_register(config.evidence, config.root) or config.root / REGISTER_FILE
    (job,) = find_jobs([article], config.root, ())
    auditor = Auditor(replace(config, languagetool="off"))
    claims = claims_at(audit_job(auditor, job), line)
    drafts, there = append_drafts(file, claims, job.path, date, auditor.rules.evidence)
    shown = shown_path(file.resolve(), Path.cwd())
    for text in drafts:
        click.echo(f"{shown}: added; fill in its source and reviewer\n\n{text}")
    for entry in there:
        click.echo(f"{shown}: {entry.name} has these words already")


def _split(place: str) -> tuple[Path, int]:
    name, _, number = place.rpartition(":")
    if not name or not number.isdecimal() or int(number) < 1:
        raise click.UsageError(f"'{place}' is no place; write ARTICLE:LINE, as in intro.md:12")
    article = Path(name)
    if not article.is_file():
        raise click.UsageError(f"{name}: no such article")
    return article, int(number)

"""The options of `audit scan` that decide what counts as new: the baseline, and git's changes."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from auditor.changes import Changes
    from auditor.config import Config
    from auditor.discovery import Job
    from auditor.report import BaselineEntry, Report

_LINES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Gate:
    """What the options said, and (once `prepared`) the baseline's file and entries, and changes.

    jobs: the articles to audit.
    """

    update_baseline: bool
    changed_since: str | None
    changed_lines: bool
    jobs: tuple[Job, ...] = ()
    baseline: Path | None = None
    known: tuple[BaselineEntry, ...] = ()
    changes: Changes | None = None

    def prepared(self, jobs: tuple[Job, ...], config: Config) -> Gate:
        """Return the gate with what has to be read before the audit, and the jobs that remain.

        Raise UsageError for options that don't go together, AuditError for a baseline that can't
        be used and for changes that git can't name.
        """
        if self.update_baseline and not config.baseline:
            raise click.UsageError("--update-baseline needs --baseline FILE")
        if self.changed_lines and not self.changed_since:
            raise click.UsageError("--changed-lines needs --changed-since REV")
        if self.changed_lines and self.update_baseline:
            raise click.UsageError(
                "--update-baseline takes whole articles; leave --changed-lines out"
            )
        return self._with_changes(jobs)._with_baseline(config)

    def _with_changes(self, jobs: tuple[Job, ...]) -> Gate:
        from auditor.changes import find_changes

        if not self.changed_since:
            return replace(self, jobs=jobs)
        file = next((job.file for job in jobs if job.file), None)
        if file is None or any(job.file is None for job in jobs):
            raise click.UsageError("--changed-since needs files; it can't take standard input")
        changes = find_changes(file.resolve().parent, self.changed_since)
        changed = changes.take(jobs)
        count = f"{len(changed):,}" if changed else "no"
        said = f"{count} of {len(jobs):,} articles changed since {self.changed_since}"
        click.echo(said, err=True)
        return replace(self, jobs=changed, changes=changes)

    def _with_baseline(self, config: Config) -> Gate:
        from auditor.baseline import read_baseline
        from auditor.outputs import check_file

        if not config.baseline:
            return self
        file = Path(config.baseline)
        if self.update_baseline:
            check_file("baseline", file)
        is_first = self.update_baseline and not file.exists()
        return replace(self, baseline=file, known=() if is_first else read_baseline(file))

    def applied(self, report: Report) -> Report:
        """Return the report with known findings marked; write the baseline anew if asked to.

        What is not on a changed line is left out if only that was asked for.
        """
        from auditor.changes import only_changed_lines

        if self.baseline:
            report = self._compared(report, self.baseline)
        if self.changes and self.changed_lines:
            report = only_changed_lines(report, self.jobs, self.changes)
        return report

    def _compared(self, report: Report, file: Path) -> Report:
        from auditor.baseline import compare, read_baseline, update_baseline
        from auditor.discovery import shown_path

        known = self.known
        if self.update_baseline:
            update = update_baseline(report, known, file)
            known = read_baseline(file)
            _say_changes("added", "+", update.added)
            _say_changes("removed", "-", update.removed)
            name = shown_path(file.resolve(), report.config.root)
            click.echo(
                f"baseline {name}: {len(update.added):,} added, {len(update.removed):,} removed, "
                f"{len(known):,} in all",
                err=True,
            )
        return compare(report, known, file)


def gate_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that decide what counts; the command gets them as `gate`."""

    @functools.wraps(command)
    def with_gate(
        *, update_baseline: bool, changed_since: str | None, changed_lines: bool, **given: Any
    ) -> Any:
        gate = Gate(update_baseline, changed_since, changed_lines)
        return command(gate=gate, **given)

    options = [
        click.option("--baseline", metavar="FILE", help="Known findings: only new ones count."),
        click.option(
            "--update-baseline", is_flag=True, help="Write the baseline anew, and say what changed."
        ),
        click.option(
            "--changed-since",
            metavar="REV",
            help="Only articles that git says changed since the merge base with REV.",
        ),
        click.option(
            "--changed-lines", is_flag=True, help="Only findings on the lines that changed."
        ),
    ]
    decorated: Callable[..., Any] = with_gate
    for option in reversed(options):
        decorated = option(decorated)
    return decorated


def _say_changes(what: str, sign: str, entries: tuple[BaselineEntry, ...]) -> None:
    from auditor.reporters.text import name_entry

    for entry in entries[:_LINES_SHOWN]:
        click.echo(f"{sign} {name_entry(entry)}", err=True)
    if len(entries) > _LINES_SHOWN:
        click.echo(f"{sign} ... and {len(entries) - _LINES_SHOWN:,} more {what}", err=True)

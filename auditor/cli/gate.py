"""The options of `audit scan` that decide what counts as new: the baseline."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from auditor.config import Config
    from auditor.report import BaselineEntry, Report

_LINES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Gate:
    """What the options said, and (once `prepared`) the baseline's file and entries."""

    update_baseline: bool
    baseline: Path | None = None
    known: tuple[BaselineEntry, ...] = ()

    def prepared(self, config: Config) -> Gate:
        """Return the gate with what has to be read before the audit.

        Raise AuditError for a baseline that can't be used.
        """
        from auditor.baseline import read_baseline
        from auditor.outputs import check_file

        if not config.baseline:
            if self.update_baseline:
                raise click.UsageError("--update-baseline needs --baseline FILE")
            return self
        file = Path(config.baseline)
        if self.update_baseline:
            check_file("baseline", file)
        is_first = self.update_baseline and not file.exists()
        return replace(self, baseline=file, known=() if is_first else read_baseline(file))

    def applied(self, report: Report) -> Report:
        """Return the report with known findings marked; write the baseline anew if asked to."""
        from auditor.baseline import compare, read_baseline, update_baseline

        if self.baseline is None:
            return report
        known = self.known
        if self.update_baseline:
            update = update_baseline(report, known, self.baseline)
            known = read_baseline(self.baseline)
            _say_changes("added", "+", update.added)
            _say_changes("removed", "-", update.removed)
            click.echo(
                f"baseline {self.baseline}: {len(update.added)} added, "
                f"{len(update.removed)} removed, {len(known)} in all",
                err=True,
            )
        return compare(report, known, self.baseline)


def gate_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that decide what counts; the command gets them as `gate`."""

    @functools.wraps(command)
    def with_gate(*, update_baseline: bool, **given: Any) -> Any:
        return command(gate=Gate(update_baseline), **given)

    options = [
        click.option("--baseline", metavar="FILE", help="Known findings: only new ones count."),
        click.option(
            "--update-baseline", is_flag=True, help="Write the baseline anew, and say what changed."
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
        click.echo(f"{sign} ... and {len(entries) - _LINES_SHOWN} more {what}", err=True)

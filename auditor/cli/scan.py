"""`audit scan`: audits articles and writes reports."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.cli.gate import Gate, gate_options
from auditor.cli.options import (
    complete_outputs,
    load_settings,
    output_options,
    setting_options,
)
from auditor.cli.writing import write_reports

if TYPE_CHECKING:
    from auditor.cache import Cache
    from auditor.discovery import Job
    from auditor.outputs import Outputs
    from auditor.report import Report


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@output_options
@setting_options
@gate_options
@click.option(
    "--cache/--no-cache", "use_cache", default=True, help="Don't audit unchanged articles again."
)
@click.option("--no-reports", is_flag=True, help="Write no reports but those named here.")
@click.option("--stdin-name", default="stdin.txt", help="The file name of standard input.")
@click.option("--as-of", metavar="DATE", help="The report's date, YYYY-MM-DD (default: today).")
@click.option("--progress/--no-progress", default=None, help="Show progress.")
@click.option("--debug", is_flag=True, help="Show the traceback of a check that fails.")
def scan(
    paths: tuple[Path, ...],
    outputs: Outputs,
    config_file: Path | None,
    stdin_name: str,
    as_of: str | None,
    gate: Gate,
    progress: bool | None,
    debug: bool,
    use_cache: bool,
    no_reports: bool,
    **given: Any,
) -> int:
    """Audit files, folders (recursively) or - (standard input)."""
    from auditor.dates import report_date
    from auditor.discovery import find_jobs
    from auditor.outputs import check_outputs
    from auditor.reporters.design import read_design
    from auditor.run import run_audit

    config = load_settings(paths, config_file, {**given, "debug": debug or None})
    outputs = complete_outputs(replace(outputs, only_named=no_reports), config)
    check_outputs(outputs)
    # A broken template or logo is told before the work, not after it.
    design = read_design(config, outputs)
    date = report_date(as_of)
    files = [path for path in paths if str(path) != "-"]
    if not paths:
        files = [config.root / path for path in config.paths]
        if not files:
            raise click.UsageError("name the files or folders to audit, as in: audit scan articles")
    jobs = find_jobs(files, config.root, config.exclude) if files else ()
    if len(files) < len(paths):
        jobs += (_stdin_job(stdin_name),)
    is_whole = all(path.is_dir() for path in files) and len(files) == len(paths or files)
    gate = gate.prepared(jobs, config)
    is_whole = is_whole and gate.changes is None
    # Reports are made of what the cache holds, too.
    with _opened_cache(use_cache) as cache:
        with _progress_bar(len(gate.jobs), progress) as show:
            report = run_audit(gate.jobs, config, date, show, is_whole=is_whole, cache=cache)
        report = gate.applied(report)
        document = _as_document(report) if outputs.take_the_document else {}
        write_reports(report, document, outputs, design)
    return report.exit_code


def _opened_cache(wanted: bool) -> AbstractContextManager[Cache | None]:
    if not wanted:
        return nullcontext()
    from auditor.cache import Cache, cache_file

    return Cache(cache_file())


def _as_document(report: Report) -> dict[str, Any]:
    from auditor.reporters.json import as_document

    return as_document(report)


def _stdin_job(name: str) -> Job:
    from auditor.discovery import Job

    data = sys.stdin.buffer.read()
    return Job(path=name, suffix=Path(name).suffix.lower(), data=data)


@contextmanager
def _progress_bar(count: int, wanted: bool | None) -> Iterator[Callable[[], None] | None]:
    """Show a bar on standard error: if asked for, else on a terminal when there is much to do."""
    stream = sys.stderr
    if wanted is False or (wanted is None and (count < 5 or not stream.isatty())):
        yield None
        return
    begun = time.monotonic()

    def rate(done: int | None) -> str | None:
        seconds = time.monotonic() - begun
        return f"{done / seconds:.1f} a second" if done and seconds > 0 else None

    with click.progressbar(
        length=count, label="auditing", file=stream, show_pos=True, item_show_func=rate
    ) as bar:
        yield lambda: bar.update(1, bar.pos + 1)

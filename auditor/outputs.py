"""Writes reports: each file whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import ReportError

if TYPE_CHECKING:
    from auditor.report import Report


def check_outputs(html: Path | None, json_file: str | None) -> None:
    """Raise ReportError before any work is done if a report can't be written where it should."""
    if html and html.exists() and not html.is_dir():
        raise ReportError(f"{html}: --html takes a folder, and this is a file")
    if json_file and json_file != "-":
        check_file("json", Path(json_file))


def check_file(name: str, target: Path) -> None:
    """Raise ReportError if the file of the option `name` can't be there."""
    if target.is_dir():
        raise ReportError(f"{target}: --{name} takes a file, and this is a folder")
    if not target.parent.is_dir():
        raise ReportError(f"{target.parent}: no such folder to write {target.name} in")


def write_whole(target: Path, data: bytes) -> None:
    """Write `data` to `target` by way of a temporary file beside it, replaced in one step.

    A killed run leaves the old file or the new one, never half of one. Raise ReportError.
    """
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ReportError(f"{target}: can't be written: {error.strerror}") from None


def write_json_report(report: Report, file: str) -> None:
    """Write the JSON report to `file`, or to standard output for `-`."""
    from auditor.reporters.json import render_json

    data = render_json(report)
    if file == "-":
        sys.stdout.buffer.write(data)
    else:
        write_whole(Path(file), data)


def write_html_report(report: Report, folder: Path, *, show_suppressed: bool = False) -> Path:
    """Write the HTML report into `folder` and return its index page."""
    from auditor.reporters.html import write_html

    write_html(report, folder, show_suppressed=show_suppressed)
    return folder / "index.html"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Writes reports: each file whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.errors import ReportError

if TYPE_CHECKING:
    from auditor.config import Config
    from auditor.report import Report
    from auditor.reporters.design import Design


@dataclass(frozen=True, slots=True)
class Outputs:
    """What a run writes.

    html: the folder of the HTML report, or None. template: a folder of templates for it. files:
    the file of each other report by the name of its format, `-` for standard output. summary:
    `text`, `github` or `quiet`, empty for what suits the place. only_named: whether reports that
    the settings name are left out. show_suppressed: whether pages and summary list suppressed
    findings with their reasons.
    """

    html: Path | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    show_suppressed: bool = False
    template: Path | None = None
    only_named: bool = False

    def completed(self, config: Config, *, in_github: bool) -> Outputs:
        """Return what the command line said, and for the rest what the settings say.

        in_github: whether GitHub Actions runs this, whose annotations are then the summary.
        """
        from auditor.reporters import FILE_FORMATS

        named = {} if self.only_named else {n: getattr(config, n) for n in FILE_FORMATS}
        files = {name: file for name, file in {**named, **self.files}.items() if file}
        html = Path(config.html) if config.html and not self.only_named else None
        return replace(
            self,
            html=self.html or html,
            files={name: files[name] for name in FILE_FORMATS if name in files},
            summary=self.summary or config.format or ("github" if in_github else "text"),
            show_suppressed=self.show_suppressed or config.show_suppressed,
        )

    @property
    def take_standard_output(self) -> bool:
        """Whether a report goes to standard output, so that the summary may not."""
        return "-" in self.files.values()

    @property
    def take_the_document(self) -> bool:
        """Whether something is made of the report as a JSON document."""
        return bool(self.files) or self.summary == "github"


def check_outputs(outputs: Outputs) -> None:
    """Raise ReportError before any work is done if a report can't be written where it should."""
    html = outputs.html
    if html and html.exists() and not html.is_dir():
        raise ReportError(f"{html}: --html takes a folder, and this is a file")
    taken: dict[Path, str] = {}
    for name, file in outputs.files.items():
        target = Path(file).resolve() if file != "-" else Path("-")
        if other := taken.get(target):
            where = "standard output" if file == "-" else file
            raise ReportError(f"--{other} and --{name} both go to {where}; name a file for one")
        taken[target] = name
        if file != "-":
            check_file(name, Path(file))


def check_file(name: str, target: Path) -> None:
    """Raise ReportError if the file of the option `name` can't be there."""
    if target.is_dir():
        raise ReportError(f"{target}: --{name} takes a file, and this is a folder")
    if not target.parent.is_dir():
        raise ReportError(f"{target.parent}: no such folder to write {target.name} in")


def write_whole(target: Path, data: bytes | Iterable[bytes], mode: int | None = None) -> None:
    """Write `data`, or its pieces, to `target` by way of a temporary file beside it.

    mode: the file's permissions, else what the umask leaves. It is replaced in one step: a killed
    run leaves the old file or the new one, never half of one. Raise ReportError.
    """
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.writelines((data,) if isinstance(data, bytes) else data)
            Path(name).chmod(0o666 & ~_umask() if mode is None else mode)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ReportError(f"{target}: can't be written: {error.strerror}") from None


def write_output(file: str, data: bytes | Iterable[bytes]) -> None:
    """Write `data`, or its pieces, to `file`, or to standard output for `-`."""
    if file == "-":
        sys.stdout.buffer.writelines((data,) if isinstance(data, bytes) else data)
        sys.stdout.buffer.flush()
    else:
        write_whole(Path(file), data)


def write_file_reports(document: Mapping[str, Any], outputs: Outputs) -> None:
    """Write each report of `outputs.files`, made of the JSON document."""
    from auditor.reporters import FILE_FORMATS

    for name, file in outputs.files.items():
        write_output(file, FILE_FORMATS[name].render(document))


def write_html_report(report: Report, design: Design, outputs: Outputs) -> Path:
    """Write the HTML report into the folder of `outputs` and return its index page."""
    from auditor.reporters.html import write_html

    assert outputs.html is not None
    shown = outputs.show_suppressed
    return write_html(report, outputs.html, design, show_suppressed=shown)[0]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Finds the articles to audit: the files and folders that were named, `.gitignore` honoured."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import AuditError, ReadError
from auditor.path_patterns import compile_patterns
from auditor.readers import MOST_BYTES, READERS

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IgnoreRules = tuple[tuple[Path, "GitIgnoreSpec"], ...]


@dataclass(frozen=True, slots=True)
class Job:
    """One article to audit: its path in reports, and its file or (standard input) its bytes."""

    path: str
    suffix: str
    file: Path | None = None
    data: bytes | None = None

    def read(self) -> bytes:
        """Return the article's bytes. Raise ReadError if the file can't be read or is too long."""
        if self.data is not None:
            return self.data
        assert self.file is not None
        try:
            if self.file.stat().st_size > MOST_BYTES:
                raise ReadError(f"the file is over {MOST_BYTES // 1_000_000} MB; split it")
            return self.file.read_bytes()
        except OSError as error:
            raise ReadError(f"the file can't be read: {error.strerror}") from None


def find_jobs(paths: Sequence[Path], root: Path, exclude: Sequence[str] = ()) -> tuple[Job, ...]:
    """Return the articles at `paths`, each once, sorted by the path that reports show.

    A named file is always taken; a folder gives its files of known formats, without hidden and
    ignored ones. root: what reported paths are relative to. exclude: patterns as in .gitignore.
    Raise AuditError for a path that does not exist and when there is no article at all.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            found.update(_walk_folder(path, root, exclude))
        elif path.exists():
            found[path.resolve()] = path
        else:
            raise AuditError(f"{path}: no such file or folder")
    if not found:
        names = ", ".join(str(path) for path in paths)
        raise AuditError(
            f"{names}: no article found; articles are files ending in {', '.join(sorted(READERS))}"
        )
    top = root.resolve()
    jobs = (
        Job(path=_path_from(top, absolute), suffix=file.suffix.lower(), file=file)
        for absolute, file in found.items()
    )
    return tuple(sorted(jobs, key=lambda job: job.path))


def shown_path(absolute: Path, root: Path) -> str:
    """Return the path that reports show: relative to `root`, with `/`; absolute on other drives."""
    return _path_from(root.resolve(), absolute)


def _path_from(top: Path, absolute: Path) -> str:
    try:
        if absolute.is_relative_to(top):
            return absolute.relative_to(top).as_posix()
        return Path(os.path.relpath(absolute, top)).as_posix()
    except ValueError:
        return absolute.as_posix()


def _walk_folder(folder: Path, root: Path, exclude: Sequence[str]) -> Iterator[tuple[Path, Path]]:
    """Yield each article's place without links, and its path as the folder was named."""
    ignores: IgnoreRules = ()
    if exclude:
        ignores += ((root.resolve(), compile_patterns(tuple(exclude))),)
    absolute = folder.resolve()
    top = next((p for p in (absolute, *absolute.parents) if (p / ".git").exists()), absolute)
    for parent in reversed((absolute, *absolute.parents)):
        if parent != absolute and (parent == top or top in parent.parents):
            ignores += _ignores_in(parent)
    yield from _walk(folder, absolute, ignores)


def _walk(folder: Path, absolute: Path, ignores: IgnoreRules) -> Iterator[tuple[Path, Path]]:
    ignores += _ignores_in(absolute)
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except PermissionError:
        raise AuditError(f"{folder}: the folder can't be read; check its permissions") from None
    for entry in entries:
        place = absolute / entry.name
        is_folder = entry.is_dir()
        if entry.name.startswith(".") or _is_ignored(place, is_folder, ignores):
            continue
        if is_folder:
            if not entry.is_symlink():
                yield from _walk(entry, place, ignores)
        elif entry.suffix.lower() in READERS:
            yield (place.resolve() if entry.is_symlink() else place), entry


def _ignores_in(folder: Path) -> IgnoreRules:
    from pathspec import GitIgnoreSpec

    file = folder / ".gitignore"
    if not file.is_file():
        return ()
    lines: Iterable[str] = file.read_text("utf-8", "replace").splitlines()
    return ((folder, GitIgnoreSpec.from_lines(lines)),)


def _is_ignored(place: Path, is_folder: bool, ignores: IgnoreRules) -> bool:
    """Ask each ignore file from the top down; the last that speaks of the path decides."""
    ignored = False
    for base, spec in ignores:
        if base not in place.parents:
            continue
        name = place.relative_to(base).as_posix() + ("/" if is_folder else "")
        verdict = spec.check_file(name).include
        if verdict is not None:
            ignored = verdict
    return ignored

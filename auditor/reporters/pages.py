"""Writes a folder of pages: all or none, and nobody else's files touched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from auditor.errors import ReportError
from auditor.outputs import write_whole

MANIFEST = ".audit-pages.json"
# Every page begins with it, so that a page of ours is known where the manifest was lost.
GENERATOR = b'<meta name="generator" content="clinic-audit">'
_LOOKED_AT = 2000
_OUR_NAMES = re.compile(r"(articles/)?[^/\\:]+\.html")


def write_pages(folder: Path, pages: Iterable[tuple[str, bytes]]) -> tuple[Path, ...]:
    """Write `pages` (name relative to `folder`, bytes) and return their paths, the last first.

    They are written beside the folder's pages first and take their places when all are there, so
    that a failure leaves the report as it was. Pages that the manifest of an earlier run names
    and this one has not are deleted. Raise ReportError if `folder` is a file, can't be written,
    or holds another file of a page's name.
    """
    if folder.exists() and not folder.is_dir():
        raise ReportError(f"{folder}: a report needs a folder, and this is a file; name another")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        earlier = _read_manifest(folder)
        with TemporaryDirectory(prefix=".audit-", dir=folder) as made:
            written, changed = _write_changed(folder, Path(made), pages)
            for name in changed:
                (folder / name).parent.mkdir(exist_ok=True)
                (Path(made) / name).replace(folder / name)
        for name in sorted(earlier - set(written)):
            if _is_ours(folder / name):
                (folder / name).unlink()
    except OSError as error:
        raise ReportError(f"{folder}: can't be written: {error.strerror}") from None
    manifest = json.dumps({"pages": sorted(written)}, indent=1) + "\n"
    if not _has(folder / MANIFEST, manifest.encode("utf-8")):
        write_whole(folder / MANIFEST, manifest.encode("utf-8"))
    return tuple(folder / name for name in reversed(written))


def _write_changed(
    folder: Path, made: Path, pages: Iterable[tuple[str, bytes]]
) -> tuple[list[str], list[str]]:
    """Write those pages into `made` that `folder` has not; return all names, and theirs."""
    written: list[str] = []
    changed: list[str] = []
    for name, data in pages:
        target = folder / name
        written.append(name)
        if GENERATOR not in data[:_LOOKED_AT]:
            raise ReportError(
                f"{name}: its template has no {GENERATOR.decode()} in its head, by which the next "
                "run knows its pages"
            )
        if _has(target, data):
            continue
        if target.is_file() and not _is_ours(target):
            raise ReportError(
                f"{target}: this file is not one of our pages; move it, or name another folder"
            )
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_bytes(data)
        changed.append(name)
    return written, changed


def _has(target: Path, data: bytes) -> bool:
    return target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data


def _is_ours(page: Path) -> bool:
    if not page.is_file():
        return False
    with page.open("rb") as stream:
        return GENERATOR in stream.read(_LOOKED_AT)


def _read_manifest(folder: Path) -> set[str]:
    """Return the pages that an earlier run wrote; nothing that could not be a page of ours."""
    try:
        named = json.loads((folder / MANIFEST).read_text("utf-8"))["pages"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return set()
    if not isinstance(named, list):
        return set()
    return {n for n in named if isinstance(n, str) and _OUR_NAMES.fullmatch(n)}

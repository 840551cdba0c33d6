"""Writes a folder of pages: each whole or not at all, and nobody else's files touched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from auditor.errors import ReportError
from auditor.outputs import write_whole

MANIFEST = ".audit-pages.json"
# Every page begins with it, so that a page of ours is known where the manifest was lost.
GENERATOR = b'<meta name="generator" content="clinic-audit">'
_LOOKED_AT = 2000
_OUR_NAMES = re.compile(r"(articles/)?[^/\\:]+\.html")


def write_pages(folder: Path, pages: Iterable[tuple[str, bytes]]) -> tuple[Path, ...]:
    """Write `pages` (name relative to `folder`, bytes) and return their paths, the last first.

    Pages that the manifest of an earlier run names and this one has not are deleted. Raise
    ReportError if `folder` is a file, can't be written, or holds another file of a page's name.
    """
    if folder.exists() and not folder.is_dir():
        raise ReportError(f"{folder}: a report needs a folder, and this is a file; name another")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        earlier = _read_manifest(folder)
        written: list[str] = []
        for name, data in pages:
            target = folder / name
            target.parent.mkdir(exist_ok=True)
            _write_changed(target, data)
            written.append(name)
        for name in sorted(earlier - set(written)):
            if _is_ours(folder / name):
                (folder / name).unlink()
    except OSError as error:
        raise ReportError(f"{folder}: can't be written: {error.strerror}") from None
    manifest = json.dumps({"pages": sorted(written)}, indent=1) + "\n"
    _write_changed(folder / MANIFEST, manifest.encode("utf-8"))
    return tuple(folder / name for name in reversed(written))


def _write_changed(target: Path, data: bytes) -> None:
    if target.is_file():
        if target.read_bytes() == data:
            return
        if target.name != MANIFEST and not _is_ours(target):
            raise ReportError(
                f"{target}: this file is not one of our pages; move it, or name another folder"
            )
    write_whole(target, data)


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

"""Lists of words in compressed files, a line each."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from importlib.resources.abc import Traversable
from pathlib import Path


def read_lines(file: Traversable) -> list[str]:
    """Return the lines of a file that `write_lines` wrote."""
    return gzip.decompress(file.read_bytes()).decode("utf-8").split("\n")[:-1]


def write_lines(lines: Iterable[str], file: Path) -> None:
    """Write lines, which hold no line feed: the same ones give the same bytes."""
    text = "".join(f"{line}\n" for line in lines)
    file.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))

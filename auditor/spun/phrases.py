"""The phrases that may be proposed as repairs; the tables of neighbours and terms number them."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

NAME = "phrases.txt.gz"


def read_phrases(folder: Traversable | None = None) -> list[str]:
    """Return the phrases in the order of their numbers, of the shipped folder or another one."""
    folder = folder or files("auditor") / "models" / "spun"
    return gzip.decompress((folder / NAME).read_bytes()).decode("utf-8").split("\n")[:-1]


def write_phrases(phrases: Iterable[str], folder: Path) -> None:
    """Write phrases; what is made from their numbers must be made anew then."""
    text = "".join(f"{phrase}\n" for phrase in phrases)
    (folder / NAME).write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))

"""The phrases that may be proposed as repairs; the tables of neighbours and terms number them."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from auditor.word_files import read_lines

NAME = "phrases.txt.gz"


def read_phrases(folder: Traversable | None = None) -> list[str]:
    """Return the phrases in the order of their numbers, of the shipped folder or another one."""
    return read_lines((folder or files("auditor") / "models" / "spun") / NAME)

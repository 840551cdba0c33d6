"""Patterns of paths, as git reads those of .gitignore, on the paths that reports show."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_ESCAPED = str.maketrans({character: f"\\{character}" for character in "\\*?[]!# "})


@lru_cache(maxsize=256)
def compile_patterns(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    """Return the patterns ready to match. Raise ValueError for one that is no pattern."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


def pattern_of(path: str) -> str:
    """Return the pattern of just this path, which reports show; it may lie outside the root."""
    return f"/{path.lstrip('/').translate(_ESCAPED)}"

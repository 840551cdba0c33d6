"""Words as messages and reports show them: on one line, cut to a length, folded to be compared."""

from __future__ import annotations

import re


def clean(text: str) -> str:
    """Return `text` on one line, without the control characters that steer a terminal."""
    line = " ".join(text.split())
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)


def shorten(text: str, most: int) -> str:
    """Return `text` on one line, cut to `most` characters, the last of them an ellipsis then."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def shorten_middle(text: str, most: int) -> str:
    """Return `text` on one line, its middle left out if it is longer than `most` characters."""
    line = re.sub(r"\s+", " ", text[: 8 * most] + text[8 * most :][-8 * most :]).strip()
    if len(line) <= most:
        return line
    head, tail = line[: most * 6 // 10], line[-most * 3 // 10 :]
    return f"{head.rsplit(' ', 1)[0]} … {tail.split(' ', 1)[-1]}"


def fold(words: str) -> str:
    """Return `words` without regard to case and white space."""
    return " ".join(words.split()).casefold()


def plural(count: int, noun: str) -> str:
    """Return "1 article", "2 articles", "1,200 articles"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"

"""Reference marks: the small raised figure after a word is no part of the word."""

from __future__ import annotations

import re

_MARK = re.compile(r"[\s\[(]*(?:\d{1,3}(?:\s*[,–-]\s*\d{1,3})*|[*†‡§]+)[\])\s]*")
# A figure raised after a unit ("m²") or a number ("10⁶") is a power.
_BEFORE = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?)\]”\"’'»])$")


def is_reference_mark(raised: str, before: str) -> bool:
    """Say whether `raised`, set above the line after the text `before`, refers to a note."""
    return bool(_MARK.fullmatch(raised) and _BEFORE.search(before[-3:]))

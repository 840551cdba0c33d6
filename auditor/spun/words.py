"""Words as the spun-text finder sees them: lower case, hyphens and stray spaces aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

PAUSE = ","
END = "."
NUMBER = "0"

_PIECE = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*|[.!?…]+(?=[\s\"”’)\]]|$)|[,;:()\[\]–—|/\n]")


class Word(NamedTuple):
    """A word and where it stands; marks between words are words without letters (`,` and `.`)."""

    text: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        """Whether this is a mark between words and not a word."""
        return self.text in (PAUSE, END)


def split_words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words and marks of `text[start:end]`, lower-cased, numbers made `0`.

    A hyphen only parts words ("evidence- based" and "evidence-based" are the same two words);
    other marks are `,` within a sentence and `.` at its end.
    """
    words = []
    for match in _PIECE.finditer(text, start, len(text) if end is None else end):
        piece = match.group()
        if piece[0].isalpha():
            words.append(Word(piece.lower().replace("’", "'"), match.start(), match.end()))
        elif piece[0].isalnum():
            words.append(Word(NUMBER, match.start(), match.end()))
        else:
            mark = END if piece[0] in ".!?…\n" else PAUSE
            words.append(Word(mark, match.start(), match.end()))
    return words


def kept_ends(words: Sequence[str], others: Sequence[str]) -> tuple[int, int]:
    """Return how many words at the beginning and at the end of both are the same.

    One word at least of either lies between.
    """
    most = min(len(words), len(others)) - 1
    before = next((at for at in range(most) if words[at] != others[at]), most)
    most -= before
    after = next((at for at in range(most) if words[-1 - at] != others[-1 - at]), most)
    return before, after

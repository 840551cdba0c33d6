"""Finds the phrases of word lists in a Doc, by words that are made alike first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PIECES = re.compile(r"n't\b|'\w+|[\w%]+(?='n't)|\w+|[^\w\s]")
_CURLY = str.maketrans("’‘“”", "''\"\"")
_NOT = frozenset({"n't", "nt"})
_STEMS = {"ca": "can", "wo": "will", "sha": "shall"}


def plain_words(doc: Doc) -> tuple[str, ...]:
    """Return each token's word: lower case, straight quotes, "n't" as "not"."""
    # Each word once, however often it stands there: spaCy makes a string for every token.
    words = [intern(token.lower_.translate(_CURLY)) for token in doc]
    for index, word in enumerate(words):
        if word in _NOT:
            words[index] = "not"
            if index and words[index - 1] in _STEMS:
                words[index - 1] = _STEMS[words[index - 1]]
    return tuple(words)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the list `kind`, from token `start` up to `end`."""

    kind: str
    start: int
    end: int


class PhraseIndex:
    """The phrases of several word lists, looked up by their first words."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for kind, entries in lists.items():
            for entry in entries:
                words = tuple(_PIECES.findall(entry.lower()))
                if words:
                    self._by_first.setdefault(words[0], []).append((words, kind))

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Return all hits in `words` (see `plain_words`), in the order of their beginnings.

        A second space between two words is a token of its own: it parts no phrase.
        """
        places = [index for index, word in enumerate(words) if word.strip() or "\n" in word]
        told = [words[index] for index in places]
        hits = []
        for first, word in enumerate(told):
            for phrase, kind in self._by_first.get(word, ()):
                after = first + len(phrase)
                if len(phrase) == 1 or tuple(told[first:after]) == phrase:
                    hits.append(Hit(kind, places[first], places[after - 1] + 1))
        return hits

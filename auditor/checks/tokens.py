"""The tagged tokens of an article, found by where they begin."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from auditor.language import has_tags

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_STOPS = frozenset(".;:!?")


class Tokens:
    """The tagged tokens by where they begin; none if the pipeline gives no tags.

    Made when first asked: few words are.
    """

    def __init__(self, doc: Doc) -> None:
        self._doc = doc

    @cached_property
    def _starts(self) -> list[int]:
        starts: list[int] = self._doc.to_array("IDX").tolist() if has_tags(self._doc) else []
        return starts

    def at(self, start: int) -> Token | None:
        """Return the token that begins at `start`, in code points."""
        place = bisect_left(self._starts, start)
        found = place < len(self._starts) and self._starts[place] == start
        return self._doc[place] if found else None

    def has_base_verb(self, start: int, most: int) -> bool:
        """Say whether a verb's base form is among the next `most` tokens, up to a full stop."""
        place = bisect_left(self._starts, start)
        for token in self._doc[place : min(place + most, len(self._starts))]:
            if token.text in _STOPS:
                return False
            if token.tag_ == "VB":
                return True
        return False

"""Puts the right words in the place of spun ones: capitals, and "a" or "an" before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.article import Span
from auditor.spun.words import kept_ends

if TYPE_CHECKING:
    from auditor.spun.lattice import Reckoning
    from auditor.spun.lexicon import Lexicon
    from auditor.spun.words import Word

MOST_SUGGESTIONS = 3
# A suggestion that has a smaller share of the probability than this is not worth reading.
LEAST_SHARE = 0.04

_ARTICLE = re.compile(r"\b([Aa])n?(?=\s+\Z)")
# Words whose first sound is not what their first letter says.
_VOWEL_SOUND = re.compile(
    r"(?:[aeio]|u(?!ni(?![mn])|s[aeiu]|ti|ro|vu|r[aeiy]n)|hour|honest|honou?r|heir)"
)
_CONSONANT_SOUND = re.compile(r"one\b|once|eu|ewe")
# Letters whose names begin with a vowel sound, for what is read letter by letter.
_SPELLED_WITH_VOWEL = frozenset("AEFHILMNORSX")
LONGEST_SPELLED_OUT = 5


@dataclass(frozen=True, slots=True)
class Repair:
    """Where the spun words are, and what could stand there, likeliest first, at most three."""

    span: Span
    suggestions: tuple[str, ...]


def suggest(text: str, words: Sequence[Word], reckoning: Reckoning, lexicon: Lexicon) -> Repair:
    """Return how to mend a run of spun words.

    text: the article's; words: those of the run's block. Where the likeliest repair keeps more
    words at the run's ends than it changes, only those that it changes are marked: in "cognitive
    behavioral remedy" the last.
    """
    run = words[reckoning.hit.start : reckoning.hit.end]
    texts = tuple(word.text for word in run)
    before, after = kept_ends(texts, reckoning.right[0][0])
    if 2 * (before + after) <= len(texts):
        before = after = 0
    ends = texts[:before], texts[len(texts) - after :]
    span = Span(run[before].start, run[len(run) - 1 - after].end)
    quote = text[span.start : span.end]
    suggestions = (
        match_capitals(quote, lexicon.spell(phrase[before : len(phrase) - after]))
        for phrase, share in reckoning.right
        if share >= LEAST_SHARE
        and len(phrase) > before + after
        and (phrase[:before], phrase[len(phrase) - after :]) == ends
    )
    return Repair(span, tuple(dict.fromkeys(suggestions))[:MOST_SUGGESTIONS])


def match_capitals(quote: str, words: str) -> str:
    """Return `words` with the capitals of `quote`: all, each word's first, the first, or none."""
    letters = [piece for piece in re.split(r"[\s-]+", quote) if piece[:1].isalpha()]
    if not letters:
        return words
    if all(piece.isupper() for piece in letters) and max(map(len, letters)) > 1:
        return words.upper()
    if not letters[0][0].isupper():
        return words
    if len(letters) > 1 and all(piece[0].isupper() for piece in letters):
        return " ".join(piece[:1].upper() + piece[1:] for piece in words.split(" "))
    return words[:1].upper() + words[1:]


def begins_with_vowel_sound(word: str) -> bool:
    """Say whether "an" and not "a" goes before `word`."""
    if (word.isupper() and len(word) < LONGEST_SPELLED_OUT) or word[1:2] == "-":
        return word[0] in _SPELLED_WITH_VOWEL
    lower = word.lower()
    return bool(_VOWEL_SOUND.match(lower)) and not _CONSONANT_SOUND.match(lower)


def set_articles(
    text: str, repairs: Iterable[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str]]:
    """Yield the repairs, and before each the "a" or "an" that it asks for where another stands.

    repairs: (start, end, words) in order and apart from each other; empty words delete.
    """
    position = 0
    for start, end, words in repairs:
        before = _ARTICLE.search(text, position, start) if words else None
        if before is not None:
            right = before[1] + ("n" if begins_with_vowel_sound(words) else "")
            if right != before[0]:
                yield before.start(), before.end(), right
        yield start, end, words
        position = end

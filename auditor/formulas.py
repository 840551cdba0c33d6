"""The readability formulas that editors know, each from one count of the text.

The values are those of textstat 0.7.8, whose own functions count the text anew for each formula.
What a word is, how many syllables it has and which words are easy is asked of textstat.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from auditor.startup import import_textstat, without_collection

# Milliseconds a character that is not white space (Demberg and Keller 2008).
_MILLISECONDS_A_CHARACTER = 14.69
_SENTENCE = re.compile(r"\b[^.!?]+[.!?]*")
_LOOSE_APOSTROPHE = re.compile(r"'(?![tsd]|ve|ll|re)")
_MARK = re.compile(r"[^\w\s']")
_NO_LETTER = re.compile(r"\W")
_SHORTEST_SENTENCE = 3
_POLYSYLLABLE = 3
# Flesch and Kincaid's grades a word of a sentence; and the length that plain-language guides ask.
_LENGTH_WEIGHT = 0.39
_PLAIN_LENGTH = 15.0


class Counts(NamedTuple):
    """What the formulas need of a text.

    pieces: runs between white space. sentences: those of three words or more. characters: all but
    white space. letters: characters without marks. syllables: of all words. polysyllables: words
    of three or more. complex: those that are not on Dale and Chall's list of easy words.
    unfamiliar: words of any length not on that list.
    """

    words: int
    pieces: int
    sentences: int
    characters: int
    letters: int
    syllables: int
    polysyllables: int
    complex: int
    unfamiliar: int

    @classmethod
    def total(cls, parts: Iterable[Counts]) -> Counts:
        """Return the counts of a text by those of its parts, each of whole sentences; one or more.

        A sentence ends its part, as `auditor.readability.prose_of` makes them.
        """
        return cls(*map(sum, zip(*parts, strict=True)))


@dataclass(frozen=True, slots=True)
class Drivers:
    """How far a grade is over its target, and the parts of long sentences and of long words.

    In school grades; negative where the text is easier than it need be.
    """

    distance: float
    sentences: float
    words: float

    @property
    def main(self) -> str:
        """What to shorten first: `sentences`, `words`, or nothing if the target is kept."""
        if self.distance <= 0:
            return ""
        return "sentences" if self.sentences > self.words else "words"


def count(text: str) -> Counts:
    """Return the counts of `text`; a line feed ends no sentence, as in textstat."""
    words = _words(text)
    facts = (_NO_WORD, *map(_look_up, words))
    syllables, polysyllables, hard, unfamiliar = map(sum, zip(*facts, strict=True))
    pieces = text.split()
    return Counts(
        words=len(words),
        pieces=len(pieces),
        sentences=_count_sentences(text),
        characters=sum(map(len, pieces)),
        letters=len(_NO_LETTER.sub("", text)),
        syllables=syllables,
        polysyllables=polysyllables,
        complex=hard,
        unfamiliar=unfamiliar,
    )


def measure_counts(counts: Counts) -> Mapping[str, float]:
    """Return each formula's value by textstat's name for it; nothing for a text without words."""
    if not counts.words:
        return {}
    sentences = max(counts.sentences, 1)
    length = counts.words / sentences
    syllables = counts.syllables / counts.words
    unfamiliar = 100 * counts.unfamiliar / counts.words
    # "Hm" has no vowel, and a text of such words alone no grade in textstat.
    ease = 206.835 - 1.015 * length - 84.6 * syllables
    grade = _LENGTH_WEIGHT * length + 11.8 * syllables - 15.59
    return {
        "flesch_reading_ease": ease if syllables else 0.0,
        "flesch_kincaid_grade": grade if syllables else 0.0,
        "smog_index": 1.043 * (30 * (counts.polysyllables / sentences)) ** 0.5 + 3.1291,
        "gunning_fog": 0.4 * (length + 100 * counts.complex / counts.words),
        "coleman_liau_index": 0.058 * (counts.letters / counts.words * 100)
        - 0.296 * (sentences / counts.words * 100)
        - 15.8,
        "automated_readability_index": 4.71 * (counts.characters / counts.pieces)
        + 0.5 * length
        - 21.43,
        "dale_chall_readability_score": 0.1579 * unfamiliar
        + 0.0496 * length
        + (3.6365 if unfamiliar > 5 else 0.0),
        "words_per_sentence": length,
        "avg_syllables_per_word": syllables,
        "reading_time": _MILLISECONDS_A_CHARACTER * counts.characters / 1000,
    }


def measure_text(text: str) -> Mapping[str, float]:
    """Return each formula's value for `text`, nothing if it holds no word."""
    return measure_counts(count(text))


def drivers_of(measures: Mapping[str, float], target: float) -> Drivers | None:
    """Return what puts the Flesch-Kincaid grade over `target`, None without a grade.

    At the target a text of sentences of 15 words has just so many syllables a word. The two parts
    add up to the distance.
    """
    if not {"flesch_kincaid_grade", "words_per_sentence"} <= measures.keys():
        return None
    length = measures["words_per_sentence"]
    sentences = _LENGTH_WEIGHT * (length - _PLAIN_LENGTH)
    distance = measures["flesch_kincaid_grade"] - target
    return Drivers(distance, sentences, distance - sentences)


def count_syllables(word: str) -> int:
    """Return the number of syllables of `word`, as textstat counts them."""
    return _look_up(word).syllables


def _words(text: str) -> list[str]:
    return _MARK.sub("", _LOOSE_APOSTROPHE.sub("", text)).split()


def _count_sentences(text: str) -> int:
    found = _SENTENCE.findall(text)
    return sum(len(_words(sentence)) >= _SHORTEST_SENTENCE for sentence in found)


class _Facts(NamedTuple):
    """A word's syllables, and what it adds to the other counts: 1 or 0."""

    syllables: int
    polysyllables: int
    complex: int
    unfamiliar: int


_NO_WORD = _Facts(0, 0, 0, 0)


@lru_cache(maxsize=1 << 15)
def _look_up(word: str) -> _Facts:
    """Return what is counted of `word`: textstat says its syllables and whether it is easy."""
    textstat = _load_textstat()
    syllables = textstat.syllable_count(word)
    is_long, is_hard = syllables >= _POLYSYLLABLE, textstat.is_difficult_word(word, 0)
    return _Facts(syllables, int(is_long), int(is_long and is_hard), int(is_hard))


@lru_cache(maxsize=1)
def _load_textstat() -> Any:
    """Return the package with its dictionary loaded, at the first word only."""
    with without_collection():
        textstat = import_textstat()
        textstat.syllable_count("syllable")
    return textstat

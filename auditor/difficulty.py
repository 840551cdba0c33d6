"""How hard a word and a sentence are for a reader, from 0 to 100 (docs/readability.md).

A sentence's difficulty is a sum of seven features, each as its distance from what is usual in
patient information. 50 is a usual sentence of that kind; 0 and 100 lie three standard deviations
away, which few sentences reach. The weights are constants, fitted to no ratings.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from auditor.article import Span
from auditor.formulas import count_syllables
from auditor.jargon import WORD, Terms, terms_in
from auditor.rarity import ABBREVIATION, NAME, UNSEEN, zipf_of
from auditor.report import HardWord
from auditor.syntax import Shape

# 7 is the Zipf frequency of the commonest words: a word's rarity is its distance from them.
COMMONEST = 7.0
RAREST_WORDS = 5
HARD = 50.0
_USUAL = 50.0
_MOST_HARD_WORDS = 4
# A commoner word is not hard, whatever its length.
_NEVER_HARD = 5.4

# A word: rarity decides; syllables and letters part words that are equally rare.
_WORD_WEIGHTS = {"rarity": 80.0, "syllables": 10.0, "letters": 10.0}
_JARGON = 10.0
_MOST_SYLLABLES, _MOST_LETTERS, _FEW_LETTERS = 5, 14, 4
# Endings of names of medicines, which a capital does not make as easy to pass over as a place.
_MEDICINE = (
    "mab", "nib", "vir", "tide", "tine", "pine", "pril", "olol", "zole", "statin", "cillin",
    "mycin", "azepam", "barbital", "caine", "sartan", "gliptin", "gliflozin", "olone", "triptan",
)  # fmt: skip


class _Word(NamedTuple):
    """A word, where it begins, and its Zipf frequency there."""

    text: str
    start: int
    zipf: float


class Feature(NamedTuple):
    """A feature's weight, and its mean and standard deviation in patient information."""

    weight: float
    mean: float
    deviation: float


# Measured by training/words/scale.py on answers of NIH sites (MedQuAD). Of the weights, rarity's
# is far the largest because rarity follows readers' ratings far more closely than any formula
# does; the others are small because they overlap with it and with one another.
FEATURES: Mapping[str, Feature] = {
    "rarity": Feature(0.70, 15.8, 3.9),
    "length": Feature(0.12, 17.0, 7.3),
    "smog": Feature(0.05, 12.5, 4.2),
    "jargon": Feature(0.06, 0.5, 0.8),
    "depth": Feature(0.03, 0.6, 0.7),
    "passives": Feature(0.02, 0.2, 0.5),
    "nominals": Feature(0.02, 0.4, 0.7),
}
# Points for a standard deviation: the weighted sum then has one of about 17.
_POINTS = 20.0


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A sentence's difficulty (0-100) and its hardest words, the hardest first."""

    value: float
    hardest: tuple[HardWord, ...]


def word_difficulty(word: str, *, is_jargon: bool = False, zipf: float | None = None) -> float:
    """Return the difficulty of `word`, 0-100; `zipf` where its place gives it another one."""
    rarity = COMMONEST - (zipf_of(word) if zipf is None else zipf)
    share = {
        "rarity": rarity / (COMMONEST - UNSEEN),
        "syllables": (count_syllables(word.lower()) - 1) / (_MOST_SYLLABLES - 1),
        "letters": (len(word) - _FEW_LETTERS) / (_MOST_LETTERS - _FEW_LETTERS),
    }
    total = sum(_WORD_WEIGHTS[name] * min(max(part, 0.0), 1.0) for name, part in share.items())
    return min(total + _JARGON * is_jargon, 100.0)


def sentence_difficulty(text: str, span: Span, shape: Shape, terms: Terms) -> Difficulty:
    """Return the difficulty of the sentence at `span` of `text`."""
    found = [place for _, place in terms_in(text, span, terms)]
    words = _words_of(text, span, shape)
    values = _features(words, shape, len(found))
    total = sum(
        weight * (values[name] - mean) / deviation
        for name, (weight, mean, deviation) in FEATURES.items()
    )
    value = min(max(_USUAL + _POINTS * total, 0.0), 100.0)
    return Difficulty(value, _hardest(words, found))


def features_of(text: str, span: Span, shape: Shape, terms: int) -> Mapping[str, float]:
    """Return the value of each of `FEATURES`; `terms` is the number of technical terms."""
    return _features(_words_of(text, span, shape), shape, terms)


def _words_of(text: str, span: Span, shape: Shape) -> list[_Word]:
    shouted = text[span.start : span.end].isupper()
    return [
        _Word(match[0], match.start(), _zipf_here(match[0], match.start() in shape.names, shouted))
        for match in WORD.finditer(text, span.start, span.end)
    ]


def _features(words: Sequence[_Word], shape: Shape, terms: int) -> Mapping[str, float]:
    rarities = {word.text.lower(): COMMONEST - word.zipf for word in words}
    polysyllables = sum(count_syllables(word.text.lower()) >= 3 for word in words)
    return {
        "rarity": sum(heapq.nlargest(RAREST_WORDS, rarities.values())),
        "length": float(len(words)),
        "smog": 1.043 * (30 * polysyllables) ** 0.5 + 3.1291,
        "jargon": float(terms),
        "depth": float(shape.depth),
        "passives": float(shape.passives),
        "nominals": float(shape.nominals),
    }


def _zipf_here(word: str, is_name: bool, shouted: bool) -> float:
    """Return the Zipf frequency of a word where it stands."""
    zipf = zipf_of(word)
    if len(word) > 1 and word.isupper() and not shouted:
        return min(zipf, ABBREVIATION)
    if is_name and word[0].isupper() and not word.lower().endswith(_MEDICINE):
        return max(zipf, NAME)
    return zipf


def _hardest(words: Sequence[_Word], terms: Sequence[Span]) -> tuple[HardWord, ...]:
    hard: dict[str, HardWord] = {}
    for word in words:
        if word.zipf > _NEVER_HARD or word.text.lower() in hard:
            continue
        place = Span(word.start, word.start + len(word.text))
        is_jargon = any(place.overlaps(term) for term in terms)
        found = word_difficulty(word.text, is_jargon=is_jargon, zipf=word.zipf)
        if found >= HARD:
            hard[word.text.lower()] = HardWord(place, found)
    return tuple(
        heapq.nsmallest(_MOST_HARD_WORDS, hard.values(), key=lambda w: (-w.difficulty, w.span))
    )

"""Figures that an article gives, for contradictions: what is measured, of what, and the range.

Only figures of plain build are read ("a session takes 45 minutes", "a course of six sessions", "the
success rate is 80 %"), since two that look alike often measure different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.article import Article, Span
from auditor.claims.reading import Reading

_WORDS = {
    word: number
    for number, word in enumerate(
        (
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ),
        start=1,
    )
}
_MINUTES = {"minute": 1, "hour": 60, "day": 60 * 24, "week": 60 * 24 * 7, "month": 60 * 24 * 30}
_NUMBER = r"(?:\d+(?:\.\d+)?|" + "|".join(_WORDS) + r")"
_RANGE = rf"(?P<low>{_NUMBER})(?:\s*(?:-|–|to|or)\s*(?P<high>{_NUMBER}))?"
_THING = (
    r"(?P<thing>session|treatment|procedure|visit|operation|appointment|infusion|surgery|drip|scan)"
)
_UNIT = r"[\s-](?P<unit>minute|hour|day|week|month)s?\b"
# What is measured, and how the figure is built. `about` words make it a rough figure, still one.
_PATTERNS = (
    ("duration", re.compile(
        rf"\b(?:an?|the|each|every|one|your|our)\s(?:\w+\s)?{_THING}s?\s(?:takes?|lasts?)\s"
        rf"(?:only\s|just\s|about\s|around\s|roughly\s)?{_RANGE}{_UNIT}", re.IGNORECASE)),
    ("course", re.compile(
        rf"\b(?:course|series|programme|program|package)\sof\s{_RANGE}\s{_THING}s\b",
        re.IGNORECASE)),
    ("course", re.compile(
        rf"\b(?:needs?|requires?|takes?)\s(?:only\s|just\s|about\s)?{_RANGE}\s{_THING}s\b",
        re.IGNORECASE)),
    ("success", re.compile(
        r"\b(?P<thing>success|satisfaction|response|survival)\srate\s(?:is|of|stands\sat)\s"
        r"(?:about\s|around\s|over\s|nearly\s)?(?P<low>\d+(?:\.\d+)?)"
        r"(?:\s*(?:-|–|to)\s*(?P<high>\d+(?:\.\d+)?))?\s?(?:%|per\s?cent)", re.IGNORECASE)),
    ("success", re.compile(
        r"\b(?P<low>\d+(?:\.\d+)?)(?P<high>)\s?(?:%|per\s?cent)\s"
        r"(?P<thing>success|satisfaction|response|survival)\srate", re.IGNORECASE)),
    ("price", re.compile(
        r"\b(?:an?|the|each|every|one|your|our)\s(?:\w+\s)?(?P<thing>session|treatment|consultation|"
        r"visit|infusion|drip|scan)\scosts\s(?:about\s)?[$£€]?(?P<low>\d[\d,]*)(?P<high>)\b",
        re.IGNORECASE)),
)  # fmt: skip
# How long what was gained is said to last: "results last six months".
_LASTING = re.compile(
    r"\b(?:results?|effects?|relief|benefits?|improvements?|whiteness|smoothness)\s(?:[\w-]+\s){0,3}?"
    rf"(?:lasts?|holds?|persists?|wears?\soff|fades?)\s(?:[\w-]+\s){{0,3}}?"
    rf"{_RANGE}[\s-](?:day|week|month|year)s?\b",
    re.IGNORECASE,
)
# With one of these the figure is of a part of the cases: it is compared with none without it.
_CONDITIONS = re.compile(
    r"\b(?:first|second|third|last|initial|follow[- ]?up|later|longer|shorter|small|large|child|"
    r"children|adults?|women|men|under|over|mild|severe|some|sometimes|most|up to|at least|repeat|"
    r"full|half|from|upper|lower|both|weekend|online|new|maintenance|extra)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: what it measures, in the smallest unit from `low` to `high`, under conditions."""

    kind: tuple[str, str]
    low: float
    high: float
    conditions: frozenset[str]
    span: Span

    def excludes(self, other: Measure) -> bool:
        """Say whether both measure the same, and can't both hold."""
        same = self.kind == other.kind and self.conditions == other.conditions
        return same and (self.high < other.low or other.high < self.low)


def measures_of(reading: Reading) -> Iterator[Measure]:
    """Yield the figures of an article's sentences, in their order."""
    for sentence in reading.sentences:
        if not reading.is_prose(sentence.start):
            continue
        yield from _in_sentence(reading.article, reading.place(sentence.start, sentence.end))


def lasting(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield where an article says how long what was gained lasts, as ranges of tokens."""
    for sentence in reading.sentences:
        if reading.is_prose(sentence.start):
            place = reading.place(sentence.start, sentence.end)
            for match in _LASTING.finditer(reading.article.quote(place)):
                found = reading.doc.char_span(
                    place.start + match.start(),
                    place.start + match.end(),
                    alignment_mode="expand",
                )
                if found is not None:
                    yield found.start, found.end


def _in_sentence(article: Article, place: Span) -> Iterator[Measure]:
    text = article.quote(place)
    if text.rstrip().endswith("?"):
        return
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            named = match.groupdict()
            scale = _MINUTES.get((named.get("unit") or "").lower(), 1)
            low = _number(named["low"]) * scale
            high = _number(named["high"]) * scale if named["high"] else low
            conditions = frozenset(word.lower() for word in _CONDITIONS.findall(text))
            span = Span(place.start + match.start(), place.start + match.end())
            yield Measure((name, named["thing"].lower()), low, high, conditions, span)


def _number(word: str) -> float:
    return float(_WORDS.get(word.lower()) or word.replace(",", ""))

"""Clauses: the part of a sentence, and of a line, that one claim fills."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.article import Span
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MARKS = frozenset({";", ":", "—", "–", "--", "(", ")", "[", "]", "|"})
_CLOSING_QUOTES = frozenset({"”", '"'})
_SENTENCE_MARKS = frozenset({".", "!", "?", "…"})


@dataclass(frozen=True, slots=True)
class Clause:
    """Token ranges, half open: the clause without its opener, and the sentence that holds it."""

    start: int
    end: int
    sentence_start: int
    sentence_end: int

    def span(self, doc: Doc) -> Span:
        """Return the clause in characters, without the marks and spaces at its ends."""
        start, end = self.start, self.end
        while start < end and (doc[start].is_space or doc[start].is_punct):
            start += 1
        while end > start and _is_edge(doc[end - 1].text):
            end -= 1
        return Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))


def find_clause(doc: Doc, rules: RuleSet, start: int, end: int) -> Clause:
    """Return the clause that holds the tokens `start` to `end`.

    It ends at a mark, at a comma before a conjunction, and at the sentence's and line's ends.
    A leading "However," is left out.
    """
    sentence_start, sentence_end = _sentence(doc, start, end)
    breaks = rules.word_set("clause-openers")
    left, right = sentence_start, sentence_end
    for index in range(start - 1, sentence_start - 1, -1):
        if _breaks(doc, index, breaks):
            left = index + 1
            break
    for index in range(end, sentence_end):
        if _breaks(doc, index, breaks):
            right = index
            break
    left = _after_opener(doc, rules, left, start)
    return Clause(left, right, sentence_start, sentence_end)


def _sentence(doc: Doc, start: int, end: int) -> tuple[int, int]:
    left, right = start, end
    while left > 0 and not doc[left].is_sent_start and not _is_line_end(doc[left - 1].text):
        left -= 1
    while right < len(doc) and not doc[right].is_sent_start and not _is_line_end(doc[right].text):
        right += 1
    return left, right


def _is_line_end(text: str) -> bool:
    return "\n" in text


def _breaks(doc: Doc, index: int, openers: frozenset[str]) -> bool:
    """Say whether a clause ends at the token: a mark, or a comma before a conjunction."""
    token = doc[index]
    if token.text in _MARKS:
        return not (token.text == ":" and index and doc[index - 1].is_digit)
    if token.text != "," or index + 1 >= len(doc):
        return False
    return doc[index + 1].lower_ in openers or doc[index + 1].text in _CLOSING_QUOTES


def _after_opener(doc: Doc, rules: RuleSet, left: int, start: int) -> int:
    """Return where the clause begins behind "However," or "and"."""
    adverbs = rules.word_set("sentence-adverbs")
    if left < start and doc[left].lower_ in rules.word_set("clause-openers"):
        left += 1
    if left + 1 < start and doc[left].lower_ in adverbs and doc[left + 1].text == ",":
        left += 2
    return left


def _is_edge(text: str) -> bool:
    return text in _SENTENCE_MARKS or text in _MARKS or text in (",", "”", '"') or text.isspace()


@lru_cache(maxsize=64)
def phrases_of(rules: RuleSet, name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the word list `name` as tuples of words, by their first word, the longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for entry in rules.words[name]:
        words = tuple(entry.split())
        table.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(many, key=len, reverse=True)) for first, many in table.items()}


def phrases_in(doc: Doc, rules: RuleSet, name: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where phrases of the word list `name` stand between two tokens, as token ranges."""
    table = phrases_of(rules, name)
    found = []
    for index in range(start, end):
        for words in table.get(doc[index].lower_.replace("’", "'"), ()):
            last = index + len(words)
            if last <= end and all(
                doc[index + n].lower_.replace("’", "'") == word for n, word in enumerate(words)
            ):
                found.append((index, last))
                break
    return found

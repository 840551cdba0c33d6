"""The word list `jargon`: technical terms, the plain words for them, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditor.article import Span
from auditor.packs import RuleSet

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MOST_WORDS_OF_A_TERM = 4


@dataclass(frozen=True, slots=True)
class Terms:
    """Technical terms in lower case: the plain words for each, and the words they begin with."""

    plain: Mapping[str, str]
    first_words: frozenset[str]


@lru_cache(maxsize=4)
def load_terms(rules: RuleSet) -> Terms:
    """Return the terms of the word list `jargon`, none if the rules lack it."""
    pairs = (entry.partition(" = ") for entry in rules.words.get("jargon", ()))
    plain = {term: words for term, _, words in pairs}
    return Terms(plain, frozenset(term.partition(" ")[0] for term in plain))


def terms_in(text: str, span: Span, terms: Terms) -> Iterator[tuple[str, Span]]:
    """Yield each of `terms` in `text[span]`, as the list has it, and its place.

    Of terms that begin at one word the longest counts; terms do not overlap.
    """
    words = list(WORD.finditer(text, span.start, span.end))
    lower = [match[0].lower() for match in words]
    at = 0
    while at < len(words):
        found = _term_at(lower, at, terms)
        if found is None:
            at += 1
            continue
        term, length = found
        yield term, Span(words[at].start(), words[at + length - 1].end())
        at += length


def _term_at(lower: Sequence[str], at: int, terms: Terms) -> tuple[str, int] | None:
    """Return the longest term that begins at the word, and its number of words."""
    word = lower[at]
    if word not in terms.first_words and not (
        word.endswith("s") and any(form in terms.first_words for form in _forms(word))
    ):
        return None
    for length in range(min(_MOST_WORDS_OF_A_TERM, len(lower) - at), 0, -1):
        for form in _forms(" ".join(lower[at : at + length])):
            if form in terms.plain:
                return form, length
    return None


def _forms(term: str) -> tuple[str, ...]:
    """Return the term, and what it would be if it were a plural."""
    if not term.endswith("s"):
        return (term,)
    return term, term.removesuffix("s"), term.removesuffix("es")

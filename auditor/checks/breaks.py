"""Where two words have run together: the likeliest break in a run of letters.

A break is judged by how common its two words are in clean health writing, and by how often each
stands beside the word before and after, as in a naive Bayes model of word pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from auditor.packs import RuleSet
from auditor.spun.ngrams import Counts, NgramTable, load_ngrams

# A word that the table has not seen counts this often, and a pair as often beside what is seen.
_UNSEEN = 0.05
# What a neighbour can add, in natural logarithms, so that one frequent pair can't decide alone.
_MOST_OF_NEIGHBOUR = 3.0
_MOST_OF_PAIR = 4.0
# Short words are likelier parts of words: what a part of one, two or three letters loses.
_LONE_LETTER = 12.0
_TWO_LETTERS = 6.0
_THREE_LETTERS = 1.0
# The weight of an article's own words against those of the table, as in a cache model.
_OF_ARTICLE = 0.05
_SHORT_ARTICLE = 500


@dataclass(frozen=True, slots=True)
class Break:
    """Two words that have run together.

    score: the log-likelihood of both, with what their neighbours add. together: how often they
    stand side by side, against chance (1 is chance, 0 never seen). expected: how often they would
    by chance; where that is little, never seen says little.
    """

    left: str
    right: str
    score: float
    together: float
    expected: float


def find_break(
    word: str,
    before: str,
    after: str,
    rules: RuleSet,
    known: Mapping[str, int],
    counts: Mapping[str, int],
) -> Break | None:
    """Return the likeliest break of `word`, all words in lower case, or None if there is none.

    before, after: the words beside it, empty if a mark stands between. counts: how often the
    article uses each word; what it uses twice is a word, though nobody else may know it.
    """
    places = [
        at
        for at in range(1, len(word))
        if (word[:at] in known or counts.get(word[:at], 0) > 1) and word[at:] in known
    ]
    if not places:
        return None
    table = load_ngrams()
    lefts, rights = [word[:at] for at in places], [word[at:] for at in places]
    weight = _OF_ARTICLE * table.total / max(sum(counts.values()), _SHORT_ARTICLE)
    seen_left = _count_words(table, lefts, counts, weight)
    seen_right = _count_words(table, rights, counts, weight)
    pairs = table.count_pairs(lefts, rights)
    score = np.log((seen_left + _UNSEEN) / table.total)
    score += np.log((seen_right + _UNSEEN) / table.total)
    score += np.minimum(np.log1p(pairs), _MOST_OF_PAIR)
    if before:
        beside = table.count_pairs([before] * len(lefts), lefts)
        score += np.minimum(np.log1p(beside), _MOST_OF_NEIGHBOUR)
    if after:
        beside = table.count_pairs(rights, [after] * len(rights))
        score += np.minimum(np.log1p(beside), _MOST_OF_NEIGHBOUR)
    short = rules.word_set("function-words")
    score -= [
        _loss(left, short) + _loss(right, short) for left, right in zip(lefts, rights, strict=True)
    ]
    best = int(np.argmax(score))
    left, right = lefts[best], rights[best]
    chance = (seen_left[best] + 1) * (seen_right[best] + 1) / table.total
    # The article's own words have been seen in no pair.
    expected = table.expected_pairs(*map(float, table.count_words([left, right])))
    return Break(left, right, float(score[best]), float(pairs[best] / chance), expected)


def _count_words(
    table: NgramTable, words: list[str], counts: Mapping[str, int], weight: float
) -> Counts:
    """Return how often each word was seen; what the article uses twice counts by its share."""
    own = [counts.get(word, 0) for word in words]
    used: Counts = np.array([weight * n if n > 1 else 0 for n in own], np.float32)
    return np.maximum(table.count_words(words), used)


def _loss(word: str, function_words: frozenset[str]) -> float:
    if len(word) == 1:
        return 0.0 if word == "a" else _LONE_LETTER
    if len(word) == 2:
        return 0.0 if word in function_words else _TWO_LETTERS
    return _THREE_LETTERS if len(word) == 3 else 0.0

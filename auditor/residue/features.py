"""What is measured of each block of a page: its words, its shape, and the blocks around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from auditor.lexicon import is_function_word

Matrix = npt.NDArray[np.float32]
Odds = npt.NDArray[np.float64]

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"\b\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b|\b{_MONTH},? {_DAY},? (?:19|20)\d\d"
    rf"|\b{_DAY} {_MONTH},? (?:19|20)\d\d"
)
_PHONE = re.compile(r"\+?\(?\d{2,5}\)?[ .-]?\d{3,4}[ .-]?\d{3,5}")
_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|pdf|svg)\b|-\d{3,4}x\d{3,4}\b")
_WEB = re.compile(r"\bhttps?:|\bwww\.|\.(?:com|org|net|co\.uk|in|au)\b|@\w")
# What stands for such a thing among the words.
_MARKS = ((_DATE, "date"), (_PHONE, "phone"), (_FILE, "file"), (_WEB, "web"))
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)*|\d+|[^\w\s]")
_SEPARATOR = re.compile(r"[|»/·›>•∙←→«]")
_NEW_SENTENCE = re.compile(r"[.!?] ")
_ENDS_SENTENCE = re.compile(r"[.!?:][”\"’)]*$")
# Of a long block its beginning and its end are looked at, in code points and in words.
_MOST_TEXT, _MOST_TOKENS = 240, 40
# Prose: a block of so many words that ends like a sentence and of which so many are small words.
_WORDS_OF_PROSE = 15
_SMALL_OF_PROSE = 0.2
# With fewer such blocks nothing tells the page from the article.
FEWEST_PROSE = 2
_LEAST_LETTERS = 4
# Odds of single blocks are cut here, so that none outweighs all that stands around it.
_MOST_ODDS = 6.0
_SURELY_OF_PAGE = 4.0
_NO_NEIGHBOUR = 9.0
_NO_PROSE = 99
_BESIDE = (-3, -2, -1, 1, 2, 3)
_NEAR, _WIDE = 5, 8

FEATURES = (
    "words", "letters", "capitals", "small-words", "upper-case", "digits", "ends-sentence", "asks",
    "ends-in-colon", "item", "separators", "date", "web", "phone", "file", "starts-with-word",
    "sentences", "odds", "from-start", "from-end", "prose-before", "prose-after",
    "to-prose-before", "to-prose-after", "of-the-prose", "own-words", "repeated",
    "said-in-prose", "likest-title",
    *(f"{what}{place:+d}" for place in _BESIDE for what in ("odds", "words")),
    "odds-near-before", "odds-near-after", "odds-after", "odds-before", "most-after", "most-before",
    "most-near-before", "most-near-after",
)  # fmt: skip


def words_of(block: str) -> list[str]:
    """Return a block's words and marks in lower case; a number is `#`, a date `<date>`."""
    text = block.lower().replace("’", "'")
    if len(text) > _MOST_TEXT:
        text = f"{text[: _MOST_TEXT // 2]} {text[-_MOST_TEXT // 2 :]}"
    for pattern, name in _MARKS:
        text = pattern.sub(f" zz{name} ", text)
    found = ("#" if token[0].isdigit() else token for token in _TOKEN.findall(text))
    return [f"<{token[2:]}>" if token.startswith("zz") else token for token in found]


def grams_of(words: Sequence[str]) -> list[str]:
    """Return a block's different words and pairs of words, with `^` and `$` at its ends."""
    if len(words) > _MOST_TOKENS:
        words = [*words[: _MOST_TOKENS // 2], *words[-_MOST_TOKENS // 2 :]]
    laid = ["^", *words, "$"]
    pairs = (f"{one} {two}" for one, two in pairwise(laid))
    return list(dict.fromkeys([*words, *pairs]))


def is_prose(block: str) -> bool:
    """Say whether a block is running text of an article, as far as its shape tells."""
    words = block.split()
    if len(words) < _WORDS_OF_PROSE or not _ENDS_SENTENCE.search(block[-4:].rstrip()):
        return False
    return _share_of_small(words) >= _SMALL_OF_PROSE


def describe(
    blocks: Sequence[str], words: Sequence[Sequence[str]], items: Sequence[bool], odds: Odds
) -> Matrix:
    """Return a row of FEATURES for each block of a page.

    words: what `words_of` makes of each. items: which are items of a list. odds: what each block's
    own words say, as log-odds.
    """
    count = len(blocks)
    odds = np.clip(odds, -_MOST_ODDS, _MOST_ODDS)
    sums = np.concatenate([[0.0], np.cumsum(odds)])
    most = _most_so_far(odds), _most_so_far(odds[::-1])[::-1]
    # A notice or a teaser of the page is running text, too: its words give it away.
    prose = [at for at, block in enumerate(blocks) if odds[at] < 0 and is_prose(block)]
    own = [_own_words(found) for found in words]
    of_prose = Counter(word for index in prose for word in own[index])
    is_prose_at = np.zeros(count, bool)
    is_prose_at[prose] = True
    before = np.concatenate([[0], np.cumsum(is_prose_at)])
    lengths = [len(block.split()) for block in blocks]
    times = Counter(blocks)
    rows = np.zeros((count, len(FEATURES)), np.float32)
    said = [sum(of_prose[word] for word in found) / max(len(prose), 1) for found in own]
    title = _likest_title(blocks[: prose[0]] if prose else (), said, odds)
    for at, block in enumerate(blocks):
        shared = [of_prose[word] > is_prose_at[at] for word in own[at]]
        rest = before[count] - before[at + 1]
        around = (
            odds[at], at, count - 1 - at, before[at], rest,
            at - prose[before[at] - 1] if before[at] else _NO_PROSE,
            prose[before[at + 1]] - at if rest else _NO_PROSE,
            sum(shared) / len(shared) if shared else -1, len(shared), times[block] - 1,
            said[at], at == title,
        )  # fmt: skip
        beside = [
            value
            for place in (at + step for step in _BESIDE)
            for value in (
                (odds[place], lengths[place]) if 0 <= place < count else (_NO_NEIGHBOUR, -1)
            )
        ]
        rows[at] = (*_shape(block, items[at]), *around, *beside, *_stretches(odds, sums, most, at))
    return rows


def _likest_title(opening: Sequence[str], said: Sequence[float], odds: Odds) -> int:
    """Return which of the blocks before the first prose speaks most of what it does, else -1.

    Breadcrumbs repeat the title, with marks between their parts; bylines have words of their own.
    """
    could_be = [
        at
        for at, block in enumerate(opening)
        if said[at] and odds[at] < _SURELY_OF_PAGE and not _SEPARATOR.search(block)
    ]
    return max(could_be, key=lambda at: (said[at], at), default=-1)


def _share_of_small(words: Sequence[str]) -> float:
    return sum(is_function_word(word.lower().strip(".,!?")) for word in words) / max(len(words), 1)


def _own_words(words: Sequence[str]) -> frozenset[str]:
    """Return the words by which a block can belong to its article."""
    return frozenset(
        word
        for word in words
        if len(word) >= _LEAST_LETTERS and not is_function_word(word) and word[0].isalpha()
    )


def _shape(block: str, is_item: bool) -> tuple[float, ...]:
    words = block.split()
    count = max(len(words), 1)
    letters = sum(map(str.isalpha, block))
    low = block.lower()
    end = block.rstrip()[-1:]
    return (
        len(words), len(block), sum(word[0].isupper() for word in words) / count,
        _share_of_small(words), sum(map(str.isupper, block)) / max(letters, 1),
        sum(map(str.isdigit, block)) / max(len(block), 1), bool(end) and end in ".!?", end == "?",
        end == ":", is_item, len(_SEPARATOR.findall(block)), bool(_DATE.search(low)),
        bool(_WEB.search(low)), bool(_PHONE.search(low)), bool(_FILE.search(low)),
        block[:1].isalnum(), len(_NEW_SENTENCE.findall(block)),
    )  # fmt: skip


def _most_so_far(odds: Odds) -> Odds:
    """Return for each block the largest odds of those before it, and last of all blocks."""
    return np.concatenate([[-_NO_NEIGHBOUR], np.maximum.accumulate(odds)])


def _stretches(odds: Odds, sums: Odds, most: tuple[Odds, Odds], at: int) -> tuple[float, ...]:
    """Return mean and largest odds of the blocks before and after, the nearest and all.

    most: what `_most_so_far` returns from the first block on, and from the last one back.
    """
    count = len(odds)
    low, high = max(0, at - _NEAR), min(count, at + _NEAR + 1)
    wide_before, wide_after = odds[max(0, at - _WIDE) : at], odds[at + 1 : at + 1 + _WIDE]
    return (
        (sums[at] - sums[low]) / max(at - low, 1),
        (sums[high] - sums[at + 1]) / max(high - at - 1, 1),
        (sums[count] - sums[at + 1]) / max(count - at - 1, 1),
        sums[at] / max(at, 1),
        most[1][at + 1],
        most[0][at],
        wide_before.max(initial=-_NO_NEIGHBOUR),
        wide_after.max(initial=-_NO_NEIGHBOUR),
    )

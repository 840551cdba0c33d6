"""The words of a block as their writer typed them, for checks of spelling and spacing.

spaCy splits "dont" into "do" and "nt"; here a word is a run of letters and digits that may hold
apostrophes. Addresses and file names are no words: they count as part of the gap between two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditor.article import Article, Block, Span
from auditor.remade import Remade, of_article

_WORD = re.compile(r"[^\W_]+(?:['’`´ʼ][^\W_]+)*")
_ADDRESS = re.compile(
    r"(?<!\S)[^\s@]{1,80}@[^\s@]+|(?<!\S)\S{0,12}://\S+|(?<!\S)[(“\"']?www\.\S+"
    r"|(?<!\S)[(“\"']?[\w-]{1,60}(?:\.[\w-]{1,60})*\.(?:com|org|net|gov|edu|co|io|uk)\b\S*|(?<!\S)[#@]\w+",
    re.IGNORECASE,
)
_APOSTROPHES = str.maketrans("’`´ʼ", "''''")
_CLAUSE_MARKS = frozenset('.!?:;,—–•“”"()[]…')
# Straight ones open and close.
OPENING_QUOTES = frozenset("“\"'‘")
CLOSING_QUOTES = frozenset("”\"'’")
_SENTENCE_MARKS = frozenset('.!?:•“"…')


@dataclass(frozen=True, slots=True)
class Word:
    """A word, `lower` in lower case with straight apostrophes, and the `gap` before it.

    The gap is what stands between the word before and this one; a line feed at a block's beginning.
    """

    text: str
    lower: str
    start: int
    end: int
    gap: str

    @property
    def span(self) -> Span:
        """Where the word stands in the article's text."""
        return Span(self.start, self.end)

    @property
    def follows(self) -> bool:
        """Whether nothing but white space stands between the word before and this one."""
        return self.gap != "\n" and self.gap.isspace()

    @property
    def starts_clause(self) -> bool:
        """Whether a mark, or the block's beginning, stands before the word."""
        return self.gap == "\n" or any(mark in _CLAUSE_MARKS for mark in self.gap)

    @property
    def starts_sentence(self) -> bool:
        """Whether the block's beginning or the mark of a sentence's end stands before it."""
        return self.gap == "\n" or any(mark in _SENTENCE_MARKS for mark in self.gap)


_END = Word("", "", 0, 0, "\n")


def words_of(article: Article, block: Block) -> list[Word]:
    """Return the words of a block in order."""
    text, start, end = article.text, block.span.start, block.span.end
    holes = [(hole.start(), hole.end()) for hole in _ADDRESS.finditer(text, start, end)]
    words: list[Word] = []
    previous_end = start
    hole = 0
    for match in _WORD.finditer(text, start, end):
        while hole < len(holes) and holes[hole][1] <= match.start():
            hole += 1
        if hole < len(holes) and holes[hole][0] <= match.start():
            continue
        gap = text[previous_end : match.start()] if words else "\n"
        lower = match[0].lower().translate(_APOSTROPHES)
        words.append(Word(match[0], lower, match.start(), match.end(), gap))
        previous_end = match.end()
    return words


@of_article
@lru_cache(maxsize=2)
def prose_words(article: Article) -> Sequence[tuple[Block, list[Word]]]:
    """Return each block that is read by people with its words; kept, as several checks ask."""
    blocks = tuple(article.prose())
    return Remade(lambda index: (blocks[index], words_of(article, blocks[index])), len(blocks))


def word_at(words: list[Word], index: int) -> Word:
    """Return the word at `index`; outside the block one that is empty and follows nothing."""
    return words[index] if 0 <= index < len(words) else _END


def next_word(words: list[Word], index: int) -> Word:
    """Return the word after `index` if only white space is between, else an empty one."""
    word = word_at(words, index + 1)
    return word if word.follows else _END


def previous_word(words: list[Word], index: int) -> Word:
    """Return the word before `index` if only white space is between, else an empty one."""
    return words[index - 1] if 0 < index < len(words) and words[index].follows else _END


def apostrophe_of(article: Article) -> str:
    """Return the apostrophe that the article uses: the curly one if it is the more frequent."""
    straight = sum(article.text.count(f"'{end}") for end in ("s", "t"))
    curly = sum(article.text.count(f"’{end}") for end in ("s", "t"))
    return "’" if curly > straight else "'"

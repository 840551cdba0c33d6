"""Readability: the formulas that editors know, for the article, its paragraphs and sentences.

Headings, list items, table cells and titles are left out of the article's grade: they are no
sentences, and a list read as one run-on sentence would raise it (textstat's formulas count words
a sentence). Values are textstat's own on the prose that remains.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from auditor.article import Article, Block, Span, count_words
from auditor.report import ParagraphGrade, Readability, SentenceGrade
from auditor.startup import without_collection

if TYPE_CHECKING:
    from spacy.tokens import Doc

# textstat's function for each measure that is reported.
MEASURES = (
    "flesch_reading_ease",
    "flesch_kincaid_grade",
    "smog_index",
    "gunning_fog",
    "coleman_liau_index",
    "automated_readability_index",
    "dale_chall_readability_score",
)
_PROSE = frozenset({"paragraph", "quote"})
_FEWEST_WORDS_OF_AN_ITEM = 12
_FEWEST_WORDS_OF_A_PARAGRAPH = 5


def is_prose(article: Article, block: Block) -> bool:
    """Say whether `block` counts for the grade: paragraphs, quotes, and items of a sentence."""
    if block.kind in _PROSE:
        return count_words(article.quote(block.span)) >= _FEWEST_WORDS_OF_A_PARAGRAPH
    words = article.quote(block.span)
    return block.kind == "item" and count_words(words) >= _FEWEST_WORDS_OF_AN_ITEM


def prose_of(article: Article) -> str:
    """Return the prose that the article's measures are taken on, a block a line."""
    return "\n".join(article.quote(b.span) for b in article.blocks if is_prose(article, b))


@lru_cache(maxsize=1)
def measure(article: Article, doc: Doc) -> Readability:
    """Return the measures of `article`; an article without prose has none.

    `doc` gives the sentences. The last article's result is kept, because report and check ask.
    """
    prose = prose_of(article)
    if not prose:
        return Readability({})
    textstat = _load_textstat()
    measures = {name: float(getattr(textstat, name)(prose)) for name in MEASURES}
    paragraphs = tuple(
        ParagraphGrade(block.span, _grade(article.quote(block.span)))
        for block in article.blocks
        if is_prose(article, block)
    )
    return Readability(measures, paragraphs, tuple(_sentences(article, doc)))


def _sentences(article: Article, doc: Doc) -> list[SentenceGrade]:
    graded = []
    for sentence in doc.sents:
        block = article.block_at(sentence.start_char)
        text = sentence.text.strip()
        words = count_words(text)
        if block is None or not is_prose(article, block) or not words:
            continue
        start = sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())
        graded.append(SentenceGrade(Span(start, start + len(text)), words, _grade(text)))
    return graded


def _grade(text: str) -> float:
    return float(_load_textstat().flesch_kincaid_grade(text))


@lru_cache(maxsize=1)
def _load_textstat() -> Any:
    """Return the package with its dictionary loaded: a second of work, at the first grade only."""
    with without_collection():
        import textstat

        textstat.syllable_count("syllable")
    return textstat

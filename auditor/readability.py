"""Readability: the formulas that editors know, and difficulty, for the article and its parts.

Headings, short list items, table cells and titles are left out: they are no sentences. Each block
ends its last sentence, with a full stop or without: the formulas count words a sentence, and a
list read as one run-on sentence would raise them.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.article import Article, Block, Span, count_words
from auditor.difficulty import sentence_difficulty
from auditor.formulas import Counts, count, measure_counts, measure_text
from auditor.jargon import load_terms
from auditor.packs import RuleSet
from auditor.remade import of_article
from auditor.report import ParagraphGrade, Readability, SectionGrade, SentenceGrade
from auditor.residue.blocks import is_of_page
from auditor.syntax import shapes_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

GRADE = "flesch_kincaid_grade"
_PROSE = frozenset({"paragraph", "quote"})
_FEWEST_WORDS_OF_AN_ITEM = 12
_FEWEST_WORDS_OF_A_PARAGRAPH = 5
_SENTENCE_ENDS = (".", "!", "?")
_CLOSING = "\"'”’)]» "


def is_prose(article: Article, block: Block) -> bool:
    """Say whether `block` counts for the grade: paragraphs, quotes, and items of a sentence.

    What belongs to the page around the article does not.
    """
    words = count_words(article.quote(block.span))
    if block.kind in _PROSE:
        is_long = words >= _FEWEST_WORDS_OF_A_PARAGRAPH
    else:
        is_long = block.kind == "item" and words >= _FEWEST_WORDS_OF_AN_ITEM
    return is_long and not is_of_page(article, block.span)


def prose_of(article: Article) -> str:
    """Return the prose that the article's measures are taken on, a block a line."""
    blocks = (article.quote(b.span) for b in article.blocks if is_prose(article, b))
    return "\n".join(map(_end_sentence, blocks))


def _end_sentence(text: str) -> str:
    """Return `text`, with a full stop if no mark ends its last sentence."""
    return text if text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS) else text + "."


@of_article
@lru_cache(maxsize=1)
def measure(article: Article, doc: Doc, rules: RuleSet) -> Readability:
    """Return the measures of `article`; an article without prose has none.

    `doc` gives the sentences, `rules` the technical terms. The last article's result is kept,
    because report and check ask.
    """
    counted = {
        block.span: count(_end_sentence(article.quote(block.span)))
        for block in article.blocks
        if is_prose(article, block)
    }
    if not counted:
        return Readability({})
    sentences = tuple(_sentences(article, doc, rules, counted))
    return Readability(
        measures=measure_counts(Counts.total(counted.values())),
        paragraphs=tuple(_paragraph(span, counts) for span, counts in counted.items()),
        sentences=sentences,
        sections=tuple(_sections(article, counted)),
        difficulty=_mean_difficulty(sentences),
    )


def _paragraph(span: Span, counts: Counts) -> ParagraphGrade:
    measures = measure_counts(counts)
    return ParagraphGrade(span, measures.get(GRADE, 0.0), measures)


def _sections(article: Article, counted: Mapping[Span, Counts]) -> Iterator[SectionGrade]:
    """Yield each stretch from a heading to the next that holds prose, and the one before any."""
    heading: Block | None = None
    start = article.blocks[0].span.start
    held: list[Span] = []
    end = start
    for block in (*article.blocks, None):
        if block is None or block.kind == "heading":
            if held:
                yield _section(article, heading, Span(start, end), held, counted)
            if block is None:
                return
            heading, start, held = block, block.span.start, []
        elif block.span in counted:
            held.append(block.span)
        end = block.span.end


def _section(
    article: Article,
    heading: Block | None,
    span: Span,
    held: Sequence[Span],
    counted: Mapping[Span, Counts],
) -> SectionGrade:
    measures = measure_counts(Counts.total(counted[block] for block in held))
    title = article.quote(heading.span) if heading else ""
    words = sum(count_words(article.quote(block)) for block in held)
    return SectionGrade(span, title, words, measures.get(GRADE, 0.0), measures)


def _sentences(
    article: Article, doc: Doc, rules: RuleSet, prose: Container[Span]
) -> Iterator[SentenceGrade]:
    terms = load_terms(rules)
    for sentence, shape in shapes_of(doc):
        block = article.block_at(sentence.start_char)
        if block is None or block.span not in prose or not shape.words:
            continue
        whole = article.text[sentence.start_char : sentence.end_char]
        text = whole.strip()
        start = sentence.start_char + len(whole) - len(whole.lstrip())
        span = Span(start, start + len(text))
        measures = measure_text(text)
        found = sentence_difficulty(article.text, span, shape, terms)
        grade = measures.get(GRADE, 0.0)
        yield SentenceGrade(span, shape.words, grade, found.value, found.hardest, measures)


def _mean_difficulty(sentences: Sequence[SentenceGrade]) -> float | None:
    """Return the mean difficulty of the sentences, each as long as it is to read."""
    words = sum(sentence.words for sentence in sentences)
    if not words:
        return None
    return sum(sentence.difficulty * sentence.words for sentence in sentences) / words

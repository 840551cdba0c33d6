"""Support of a claim: a source that the reader can follow, within reach of its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.claims.clauses import Clause, phrases_in
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ADDRESS = re.compile(r"https?://|\bdoi\.org|\bdoi:|\bPMID\b|\bPMC\d{5,}|\bNCT\d{6,}", re.I)
_MARK = re.compile(r"\[\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]|[¹²³⁴⁵⁶⁷⁸⁹]")
_AUTHOR_YEAR = re.compile(
    r"\((?:[A-Z][\w’'-]+(?:,? (?:and|&) [A-Z][\w’'-]+| et al\.?)?"
    r",? (?:19|20)\d\d[a-z]?[;, ]*)+\)"
    r"|[A-Z][\w’'-]+ et al\.?,? \(?(?:19|20)\d\d"
    r"|\b(?:19|20)\d\d (?:study|trial|review|survey|analysis|report)\b"
    r"[^.]{0,40}\b(?:by|from|in|at)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_REFERENCE_HEADS = frozenset(
    {"references", "sources", "citations", "bibliography", "further reading"}
)


def has_support(article: Article, doc: Doc, rules: RuleSet, clause: Clause) -> bool:
    """Say whether a followable source stands in the clause's sentence or the next one.

    A source is an address, a reference mark with a list of references, an author with a year,
    a journal with a year, an organisation that says it, or a link to another site.
    """
    first, last = doc[clause.sentence_start], doc[clause.sentence_end - 1]
    sentence = Span(first.idx, last.idx + len(last))
    if _stands_in(article, doc, rules, sentence, clause.sentence_start, clause.sentence_end):
        return True
    return _next_sentence_supports(article, doc, rules, clause)


def _stands_in(
    article: Article, doc: Doc, rules: RuleSet, span: Span, start: int, end: int
) -> bool:
    words = article.quote(span)
    if _ADDRESS.search(words) or _AUTHOR_YEAR.search(words):
        return True
    if _MARK.search(words) and _has_references(article):
        return True
    if phrases_in(doc, rules, "journals", start, end) and _YEAR.search(words):
        return True
    if phrases_in(doc, rules, "organisations", start, end) and phrases_in(
        doc, rules, "saying-verbs", start, end
    ):
        return True
    return any(
        link.span.overlaps(span) and link.target.startswith(("http://", "https://"))
        for link in article.links
    )


def _next_sentence_supports(article: Article, doc: Doc, rules: RuleSet, clause: Clause) -> bool:
    """Say whether "This study, in JAMA 2020, ..." follows in the same block."""
    start = clause.sentence_end
    if start >= len(doc) or "\n" in doc[start].text:
        return False
    if doc[start].lower_ not in ("this", "the", "that", "these"):
        return False
    end = start + 1
    while end < len(doc) and not doc[end].is_sent_start and "\n" not in doc[end].text:
        end += 1
    span = Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
    return _stands_in(article, doc, rules, span, start, end)


def _has_references(article: Article) -> bool:
    return any(
        article.quote(block.span).lower().strip(" :") in _REFERENCE_HEADS
        for block in article.blocks
        if block.kind in ("heading", "paragraph")
    )

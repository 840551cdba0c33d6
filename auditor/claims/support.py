"""Support of a claim: a source that the reader can follow, within reach of its words."""

from __future__ import annotations

import re
from typing import Literal

from auditor.article import Article, Block, Span
from auditor.claims.reading import Reading

Support = Literal["none", "half", "followable"]

_ADDRESS = re.compile(r"https?://|\bdoi\.org|\bdoi:|\bPMID\b|\bPMC\d{5,}|\bNCT\d{6,}", re.I)
_MARK = re.compile(r"\[\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]|[¹²³⁴⁵⁶⁷⁸⁹]|\bRef\. \d")
_NAME = r"[A-Z][\w’'-]{1,30}"
_AUTHOR_YEAR = re.compile(
    rf"\({_NAME}(?:,? (?:and|&) {_NAME}| et al\.?| and colleagues)?,? (?:19|20)\d\d[a-z]?\b"
    rf"|{_NAME} (?:et al\.?|and colleagues),? \(?(?:in )?(?:19|20)\d\d"
    rf"|\b(?:19|20)\d\d [\w -]{{0,40}}\b(?:study|trial|review|survey|analysis|report|guideline)s?"
    r"\b[^.]{0,60}\b(?:by|from|in|at|of)\b"
    rf"|\b{_NAME}(?:'s|’s) (?:19|20)\d\d\b"
    rf"|\((?:{_NAME}[ ,]+){{1,6}}(?:19|20)\d\d\)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_INSTITUTION = re.compile(
    r"\b(?:University|College|Institute) of [A-Z]|\b(?:[A-Z]\w+ )?(?:University|Hospital)\b"
    r"|\b(?:Harvard|Yale|Stanford|Oxford|Cambridge|Johns Hopkins|Mayo Clinic|Cleveland Clinic)\b"
)
_REFERENCE_HEADS = frozenset(
    {"references", "sources", "citations", "bibliography", "further reading", "notes"}
)
_REFERRING = frozenset({"this", "the", "that", "these", "in", "it", "source", "sources"})


def support_of(reading: Reading, own: frozenset[int]) -> Support:
    """Return what supports a claim on the words `own`: a followable source, an institution, none.

    A followable source stands in the sentence, in the next one if that refers back, or as a mark
    at the end of the paragraph. Links to shops and review sites are none, and neither is the
    authority that the claim itself invokes.
    """
    token = min(own)
    index = reading.index_at(token)
    sentence = reading.sentences[index]
    words = reading.place(sentence.start, sentence.end)
    if _stands_in(reading, words, sentence.start, sentence.end, own):
        return "followable"
    if index + 1 < len(reading.sentences):
        following = reading.sentences[index + 1]
        same_block = reading.block_at(following.start) is reading.block_at(sentence.start)
        if same_block and reading.words[following.start] in _REFERRING | {"("}:
            after = reading.place(following.start, following.end)
            if _stands_in(reading, after, following.start, following.end):
                return "followable"
    block = reading.block_at(token)
    if block is not None and _ends_with_mark(reading.article, block):
        return "followable"
    return "half" if _INSTITUTION.search(reading.article.quote(words)) else "none"


def _stands_in(
    reading: Reading, span: Span, start: int, end: int, own: frozenset[int] = frozenset()
) -> bool:
    words = reading.article.quote(span)
    if _ADDRESS.search(words) or _AUTHOR_YEAR.search(words):
        return True
    if _MARK.search(words) and _has_references(reading.article):
        return True
    if _has_names(reading, "journals", start, end) and _YEAR.search(words):
        return True
    if _has_names(reading, "organisations", start, end, own) and (
        reading.within("saying-verbs", start, end) or _YEAR.search(words)
    ):
        return True
    return any(
        link.span.overlaps(span) and _is_source(reading, link.target)
        for link in reading.article.links
    )


def _has_names(
    reading: Reading, kind: str, start: int, end: int, own: frozenset[int] = frozenset()
) -> bool:
    """Say whether a name of the list stands there, capitalised: "who" is not the WHO."""
    return any(
        own.isdisjoint(range(hit.start, hit.end))
        and reading.doc[hit.start].text[0].isupper()
        and (len(reading.words[hit.start]) > 4 or reading.doc[hit.start].text[-1:].isupper()
             or hit.end - hit.start > 1)
        for hit in reading.within(kind, start, end)
    )  # fmt: skip


def _is_source(reading: Reading, target: str) -> bool:
    if not target.lower().startswith(("http://", "https://")):
        return False
    host = target.split("/", 3)[2].lower()
    return not any(part in reading.rules.word_set("no-source-hosts") for part in host.split("."))


def _ends_with_mark(article: Article, block: Block) -> bool:
    tail = article.quote(Span(max(block.span.start, block.span.end - 12), block.span.end))
    marks = list(_MARK.finditer(tail))
    return bool(marks) and len(tail) - marks[-1].end() <= 1 and _has_references(article)


def _has_references(article: Article) -> bool:
    return any(
        article.quote(block.span).lower().strip(" :#") in _REFERENCE_HEADS
        for block in article.blocks
        if block.kind in ("heading", "paragraph") and len(block.span) < 30
    )

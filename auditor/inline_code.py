"""Code inside paragraphs: a command, a key, a name that a reader types, but no prose."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from auditor.article import Article, Span
from auditor.findings import Finding

# Faults in how one word is written: no word that is partly code is the writer's own.
_OF_ONE_WORD = frozenset(
    {"garble.apostrophe", "garble.joined-words", "garble.split-token", "language.spelling"}
)


def outside_code(article: Article, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings that are about prose: not those whose words are all set as code."""
    if not article.code:
        yield from findings
        return
    for finding in findings:
        is_of_one_word = finding.category in _OF_ONE_WORD and touches_code(article, finding.span)
        if not is_of_one_word and not is_code(article, finding.span):
            yield finding


def touches_code(article: Article, span: Span) -> bool:
    """Say whether any character of `span` is code."""
    return any(True for _ in _code_in(article, span))


def is_code(article: Article, span: Span) -> bool:
    """Say whether `span` holds code, and no word besides."""
    at, found = span.start, False
    for code in _code_in(article, span):
        if any(map(str.isalnum, article.text[at : code.start])):
            return False
        at, found = code.end, True
    return found and not any(map(str.isalnum, article.text[at : span.end]))


def _code_in(article: Article, span: Span) -> Iterator[Span]:
    """Yield what is code of `span`, in order."""
    first = bisect_left(article.code, span.start + 1, key=lambda code: code.end)
    for code in article.code[first:]:
        if code.start >= span.end:
            return
        yield Span(max(code.start, span.start), min(code.end, span.end))

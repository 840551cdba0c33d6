"""An article with its garbled words put right, and the way back from there to what stands in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from auditor.article import Article, Span
from auditor.findings import WHOLE_ARTICLE, Finding
from auditor.spun.repair import set_articles


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands at `old` in the article and at `new` in the repaired one."""

    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class Repaired:
    """The repaired article, and the edits that made it, in order.

    Its source map is that of the article as it is: use `back` first.
    """

    article: Article
    edits: tuple[Edit, ...]

    def back(self, span: Span) -> Span:
        """Return where in the article as it is the words of `span` come from.

        What begins or ends inside repaired words takes them whole.
        """
        return Span(self._old(span.start, at_end=False), self._old(span.end, at_end=True))

    def forth(self, span: Span) -> Span:
        """Return where the words of `span` went; an edit inside it is taken whole."""
        return Span(self._new(span.start), self._new(span.end))

    def _old(self, offset: int, *, at_end: bool) -> int:
        at = bisect_right(self.edits, offset - at_end, key=lambda edit: edit.new.start) - 1
        if at < 0:
            return offset
        edit = self.edits[at]
        if offset - at_end < edit.new.end:
            return edit.old.end if at_end else edit.old.start
        return edit.old.end + offset - edit.new.end

    def _new(self, offset: int) -> int:
        at = bisect_right(self.edits, offset, key=lambda edit: edit.old.start) - 1
        if at < 0:
            return offset
        edit = self.edits[at]
        if offset < edit.old.end:
            return edit.new.start
        return edit.new.end + offset - edit.old.end


def repairs_of(findings: Iterable[Finding]) -> list[tuple[int, int, str]]:
    """Return (start, end, words) of each garble finding's first suggestion, none in another."""
    repairs: list[tuple[int, int, str]] = []
    for finding in sorted(findings, key=lambda f: (f.span.start, -f.span.end)):
        if finding.family != "garble" or finding.category in WHOLE_ARTICLE:
            continue
        if finding.suggestions and (not repairs or finding.span.start >= repairs[-1][1]):
            repairs.append((finding.span.start, finding.span.end, finding.suggestions[0]))
    return repairs


def repair(article: Article, findings: Sequence[Finding]) -> Repaired | None:
    """Return the article with the findings' suggestions in place, None if there are none."""
    parts: list[str] = []
    edits: list[Edit] = []
    position = length = 0
    for start, end, words in set_articles(article.text, repairs_of(findings)):
        parts += (article.text[position:start], words)
        length += start - position
        edits.append(Edit(Span(start, end), Span(length, length + len(words))))
        length += len(words)
        position = end
    if not edits:
        return None
    moved = Repaired(article, tuple(edits))
    text = "".join((*parts, article.text[position:]))
    blocks = tuple(replace(block, span=moved.forth(block.span)) for block in article.blocks)
    links = tuple(replace(link, span=moved.forth(link.span)) for link in article.links)
    return Repaired(replace(article, text=text, blocks=blocks, links=links), tuple(edits))


def bring_back(finding: Finding, repaired: Repaired, article: Article) -> Finding:
    """Return a finding on the repaired article as one on the article as it is."""
    spans = tuple(repaired.back(span) for span in finding.spans)
    return replace(finding, spans=spans, quote=article.quote(spans[0]))

"""The findings that were suppressed, as an article's page lists them with their reasons."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.report import Entry
from auditor.reporters.cards import is_about_article, shorten


@dataclass(frozen=True, slots=True)
class SuppressedFinding:
    """A suppressed finding: its line (0 for the whole article), words, rule, and the reason.

    kind: where the reason stands, see `Suppression`.
    """

    line: int
    quote: str
    message: str
    rule_id: str
    category: str
    kind: str
    reason: str


def list_suppressed(entry: Entry) -> tuple[SuppressedFinding, ...]:
    """Return the entry's suppressed findings in the order of the text."""
    found = []
    for finding in entry.suppressed:
        assert entry.article is not None and finding.suppressed is not None
        is_whole = is_about_article(finding)
        found.append(
            SuppressedFinding(
                line=0 if is_whole else entry.article.place(finding.span).line,
                quote="" if is_whole else shorten(finding.quote),
                message=finding.message,
                rule_id=finding.rule_id,
                category=finding.category,
                kind=finding.suppressed.kind,
                reason=finding.suppressed.reason,
            )
        )
    return tuple(found)

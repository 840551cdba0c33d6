"""What an article's page says of suppressing: what was, with its reason, and how to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from auditor.article import Article
from auditor.findings import Finding
from auditor.report import Entry
from auditor.reporters.cards import is_about_article, shorten
from auditor.suppressions import suppression_snippet

_RULE, _QUOTE = "RULE", "QUOTE"  # the page's script puts a card's own there


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
                line=0 if is_whole else entry.article.line(finding.span),
                quote="" if is_whole else shorten(finding.quote),
                message=finding.message,
                rule_id=finding.rule_id,
                category=finding.category,
                kind=finding.suppressed.kind,
                reason=finding.suppressed.reason,
            )
        )
    return tuple(found)


def snippet_shape(finding: Finding, article: Article) -> str:
    """Return what suppresses `finding`, with RULE and QUOTE where its own go.

    So a page of hundreds of findings holds the two or three shapes once.
    """
    return suppression_snippet(replace(finding, rule_id=_RULE, quote=_QUOTE), article)


def asks_for_quote(shape: str) -> bool:
    """Say whether the shape holds the finding's words."""
    return f'"{_QUOTE}"' in shape

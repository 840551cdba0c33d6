"""What a finding shows on the article's page: its card and its marks in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from auditor.article import Article
from auditor.brief import LONGEST_QUOTE, Kind
from auditor.findings import WHOLE_ARTICLE, Finding, Reason, Severity, Source
from auditor.reporters.segments import Mark
from auditor.wording import shorten_middle

FAMILIES = ("garble", "claim", "readability", "language", "other")
_SURE, _LIKELY = 0.8, 0.6

NoteKey = tuple[str, str, tuple[Source, ...]]  # rule id, explanation, sources


@dataclass(frozen=True, slots=True)
class Jump:
    """A link inside the page: the id it leads to, and the line it names."""

    id: str
    line: int


@dataclass(frozen=True, slots=True)
class RuleNote:
    """Why a rule is one: what a page says once for all cards of the rule.

    id: on the page. message: what the cards of applied rewrites leave out because it is the same
    on all of them. sources: http and https only.
    """

    id: str
    rule_id: str
    category: str
    message: str
    explanation: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the page shows it.

    number: its place in the reading order, from 1. quote: its words, shortened in the middle;
    empty if it is about the whole article or paragraph (`scope` says which). replacement: the
    best suggestion, empty for "delete these words", None without one. doubt: "likely" or
    "possible" where the finding is not sure, else empty. note: id of the rule's note, empty
    without one. applied: whether the repaired text has the replacement in place. known: by the
    baseline. suppress: id of what suppresses it; words: its whole quote, where that asks for it
    and `quote` is not it.
    """

    number: int
    family: str
    category: str
    severity: Severity
    scope: str
    quote: str
    replacement: str | None
    others: tuple[str, ...]
    message: str
    also: tuple[Reason, ...]
    rule_id: str
    note: str
    suppress: str
    words: str
    doubt: str
    confidence: float
    place: Jump | None
    related: tuple[Jump, ...]
    known: bool = False
    applied: bool = False

    @property
    def id(self) -> str:
        """The card's id on the page."""
        return f"f{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it is open at first: it must be fixed, and its summary does not say it all."""
        return self.severity == "error" and not self.applied and not self.known


def family_of(finding: Finding | Kind) -> str:
    """Return the finding's family, `other` for one that this report has no colour for."""
    return finding.family if finding.family in FAMILIES else "other"


def is_about_article(finding: Finding) -> bool:
    """Say whether the finding is about the whole article and so has no place in the text."""
    return finding.category in WHOLE_ARTICLE or finding.span.end <= finding.span.start


def fills_block(finding: Finding, article: Article) -> bool:
    """Say whether a finding of reading is about one whole block, which needs no highlight."""
    block = article.block_at(finding.span.start)
    return (
        finding.family == "readability"
        and block is not None
        and finding.span.start <= block.span.start
        and block.span.end <= finding.span.end
    )


def mark_finding(finding: Finding, number: int) -> Iterator[Mark]:
    """Yield a mark for each span, the main one first."""
    for index, span in enumerate(finding.spans):
        yield Mark(
            start=span.start,
            end=span.end,
            number=number,
            id=f"m{number}" if index == 0 else f"m{number}-{index}",
            family=family_of(finding),
            severity=finding.severity,
            known=finding.state == "known",
        )


def make_card(
    finding: Finding,
    number: int,
    scope: str,
    places: Sequence[Jump],
    *,
    note: RuleNote | None,
    suppress: str,
    with_words: bool,
    applied: bool = False,
) -> Card:
    """Return the card of `finding`.

    scope: `article`, `paragraph` or empty for some words. places: of its spans, the main one first.
    """
    suggestions = finding.suggestions
    quote = "" if scope else shorten(finding.quote)
    words = " ".join(finding.quote.split())
    return Card(
        number=number,
        family=family_of(finding),
        category=finding.category,
        severity=finding.severity,
        scope=scope,
        quote=quote,
        replacement=suggestions[0] if suggestions else None,
        others=tuple(words for words in suggestions[1:] if words),
        message="" if applied and note and note.message == finding.message else finding.message,
        also=finding.also,
        rule_id=finding.rule_id,
        note=note.id if note else "",
        suppress=suppress,
        words=words if with_words and words != quote else "",
        doubt=doubt_of(finding.confidence),
        confidence=finding.confidence,
        place=places[0] if places else None,
        related=tuple(places[1:]),
        known=finding.state == "known",
        applied=applied,
    )


def note_rules(findings: Iterable[Finding]) -> dict[NoteKey, RuleNote]:
    """Return a note for each rule that explains itself, by rule id.

    A rule whose explanation differs from finding to finding has several notes.
    """
    every: dict[NoteKey, Finding] = {}
    for finding in findings:
        every.setdefault(key_of_note(finding), finding)
    notes: dict[NoteKey, RuleNote] = {}
    for key, finding in sorted(every.items(), key=lambda item: item[0][:2]):
        sources = tuple(source for source in finding.sources if is_safe_link(source.url))
        message = finding.message if finding.family == "garble" and finding.suggestions else ""
        if message or finding.explanation or sources:
            notes[key] = RuleNote(
                id=f"r{len(notes) + 1}",
                rule_id=finding.rule_id,
                category=finding.category,
                message=message,
                explanation=finding.explanation,
                sources=sources,
            )
    return notes


def key_of_note(finding: Finding) -> NoteKey:
    """Return what findings that share a rule's note have in common."""
    return finding.rule_id, finding.explanation, finding.sources


def doubt_of(confidence: float) -> str:
    """Return how sure a finding of this confidence (0-1) is, empty if there is no doubt to name."""
    if confidence >= _SURE:
        return ""
    return "likely" if confidence >= _LIKELY else "possible"


def is_safe_link(url: str) -> bool:
    """Say whether a page may link to `url`: http and https with a host, nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def shorten(words: str) -> str:
    """Return `words` on one line, the middle of many left out."""
    return shorten_middle(words, LONGEST_QUOTE)

"""What a run remembers of each article: a few hundred bytes, where its whole outcome takes 300 KB.

Totals, the order of articles and the index of a report are made of briefs; an article's text and
findings are read again only where they are shown.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from auditor.findings import SEVERITIES, Caution, Finding, Severity, State
from auditor.wording import shorten_middle

if TYPE_CHECKING:
    from auditor.report import Entry

LONGEST_QUOTE = 110

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that failed on one article, and why."""

    check: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What findings are counted by."""

    rule_id: str
    category: str
    severity: Severity
    state: State

    @property
    def family(self) -> str:
        """The part of the category before the dot."""
        return self.category.split(".", 1)[0]


@dataclass(frozen=True, slots=True)
class Worst:
    """The finding that an index quotes. quote: shortened; message: empty beside a quote."""

    category: str
    quote: str
    message: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What reports say of an article beside all others, see `auditor.report.Entry`.

    title: of the article, empty without one. is_read: whether there is an article. kinds,
    numbers: how many findings count of each kind. put_aside: how many are suppressed. rules: the
    ids of those that found something, suppressed or not. facts: the ids that findings cite.
    """

    path: str
    title: str = ""
    is_read: bool = False
    words: int = 0
    grade: float | None = None
    kinds: tuple[Kind, ...] = ()
    numbers: tuple[int, ...] = ()
    put_aside: int = 0
    rules: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    worst: Worst | None = None
    unreadable: str = ""
    skipped: str = ""
    failures: tuple[Failure, ...] = ()
    cautions: tuple[Caution, ...] = ()

    @property
    def is_audited(self) -> bool:
        """Whether the article was read and not skipped."""
        return self.is_read and not self.skipped

    @property
    def total(self) -> int:
        """The number of findings that count."""
        return sum(self.numbers)

    @property
    def new(self) -> int:
        """The number of findings that no baseline knows."""
        return sum(number for kind, number in self.by_kind() if kind.state == "new")

    def by_kind(self) -> Iterator[tuple[Kind, int]]:
        """Return the number of findings that count of each kind."""
        return zip(self.kinds, self.numbers, strict=True)

    def counts(self) -> Counter[Severity]:
        """Return the number of findings of each severity."""
        return tally(self.by_kind(), lambda kind: kind.severity)

    @property
    def risk(self) -> float:
        """(10 x errors + 3 x warnings + notes) for every 1,000 words. It only ranks."""
        return risk_of(self.counts(), self.words)

    def at(self, path: str) -> Brief:
        """Return the brief of the same article at another path."""
        if path == self.path:
            return self
        title = path if self.title == self.path else self.title
        cautions = tuple(replace(caution, path=path) for caution in self.cautions)
        return replace(self, path=path, title=title, cautions=cautions)


@runtime_checkable
class Briefed(Protocol):
    """Entries that know their briefs."""

    @property
    def briefs(self) -> Sequence[Brief]:
        """A brief for each entry."""


def brief_of(entry: Entry) -> Brief:
    """Return what to remember of `entry`."""
    article, readability = entry.article, entry.readability
    counts = Counter(map(_kind_of, entry.findings))
    every = entry.findings + entry.suppressed
    return Brief(
        path=entry.path,
        title=article.title if article else "",
        is_read=article is not None,
        words=entry.words,
        grade=readability.grade if readability else None,
        kinds=tuple(counts),
        numbers=tuple(counts.values()),
        put_aside=len(entry.suppressed),
        rules=tuple(dict.fromkeys(finding.rule_id for finding in every)),
        facts=tuple(dict.fromkeys(fact for finding in every for fact in finding.facts)),
        worst=_worst_of(entry.findings),
        unreadable=entry.unreadable,
        skipped=entry.skipped,
        failures=entry.failures,
        cautions=entry.cautions,
    )


def tally(numbers: Iterable[tuple[Kind, int]], key: Callable[[Kind], _Key]) -> Counter[_Key]:
    """Return how many findings there are of each `key` of their kinds."""
    found: Counter[_Key] = Counter()
    for kind, number in numbers:
        found[key(kind)] += number
    return found


def risk_of(counts: Counter[Severity], words: int) -> float:
    """Return the points of findings for every 1,000 words."""
    points = 10 * counts["error"] + 3 * counts["warning"] + counts["note"]
    return round(1000 * points / max(words, 1), 1)


class Shared:
    """Makes briefs hold each text and kind of theirs once: most articles have the same ones."""

    def __init__(self) -> None:
        self._kinds: dict[Kind, Kind] = {}

    def share(self, brief: Brief) -> Brief:
        """Return the brief, made of shared parts."""
        return replace(
            brief,
            kinds=tuple(self._kinds.setdefault(kind, kind) for kind in brief.kinds),
            rules=tuple(map(sys.intern, brief.rules)),
            facts=tuple(map(sys.intern, brief.facts)),
        )


def _kind_of(finding: Finding) -> Kind:
    return Kind(finding.rule_id, finding.category, finding.severity, finding.state)


def _worst_of(findings: Sequence[Finding]) -> Worst | None:
    """Return the severest finding, the surest of those, the first of those."""
    worst = min(findings, key=lambda f: (SEVERITIES.index(f.severity), -f.confidence), default=None)
    if worst is None:
        return None
    quote = shorten_middle(worst.quote, LONGEST_QUOTE)
    return Worst(worst.category, quote, "" if quote else worst.message)

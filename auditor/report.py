"""The outcome of a run: an `Entry` for each article, and the `Report` that reporters read."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from auditor.article import Article, Span, count_words
from auditor.brief import Brief, Briefed, Failure, Kind, brief_of, risk_of, tally
from auditor.config import Config
from auditor.facts import Fact
from auditor.findings import SEVERITIES, Caution, Finding, Severity
from auditor.rule import Rule


@dataclass(frozen=True, slots=True)
class HardWord:
    """A word's place and its difficulty (0-100)."""

    span: Span
    difficulty: float


@dataclass(frozen=True, slots=True)
class SentenceGrade:
    """A sentence's place, length in words, US school grade (Flesch-Kincaid) and measures.

    difficulty: 0-100 (docs/readability.md). hardest: its hardest words, the hardest first.
    """

    span: Span
    words: int
    grade: float
    difficulty: float = 0.0
    hardest: tuple[HardWord, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParagraphGrade:
    """A paragraph's place, US school grade (Flesch-Kincaid) and measures."""

    span: Span
    grade: float
    measures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SectionGrade:
    """What stands from a heading to the next: its place with the heading, and its prose's grade.

    heading: empty for what stands before the first one. words: of the prose.
    """

    span: Span
    heading: str
    words: int
    grade: float
    measures: Mapping[str, float] = field(default_factory=dict)


Verdict = Literal["yes", "no", "can't tell"]


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A question of a clear-writing index, with what the program saw of the answer.

    index: which one and the item's number there. detail: what was seen, or what to do.
    """

    id: str
    index: str
    question: str
    url: str
    verdict: Verdict
    detail: str


@dataclass(frozen=True, slots=True)
class Readability:
    """The formulas' values by name (textstat's names), for the article and its parts.

    difficulty: the mean of the sentences', 0-100, each weighted by its words. after_repair: the
    article's measures with its garbled words put right, empty if there are none.
    """

    measures: Mapping[str, float]
    paragraphs: tuple[ParagraphGrade, ...] = ()
    sentences: tuple[SentenceGrade, ...] = ()
    sections: tuple[SectionGrade, ...] = ()
    difficulty: float | None = None
    after_repair: Mapping[str, float] = field(default_factory=dict)
    checklist: tuple[ChecklistItem, ...] = ()

    @property
    def grade(self) -> float | None:
        """The Flesch-Kincaid grade, or None for an article without prose."""
        return self.measures.get("flesch_kincaid_grade")

    def rounded(self) -> Readability:
        """Return the values with the digits that the JSON keeps, so that all reports agree."""
        return replace(
            self,
            measures=_round_measures(self.measures),
            paragraphs=tuple(
                replace(p, grade=round(p.grade, 1), measures=_round_measures(p.measures))
                for p in self.paragraphs
            ),
            sentences=tuple(
                replace(
                    s,
                    grade=round(s.grade, 1),
                    difficulty=round(s.difficulty, 1),
                    hardest=tuple(replace(w, difficulty=round(w.difficulty, 1)) for w in s.hardest),
                    measures=_round_measures(s.measures),
                )
                for s in self.sentences
            ),
            sections=tuple(
                replace(s, grade=round(s.grade, 1), measures=_round_measures(s.measures))
                for s in self.sections
            ),
            difficulty=None if self.difficulty is None else round(self.difficulty, 1),
            after_repair=_round_measures(self.after_repair),
        )


def _round_measures(measures: Mapping[str, float]) -> Mapping[str, float]:
    return {name: round(value, 2) for name, value in measures.items()}


@dataclass(frozen=True, slots=True)
class SpunVerdict:
    """How likely the article is machine-spun (0-1), and the share of its words that are (0-1)."""

    probability: float
    share: float


UNCOUNTED = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """One article's outcome.

    An article that could not be read has `unreadable` and no `article`; one that is not English
    has `skipped`. `failures` names checks that failed or could not run on this article.
    findings: those that count. suppressed: those that do not, each with its reason. cautions:
    suppressions that are wrong or match nothing. words: of the article's text; counted once, as
    reports ask for it again and again.
    """

    path: str
    article: Article | None = None
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    readability: Readability | None = None
    spun: SpunVerdict | None = None
    unreadable: str = ""
    skipped: str = ""
    failures: tuple[Failure, ...] = ()
    cautions: tuple[Caution, ...] = ()
    words: int = UNCOUNTED

    def __post_init__(self) -> None:
        """Count the article's words, unless they come with the entry."""
        if self.words == UNCOUNTED:
            object.__setattr__(self, "words", count_words(self.article.text) if self.article else 0)

    def counts(self) -> Counter[Severity]:
        """Return the number of findings of each severity."""
        return Counter(finding.severity for finding in self.findings)

    @property
    def risk(self) -> float:
        """(10 x errors + 3 x warnings + notes) for every 1,000 words. It only ranks."""
        return risk_of(self.counts(), self.words)


@dataclass(frozen=True, slots=True)
class NotRun:
    """A check that did not run in this run at all, and why."""

    check: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class BaselineEntry:
    """A finding that a baseline knows; `quote` is shortened, and only there to be read."""

    path: str
    rule: str
    quote: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class BaselineOutcome:
    """The baseline's path, as reports show it, and its entries whose finding is gone."""

    path: str
    fixed: tuple[BaselineEntry, ...]


@dataclass(frozen=True, slots=True)
class Versions:
    """What made the report: our version, the rules' digest, and the models; empty if not used."""

    tool: str
    rules_digest: str
    pipeline: str
    languagetool: str = ""
    encoder: str = ""


@dataclass(frozen=True)
class Report:
    """All that a reporter gets. Entries are in the order of their paths.

    entries: those of a run are read from a file whenever they are asked for (`auditor.spool`),
    so go through them as seldom as can be, and keep none. rules, facts: by id, those that
    findings name. cautions: of the run first, then of each article. baseline: None if there is
    none.
    """

    entries: Sequence[Entry]
    config: Config
    versions: Versions
    as_of: datetime.date
    rules: Mapping[str, Rule]
    not_run: tuple[NotRun, ...] = ()
    cautions: tuple[Caution, ...] = ()
    baseline: BaselineOutcome | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @cached_property
    def briefs(self) -> Sequence[Brief]:
        """What is remembered of each entry."""
        if isinstance(self.entries, Briefed):
            return self.entries.briefs
        return tuple(map(brief_of, self.entries))

    @cached_property
    def kinds(self) -> Counter[Kind]:
        """The number of findings that count of each kind: known ones too, suppressed ones not."""
        return tally((pair for brief in self.briefs for pair in brief.by_kind()), lambda kind: kind)

    @property
    def findings(self) -> Iterator[Finding]:
        """Every finding that counts, of every article: known ones too, suppressed ones not."""
        return (finding for entry in self.entries for finding in entry.findings)

    @property
    def total(self) -> int:
        """The number of findings that count."""
        return self.kinds.total()

    @property
    def words(self) -> int:
        """The number of words of all articles."""
        return sum(brief.words for brief in self.briefs)

    @property
    def new(self) -> int:
        """The number of findings that no baseline knows."""
        return sum(number for kind, number in self.kinds.items() if kind.state == "new")

    @property
    def failing(self) -> int:
        """The number of new findings at or above the severity of `fail_on`."""
        if self.config.fail_on == "never":
            return 0
        failing = SEVERITIES[: SEVERITIES.index(self.config.fail_on) + 1]
        return sum(
            number
            for kind, number in self.kinds.items()
            if kind.severity in failing and kind.state == "new"
        )

    @property
    def passed(self) -> bool:
        """Whether no new finding is severe enough to fail the run."""
        return self.failing == 0

    @property
    def exit_code(self) -> int:
        """0, 1 (new findings at or above `fail_on`) or 3 (an article or a check failed)."""
        if any(brief.unreadable or brief.failures for brief in self.briefs):
            return 3
        return 0 if self.passed else 1

    def by_risk(self) -> tuple[int, ...]:
        """Return the entries' indices, unreadable ones first, then the riskiest first."""

        def order(index: int) -> tuple[bool, float, str]:
            brief = self.briefs[index]
            return not brief.unreadable, -brief.risk, brief.path

        return tuple(sorted(range(len(self.briefs)), key=order))

"""The index page as plain values: totals, commonest categories, and a row for each article."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from auditor.brief import Brief, Kind, Worst, tally
from auditor.findings import SEVERITIES, Severity
from auditor.report import Report
from auditor.reporters.cards import FAMILIES, family_of

ARTICLE_FOLDER = "articles"
_CATEGORIES_SHOWN = 12
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Ranked:
    """An article with the figures that are dear to work out, counted once.

    number: of its entry in the report. page: where its page is, relative to the index, empty if
    it has none.
    """

    number: int
    entry: Brief
    words: int
    risk: float
    page: str


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """How often a category was found, and that as a share of the commonest one's count (0-100)."""

    category: str
    family: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class IndexRow:
    """An article in the index.

    worst: the finding to quote. share: risk as a share of the highest (0-100).
    new: findings that no baseline knows. fixed: entries of the baseline whose finding is gone.
    """

    ranked: Ranked
    title: str
    share: float
    levels: Mapping[Severity, int]
    families: Mapping[str, int]
    worst: Worst | None
    grade: float | None
    new: int
    fixed: int


@dataclass(frozen=True, slots=True)
class NotRunGroup:
    """Checks that did not run for one reason."""

    reason: str
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """The index page. name: of the folder that was audited. incomplete: articles that failed."""

    report: Report
    name: str
    words: int
    total: int
    levels: Mapping[Severity, int]
    families: tuple[tuple[str, int], ...]
    categories: tuple[CategoryCount, ...]
    rows: tuple[IndexRow, ...]
    incomplete: int
    not_run: tuple[NotRunGroup, ...]


def rank(report: Report) -> tuple[Ranked, ...]:
    """Return the entries in the order of the index, unreadable ones first, then by risk."""
    briefs = report.briefs
    names = name_pages([brief.path for brief in briefs])
    return tuple(
        Ranked(
            number=number,
            entry=briefs[number],
            words=briefs[number].words,
            risk=briefs[number].risk,
            page=f"{ARTICLE_FOLDER}/{names[briefs[number].path]}"
            if briefs[number].is_audited
            else "",
        )
        for number in report.by_risk()
    )


def view_index(report: Report, ranked: Sequence[Ranked]) -> IndexView:
    """Return the index of the report, whose entries `rank` has put in order."""
    highest = max((one.risk for one in ranked), default=0.0) or 1.0
    fixed = Counter(gone.path for gone in report.baseline.fixed) if report.baseline else Counter()
    rows = tuple(_view_row(one, highest, fixed[one.entry.path]) for one in ranked)
    by_level = tally(report.kinds.items(), lambda kind: kind.severity)
    by_family = tally(report.kinds.items(), family_of)
    return IndexView(
        report=report,
        name=_common_folder([brief.path for brief in report.briefs]),
        words=sum(one.words for one in ranked),
        total=report.total,
        levels={severity: by_level[severity] for severity in SEVERITIES},
        families=tuple((name, by_family[name]) for name in FAMILIES if by_family[name]),
        categories=_commonest(report.kinds),
        rows=rows,
        incomplete=sum(bool(b.unreadable or b.failures) for b in report.briefs),
        not_run=group_not_run(report),
    )


def group_not_run(report: Report) -> tuple[NotRunGroup, ...]:
    """Return the checks that did not run, those with one reason together."""
    reasons = dict.fromkeys(missing.reason for missing in report.not_run)
    return tuple(
        NotRunGroup(reason, tuple(m.check for m in report.not_run if m.reason == reason))
        for reason in reasons
    )


def name_pages(paths: Sequence[str]) -> dict[str, str]:
    """Return a file name for each path: `/` as `__`, a short hash where that is not enough.

    It is not enough where two names would be one (also on disks that ignore case), where a
    character is not fit for a file name everywhere, and where the name would be too long.
    """
    inside = {path: re.sub(r"^(\.{0,2}/)+", "", path).replace("/", "__") for path in paths}
    plain = {path: re.sub(r"[^A-Za-z0-9._ -]", "_", name) for path, name in inside.items()}
    seen = Counter(name.casefold() for name in plain.values())
    names = {}
    for path, name in plain.items():
        fits = name == inside[path] and 0 < len(name) <= _LONGEST_NAME
        if not fits or seen[name.casefold()] > 1 or name.startswith("."):
            digest = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            name = f"{name[:_LONGEST_NAME].lstrip('.')}-{digest}"
        names[path] = f"{name}.html"
    return names


def _view_row(ranked: Ranked, highest: float, fixed: int) -> IndexRow:
    brief = ranked.entry
    counts = brief.counts()
    families = tally(brief.by_kind(), family_of)
    return IndexRow(
        ranked=ranked,
        title=brief.title or brief.path,
        share=round(100 * ranked.risk / highest, 1),
        levels={severity: counts[severity] for severity in SEVERITIES},
        families={family: families[family] for family in FAMILIES},
        worst=brief.worst,
        grade=brief.grade,
        new=brief.new,
        fixed=fixed,
    )


def _commonest(kinds: Mapping[Kind, int]) -> tuple[CategoryCount, ...]:
    counts = tally(kinds.items(), lambda kind: (kind.category, family_of(kind)))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_CATEGORIES_SHOWN]
    return tuple(
        CategoryCount(category, family, count, round(100 * count / ordered[0][1], 1))
        for (category, family), count in ordered
    )


def _common_folder(paths: Sequence[str]) -> str:
    """Return the name of the innermost folder that holds every path, with a slash, or ""."""
    folders = [PurePosixPath(path).parent.parts for path in paths]
    shared = [parts[0] for parts in zip(*folders, strict=False)]
    for depth, parts in enumerate(zip(*folders, strict=False)):
        if len(set(parts)) > 1:
            del shared[depth:]
            break
    named = [part for part in shared if part not in ("..", "/")]
    return f"{named[-1]}/" if named else ""

"""The baseline: findings that are known, so that only new ones count.

It is a JSON list in a fixed order, a line an entry, without line numbers, so that its diff can be
read and edits elsewhere in an article do not touch it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auditor.comparison import LONGEST_QUOTE, Sighting, Sightings, match, words_of
from auditor.discovery import shown_path
from auditor.errors import ReportError
from auditor.findings import Finding
from auditor.outputs import write_whole
from auditor.report import BaselineEntry, BaselineOutcome, Entry, Report
from auditor.spool import map_entries
from auditor.wording import shorten

_KEYS = ("path", "rule", "quote", "fingerprint")


@dataclass(frozen=True, slots=True)
class Update:
    """What writing a baseline changed in it, but for findings whose neighbours were edited."""

    added: tuple[BaselineEntry, ...]
    removed: tuple[BaselineEntry, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """The findings that are known, by path and fingerprint; and the entries of no finding.

    fixed: findings that are gone. unseen: those that this run could not have found.
    """

    known: frozenset[tuple[str, str]]
    fixed: tuple[BaselineEntry, ...]
    unseen: tuple[BaselineEntry, ...]


def read_baseline(file: Path) -> tuple[BaselineEntry, ...]:
    """Return the entries of a baseline. Raise ReportError if there is none that can be used."""
    try:
        listed: Any = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise ReportError(
            f"{file}: no such baseline; make it once by adding --update-baseline"
        ) from None
    except OSError as error:
        raise ReportError(f"{file}: the baseline can't be read: {error.strerror}") from None
    except ValueError:
        raise ReportError(f"{file}: the baseline is not valid JSON; {_MEND}") from None
    try:
        return tuple(BaselineEntry(**{key: _text(one[key]) for key in _KEYS}) for one in listed)
    except (KeyError, TypeError):
        raise ReportError(
            f"{file}: this is no baseline: a list of {', '.join(_KEYS)}; {_MEND}"
        ) from None


_MEND = "restore it from version control, or delete it and use --update-baseline"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def compare(report: Report, entries: Sequence[BaselineEntry], file: Path) -> Report:
    """Return the report with what the baseline holds marked as known, and what is fixed.

    file: of the baseline. Entries of articles and rules that did not run are not called fixed.
    """
    found = _match(report, entries)

    def mark(path: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(
            replace(f, state="known") if (path, f.fingerprint) in found.known else f
            for f in findings
        )

    def mark_entry(entry: Entry) -> Entry:
        return replace(
            entry,
            findings=mark(entry.path, entry.findings),
            suppressed=mark(entry.path, entry.suppressed),
        )

    marked = map_entries(report.entries, mark_entry)
    shown = shown_path(file.resolve(), report.config.root)
    return replace(report, entries=marked, baseline=BaselineOutcome(shown, found.fixed))


def update_baseline(report: Report, entries: Sequence[BaselineEntry], file: Path) -> Update:
    """Write `file` anew: what the report found, and the `entries` that it could not have found.

    Suppressed findings are left out. Raise ReportError if it can't be written.
    """
    found = {
        BaselineEntry(entry.path, f.rule_id, shorten(f.quote, LONGEST_QUOTE), f.fingerprint)
        for entry in report.entries
        for f in entry.findings
    }
    wanted = found | set(_match(report, entries).unseen)
    write_whole(file, _render(sorted(wanted)))
    came, went = sorted(wanted - set(entries)), sorted(set(entries) - wanted)
    return Update(tuple(_without(came, went)), tuple(_without(went, came)))


def _without(
    entries: Iterable[BaselineEntry], others: Iterable[BaselineEntry]
) -> Iterator[BaselineEntry]:
    """Yield the entries that are not among the others under another fingerprint."""
    same = Counter((other.path, other.rule, other.quote) for other in others)
    for entry in entries:
        key = (entry.path, entry.rule, entry.quote)
        if same[key]:
            same[key] -= 1
        else:
            yield entry


def _render(entries: Sequence[BaselineEntry]) -> bytes:
    lines = [
        json.dumps({key: getattr(entry, key) for key in _KEYS}, ensure_ascii=False)
        for entry in entries
    ]
    text = "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"
    return text.encode("utf-8", "replace")


def _match(report: Report, entries: Sequence[BaselineEntry]) -> _Match:
    """Match findings, suppressed ones too, to entries; see `auditor.comparison`."""
    listed = sorted(entries)
    seen_now = [
        Sighting(entry.path, finding.rule_id, words_of(finding.quote), finding.fingerprint)
        for entry in report.entries
        for finding in entry.findings + entry.suppressed
    ]
    named = {brief.path for brief in report.briefs}
    listed_paths = {entry.path for entry in listed}
    gone = {p for p in listed_paths - named if not (report.config.root / p).exists()}
    found = match(
        Sightings(
            [Sighting(e.path, e.rule, words_of(e.quote), e.fingerprint) for e in listed],
            dict.fromkeys(sorted(listed_paths), ""),
        ),
        Sightings(
            seen_now,
            {brief.path: "" for brief in report.briefs if brief.is_read},
        ),
        gone,
    )
    known = {(seen_now[at].path, seen_now[at].fingerprint) for at in found.same}
    taken = set(found.same.values())
    left = [entry for at, entry in enumerate(listed) if at not in taken]
    looked_at = {brief.path for brief in report.briefs if brief.is_audited and not brief.failures}
    seen = looked_at | gone
    fixed = [entry for entry in left if entry.path in seen and _ran(report, entry.rule)]
    return _Match(frozenset(known), tuple(fixed), tuple(sorted(set(left) - set(fixed))))


def _ran(report: Report, rule: str) -> bool:
    is_theirs = rule.startswith("language.")
    return report.config.is_on(rule) and bool(report.versions.languagetool or not is_theirs)

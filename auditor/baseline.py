"""The baseline: findings that are known, so that only new ones count.

It is a JSON list in a fixed order, a line an entry, without line numbers, so that its diff can be
read and edits elsewhere in an article do not touch it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auditor.discovery import shown_path
from auditor.errors import ReportError
from auditor.findings import WHOLE_ARTICLE, Finding
from auditor.outputs import write_whole
from auditor.report import BaselineEntry, Comparison, Entry, Report
from auditor.spool import map_entries
from auditor.wording import shorten

_KEYS = ("path", "rule", "quote", "fingerprint")
_LONGEST_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Update:
    """What writing a baseline changed in it, but for findings whose neighbours were edited."""

    added: tuple[BaselineEntry, ...]
    removed: tuple[BaselineEntry, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """Entries whose finding is still there, by its path and fingerprint; and the other entries.

    fixed: findings that are gone. unseen: those that this run could not have found.
    """

    known: dict[tuple[str, str], BaselineEntry]
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
    match = _match(report, entries)

    def mark(path: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(
            replace(f, state="known") if (path, f.fingerprint) in match.known else f
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
    return replace(report, entries=marked, baseline=Comparison(shown, match.fixed))


def update_baseline(report: Report, entries: Sequence[BaselineEntry], file: Path) -> Update:
    """Write `file` anew: what the report found, and the `entries` that it could not have found.

    Suppressed findings are left out. Raise ReportError if it can't be written.
    """
    found = {
        BaselineEntry(entry.path, f.rule_id, shorten(f.quote, _LONGEST_QUOTE), f.fingerprint)
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
    """Match findings to entries: by path and fingerprint, else by an entry whose path is gone.

    A finding with the words of an entry of the same article, whose neighbours were edited, is
    that entry's too.
    """
    looked_at = {brief.path for brief in report.briefs if brief.is_audited and not brief.failures}
    named = {brief.path for brief in report.briefs}
    here = {(entry.path, entry.fingerprint): entry for entry in entries}
    known: dict[tuple[str, str], BaselineEntry] = {}
    for place in _places(report.entries):
        if place in here:
            known[place] = here.pop(place)
    if here:
        _match_edited(report.entries, here, known)
    gone = {
        path
        for path in {path for path, _ in here}
        if path not in named and not (report.config.root / path).exists()
    }
    if gone:
        _match_renamed(report.entries, [e for e in here.values() if e.path in gone], known)
    used = set(known.values())
    left = [entry for entry in entries if entry not in used]
    seen = looked_at | gone
    fixed = [entry for entry in left if entry.path in seen and _ran(report, entry.rule)]
    unseen = set(left) - set(fixed)
    return _Match(known, tuple(sorted(fixed)), tuple(sorted(unseen)))


def _ran(report: Report, rule: str) -> bool:
    is_theirs = rule.startswith("language.")
    return report.config.is_on(rule) and bool(report.versions.languagetool or not is_theirs)


def _match_edited(
    audited: Sequence[Entry],
    here: dict[tuple[str, str], BaselineEntry],
    known: dict[tuple[str, str], BaselineEntry],
) -> None:
    """Move to `known` the entries of `here` with the path, rule and words of a finding."""
    left: dict[tuple[str, str, str], list[BaselineEntry]] = defaultdict(list)
    for entry in sorted(here.values(), reverse=True):
        left[entry.path, entry.rule, entry.quote.casefold()].append(entry)
    for article in audited:
        for finding in article.findings + article.suppressed:
            place = (article.path, finding.fingerprint)
            words = shorten(finding.quote, _LONGEST_QUOTE).casefold()
            same = left.get((article.path, finding.rule_id, words))
            if place not in known and same:
                known[place] = same.pop()
                del here[article.path, known[place].fingerprint]


def _match_renamed(
    audited: Sequence[Entry],
    gone: Sequence[BaselineEntry],
    known: dict[tuple[str, str], BaselineEntry],
) -> None:
    """Add to `known` the findings whose entries have a path that is gone.

    The fingerprint of a finding on the whole article is the same in every article, so that it
    moves only along with another one, or where it is all that either article has.
    """
    pool: dict[str, list[BaselineEntry]] = defaultdict(list)
    prints: dict[str, set[str]] = defaultdict(set)
    for entry in sorted(gone, reverse=True):
        pool[entry.fingerprint].append(entry)
        prints[entry.path].add(entry.fingerprint)
    moved: set[tuple[str, str]] = set()
    for whole in (False, True):
        for article in audited:
            every = article.findings + article.suppressed
            for finding in every:
                place = (article.path, finding.fingerprint)
                if place in known or (finding.category in WHOLE_ARTICLE) is not whole:
                    continue
                for entry in reversed(pool[finding.fingerprint]):
                    fits = (entry.path, article.path) in moved or (
                        prints[entry.path] == {f.fingerprint for f in every}
                    )
                    if fits or not whole:
                        pool[finding.fingerprint].remove(entry)
                        known[place] = entry
                        moved.add((entry.path, article.path))
                        break


def _places(audited: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    for entry in audited:
        for finding in entry.findings + entry.suppressed:
            yield entry.path, finding.fingerprint

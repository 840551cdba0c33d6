"""The register of substantiated claims: a house's own file of claims that somebody has checked.

Its format is defined in docs/register.md and reports/register.schema.json.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auditor.article import Article, Span
from auditor.config import Config
from auditor.errors import RegisterError, RuleError
from auditor.facts import FactBase
from auditor.findings import Caution, Finding, Source, Suppression, make_finding, order_of
from auditor.packs import RuleSet
from auditor.path_patterns import compile_patterns
from auditor.tables import check_keys, nearest, string, strings
from auditor.wording import shorten

REGISTER_FILE = "claims-register.toml"
EXPIRED = "claim.evidence.expired-register-entry"
# What an article as a whole does wrong, no proof of one claim mends.
NEVER_COVERED = frozenset({"claim.contradiction", "claim.fair-balance"})

_KEYS = (
    "wording", "topic", "property", "source", "reviewer", "date", "expires", "paths", "note",
)  # fmt: skip
_SOURCE_KEYS = ("title", "url")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One claim that has been checked: its wording, or else a topic and (about) a property.

    expires: the last day that it holds. paths: patterns as in .gitignore of the articles that may
    use it; none for all. An entry without source or reviewer is a draft and covers nothing.
    """

    number: int
    wording: str
    topic: str
    about: str
    source: Source
    reviewer: str
    date: datetime.date
    expires: datetime.date
    paths: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What messages call it."""
        words = shorten(self.wording or f"{self.topic}, {self.about}", _LONGEST_NAME)
        return f"[[claim]] number {self.number} “{words}”"

    @property
    def is_draft(self) -> bool:
        """Whether something is left to be filled in."""
        return not (self.source.title and self.source.url and self.reviewer)

    def may_be_used(self, path: str) -> bool:
        """Say whether the article at `path` may make the claim."""
        return not self.paths or compile_patterns(self.paths).match_file(path)

    def as_reason(self) -> str:
        """Return what supports the claim, and who says so."""
        return (
            f"{self.source.title}, {self.source.url} "
            f"(checked by {self.reviewer} on {self.date}, good until {self.expires})"
        )


@dataclass(frozen=True, slots=True)
class Register:
    """The entries that hold on the day of a run, those that did until before it, and drafts."""

    live: tuple[RegisterEntry, ...] = ()
    expired: tuple[RegisterEntry, ...] = ()
    drafts: tuple[RegisterEntry, ...] = ()

    def cautions(self) -> tuple[Caution, ...]:
        """Return a caution for each entry that is not filled in."""
        return tuple(
            Caution(f"{entry.name} covers nothing yet: fill in its source and reviewer")
            for entry in self.drafts
        )

    def unused(self, suppressed: Iterable[Finding]) -> tuple[Caution, ...]:
        """Return a caution for each live entry that covers nothing in a whole run's articles.

        suppressed: the findings of the run that do not count.
        """
        used = {
            finding.suppressed.reason
            for finding in suppressed
            if finding.suppressed is not None and finding.suppressed.kind == "evidence"
        }
        return tuple(
            Caution(
                f"{entry.name} covers no claim of these articles: correct its words, or drop it"
            )
            for entry in self.live
            if entry.as_reason() not in used
        )

    def apply(
        self, article: Article, findings: Iterable[Finding], rules: RuleSet, config: Config
    ) -> tuple[Finding, ...]:
        """Return the findings in order, those that an entry covers marked as suppressed.

        A claim that only an expired entry covers gets a finding of its own beside it.
        """
        if not (self.live or self.expired):
            return tuple(findings)
        live = _Coverage(article, self.live, rules.evidence)
        expired = _Coverage(article, self.expired, rules.evidence)
        rule = rules.rule(EXPIRED)
        judged: list[Finding] = []
        for finding in findings:
            if entry := live.entry_for(finding):
                finding = replace(finding, suppressed=Suppression("evidence", entry.as_reason()))
            elif rule and (entry := expired.entry_for(finding)):
                said = f"{rule.message} It ran out on {entry.expires} ({entry.source.title})."
                judged += config.in_force([make_finding(rule, article, finding.span, message=said)])
            judged.append(finding)
        return tuple(sorted(judged, key=order_of))


def read_register(file: Path, base: FactBase) -> tuple[RegisterEntry, ...]:
    """Return the entries of a register. Raise RegisterError, naming file and entry."""
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise RegisterError(
            f"{file}: no such register; 'audit evidence add ARTICLE:LINE' begins one"
        ) from None
    except OSError as error:
        raise RegisterError(f"{file}: the register can't be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegisterError(f"{file}: not valid TOML: {error}") from None
    listed = tables.pop("claim", [])
    try:
        check_keys(f"{file}", tables, ("claim",))
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            raise RuleError(f"{file}: 'claim' must be tables; write [[claim]] above each")
        return tuple(
            _parse_entry(f"{file}: [[claim]] number {number}", number, table, base)
            for number, table in enumerate(listed, start=1)
        )
    except RuleError as error:
        raise RegisterError(str(error)) from None


def register_on(entries: Iterable[RegisterEntry], as_of: datetime.date) -> Register:
    """Return the register as it stands on the day `as_of`."""
    drafts = tuple(entry for entry in entries if entry.is_draft)
    whole = [entry for entry in entries if not entry.is_draft]
    return Register(
        live=tuple(entry for entry in whole if as_of <= entry.expires),
        expired=tuple(entry for entry in whole if as_of > entry.expires),
        drafts=drafts,
    )


def find_register(setting: str, root: Path) -> Path | None:
    """Return the register's file: the one that is set, else the one in `root`, if there is one."""
    if setting:
        return Path(setting)
    found = root / REGISTER_FILE
    return found if found.is_file() else None


def can_be_covered(finding: Finding) -> bool:
    """Say whether the finding is a claim that an entry could cover."""
    return (
        finding.family == "claim"
        and finding.category not in NEVER_COVERED
        and finding.rule_id != EXPIRED
    )


def _parse_entry(
    where: str, number: int, table: Mapping[str, Any], base: FactBase
) -> RegisterEntry:
    check_keys(where, table, _KEYS)
    wording = string(where, table, "wording").strip()
    topic, named = string(where, table, "topic"), string(where, table, "property")
    if bool(wording) == bool(topic or named) or bool(topic) != bool(named):
        raise RuleError(f"{where}: give either a 'wording' or a 'topic' and a 'property'")
    if wording and not fold(wording):
        raise RuleError(f"{where}: the 'wording' has no words")
    for kind, name, known in (
        ("topic", topic, base.topics),
        ("property", named, base.properties),
    ):
        if name and name not in known:
            raise RuleError(f"{where}: no {kind} is named '{name}'{nearest(name, known)}")
    string(where, table, "note")
    paths = strings(where, table, "paths")
    try:
        compile_patterns(paths)
    except ValueError:
        raise RuleError(f"{where}: 'paths' are no patterns as in .gitignore") from None
    date, expires = _parse_date(where, table, "date"), _parse_date(where, table, "expires")
    if expires < date:
        raise RuleError(f"{where}: it expires on {expires}, before its date, {date}")
    return RegisterEntry(
        number=number,
        wording=wording,
        topic=topic,
        about=named,
        source=_parse_source(where, table.get("source")),
        reviewer=string(where, table, "reviewer").strip(),
        date=date,
        expires=expires,
        paths=paths,
    )


def _parse_source(where: str, value: Any) -> Source:
    if not isinstance(value, dict):
        raise RuleError(f'{where}: \'source\' is missing; write {{ title = "...", url = "..." }}')
    check_keys(f"{where}: source", value, _SOURCE_KEYS)
    title = string(where, value, "title").strip()
    url = string(where, value, "url").strip()
    if url and not url.startswith(("https://", "http://")):
        raise RuleError(f"{where}: the source's url '{url}' is no web address")
    return Source(title, url)


def _parse_date(where: str, table: Mapping[str, Any], key: str) -> datetime.date:
    value = table.get(key)
    if type(value) is not datetime.date:
        raise RuleError(f"{where}: '{key}' must be a date, as in {key} = 2026-01-31")
    return value


def fold(text: str) -> str:
    """Return the words of `text` in small letters, one space between two: no marks."""
    return " ".join(word.group() for word in _words(text))


def _words(text: str) -> Iterator[re.Match[str]]:
    return _WORD.finditer(text.replace("’", "'").lower())


class _Coverage:
    """Which entries may be used in an article, and where their wordings stand in it."""

    def __init__(self, article: Article, entries: Sequence[RegisterEntry], base: FactBase) -> None:
        self._entries = [entry for entry in entries if entry.may_be_used(article.path)]
        self._base = base
        self._places: dict[int, list[Span]] = {}
        with_words = [entry for entry in self._entries if entry.wording]
        if with_words:
            words = list(_words(article.text))
            text = f" {' '.join(word.group() for word in words)} "
            starts = _starts(words)
            for entry in with_words:
                self._places[entry.number] = list(
                    _find(f" {fold(entry.wording)} ", text, words, starts)
                )

    def entry_for(self, finding: Finding) -> RegisterEntry | None:
        """Return the first entry that covers the finding."""
        if not can_be_covered(finding):
            return None
        return next((entry for entry in self._entries if self._covers(entry, finding)), None)

    def _covers(self, entry: RegisterEntry, finding: Finding) -> bool:
        if entry.wording:
            span = finding.span
            return any(
                place.start <= span.start and span.end <= place.end
                for place in self._places[entry.number]
            )
        return self._is_within(entry, finding)

    def _is_within(self, entry: RegisterEntry, finding: Finding) -> bool:
        """Say whether all that the claim says lies within topic and property of the entry.

        A frame covers no absolute: those stand, if at all, in the very words that were checked.
        """
        if finding.category == "claim.absolute" or not (finding.topics and finding.properties):
            return False
        return all(
            entry.topic in self._base.topics_over(topic) for topic in finding.topics
        ) and all(entry.about in self._base.properties_over(name) for name in finding.properties)


def _starts(words: Sequence[re.Match[str]]) -> list[int]:
    """Return where each word stands in the folded text, which begins with a space."""
    starts, at = [], 1
    for word in words:
        starts.append(at)
        at += len(word.group()) + 1
    return starts


def _find(
    wording: str, text: str, words: Sequence[re.Match[str]], starts: Sequence[int]
) -> Iterator[Span]:
    """Yield where the folded `wording` stands in the article, by the folded `text`."""
    at = text.find(wording)
    while at >= 0:
        first = bisect_left(starts, at + 1)
        last = bisect_left(starts, at + len(wording) - 1) - 1
        yield Span(words[first].start(), words[last].end())
        at = text.find(wording, at + 1)

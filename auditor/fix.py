"""Corrects articles in place: audit, edit, read back, and again until nothing more is found."""

from __future__ import annotations

import datetime
import difflib
import hashlib
import os
import re
import stat
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.article import Article, line_starts
from auditor.changes import uncommitted
from auditor.config import Config
from auditor.corrections import (
    MECHANICAL,
    SUGGESTED,
    Correction,
    Edit,
    Refusal,
    apply_edits,
    choose_corrections,
    offset_before,
)
from auditor.discovery import Job
from auditor.engine import Auditor
from auditor.errors import ReadError, RuleError
from auditor.findings import Finding
from auditor.outputs import write_whole
from auditor.packs import load_rules
from auditor.readers import MOST_BYTES, read_article
from auditor.readers.decode import split_mark
from auditor.report import Entry
from auditor.suppress_tables import in_force

FORMATS = ("html", "md", "txt")

# A correction may show another fault ("thatthe ,"); real articles need two rounds.
_MOST_ROUNDS = 8
_LINES = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_CONTEXT_LINES = 3
_MISREAD = "the file would be read in another way, or its encoding lacks a character"


@dataclass(frozen=True, slots=True)
class Change:
    """A correction that was made: at `line` of the file as it was, from 1."""

    line: int
    rule_id: str
    old: str
    new: str
    confidence: float


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A finding that was not corrected: at `line` of the file as it was, and why."""

    line: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One file's outcome. before, after: its text; data: its new bytes; digest: SHA-256 of the old.

    problem: why the file could not be audited or can't be corrected, else empty. failed: whether
    that, or a check that failed on it, is an error.
    """

    path: str
    file: Path
    before: str = ""
    after: str = ""
    data: bytes = b""
    digest: str = ""
    changes: tuple[Change, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()
    problem: str = ""
    failed: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after

    def diff(self) -> str:
        """Return the unified diff, empty if nothing changes."""
        old, new = _LINES.findall(self.before), _LINES.findall(self.after)
        lines = difflib.unified_diff(
            old, new, f"a/{self.path}", f"b/{self.path}", n=_CONTEXT_LINES, lineterm="\n"
        )
        return "".join(_with_end(line) for line in lines)


def _with_end(line: str) -> str:
    return line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n"


def make_fixer(
    config: Config, least_suggested: float | None, as_of: datetime.date | None = None
) -> Callable[[Job], Fix]:
    """Return the function that corrects one file; it writes nothing.

    least_suggested: the confidence (0-1) from which spun terms get their first suggestion, or
    None for mechanical corrections alone, which need no encoder. as_of: the date on which
    suppressions of the settings must be in force, if they end at all. Raise AuditError.
    """
    suppress = config.suppress if as_of is None else in_force(config.suppress, as_of)
    categories = MECHANICAL if least_suggested is None else (*MECHANICAL, SUGGESTED)
    rules = load_rules(config.rules).rules
    wanted = frozenset(r.id for r in rules if r.category in categories and config.may_be_on(r.id))
    if not wanted:
        raise RuleError(
            "no rule that is on can be corrected; those are the rules of " + ", ".join(categories)
        )
    auditor = Auditor(replace(config, only=wanted, suppress=suppress, languagetool="off"))
    return lambda job: _fix(auditor, job, least_suggested)


def _fix(auditor: Auditor, job: Job, least_suggested: float | None) -> Fix:
    assert job.file is not None
    fix = Fix(job.path, job.file)
    try:
        with job.file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        return replace(fix, problem=f"can't be read: {error.strerror}", failed=True)
    entry = auditor.audit(job.path, job.suffix, data)
    if entry.article is None:
        return replace(fix, problem=f"can't be read: {entry.unreadable}", failed=True)
    if entry.skipped:
        return replace(fix, problem=f"skipped: {entry.skipped}")
    if entry.article.format not in FORMATS:
        return replace(fix, problem=f"left alone: .{entry.article.format} is corrected by hand")
    encoding = entry.article.encoding
    mark, source = split_mark(data, encoding)
    if mark + source.encode(encoding, "replace") != data:
        return replace(
            fix, problem=f"left alone: it can't be written back as {encoding}; save it as UTF-8"
        )
    corrected = _Rounds(auditor, job, mark, encoding, least_suggested).run(entry, source)
    failures = [f"check '{f.check}' failed: {f.reason}" for f in entry.failures]
    return replace(
        corrected, digest=entry.article.digest, problem="; ".join(failures), failed=bool(failures)
    )


@dataclass(frozen=True, slots=True)
class _Rounds:
    """Corrects one file round by round, as a correction may bring another fault to light."""

    auditor: Auditor
    job: Job
    mark: bytes
    encoding: str
    least_suggested: float | None

    def run(self, entry: Entry, before: str) -> Fix:
        """Return the outcome for the text `before`, of which `entry` is the audit."""
        assert self.job.file is not None
        source = before
        made: list[tuple[Edit, ...]] = []
        changes: list[Change] = []
        refusals: list[LeftAlone] = []
        for _ in range(_MOST_ROUNDS):
            article = entry.article
            assert article is not None
            line_of = _lines_before(before, made)
            chosen, refused = choose_corrections(
                article, source, entry.findings, self.least_suggested
            )
            kept = self._safe(article, source, chosen)
            refused += [Refusal(c.finding, _MISREAD) for c in chosen if c not in kept]
            refusals = [
                LeftAlone(line_of(article, r.finding), r.finding.quote, r.reason) for r in refused
            ]
            if not kept:
                break
            changes += [_change(line_of(article, c.finding), c) for c in kept]
            made.append(_edits(kept))
            source = apply_edits(source, made[-1])
            entry = self.auditor.audit(self.job.path, self.job.suffix, self._encode(source))
        return Fix(
            path=self.job.path,
            file=self.job.file,
            before=before,
            after=source,
            data=self._encode(source),
            changes=tuple(sorted(changes, key=lambda change: change.line)),
            left_alone=tuple(sorted(refusals, key=lambda left: left.line)),
        )

    def _safe(
        self, article: Article, source: str, corrections: Sequence[Correction]
    ) -> list[Correction]:
        """Return the corrections after which the file reads as it did, but for their words.

        That holds for nearly all; where it does not, halving finds the ones in the way.
        """
        if self._reads_right(article, source, corrections):
            return list(corrections)
        if len(corrections) < 2:
            return []
        middle = len(corrections) // 2
        first = self._safe(article, source, corrections[:middle])
        second = self._safe(article, source, corrections[middle:])
        both = first + second
        return both if self._reads_right(article, source, both) else first

    def _reads_right(
        self, article: Article, source: str, corrections: Sequence[Correction]
    ) -> bool:
        if not corrections:
            return True
        text = apply_edits(article.text, [e for c in corrections for e in c.text_edits])
        try:
            data = self._encode(apply_edits(source, _edits(corrections)))
            read = read_article(article.path, data, self.job.suffix)
        except (UnicodeEncodeError, ReadError):
            return False
        return read.text == text.rstrip("\n") and read.encoding == self.encoding

    def _encode(self, source: str) -> bytes:
        return self.mark + source.encode(self.encoding)


def _edits(corrections: Sequence[Correction]) -> tuple[Edit, ...]:
    return tuple(edit for correction in corrections for edit in correction.edits)


def _lines_before(before: str, made: Sequence[Sequence[Edit]]) -> Callable[[Article, Finding], int]:
    """Return the function that gives a finding's line in the file as it was before `made`."""
    starts = line_starts(before)
    rounds = tuple(reversed(made))

    def line(article: Article, finding: Finding) -> int:
        offset = article.place(finding.span).start
        for edits in rounds:
            offset = offset_before(edits, offset)
        return bisect_right(starts, offset)

    return line


def _change(line: int, correction: Correction) -> Change:
    finding = correction.finding
    return Change(line, finding.rule_id, finding.quote, correction.new, finding.confidence)


def write_fix(fix: Fix, *, force: bool) -> str:
    """Write a corrected file, its mode kept; return why it was not written, empty if it was.

    A file with changes that git has not committed is refused without `force`, and one that
    changed since it was read always. Raise ReportError if the disk refuses.
    """
    target = fix.file.resolve()
    if not force and (state := uncommitted(target)):
        return f"not written: git says that it {state}; commit it, or use --force"
    try:
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
    except OSError as error:
        return f"not written: it can't be read any more: {error.strerror}"
    if digest != fix.digest:
        return "not written: it changed meanwhile; run again"
    if not os.access(target, os.W_OK):
        return "not written: it is read-only"
    write_whole(target, fix.data, mode=stat.S_IMODE(target.stat().st_mode))
    return ""

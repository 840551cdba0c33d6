"""Appends drafts of entries to a register: the claim's words, and places to fill in the rest."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

from auditor.errors import RegisterError
from auditor.facts import FactBase
from auditor.findings import Finding
from auditor.outputs import write_whole
from auditor.path_patterns import pattern_of
from auditor.register import RegisterEntry, can_be_covered, fold, read_register
from auditor.report import Entry
from auditor.tables import quoted

_HEADING = "# Claims that somebody has checked, with their sources: see docs/register.md.\n"
_YEAR = datetime.timedelta(days=365)


def claims_at(entry: Entry, line: int) -> tuple[Finding, ...]:
    """Return the claims of an audited article that touch the line (from 1), covered ones too.

    Raise RegisterError if there is none.
    """
    article = entry.article
    if article is None or entry.skipped:
        raise RegisterError(f"{entry.path}: {entry.unreadable or entry.skipped}")
    found: dict[str, Finding] = {}
    for finding in sorted((*entry.findings, *entry.suppressed), key=lambda f: f.span):
        place = article.place(finding.span)
        if can_be_covered(finding) and place.line <= line <= place.end_line:
            found.setdefault(fold(finding.quote), finding)
    if not found:
        raise RegisterError(
            f"{entry.path}:{line}: no claim was found in this line; "
            f"'audit scan {entry.path} --select claim' shows where there are some"
        )
    return tuple(found.values())


def draft(finding: Finding, path: str, as_of: datetime.date) -> str:
    """Return the TOML of an entry for the claim; what a person must fill in is empty."""
    return (
        "[[claim]]\n"
        f"wording = {quoted(' '.join(finding.quote.split()))}\n"
        'source = { title = "", url = "" }  # what shows it: a study, a label, our own figures\n'
        'reviewer = ""  # who has checked it\n'
        f"date = {as_of}\n"
        f"expires = {as_of + _YEAR}  # the last day that it holds\n"
        f"paths = [{quoted(pattern_of(path))}]  # where it may be used\n"
    )


def append_drafts(
    file: Path, claims: Iterable[Finding], path: str, as_of: datetime.date, base: FactBase
) -> tuple[tuple[str, ...], tuple[RegisterEntry, ...]]:
    """Append a draft for each claim to the register, which is made if there is none.

    Return the texts of the drafts, and the entries that already hold one of the claims' words
    and so got none. What stands in the file stays as it is. Raise RegisterError.
    """
    known = read_register(file, base) if file.exists() else ()
    by_words = {fold(entry.wording): entry for entry in known if entry.wording}
    drafts, there = [], []
    for claim in claims:
        if entry := by_words.get(fold(claim.quote)):
            there.append(entry)
        else:
            drafts.append(draft(claim, path, as_of))
    if drafts:
        before = file.read_text("utf-8") if known or file.exists() else _HEADING
        text = before if before.endswith("\n") or not before else f"{before}\n"
        write_whole(file, "\n".join((text, *drafts)).encode())
    return tuple(drafts), tuple(there)

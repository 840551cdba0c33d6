"""The machine report: everything a run found, in the contract's schema (reports/*.json)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any, overload

from auditor.brief import tally
from auditor.facts import Fact
from auditor.findings import SEVERITIES, Finding, Source, order_of
from auditor.repaired import repair
from auditor.report import Entry, Report
from auditor.reporters.document import write_json
from auditor.reporters.measured import write_readability
from auditor.rule import Rule
from auditor.spool import Spool

SCHEMA_VERSION = 1


def render_json(report: Report) -> bytes:
    """Return the report as UTF-8 JSON: the same report gives the same bytes."""
    return b"".join(write_report(report))


def write_report(report: Report) -> Iterator[bytes]:
    """Yield the report as UTF-8 JSON, piece by piece: one article is in memory at a time."""
    return write_document(as_document(report))


def render_document(document: Mapping[str, Any]) -> bytes:
    """Return the document as UTF-8 JSON."""
    return b"".join(write_document(document))


def as_document(report: Report) -> dict[str, Any]:
    """Return the report as plain values in the order of the schema.

    An article is made whenever it is asked for: keep no more of it than is written.
    """
    return {**_outline(report), "articles": _Articles(report)}


class _Articles(Sequence[dict[str, Any]]):
    """The articles that were audited, as the document has them."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._numbers = [at for at, brief in enumerate(report.briefs) if brief.is_audited]

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | Sequence[dict[str, Any]]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        return self._made(self._numbers[index])

    def _made(self, number: int) -> dict[str, Any]:
        report = self._report
        return _article(report.entries[number], report.rules, report.config.target_grade)

    def written(self) -> Iterator[bytes]:
        """Yield each article as the report has it, made only if the cache has no such bytes."""
        entries, rules = self._report.entries, self._report.rules
        for number in self._numbers:
            make = partial(self._lay_out, number)
            yield entries.part(number, rules, make) if isinstance(entries, Spool) else make()

    def _lay_out(self, number: int) -> bytes:
        return _lay_out(self._made(number))


def write_document(document: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield the document as `write_json` lays it out, article by article."""
    keys = list(document)
    at = keys.index("articles")
    before = write_json({key: document[key] for key in keys[:at]})
    after = write_json({key: document[key] for key in keys[at + 1 :]})
    yield before.removesuffix(b"\n}\n") + b',\n "articles": ['
    comma, end = b"", b"]"
    articles = document["articles"]
    for part in articles.written() if isinstance(articles, _Articles) else map(_lay_out, articles):
        yield comma + part
        comma, end = b",", b"\n ]"
    yield end + b"," + after.removeprefix(b"{")


def _lay_out(article: Mapping[str, Any]) -> bytes:
    """Return the article as it stands in the list of articles."""
    # No line feed stands inside a JSON string, so that all of them can be indented.
    return (b"\n" + write_json(article).rstrip(b"\n")).replace(b"\n", b"\n  ")


def _outline(report: Report) -> dict[str, Any]:
    """Return the document without its articles, their list empty."""
    audited = sum(brief.is_audited for brief in report.briefs)
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {
            "name": "audit",
            "version": report.versions.tool,
            "rules_digest": report.versions.rules_digest,
            "pipeline": report.versions.pipeline,
            "encoder": report.versions.encoder or None,
            "languagetool": report.versions.languagetool or None,
            "as_of": report.as_of.isoformat(),
        },
        "settings": report.config.as_json(),
        "gate": {
            "fail_on": report.config.fail_on,
            "passed": report.passed,
            "new": report.failing,
            "exit_code": report.exit_code,
        },
        "baseline": _baseline(report),
        "summary": _summary(report, audited),
        "rules": {
            rule.id: {
                "category": rule.category,
                "severity": rule.severity,
                "message": rule.message,
                "explanation": rule.explanation,
                "sources": [_source(source) for source in rule.sources],
            }
            for _, rule in sorted(report.rules.items())
        },
        "facts": {fact.id: _fact(fact, report) for _, fact in sorted(report.facts.items())},
        "articles": [],
        "unreadable": [
            {
                "path": brief.path,
                "kind": "unreadable" if brief.unreadable else "skipped",
                "reason": brief.unreadable or brief.skipped,
            }
            for brief in report.briefs
            if brief.unreadable or brief.skipped
        ],
    }


def _baseline(report: Report) -> dict[str, Any] | None:
    if report.baseline is None:
        return None
    return {
        "path": report.baseline.path,
        "new": report.new,
        "known": report.total - report.new,
        "fixed": [asdict(entry) for entry in report.baseline.fixed],
    }


def _summary(report: Report, audited: int) -> dict[str, Any]:
    categories = tally(report.kinds.items(), lambda kind: kind.category)
    severities = tally(report.kinds.items(), lambda kind: kind.severity)
    failed = [
        {"check": failure.check, "path": brief.path, "reason": failure.reason}
        for brief in report.briefs
        for failure in brief.failures
    ]
    return {
        "articles": audited,
        "words": sum(brief.words for brief in report.briefs if not brief.skipped),
        "findings": report.total,
        "by_category": dict(sorted(categories.items())),
        "by_severity": {severity: severities[severity] for severity in SEVERITIES},
        "unreadable": len(report.entries) - audited,
        "not_run": [
            *({"check": n.check, "path": None, "reason": n.reason} for n in report.not_run),
            *failed,
        ],
        "warnings": [
            {"path": c.path or None, "line": c.line or None, "message": c.message}
            for c in report.cautions
        ],
    }


def _article(entry: Entry, rules: Mapping[str, Rule], target: float) -> dict[str, Any]:
    article = entry.article
    assert article is not None
    repaired = repair(article, entry.findings)
    return {
        "path": entry.path,
        "format": article.format,
        "encoding": article.encoding or None,
        "title": article.title,
        "words": entry.words,
        "risk": entry.risk,
        "source_digest": article.digest,
        "notes": list(article.notes),
        "text": article.text,
        "blocks": [
            {
                "kind": b.kind,
                "level": b.level,
                "start": b.span.start,
                "end": b.span.end,
                "line": article.line(b.span),
            }
            for b in article.blocks
        ],
        "repaired_text": repaired.article.text if repaired else None,
        "spun": {
            "probability": entry.spun.probability,
            "share": entry.spun.share,
        }
        if entry.spun
        else None,
        "readability": write_readability(article, entry.readability, target),
        "findings": [
            _finding(entry, finding, rules[finding.rule_id])
            for finding in sorted(entry.findings + entry.suppressed, key=order_of)
        ],
    }


def _finding(entry: Entry, finding: Finding, rule: Rule) -> dict[str, Any]:
    article = entry.article
    assert article is not None
    place = article.place(finding.span)
    related = []
    for span in finding.spans[1:]:
        other = article.place(span)
        related.append(
            {
                "start": other.start,
                "end": other.end,
                "line": other.line,
                "column": other.column,
                "text_start": span.start,
                "text_end": span.end,
                "text": article.quote(span),
                "message": "",
            }
        )
    return {
        "rule": finding.rule_id,
        "category": finding.category,
        "severity": finding.severity,
        "confidence": round(finding.confidence, 3),
        "start": place.start if len(finding.span) else 0,
        "end": place.end if len(finding.span) else 0,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "byte_column": place.byte_column,
        "end_byte_column": place.end_byte_column,
        "text_start": finding.span.start,
        "text_end": finding.span.end,
        "text": finding.quote,
        "message": finding.message,
        "explanation": None if finding.explanation == rule.explanation else finding.explanation,
        "suggestions": list(finding.suggestions),
        "sources": [source.url for source in finding.sources],
        "facts": list(finding.facts),
        "also": [{"rule": reason.rule_id, "message": reason.message} for reason in finding.also],
        "fingerprint": finding.fingerprint,
        "state": finding.state,
        "related": related,
        "suppressed": {"kind": finding.suppressed.kind, "reason": finding.suppressed.reason}
        if finding.suppressed
        else None,
    }


def _fact(fact: Fact, report: Report) -> dict[str, Any]:
    return {
        "topic": fact.topic,
        "property": fact.property,
        "jurisdiction": fact.jurisdiction,
        "statement": fact.statement,
        "source": _source(fact.source),
        "source_read": fact.seen,
        "grade": fact.grade,
        "checked": fact.checked.isoformat(),
        "due": fact.is_due(report.as_of),
    }


def _source(source: Source) -> dict[str, str]:
    return {"title": source.title, "url": source.url}

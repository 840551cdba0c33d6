"""Reads a JSON result back: the document, held to its schema, and the `Report` it came from."""

from __future__ import annotations

import datetime
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from auditor.article import Article, Block, Place, SourceMap, Span
from auditor.brief import Failure
from auditor.config import Config, Override
from auditor.errors import ReportError
from auditor.findings import Caution, Finding, Reason, Source, Suppression
from auditor.report import (
    BaselineEntry,
    BaselineOutcome,
    Entry,
    NotRun,
    Report,
    SpunVerdict,
    Versions,
)
from auditor.reporters.document import Document
from auditor.reporters.json import SCHEMA_VERSION
from auditor.reporters.measured import parts_of, read_readability
from auditor.rule import Rule


@dataclass(frozen=True, slots=True, eq=False)
class RecordedLines(SourceMap):
    """What a JSON result knows of the source: at which line some places of the text begin.

    lines: offset in the text and line, in order. A place between two begins at the first's line;
    its columns and offsets in the source are not known.
    """

    lines: tuple[tuple[int, int], ...] = ()

    def place(self, span: Span) -> Place:
        """Return the line of `span`."""
        line = self.line(span)
        return Place(0, 0, line, 1, line, 1, 1, 1)

    def line(self, span: Span) -> int:
        """Return the line in which `span` begins."""
        index = bisect_right(self.lines, span.start, key=lambda known: known[0]) - 1
        return self.lines[index][1] if index >= 0 else 1


def read_document(file: Path) -> dict[str, Any]:
    """Return the JSON result in `file`. Raise ReportError if it is none that we can read."""
    try:
        document = json.loads(file.read_bytes())
    except OSError as error:
        raise ReportError(f"{file}: can't be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise ReportError(f"{file}: not valid JSON: {error}") from None
    if not isinstance(document, dict) or "schema_version" not in document:
        raise ReportError(f"{file}: no audit result; make one with: audit scan PATH --json FILE")
    version = document["schema_version"]
    if version != SCHEMA_VERSION or isinstance(version, bool):
        raise ReportError(
            f"{file}: schema version {version!r}; this audit reads version {SCHEMA_VERSION}: "
            "make it anew with: audit scan PATH --json FILE"
        )
    if problem := _find_problem(document):
        raise ReportError(f"{file}: not a whole audit result: {problem}")
    return document


def _find_problem(document: dict[str, Any]) -> str:
    """Return what is wrong with the document, empty if nothing is."""
    from fastjsonschema import JsonSchemaValueException

    try:
        _validator()(document)
    except JsonSchemaValueException as error:
        return str(error.message)
    for article in document["articles"]:
        places = [(place["text_start"], place["text_end"]) for place in _places_of(article)]
        measured = list(parts_of(article["readability"]))
        hardest = (word for part in measured for word in part.get("hardest", ()))
        for part in (*article["blocks"], *measured, *hardest):
            places.append((part["start"], part["end"]))
        if any(not start <= end <= len(article["text"]) for start, end in places):
            return f"{article['path']}: a place lies outside the text"
        for finding in article["findings"]:
            if finding["rule"] not in document["rules"]:
                return f"{article['path']}: rule {finding['rule']} is not among the rules"
            if missing := set(finding["facts"]) - set(document["facts"]):
                return f"{article['path']}: fact {min(missing)} is not among the facts"
    return ""


@cache
def _validator() -> Any:
    import fastjsonschema

    schema = json.loads((files("auditor.reports") / "findings.schema.json").read_text("utf-8"))
    return fastjsonschema.compile(schema)


def _override(table: Document) -> Override:
    values = tuple((name, table[name]) for name in ("target_grade",) if name in table)
    return Override(tuple(table["match"]), values)


def read_report(document: Document) -> Report:
    """Return the report that `document` is the image of, as far as reporters look at it.

    Of the settings only those are set that a report shows.
    """
    tool, settings = document["tool"], document["settings"]
    failures: dict[str, list[Failure]] = defaultdict(list)
    for missing in document["summary"]["not_run"]:
        if missing["path"] is not None:
            failures[missing["path"]].append(Failure(missing["check"], missing["reason"]))
    rules = {rule_id: _rule(rule_id, rule) for rule_id, rule in document["rules"].items()}
    cited = {fact_id: _source(fact["source"]) for fact_id, fact in document["facts"].items()}
    entries = [
        *(
            _entry(article, rules, cited, failures[article["path"]])
            for article in document["articles"]
        ),
        *(_unread(file, failures[file["path"]]) for file in document["unreadable"]),
    ]
    return Report(
        entries=tuple(sorted(entries, key=lambda entry: entry.path)),
        config=Config(
            fail_on=document["gate"]["fail_on"],
            target_grade=settings.get("target_grade", Config().target_grade),
            overrides=tuple(_override(table) for table in settings.get("path", ())),
        ),
        versions=Versions(
            tool=tool["version"],
            rules_digest=tool["rules_digest"],
            pipeline=tool["pipeline"],
            languagetool=tool["languagetool"] or "",
            encoder=tool["encoder"] or "",
        ),
        as_of=datetime.date.fromisoformat(tool["as_of"]),
        rules=rules,
        not_run=tuple(
            NotRun(missing["check"], missing["reason"])
            for missing in document["summary"]["not_run"]
            if missing["path"] is None
        ),
        cautions=tuple(
            Caution(warning["message"], warning["path"] or "", warning["line"] or 0)
            for warning in document["summary"]["warnings"]
        ),
        baseline=_baseline(document["baseline"]),
    )


def _baseline(baseline: Document | None) -> BaselineOutcome | None:
    if baseline is None:
        return None
    fixed = tuple(BaselineEntry(**entry) for entry in baseline["fixed"])
    return BaselineOutcome(baseline["path"], fixed)


def _rule(rule_id: str, rule: Document) -> Rule:
    return Rule(
        id=rule_id,
        category=rule["category"],
        severity=rule["severity"],
        confidence=1.0,
        message=rule["message"],
        explanation=rule["explanation"],
        sources=tuple(_source(source) for source in rule["sources"]),
    )


def _unread(file: Document, failures: list[Failure]) -> Entry:
    if file["kind"] == "skipped":
        return Entry(file["path"], skipped=file["reason"], failures=tuple(failures))
    return Entry(file["path"], unreadable=file["reason"], failures=tuple(failures))


def _entry(
    article: Document,
    rules: Mapping[str, Rule],
    cited: Mapping[str, Source],
    failures: list[Failure],
) -> Entry:
    findings = [_finding(finding, rules[finding["rule"]], cited) for finding in article["findings"]]
    spun = article["spun"]
    return Entry(
        path=article["path"],
        article=_article(article),
        findings=tuple(finding for finding in findings if not finding.suppressed),
        suppressed=tuple(finding for finding in findings if finding.suppressed),
        readability=read_readability(article["readability"]),
        spun=SpunVerdict(spun["probability"], spun["share"]) if spun else None,
        failures=tuple(failures),
    )


def _article(article: Document) -> Article:
    lines = {place["text_start"]: place["line"] for place in _places_of(article)}
    for part in (*article["blocks"], *parts_of(article["readability"])):
        lines[part["start"]] = part["line"]
    return Article(
        path=article["path"],
        format=article["format"],
        text=article["text"],
        source_map=RecordedLines((), (0,), lines=tuple(sorted(lines.items()))),
        blocks=tuple(
            Block(block["kind"], Span(block["start"], block["end"]), block["level"])
            for block in article["blocks"]
        ),
        links=(),
        title=article["title"],
        digest=article["source_digest"],
        encoding=article["encoding"] or "",
        notes=tuple(article["notes"]),
    )


def _places_of(article: Document) -> Iterator[Document]:
    for finding in article["findings"]:
        yield finding
        yield from finding["related"]


def _source(source: Document) -> Source:
    return Source(source["title"], source["url"])


def _sources(finding: Document, rule: Rule, cited: Mapping[str, Source]) -> Iterator[Source]:
    """Yield the finding's sources with their titles, which its facts and its rule know.

    Two facts may cite parts of one page, so that one address has several titles.
    """
    facts = (cited[fact_id] for fact_id in finding["facts"])
    titled = list(dict.fromkeys((*facts, *rule.sources)))
    for url in finding["sources"]:
        source = next((known for known in titled if known.url == url), None)
        if source:
            titled.remove(source)
        yield source or Source(url, url)


def _finding(finding: Document, rule: Rule, cited: Mapping[str, Source]) -> Finding:
    suppressed = finding["suppressed"]
    return Finding(
        rule_id=finding["rule"],
        category=finding["category"],
        severity=finding["severity"],
        confidence=finding["confidence"],
        spans=tuple(
            Span(place["text_start"], place["text_end"]) for place in (finding, *finding["related"])
        ),
        quote=finding["text"],
        message=finding["message"],
        explanation=rule.explanation if finding["explanation"] is None else finding["explanation"],
        suggestions=tuple(finding["suggestions"]),
        sources=tuple(_sources(finding, rule, cited)),
        also=tuple(Reason(reason["rule"], reason["message"]) for reason in finding["also"]),
        facts=tuple(finding["facts"]),
        fingerprint=finding["fingerprint"],
        state=finding["state"],
        suppressed=Suppression(suppressed["kind"], suppressed["reason"]) if suppressed else None,
    )

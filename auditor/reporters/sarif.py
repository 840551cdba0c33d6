"""SARIF 2.1.0: what code scanning services and editors read.

Its specification is OASIS Standard "Static Analysis Results Interchange Format Version 2.1.0";
numbers in brackets are its sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from auditor.reporters.document import (
    Document,
    describe,
    fixes,
    has_lines,
    is_about_article,
    is_verbatim,
    one_line,
    write_json,
)

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
_MEDIA_TYPES = {
    "txt": "text/plain",
    "md": "text/markdown",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_MOST_FIXES = 5
# Suppressed where the words stand, or elsewhere [3.35.2].
_SUPPRESSION_KINDS = {"inline": "inSource", "settings": "external", "evidence": "external"}


def render_sarif(document: Document) -> bytes:
    """Return the document as a SARIF log with one run."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(document)]}
    return write_json(log)


def _run(document: Document) -> dict[str, Any]:
    rules = {rule_id: index for index, rule_id in enumerate(document["rules"])}
    articles = document["articles"]
    return {
        "tool": {
            "driver": {
                "name": document["tool"]["name"],
                "version": document["tool"]["version"],
                "semanticVersion": document["tool"]["version"],
                "language": "en",
                "rules": [_rule(rule_id, rule) for rule_id, rule in document["rules"].items()],
            }
        },
        "invocations": [_invocation(document)],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "The folder that the articles' paths are relative to."}}
        },
        "artifacts": [_artifact(article) for article in articles],
        "results": [
            _result(article, index, finding, rules, compared=document["baseline"] is not None)
            for index, article in enumerate(articles)
            for finding in article["findings"]
        ],
    }


def _rule(rule_id: str, rule: Document) -> dict[str, Any]:
    sources = rule["sources"]
    text = _join(
        rule["message"],
        rule["explanation"],
        "\n".join(f"{source['title']}: {source['url']}" for source in sources),
    )
    markdown = _join(
        _escape_markdown(rule["message"]),
        _escape_markdown(rule["explanation"]),
        "\n".join(f"- [{_escape_markdown(s['title'])}](<{_address(s['url'])}>)" for s in sources),
    )
    described: dict[str, Any] = {
        "id": rule_id,
        "shortDescription": {"text": rule["message"]},
        "fullDescription": {"text": rule["explanation"] or rule["message"]},
        "defaultConfiguration": {"level": rule["severity"]},
        "help": {"text": text, "markdown": markdown},
        "properties": {
            "tags": [rule["category"].split(".")[0], rule["category"]],
            "problem.severity": _problem_severity(rule["severity"]),
        },
    }
    if sources:
        described["helpUri"] = _address(sources[0]["url"])
    return described


def _join(*paragraphs: str) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _problem_severity(severity: str) -> str:
    """Return the severity in the words of code scanning: error, warning or recommendation."""
    return "recommendation" if severity == "note" else severity


def _artifact(article: Document) -> dict[str, Any]:
    artifact: dict[str, Any] = {
        "location": _artifact_location(article["path"]),
        "mimeType": _MEDIA_TYPES[article["format"]],
        "hashes": {"sha-256": article["source_digest"]},
        "description": {"text": one_line(article["title"])},
    }
    if article["encoding"]:
        artifact["encoding"] = article["encoding"]
    return artifact


def _artifact_location(path: str, index: int | None = None) -> dict[str, Any]:
    location: dict[str, Any] = {"uri": quote(path.encode("utf-8", "replace"))}
    if not path.startswith("/"):
        location["uriBaseId"] = _ROOT
    if index is not None:
        location["index"] = index
    return location


def _result(
    article: Document, index: int, finding: Document, rules: dict[str, int], *, compared: bool
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding["rule"],
        "ruleIndex": rules[finding["rule"]],
        "level": finding["severity"],
        "message": {"text": _plain(_say(finding))},
        "locations": [_location(article, index, finding)],
        "partialFingerprints": {"auditFinding/v1": finding["fingerprint"]},
        "rank": round(100 * finding["confidence"], 1),
        "suppressions": list(_suppressions(finding)),
        "properties": {"category": finding["category"], "confidence": finding["confidence"]},
    }
    if compared:
        result["baselineState"] = "new" if finding["state"] == "new" else "unchanged"
    if finding["related"]:
        result["relatedLocations"] = [
            {
                **_location(article, index, related),
                "id": number,
                "message": {"text": _plain(one_line(related["message"] or related["text"]))},
            }
            for number, related in enumerate(finding["related"], start=1)
        ]
    if proposals := [words for words in finding["suggestions"] if words]:
        result["properties"]["suggestions"] = proposals
    if rewrites := fixes(article, finding)[:_MOST_FIXES]:
        result["fixes"] = [_fix(article, index, finding, words) for words in rewrites]
    return result


def _say(finding: Document) -> str:
    """Return the finding's words and message, and what speaks against it beyond its rule's help."""
    said = describe(finding)
    return f"{said} {finding['explanation']}" if finding["explanation"] else said


def _whole_file(path: str, index: int | None = None) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact_location(path, index)}}


def _location(article: Document, index: int, place: Document) -> dict[str, Any]:
    """Return where a finding or a related place is; without a region it is the whole file."""
    location = _whole_file(article["path"], index)
    if is_about_article(place):
        return location
    if not has_lines(article):
        location["logicalLocations"] = [{"name": f"paragraph {place['line']}", "kind": "paragraph"}]
        return location
    location["physicalLocation"]["region"] = _region(article, place)
    return location


def _region(article: Document, place: Document) -> dict[str, Any]:
    """Return the place as a region; its end column is that after the last character [3.30.8]."""
    region: dict[str, Any] = {"startLine": place["line"], "startColumn": place["column"]}
    if "end_line" in place:
        region |= {"endLine": place["end_line"], "endColumn": place["end_column"]}
    if is_verbatim(article, place):
        region["snippet"] = {"text": place["text"]}
    return region


def _fix(article: Document, index: int, finding: Document, words: str) -> dict[str, Any]:
    replacement: dict[str, Any] = {
        "deletedRegion": {
            key: value for key, value in _region(article, finding).items() if key != "snippet"
        }
    }
    if words:
        replacement["insertedContent"] = {"text": words}
    return {
        "description": {"text": _plain(f"Write “{words}”.") if words else "Delete these words."},
        "artifactChanges": [
            {
                "artifactLocation": _artifact_location(article["path"], index),
                "replacements": [replacement],
            }
        ],
    }


def _suppressions(finding: Document) -> Iterator[dict[str, Any]]:
    suppressed = finding["suppressed"]
    if suppressed:
        yield {
            "kind": _SUPPRESSION_KINDS[suppressed["kind"]],
            "status": "accepted",
            "justification": suppressed["reason"],
        }


def _invocation(document: Document) -> dict[str, Any]:
    code = document["gate"]["exit_code"]
    return {
        "executionSuccessful": code != 3,
        "exitCode": code,
        "toolExecutionNotifications": list(_notifications(document)),
    }


def _notifications(document: Document) -> Iterator[dict[str, Any]]:
    """Yield what did not run, what is to be mended in suppressions, what could not be read."""
    for missing in document["summary"]["not_run"]:
        text = f"{missing['check']} did not run: {missing['reason']}"
        yield {
            "level": "error" if missing["path"] else "warning",
            "message": {"text": _plain(text)},
            **({"locations": [_whole_file(missing["path"])]} if missing["path"] else {}),
        }
    for warning in document["summary"]["warnings"]:
        place = _whole_file(warning["path"]) if warning["path"] else {}
        if place and warning["line"]:
            place["physicalLocation"]["region"] = {"startLine": warning["line"]}
        yield {
            "level": "warning",
            "message": {"text": _plain(warning["message"])},
            **({"locations": [place]} if place else {}),
        }
    for file in document["unreadable"]:
        yield {
            "level": "error" if file["kind"] == "unreadable" else "note",
            "message": {"text": _plain(f"{file['path']}: {file['reason']}")},
            "locations": [_whole_file(file["path"])],
        }
    for index, article in enumerate(document["articles"]):
        for note in article["notes"]:
            yield {
                "level": "note",
                "message": {"text": _plain(note)},
                "locations": [_whole_file(article["path"], index)],
            }


def _plain(text: str) -> str:
    """Return `text` as plain text: nothing in it is a link [3.11.6] or a placeholder [3.11.5]."""
    unlinked = re.sub(r"\[(?=[^\[\]]*\]\()", r"\\[", text)
    return re.sub(r"\{(\d+)\}", r"{{\1}}", unlinked)


def _escape_markdown(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|!&~])", r"\\\1", text)


def _address(url: str) -> str:
    """Return `url` without what would end a Markdown link's address."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")

"""rdjson: reviewdog's diagnostic format, with rewrites that a reviewer can accept."""

from __future__ import annotations

from typing import Any

from auditor.reporters.document import (
    Document,
    counting,
    describe,
    fixes,
    has_lines,
    is_about_article,
    name_place,
    write_json,
)

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}
_MOST_SUGGESTIONS = 5


def render_rdjson(document: Document) -> bytes:
    """Return the findings that count as a `DiagnosticResult`."""
    result = {
        "source": {"name": document["tool"]["name"]},
        "diagnostics": [
            _diagnostic(document, article, finding)
            for article in document["articles"]
            for finding in counting(article)
        ],
    }
    return write_json(result)


def _diagnostic(document: Document, article: Document, finding: Document) -> dict[str, Any]:
    has_place = has_lines(article) and not is_about_article(finding)
    said = describe(finding)
    code = {"value": finding["rule"]}
    if sources := document["rules"][finding["rule"]]["sources"]:
        code["url"] = sources[0]["url"]
    diagnostic: dict[str, Any] = {
        "message": said if has_place else f"{name_place(article, finding)}: {said}",
        "location": {"path": article["path"]},
        "severity": _SEVERITIES[finding["severity"]],
        "code": code,
    }
    if not has_place:
        return diagnostic
    diagnostic["location"]["range"] = _range(article, finding)
    if finding["related"]:
        diagnostic["related_locations"] = [
            {
                "message": related["message"] or related["text"],
                "location": {
                    "path": article["path"],
                    "range": {"start": {"line": related["line"]}},
                },
            }
            for related in finding["related"]
        ]
    rewrites = fixes(article, finding)[:_MOST_SUGGESTIONS]
    if rewrites and _counts_bytes(article):
        place = _range(article, finding)
        diagnostic["suggestions"] = [{"range": place, "text": text} for text in rewrites]
    return diagnostic


def _range(article: Document, finding: Document) -> dict[str, Any]:
    """Return the place; reviewdog's columns count bytes, and its end is the place after."""
    if not _counts_bytes(article):
        return {"start": {"line": finding["line"]}, "end": {"line": finding["end_line"]}}
    return {
        "start": {"line": finding["line"], "column": finding["byte_column"]},
        "end": {"line": finding["end_line"], "column": finding["end_byte_column"]},
    }


def _counts_bytes(article: Document) -> bool:
    """Say whether the file's bytes are those of UTF-8, so that columns in bytes are known."""
    return article["encoding"] in ("utf-8", "ascii")

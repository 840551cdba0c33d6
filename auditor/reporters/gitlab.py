"""GitLab's code quality report: what a merge request lists as new and as mended.

GitLab compares the reports of two branches by fingerprint itself.
"""

from __future__ import annotations

import hashlib
from typing import Any

from auditor.reporters.document import (
    Document,
    counting,
    describe,
    has_lines,
    is_about_article,
    name_place,
    write_json,
)

_SEVERITIES = {"error": "critical", "warning": "major", "note": "minor"}


def render_gitlab(document: Document) -> bytes:
    """Return the findings that count as a code quality report."""
    issues = [
        _issue(article, finding)
        for article in document["articles"]
        for finding in counting(article)
    ]
    return write_json(issues)


def _issue(article: Document, finding: Document) -> dict[str, Any]:
    has_place = has_lines(article) and not is_about_article(finding)
    said = describe(finding)
    return {
        "description": said if has_place else f"{name_place(article, finding)}: {said}",
        "check_name": finding["rule"],
        # Ours holds no path: the same words in two articles would be one issue to GitLab.
        "fingerprint": _hash(article["path"], finding["fingerprint"]),
        "severity": _SEVERITIES[finding["severity"]],
        "location": {
            "path": article["path"],
            "lines": {
                "begin": finding["line"] if has_place else 1,
                "end": finding["end_line"] if has_place else 1,
            },
        },
    }


def _hash(path: str, fingerprint: str) -> str:
    key = f"{path}\x1f{fingerprint}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(key).hexdigest()[:32]

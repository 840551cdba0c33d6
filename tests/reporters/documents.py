"""Small JSON documents for the tests of the formats, held to the published schema."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import fastjsonschema

SEVERITIES = ("error", "warning", "note")
HOSTILE = (
    "`` | <img src=x onerror=alert(1)> @octocat #1 [a](https://evil.example) ::error::x\x1b[2J"
)

# A run in which something was not checked, or is not as it should be.
INCOMPLETE = {
    "not_run": [{"check": "languagetool", "path": None, "reason": "it is not set up"}],
    "warnings": [
        {"path": "a.md", "line": 2, "message": "This suppression matches nothing."},
        {"path": None, "line": None, "message": "[[suppress]] 1 has expired."},
    ],
    "unreadable": [{"path": "b.docx", "kind": "unreadable", "reason": "not a Word file"}],
}


def finding(words: str, rule: str = "garble.apostrophe.contraction", **given: Any) -> dict:
    """Return a finding on the first place of `words`; empty words make it about the article."""
    return {
        "rule": rule,
        "category": ".".join(rule.split(".")[:2]),
        "severity": "error",
        "confidence": 0.9,
        "text": words,
        "message": "These words are wrong.",
        "explanation": None,
        "suggestions": [],
        "sources": [],
        "facts": [],
        "also": [],
        "state": "new",
        "related": [],
        "suppressed": None,
        **given,
    }


def article(path: str, text: str, *findings: dict, **given: Any) -> dict:
    """Return an article whose source is its text; the findings get their places in it."""
    placed = [_place(text, number, one) for number, one in enumerate(findings)]
    return {
        "path": path,
        "format": path.rpartition(".")[2],
        "encoding": "utf-8",
        "title": "A title",
        "words": len(text.split()),
        "risk": 1.0,
        "source_digest": "ab" * 32,
        "notes": [],
        "text": text,
        "blocks": [{"kind": "paragraph", "level": 0, "start": 0, "end": len(text), "line": 1}],
        "repaired_text": None,
        "spun": None,
        "readability": None,
        "findings": placed,
        **given,
    }


def document(*articles: dict, fail_on: str = "error", **given: Any) -> dict:
    """Return a valid document on the articles; its counts and its gate are worked out."""
    every = [one for each in articles for one in each["findings"]]
    counted = [one for one in every if not one["suppressed"]]
    levels = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != "never" else ()
    new = sum(one["state"] == "new" and one["severity"] in levels for one in counted)
    unreadable = given.get("unreadable", [])
    incomplete = any(file["kind"] == "unreadable" for file in unreadable)
    made = {
        "schema_version": 1,
        "tool": {
            "name": "audit",
            "version": "0.1.0",
            "rules_digest": "cd" * 32,
            "pipeline": "en_clinic 1.0.0",
            "encoder": None,
            "languagetool": None,
            "as_of": "2026-01-31",
        },
        "settings": {"fail_on": fail_on},
        "gate": {
            "fail_on": fail_on,
            "passed": new == 0,
            "new": new,
            "exit_code": 3 if incomplete else int(new > 0),
        },
        "baseline": None,
        "summary": {
            "articles": len(articles),
            "words": sum(each["words"] for each in articles),
            "findings": len(counted),
            "by_category": {},
            "by_severity": {s: sum(o["severity"] == s for o in counted) for s in SEVERITIES},
            "unreadable": len(unreadable),
            "not_run": given.pop("not_run", []),
            "warnings": given.pop("warnings", []),
        },
        "rules": {one["rule"]: _rule(one) for one in every},
        "facts": {},
        "articles": list(articles),
        "unreadable": unreadable,
        **given,
    }
    _validate()(made)
    return made


@cache
def _validate() -> Any:
    schema = json.loads((files("auditor.reports") / "findings.schema.json").read_text("utf-8"))
    return fastjsonschema.compile(schema)


def _rule(one: dict) -> dict:
    return {
        "category": one["category"],
        "severity": one["severity"],
        "message": "A rule’s message.",
        "explanation": "Why it matters.",
        "sources": [{"title": "A guide [2020]", "url": "https://guide.example/a(b)"}],
    }


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _place(text: str, number: int, one: dict) -> dict:
    start = text.index(one["text"])
    end = start + len(one["text"])
    before, through = text[:start], text[:end]
    line, end_line = before.rpartition("\n")[2], through.rpartition("\n")[2]
    places = {
        "start": start,
        "end": end,
        "text_start": start,
        "text_end": end,
        "line": before.count("\n") + 1,
        "column": len(line) + 1,
        "byte_column": _bytes(line) + 1,
        "end_line": through.count("\n") + 1,
        "end_column": len(end_line) + 1,
        "end_byte_column": _bytes(end_line) + 1,
        "fingerprint": f"{number:032x}",
    }
    return {**places, **one}

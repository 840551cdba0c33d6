"""What every format asks of the JSON document: which findings count, their order and wording.

The document is `auditor.reporters.json.as_document`'s, or a JSON result read back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from auditor.findings import SEVERITIES
from auditor.wording import clean, plural, shorten

Document = Mapping[str, Any]

LABELS = {"error": "must fix", "warning": "should fix", "note": "consider"}
_QUOTE_LENGTH = 120
_MESSAGE_LENGTH = 500


def counting(article: Document) -> Iterator[Document]:
    """Yield the article's findings that are new and not suppressed, in the order of the text."""
    for finding in article["findings"]:
        if finding["state"] == "new" and not finding["suppressed"]:
            yield finding


def fails(document: Document, finding: Document) -> bool:
    """Say whether the finding makes the gate fail: new, not suppressed, at or above `fail_on`."""
    fail_on = document["gate"]["fail_on"]
    if fail_on == "never" or finding["state"] != "new" or finding["suppressed"]:
        return False
    return SEVERITIES.index(finding["severity"]) <= SEVERITIES.index(fail_on)


def worst_first(document: Document) -> list[tuple[Document, Document]]:
    """Return article (see `name_of`) and finding of all that count.

    The severest come first, of those the surest.
    """
    found = [(name_of(a), f) for a in document["articles"] for f in counting(a)]
    return sorted(
        found,
        key=lambda pair: (
            SEVERITIES.index(pair[1]["severity"]),
            -pair[1]["confidence"],
            pair[0]["path"],
            pair[1]["text_start"],
        ),
    )


def name_of(article: Document) -> Document:
    """Return path and format of the article: what to keep of it, its text being in memory else."""
    return {"path": article["path"], "format": article["format"]}


def is_about_article(finding: Document) -> bool:
    """Say whether the finding is about the whole article and so has no place in the text."""
    return bool(finding["text_end"] <= finding["text_start"])


def has_lines(article: Document) -> bool:
    """Say whether the article's file is made of lines; a Word file is not."""
    return bool(article["format"] != "docx")


def name_place(article: Document, finding: Document) -> str:
    """Return "line 7", in a Word file "paragraph 7", or "whole article"."""
    if is_about_article(finding):
        return "whole article"
    return f"{'line' if has_lines(article) else 'paragraph'} {finding['line']}"


def fixes(article: Document, finding: Document) -> tuple[str, ...]:
    """Return what can stand in the source from `start` to `end`, best first; "" deletes the words.

    Only rewrites of garbled words, and only where the source holds the words without markup
    inside them: wording for a claim has to be weighed by an editor.
    """
    if not finding["category"].startswith("garble.") or is_about_article(finding):
        return ()
    return tuple(finding["suggestions"]) if is_verbatim(article, finding) else ()


def is_verbatim(article: Document, finding: Document) -> bool:
    """Say whether the source from `start` to `end` is the finding's text: no markup, no entity."""
    return has_lines(article) and bool(finding["end"] - finding["start"] == len(finding["text"]))


def describe(finding: Document) -> str:
    """Return the finding on one line: its words, the best suggestion, the message."""
    words = one_line(finding["text"])
    said = one_line(finding["message"], _MESSAGE_LENGTH)
    if not words:
        return said
    if not finding["suggestions"]:
        return f"“{words}”: {said}"
    best = one_line(finding["suggestions"][0])
    return f"“{words}” → {f'“{best}”' if best else 'delete'}: {said}"


def one_line(text: str, most: int = _QUOTE_LENGTH) -> str:
    """Return `text` on one line, cut to `most` characters, without any that steer a terminal."""
    return shorten(clean(text), most)


def sum_up(document: Document) -> str:
    """Return the verdict and the number of findings that count on one line."""
    gate, summary = document["gate"], document["summary"]
    where = f"{plural(summary['articles'], 'article')}, {plural(summary['words'], 'word')}"
    listed = [finding for article in document["articles"] for finding in counting(article)]
    counts = {s: sum(f["severity"] == s for f in listed) for s in SEVERITIES}
    found = ", ".join(f"{counts[s]:,} {LABELS[s]}" for s in SEVERITIES)
    return f"{'passed' if gate['passed'] else 'failed'}: {where}: {found}"


def write_json(value: Any) -> bytes:
    """Return plain values as UTF-8 JSON; half a surrogate pair becomes a question mark."""
    try:
        text = msgspec.json.encode(value)
    except UnicodeEncodeError:
        text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    return msgspec.json.format(text, indent=1) + b"\n"

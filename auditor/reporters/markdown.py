"""Markdown for a comment on a pull or merge request: short, worst first, safe to post.

Every word of an article or a path stands in a code span, where nothing is a link, a mention or
HTML. GitHub takes 65,536 characters in a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.findings import SEVERITIES
from auditor.reporters.document import (
    LABELS,
    Document,
    counting,
    name_of,
    name_place,
    one_line,
)
from auditor.wording import plural

LONGEST = 65_000
_ROOM_FOR_ENDING = 1_000
_MOST_NAMED = 10
_REASON_LENGTH = 200
_PATH_LENGTH = 200


def render_markdown(document: Document) -> bytes:
    """Return the document as Markdown of at most `LONGEST` characters."""
    lines = [*_head(document), *_not_audited(document)]
    return join_within(lines, list(_findings(document)), _rest(document)).encode("utf-8", "replace")


def join_within(head: list[str], items: list[str], ending: list[str]) -> str:
    """Return all lines as one text of at most `LONGEST` characters.

    Where they are too many, the last items are left out and a line says so.
    """
    room = LONGEST - _ROOM_FOR_ENDING - sum(len(line) + 1 for line in [*head, *ending])
    kept = 0
    while kept < len(items) and room > len(items[kept]):
        room -= len(items[kept]) + 1
        kept += 1
    lines = [*head, *items[:kept]]
    if kept < len(items):
        lines += ["", "The findings after these are left out here; the full report has them all."]
    return "\n".join([*lines, *ending]) + "\n"


def _head(document: Document) -> Iterator[str]:
    gate, summary = document["gate"], document["summary"]
    verdict = "passed" if gate["passed"] else "failed"
    yield f"### Article audit: {verdict}{', and incomplete' if gate['exit_code'] == 3 else ''}"
    yield ""
    listed = [finding for article in document["articles"] for finding in counting(article)]
    yield "| | findings |"
    yield "|---|---:|"
    for severity in SEVERITIES:
        count = sum(finding["severity"] == severity for finding in listed)
        yield f"| {LABELS[severity].capitalize()} | {count:,} |"
    yield ""
    yield f"{plural(summary['articles'], 'article')}, {plural(summary['words'], 'word')}."


def _not_audited(document: Document) -> Iterator[str]:
    lines = []
    for file in document["unreadable"]:
        verb = "can’t be read" if file["kind"] == "unreadable" else "skipped"
        lines.append(f"- {_path(file)}: {verb}: {plain(file['reason'], _REASON_LENGTH)}")
    for missing in document["summary"]["not_run"]:
        where = f" on {_path(missing)}" if missing["path"] else ""
        reason = plain(missing["reason"], _REASON_LENGTH)
        lines.append(f"- {code(missing['check'])} did not run{where}: {reason}")
    yield from _short_list("Not audited", lines)
    warnings = []
    for warning in document["summary"]["warnings"]:
        where = f"{_path(warning)}: " if warning["path"] else ""
        line = f"line {warning['line']}: " if warning["line"] else ""
        warnings.append(f"- {where}{line}{plain(warning['message'], _REASON_LENGTH)}")
    yield from _short_list("Suppressions to look at", warnings)


def _path(place: Document) -> str:
    return code(place["path"], _PATH_LENGTH)


def _short_list(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from ("", f"**{title}**", "", *lines[:_MOST_NAMED])
        if len(lines) > _MOST_NAMED:
            yield f"- and {len(lines) - _MOST_NAMED:,} more"


def _findings(document: Document) -> Iterator[str]:
    """Yield the findings: the severest level first, in it the article with most of that level."""
    for severity in SEVERITIES:
        found = [
            (name_of(article), [f for f in counting(article) if f["severity"] == severity])
            for article in document["articles"]
        ]
        found.sort(key=lambda pair: (-len(pair[1]), pair[0]["path"]))
        if not found or not found[0][1]:
            continue
        yield ""
        yield f"#### {LABELS[severity].capitalize()}"
        for article, findings in found:
            if findings:
                yield from ("", f"**{_path(article)}**", "")
                yield from _items(article, findings)


def _items(article: Document, findings: Sequence[Document]) -> Iterator[str]:
    """Yield a list of the findings, in which those of one message stand below it."""
    said: dict[tuple[str, str], list[Document]] = {}
    for finding in findings:
        said.setdefault((finding["category"], finding["message"]), []).append(finding)
    for (category, message), alike in said.items():
        if len(alike) == 1:
            yield item(article, alike[0])
            continue
        yield f"- {code(category)}: {plain(message)}"
        yield from (f"  - {_place(article, finding)}" for finding in alike)


def item(article: Document, finding: Document) -> str:
    """Return a finding as an item of a list, without the article's path."""
    start = f"- {code(finding['category'])}: {plain(finding['message'])}"
    return f"{start} ({_place(article, finding)})"


def _place(article: Document, finding: Document) -> str:
    """Return where the finding is, its words and the best suggestion."""
    where = name_place(article, finding)
    if not finding["text"]:
        return where
    if not finding["suggestions"]:
        return f"{where}: {code(finding['text'])}"
    best = finding["suggestions"][0]
    return f"{where}: {code(finding['text'])} → {code(best) if best.strip() else 'delete'}"


def _rest(document: Document) -> list[str]:
    every = [finding for article in document["articles"] for finding in article["findings"]]
    suppressed = sum(bool(finding["suppressed"]) for finding in every)
    known = sum(f["state"] == "known" and not f["suppressed"] for f in every)
    baseline = document["baseline"]
    parts = []
    if known:
        parts.append(f"{plural(known, 'known finding')} of the baseline")
    if suppressed:
        parts.append(plural(suppressed, "suppressed finding"))
    lines = [f"Not listed: {', '.join(parts)}."] if parts else []
    if baseline and baseline["fixed"]:
        lines.append(f"Gone since the baseline: {plural(len(baseline['fixed']), 'finding')}.")
    return ["", *lines] if lines else []


def code(text: str, most: int = 120) -> str:
    """Return `text` as a code span on one line, whatever backticks it holds."""
    line = one_line(text, most) or " "
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    pad = " " if line[0] in "` " or line[-1] in "` " else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def plain(text: str, most: int = 500) -> str:
    """Return `text` as one line of prose in which nothing is markup, a link or a mention."""
    line = re.sub(r"([\\`*_{}\[\]()<>#|~^$])", r"\\\1", one_line(text, most))
    # GitHub and GitLab look for mentions and bare links after reading the Markdown, so a
    # backslash does not help: a zero-width space does.
    line = re.sub(r"(?i)(\bwww|:)(?=[./])", "\\1\u200b", line)
    return re.sub(r"([@#!~%&$:])(?=[\w\\])", "\\1\u200b", line)

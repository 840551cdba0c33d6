"""GitHub's workflow commands: annotations on the lines of a pull request.

GitHub shows ten annotations of each level a step and drops the others without a word. So ten
are written, the worst, and one line counts what is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor.reporters.document import (
    Document,
    describe,
    has_lines,
    is_about_article,
    name_place,
    one_line,
    sum_up,
    worst_first,
)
from auditor.wording import plural

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
_MOST_A_LEVEL = 10


def render_github(document: Document) -> bytes:
    """Return the annotations, one a line, and a line on the whole."""
    shown: dict[str, list[str]] = defaultdict(list)
    for level, command in _annotations(document):
        shown[level].append(command)
    lines = [line for level in _LEVELS.values() for line in shown[level][:_MOST_A_LEVEL]]
    left = {level: len(shown[level]) - _MOST_A_LEVEL for level in _LEVELS.values()}
    more = [plural(count, level) for level, count in left.items() if count > 0]
    if more:
        lines.append(
            f"and {', '.join(more)} more: GitHub shows {_MOST_A_LEVEL} of a level; "
            "the full reports have them all"
        )
    # What ran on no article is for the log alone: an annotation would come back in every run.
    for missing in document["summary"]["not_run"]:
        if not missing["path"]:
            lines.append(f"not run: {missing['check']}: {one_line(missing['reason'])}")
    return ("\n".join([*lines, sum_up(document)]) + "\n").encode("utf-8", "replace")


def _annotations(document: Document) -> Iterator[tuple[str, str]]:
    """Yield level and command: what could not be audited first, then the worst findings first."""
    for file in document["unreadable"]:
        level = "error" if file["kind"] == "unreadable" else "notice"
        verb = "can't be read" if file["kind"] == "unreadable" else "skipped"
        yield level, _command(level, f"{verb}: {file['reason']}", file=file["path"])
    for failed in document["summary"]["not_run"]:
        if failed["path"]:
            said = f"{failed['check']} did not run: {failed['reason']}"
            yield "error", _command("error", said, file=failed["path"])
    for warning in document["summary"]["warnings"]:
        place = {"file": warning["path"] or "", "line": str(warning["line"] or "")}
        yield "warning", _command("warning", warning["message"], **place)
    for article, finding in worst_first(document):
        level = _LEVELS[finding["severity"]]
        said = describe(finding)
        if not has_lines(article) and not is_about_article(finding):
            said = f"{name_place(article, finding)}: {said}"
        yield level, _command(level, said, file=article["path"], **_lines(article, finding))


def _lines(article: Document, finding: Document) -> dict[str, str]:
    """Return the place; columns only on one line, which is all that GitHub takes."""
    if is_about_article(finding) or not has_lines(article):
        return {"title": finding["rule"]}
    place = {"line": finding["line"], "endLine": finding["end_line"]}
    if finding["line"] == finding["end_line"]:
        place |= {"col": finding["column"], "endColumn": finding["end_column"]}
    return {**{key: str(value) for key, value in place.items()}, "title": finding["rule"]}


def _command(level: str, message: str, **properties: str) -> str:
    given = ",".join(
        f"{name}={_escape_property(value)}" for name, value in properties.items() if value
    )
    start = f"::{level} {given}" if given else f"::{level}"
    return f"{start}::{_escape(one_line(message, 1_000))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")

"""A comparison of two results as a few lines for the terminal, and as Markdown for a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from auditor.comparison import Comparison, Found
from auditor.findings import SEVERITIES
from auditor.reporters.document import LABELS, describe, name_place, one_line
from auditor.reporters.markdown import code, item, join_within
from auditor.wording import plural

_MOST_SHOWN = 20
_MOST_RENAMED = 10


def render_comparison_text(comparison: Comparison) -> str:
    """Return the comparison as text: what is new, then the counts."""
    lines = []
    for article, finding in _worst_first(comparison.new)[:_MOST_SHOWN]:
        where = f"{one_line(article['path'])}: {name_place(article, finding)}"
        level = LABELS[finding["severity"]]
        lines.append(f"new: {where}: {level}: {finding['category']}: {describe(finding)}")
    if len(comparison.new) > _MOST_SHOWN:
        lines.append(f"... and {plural(len(comparison.new) - _MOST_SHOWN, 'more new finding')}")
    return "\n".join([*lines, _counts(comparison)]) + "\n"


def render_comparison_markdown(comparison: Comparison) -> bytes:
    """Return the comparison as Markdown that GitHub takes as a comment."""
    head = ["### Article audit: what changed", "", f"{_counts(comparison)}."]
    for before, after in comparison.renamed[:_MOST_RENAMED]:
        head += ["", f"Renamed: {code(before, 200)} → {code(after, 200)}"]
    items = [
        *_section("New", comparison.new),
        *_section("Gone", comparison.gone),
    ]
    return join_within(head, items, []).encode("utf-8", "replace")


def _section(title: str, found: Sequence[Found]) -> Iterator[str]:
    for severity in SEVERITIES:
        alike = [pair for pair in found if pair[1]["severity"] == severity]
        if not alike:
            continue
        yield from ("", f"#### {title}: {LABELS[severity]}")
        for path, many in groupby(alike, key=lambda pair: pair[0]["path"]):
            yield from ("", f"**{code(path, 200)}**", "")
            yield from (item(article, finding) for article, finding in many)


def _worst_first(found: Sequence[Found]) -> list[Found]:
    return sorted(found, key=lambda pair: SEVERITIES.index(pair[1]["severity"]))


def _counts(comparison: Comparison) -> str:
    return (
        f"{plural(len(comparison.new), 'new finding')}, {len(comparison.gone):,} gone, "
        f"{len(comparison.remaining):,} remaining"
    )

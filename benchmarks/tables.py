"""The benchmark's results as Markdown and as a plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speed import Result

START, END = "<!-- table: begin -->", "<!-- table: end -->"
_BAR, _GAP, _LEFT, _WIDTH = 24, 10, 200, 400


def put_between(page: Path, table: str) -> None:
    """Put the table between the marks of a page."""
    before, rest = page.read_text("utf-8").split(START)
    after = rest.split(END)[1]
    page.write_text(f"{before}{START}\n{table}\n{END}{after}", "utf-8")


def as_table(results: Sequence[Result], absent: Mapping[str, str], note: str) -> str:
    """Return the results as Markdown."""
    lines = [
        "| articles | program | what it checks | wall s | CPU s | memory MB | words per CPU s |",
        "|---|---|---|---|---|---|---|",
        *map(_row, results),
        "",
        *(f"Not measured: {name}: {reason}." for name, reason in absent.items()),
        note,
    ]
    return "\n".join(lines)


def _row(result: Result) -> str:
    return (
        f"| {result.articles:,} | {result.name} | {result.checks} | {result.wall:.1f} | "
        f"{result.cpu:.1f} | {result.memory:.0f} | {result.speed:,.0f} |"
    )


def as_plot(results: Sequence[Result]) -> str:
    """Return an SVG of words per CPU second: a panel a size, a bar for each program.

    The scale is logarithmic: from one program to the next it is a hundredfold.
    """
    sizes = sorted({result.articles for result in results})
    parts: list[str] = []
    top = 0
    for size in sizes:
        shown = sorted((r for r in results if r.articles == size), key=lambda r: -r.speed)
        parts.append(f'<text x="12" y="{top + 22}">Words per CPU second, {size:,} articles</text>')
        top += 36
        for result in shown:
            parts.append(_bar(result, top))
            top += _BAR + _GAP
        top += 14
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {top}" '
        'font-family="sans-serif" font-size="14"><rect width="100%" height="100%" fill="#fff"/>'
        f"{''.join(parts)}</svg>\n"
    )


def _bar(result: Result, top: int) -> str:
    # From 100 to 10 million words a second.
    width = max(2, _WIDTH * (log10(max(result.speed, 1.0)) - 2) / 5)
    colour = "#0b6" if result.name.startswith("audit") else "#999"
    return (
        f'<text x="{_LEFT - 10}" y="{top + 17}" text-anchor="end">{escape(result.name)}</text>'
        f'<rect x="{_LEFT}" y="{top}" width="{width:.0f}" height="{_BAR}" fill="{colour}"/>'
        f'<text x="{_LEFT + 6 + width:.0f}" y="{top + 17}">{result.speed:,.0f}</text>'
    )

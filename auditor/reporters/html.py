"""The HTML report for editors: an index and a page an article, each whole in itself."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from auditor.report import Report
from auditor.reporters.overview import group_not_run, rank, view_index
from auditor.reporters.pages import write_pages
from auditor.reporters.suppressed import list_suppressed
from auditor.reporters.views import view_article

if TYPE_CHECKING:
    from jinja2 import Environment

INDEX_PAGE = "index.html"
# What HTML can't hold, or a page can't be encoded with.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def write_html(report: Report, folder: Path, *, show_suppressed: bool = False) -> tuple[Path, ...]:
    """Write the report's pages into `folder` and return them, the index first.

    The folder is made if it is missing. A page is written whole or not at all, and only if its
    bytes change; pages of an earlier report are removed, files that are not ours never are.
    show_suppressed: whether articles' pages show suppressed findings too. Raise ReportError for a
    folder that can't be written.
    """
    return write_pages(folder, render_html(report, show_suppressed=show_suppressed))


def render_html(report: Report, *, show_suppressed: bool = False) -> Iterator[tuple[str, bytes]]:
    """Yield name, relative to the report's folder, and bytes of each page; the index comes last.

    The same report gives the same bytes.
    """
    environment = _make_environment()
    ranked = rank(report)
    with_page = [one for one in ranked if one.page]
    not_run = group_not_run(report)
    template = environment.get_template("templates/article.html")
    for index, one in enumerate(with_page):
        assert one.entry.article is not None
        text = template.render(
            view=view_article(one.entry, one.entry.article, report.config.target_grade),
            suppressed=list_suppressed(one.entry) if show_suppressed else (),
            ranked=one,
            place=index + 1,
            places=len(with_page),
            before=with_page[index - 1] if index else None,
            after=with_page[index + 1] if index + 1 < len(with_page) else None,
            target=report.config.target_grade,
            not_run=not_run,
        )
        yield one.page, text.encode("utf-8")
    template = environment.get_template("templates/index.html")
    yield INDEX_PAGE, template.render(view=view_index(report, ranked)).encode("utf-8")


@cache
def _make_environment() -> Environment:
    """Return the templates' environment: escaping everything, refusing unknown names."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("auditor.reports", ""),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_make_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words: dict[str, dict[str, str]] = json.loads(
        (files("auditor.reports") / "words.json").read_text("utf-8")
    )
    environment.globals |= {
        "words": words,
        "style_hash": _hash_of(environment, "assets/report.css"),
        "script_hash": _hash_of(environment, "assets/report.js"),
    }
    environment.filters |= {
        "category_name": lambda category: _name_category(category, words["categories"]),
        "address": quote,
        "number": lambda value: f"{value:,}",
        "long_date": lambda date: f"{date.day} {date:%B %Y}",
        "ordinal": _ordinal,
    }
    return environment


def _hash_of(environment: Environment, asset: str) -> str:
    """Return the policy's hash of an inlined asset, exactly as the page holds it."""
    text = environment.get_template(asset).render()
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _make_printable(value: Any) -> Any:
    """Return `value`, its characters that a page can't hold replaced by U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", value) if type(value) is str else value


def _name_category(category: str, names: dict[str, str]) -> str:
    """Return a category's plain name; one made from the category where none is known."""
    plain = category.rpartition(".")[2].replace("-", " ")
    return names.get(category, plain[:1].upper() + plain[1:])


def _ordinal(number: int) -> str:
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{'th' if number % 100 in (11, 12, 13) else suffix}"

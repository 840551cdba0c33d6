"""The HTML report: an index and a page for each article, whole in itself, safe from its text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.errors import ReportError
from auditor.findings import SEVERITIES
from auditor.outputs import write_whole
from auditor.report import Entry, Report
from auditor.reporters import views

if TYPE_CHECKING:
    from jinja2 import Environment

MANIFEST = ".audit-pages.json"

# What no HTML page may hold: lone surrogates and control characters.
_UNSHOWABLE = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def render_html(report: Report) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each page, the index first. The same report, the same bytes."""
    shown = [entry for entry in report.by_risk() if entry.article and not entry.skipped]
    pages = views.page_names(sorted(entry.path for entry in shown))
    yield "index.html", _render_index(report, pages)
    for position, entry in enumerate(shown):
        following = shown[position + 1] if position + 1 < len(shown) else None
        next_page = pages[following.path].removeprefix("articles/") if following else ""
        yield pages[entry.path], _render_article(report, entry, position + 1, len(shown), next_page)


def write_html(report: Report, folder: Path) -> tuple[Path, ...]:
    """Write the report into `folder` and return the pages that changed.

    A page is written whole, and only if its bytes change. Pages that an earlier run wrote and
    this one did not are deleted; nothing else in the folder is touched. Raise ReportError.
    """
    try:
        (folder / "articles").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(f"{folder}: the folder can't be made: {error.strerror}") from None
    before = _read_manifest(folder)
    written, changed = [], []
    for name, page in render_html(report):
        target = folder / name
        written.append(name)
        if not target.is_file() or target.read_bytes() != page:
            write_whole(target, page)
            changed.append(target)
    for name in sorted(set(before) - set(written)):
        (folder / name).unlink(missing_ok=True)
    write_whole(folder / MANIFEST, (json.dumps(sorted(written), indent=0) + "\n").encode())
    return tuple(changed)


def _read_manifest(folder: Path) -> list[str]:
    """Return the pages that we wrote before; names that could lead elsewhere are left out."""
    try:
        names = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    safe = re.compile(r"index\.html|articles/[A-Za-z0-9_-][A-Za-z0-9._-]*\.html")
    return [n for n in names if isinstance(n, str) and safe.fullmatch(n)]


def _render_index(report: Report, pages: dict[str, str]) -> bytes:
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in report.findings:
        counts[finding.severity] += 1
    rows = views.index_rows(report, pages)
    return _render(
        "index.html",
        report=report,
        rows=rows,
        counts=counts,
        family_counts={f: sum(row.families[f] for row in rows) for f in views.FAMILIES},
        bars=views.category_bars(report),
        folder=_common_folder(report),
    )


def _render_article(report: Report, entry: Entry, rank: int, of: int, next_page: str) -> bytes:
    target = report.config.target_grade
    about_all, rows = views.article_rows(entry, target)
    cards = [*about_all, *(card for row in rows for card in row.cards)]
    return _render(
        "article.html",
        report=report,
        entry=entry,
        article=entry.article,
        about_all=about_all,
        rows=rows,
        chart=views.chart_of(rows, target),
        counts=entry.counts(),
        family_counts={f: sum(card.family == f for card in cards) for f in views.FAMILIES},
        total=len(cards),
        rank=rank,
        of=of,
        next_page=next_page,
        minutes=views.minutes(entry.words),
        longest=views.longest_paragraph(entry),
    )


def _common_folder(report: Report) -> str:
    folders = {entry.path.rpartition("/")[0] for entry in report.entries}
    return f"{folders.pop()}/" if len(folders) == 1 and "" not in folders else "Article audit"


def _render(template: str, **values: Any) -> bytes:
    page = _environment().get_template(template).render(**values)
    return _UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", page).encode("utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("auditor.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _asset("report.css"), _asset("report.js")
    made.globals.update(
        style=style,
        script=script,
        policy=(
            f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
            "base-uri 'none'; form-action 'none'"
        ),
        names=views.names(),
        families=views.FAMILIES,
    )
    return made


def _asset(name: str) -> Any:
    """Return our own style or script as markup: the only text that is not escaped."""
    from markupsafe import Markup

    return Markup((files("auditor.reports") / "assets" / name).read_text("utf-8"))


def _hash(asset: str) -> str:
    digest = hashlib.sha256(str(asset).encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")

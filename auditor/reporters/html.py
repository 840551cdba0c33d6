"""The HTML report for editors: an index and a page an article, each whole in itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from auditor.report import Report
from auditor.reporters.design import OURS, Design
from auditor.reporters.environment import make_environment, naming_template
from auditor.reporters.overview import group_not_run, rank, view_index
from auditor.reporters.pages import write_pages
from auditor.reporters.suppressed import list_suppressed
from auditor.reporters.views import view_article

INDEX_PAGE = "index.html"
_PARTS_AT_ONCE = 10_000


def write_html(
    report: Report, folder: Path, design: Design = OURS, *, show_suppressed: bool = False
) -> tuple[Path, ...]:
    """Write the report's pages into `folder` and return them, the index first.

    The folder is made if it is missing. Either all pages are written or none; a page that is the
    same as before is left alone. Pages of an earlier report are removed, files that are not ours
    never are. show_suppressed: whether articles' pages show suppressed findings too. Raise
    ReportError for a folder that can't be written and for a broken template.
    """
    return write_pages(folder, render_html(report, design, show_suppressed=show_suppressed))


def render_html(
    report: Report, design: Design = OURS, *, show_suppressed: bool = False
) -> Iterator[tuple[str, bytes]]:
    """Yield name, relative to the report's folder, and bytes of each page; the index comes last.

    The same report gives the same bytes. Raise ReportError for a broken template.
    """
    environment = make_environment(design.templates)
    ranked = rank(report)
    with_page = [one for one in ranked if one.page]
    not_run = group_not_run(report)
    fixed = Counter(gone.path for gone in report.baseline.fixed) if report.baseline else Counter()
    template = environment.get_template("article.html")
    for index, one in enumerate(with_page):
        entry = report.entries[one.number]
        assert entry.article is not None
        target = report.config.for_path(entry.path).target_grade
        view = view_article(entry, entry.article, target)
        with naming_template(design.templates):
            text = template.render(
                brand=design.brand,
                view=view,
                suppressed=list_suppressed(entry) if show_suppressed else (),
                compared=report.baseline is not None,
                fixed=fixed[entry.path],
                ranked=one,
                place=index + 1,
                places=len(with_page),
                before=with_page[index - 1] if index else None,
                after=with_page[index + 1] if index + 1 < len(with_page) else None,
                target=target,
                not_run=not_run,
            )
        yield one.page, text.encode("utf-8")
    index_view = view_index(report, ranked)
    with naming_template(design.templates):
        stream = environment.get_template("index.html").stream(brand=design.brand, view=index_view)
        # Of many articles the index is the largest page: it is encoded a part at a time.
        stream.enable_buffering(_PARTS_AT_ONCE)
        data = b"".join(part.encode("utf-8") for part in stream)
    yield INDEX_PAGE, data

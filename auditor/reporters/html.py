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
        assert one.entry.article is not None
        target = report.config.for_path(one.entry.path).target_grade
        view = view_article(one.entry, one.entry.article, target)
        with naming_template(design.templates):
            text = template.render(
                brand=design.brand,
                view=view,
                suppressed=list_suppressed(one.entry) if show_suppressed else (),
                compared=report.baseline is not None,
                fixed=fixed[one.entry.path],
                ranked=one,
                place=index + 1,
                places=len(with_page),
                before=with_page[index - 1] if index else None,
                after=with_page[index + 1] if index + 1 < len(with_page) else None,
                target=target,
                not_run=not_run,
            )
        yield one.page, text.encode("utf-8")
    with naming_template(design.templates):
        text = environment.get_template("index.html").render(
            brand=design.brand, view=view_index(report, ranked)
        )
    yield INDEX_PAGE, text.encode("utf-8")

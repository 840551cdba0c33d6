"""The report's folder: all pages or none are written, and nobody else's files are touched."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import pytest

from auditor.errors import ReportError
from auditor.reporters.html import write_html
from auditor.reporters.pages import MANIFEST, write_pages
from tests.reporters.samples import entry_of, report_of, sample


def test_pages_are_written_once_and_again_only_if_they_change(tmp_path):
    folder = tmp_path / "new" / "report"
    index, *_ = write_html(sample(), folder)
    assert index == folder / "index.html"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")}
    write_html(replace(sample(), as_of=datetime.date(2027, 1, 1)), folder)
    changed = [p.name for p in before if p.stat().st_mtime_ns != before[p]]
    assert changed == ["index.html"]


def test_pages_of_an_earlier_report_go_and_other_files_stay(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "mine.html").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine")
    write_html(sample(), tmp_path)
    write_html(report_of(entry_of(path="only.txt")), tmp_path)
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.*")) == [
        MANIFEST,
        "articles/mine.html",
        "articles/only.txt.html",
        "index.html",
        "notes.txt",
    ]


def test_a_page_of_somebody_else_is_not_overwritten(tmp_path):
    (tmp_path / "index.html").write_text("<p>my home page")
    with pytest.raises(ReportError, match="not one of our pages"):
        write_html(sample(), tmp_path)
    assert (tmp_path / "index.html").read_text() == "<p>my home page"


def test_a_manifest_that_names_files_elsewhere_deletes_nothing(tmp_path):
    folder = tmp_path / "report"
    folder.mkdir()
    outside = tmp_path / "keep.html"
    outside.write_text("keep")
    named = ["../keep.html", str(outside), "articles/../../keep.html", 7]
    (folder / MANIFEST).write_text(json.dumps({"pages": named}))
    write_html(sample(), folder)
    assert outside.read_text() == "keep"


def test_a_file_where_the_folder_should_be_is_refused(tmp_path):
    target = tmp_path / "report"
    target.write_text("a file")
    with pytest.raises(ReportError, match="this is a file"):
        write_html(sample(), target)


def test_a_failure_half_way_leaves_the_report_as_it_was(tmp_path):
    write_html(sample(), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    page = before[tmp_path / "index.html"]

    def break_off():
        yield "articles/new.html", page
        yield "index.html", page + b"changed"
        raise ReportError("broken")

    with pytest.raises(ReportError):
        write_pages(tmp_path, break_off())
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before

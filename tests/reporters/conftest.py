"""The sample articles' report, the browsers, and a report for them to show."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.config import Config
from auditor.discovery import find_jobs
from auditor.report import Report
from auditor.reporters.html import write_html
from auditor.reporters.json import as_document
from auditor.run import run_audit
from tests.reporters.browsers import Browser, missing, start
from tests.reporters.samples import TEXT, entry_of, finding, report_of, sample
from tests.support import ROOT

ARTICLE = "articles/blog__drips.txt.html"


@pytest.fixture(scope="session")
def sample_report() -> Report:
    """The report on the sample articles, one of each format."""
    jobs = find_jobs([ROOT / "examples" / "articles"], ROOT, ())
    return run_audit(jobs, Config(languagetool="off", jobs=1), datetime.date(2026, 1, 31))


@pytest.fixture(scope="session")
def sample_document(sample_report: Report) -> dict:
    """The same as JSON."""
    document = as_document(sample_report)
    return {**document, "articles": list(document["articles"])}


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="session", params=["chromium", "firefox"])
def window(request: pytest.FixtureRequest, downloads: Path) -> Iterator[Browser]:
    if reason := missing(request.param):
        pytest.skip(reason)
    window = start(request.param, downloads)
    yield window
    window.close()


@pytest.fixture
def browser(window: Browser) -> Browser:
    window.size(1280)
    window.dark(False)
    return window


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    repaired = finding(TEXT[2:], "dont", suggestions=("don't",))
    second = entry_of(path="blog/second.txt", findings=(repaired,))
    write_html(report_of(*sample().entries, second), folder)
    return folder


@pytest.fixture
def article(browser: Browser, folder: Path) -> Iterator[Browser]:
    browser.open(folder / ARTICLE)
    yield browser
    # A page with choices that were not saved would ask before it is left.
    browser.run("if (typeof choices !== 'undefined') choices.clear()")


@pytest.fixture
def index(browser: Browser, folder: Path) -> Browser:
    browser.open(folder / "index.html")
    return browser

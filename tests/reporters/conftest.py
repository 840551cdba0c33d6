"""Fixtures of the reporters' tests."""

from __future__ import annotations

import datetime

import pytest

from auditor.config import Config
from auditor.discovery import find_jobs
from auditor.report import Report
from auditor.reporters.json import as_document
from auditor.run import run_audit
from tests.support import ROOT


@pytest.fixture(scope="session")
def sample_report() -> Report:
    """The report on the sample articles, one of each format."""
    jobs = find_jobs([ROOT / "examples" / "articles"], ROOT, ())
    return run_audit(jobs, Config(languagetool="off", jobs=1), datetime.date(2026, 1, 31))


@pytest.fixture(scope="session")
def sample_document(sample_report: Report) -> dict:
    """The same as JSON."""
    return as_document(sample_report)

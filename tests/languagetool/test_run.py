"""LanguageTool in a whole run: what is kept, what is named when it fails, what needs no Java."""

import datetime
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.cache import Cache
from auditor.config import Config
from auditor.discovery import Job
from auditor.languagetool import client
from auditor.packs import RuleSet
from auditor.report import Report
from auditor.reporters.json import render_json
from auditor.run import run_audit
from tests.languagetool.conftest import FakeJava, FakeServer
from tests.processes import is_alive, wait_until
from tests.support import article_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a stand-in for Java that POSIX can run")

ON = Config(languagetool="require", model="blank", select=("language", "garble"), jobs=1)
JOBS = [
    Job("a.txt", ".txt", data=b"We read teh note about your knee twice today.\n"),
    Job("b.txt", ".txt", data=b"We answer every call within one working day.\n"),
]


def run(java: FakeJava, tmp_path: Path, jobs: list[Job] = JOBS, config: Config = ON) -> Report:
    """Return the report of a run with the cache; no server outlives it."""
    with Cache(tmp_path / "kept.sqlite3") as cache:
        report = run_audit(jobs, config, datetime.date(2026, 1, 31), cache=cache)
    assert wait_until(lambda: not any(map(is_alive, java.pids)))
    return report


def languages_findings(report: Report) -> list[str]:
    return [f.quote for entry in report.entries for f in entry.findings if f.family == "language"]


def test_a_second_run_starts_no_java_and_finds_the_same(java: FakeJava, tmp_path: Path):
    first = run(java, tmp_path)
    assert languages_findings(first) == ["teh"]
    assert first.versions.languagetool == "6.8"
    second = run(java, tmp_path)
    assert render_json(second) == render_json(first)
    assert len(java.pids) == 1


def test_what_was_kept_without_it_is_not_taken_for_an_audit_with_it(java: FakeJava, tmp_path: Path):
    off = replace(ON, languagetool="off")
    assert languages_findings(run(java, tmp_path, config=off)) == []
    assert java.pids == []
    assert languages_findings(run(java, tmp_path)) == ["teh"]


def test_an_article_that_a_dying_server_left_unchecked_is_named_and_not_kept(
    java: FakeJava, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(client, "RESTART_SECONDS", 3.0)
    java.behave("dies when asked")
    failed = run(java, tmp_path, JOBS[:1])
    assert [failure.check for failure in failed.entries[0].failures] == ["languagetool"]
    assert "gave no answer" in failed.entries[0].failures[0].reason
    assert len(java.pids) == 2
    java.behave("")
    assert languages_findings(run(java, tmp_path, JOBS[:1])) == ["teh"]


def test_a_slow_answer_costs_its_article_alone(
    java: FakeJava, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(client, "ANSWER_SECONDS", 0.5)
    client._client.cache_clear()
    java.behave("is slow")
    (entry,) = run(java, tmp_path, JOBS[:1]).entries
    client._client.cache_clear()
    assert "within 0" in entry.failures[0].reason or "within 1" in entry.failures[0].reason
    assert entry.article is not None


@pytest.mark.parametrize(("processes", "count"), [(1, 20), (2, 4)])
def test_articles_are_reported_in_their_order_however_late_answers_come(
    java: FakeJava, tmp_path: Path, processes: int, count: int
):
    text = "We read teh note about your knee {} times today.\n"
    jobs = [Job(f"{n}.txt", ".txt", data=text.format(n).encode()) for n in range(count)]
    report = run(java, tmp_path, jobs, replace(ON, jobs=processes))
    assert [entry.path for entry in report.entries] == [job.path for job in jobs]
    assert languages_findings(report) == ["teh"] * count
    assert len(java.pids) == 1


def test_two_articles_are_asked_about_at_a_time(server: FakeServer, rules: RuleSet):
    server.seconds = 0.3
    inquiry = client.Inquiry(server.url, rules)
    begun = time.monotonic()
    answers = [inquiry.ask(article_of(f"Number {n} is here.")) for n in range(4)]
    assert [answer.result(30) for answer in answers] == [()] * 4
    assert server.most_at_once == 2
    assert time.monotonic() - begun >= 0.6

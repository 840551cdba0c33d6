"""What a run keeps of its articles: the same outcomes without an audit, and never a stale one."""

import datetime
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from auditor import engine, records
from auditor.baseline import compare, read_baseline, update_baseline
from auditor.cache import DERIVED_KEY, FILE, FOLDER_VARIABLE, Cache
from auditor.config import Config
from auditor.discovery import Job, find_jobs
from auditor.engine import Pending
from auditor.packs import RuleSet
from auditor.parts import Parts
from auditor.records import Records, decode_entry, pack_entry
from auditor.register import Register
from auditor.report import Entry, Report
from auditor.reporters.json import render_json
from auditor.run import run_audit

QUIET = Config(languagetool="off")
DATE = datetime.date(2026, 1, 31)
TEXTS = {
    "a.txt": "The drip has no side effects at all. It dont hurt. " * 3,
    "b.md": "# Your knee\n\nRest it for a week. Ask us about the risks of the gel.\n",
    "c.html": "<h1>Sleep</h1><p>Many people sleep better when the room is dark &amp; cool.</p>",
    "d.txt": "La clínica ofrece tratamientos para el dolor de rodilla. " * 20,
}
JOBS = [Job(name, Path(name).suffix, data=text.encode()) for name, text in TEXTS.items()]


class Counted:
    """Counts the articles that are really audited."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paths: list[str] = []
        begin = engine.Auditor.begin

        def counted(auditor: engine.Auditor, path: str, suffix: str, data: bytes) -> Pending:
            self.paths.append(path)
            return begin(auditor, path, suffix, data)

        monkeypatch.setattr(engine.Auditor, "begin", counted)


@pytest.fixture
def audited(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / FILE


def run(file: Path, jobs: list[Job] = JOBS, config: Config = QUIET) -> Report:
    with Cache(file) as cache:
        return run_audit(jobs, config, DATE, cache=cache)


def test_a_second_run_audits_nothing_and_gives_the_same_bytes(file: Path, audited: Counted):
    first = render_json(run(file))
    assert audited.paths == list(TEXTS)
    assert render_json(run(file)) == first
    assert audited.paths == list(TEXTS)
    assert render_json(run_audit(JOBS, QUIET, DATE)) == first


def test_a_changed_article_alone_is_audited_again(file: Path, audited: Counted):
    run(file)
    audited.paths.clear()
    changed = [replace(JOBS[0], data=b"It dont hurt now."), *JOBS[1:]]
    report = run(file, changed)
    assert audited.paths == ["a.txt"]
    assert "dont" in [finding.quote for finding in report.entries[0].findings]


def test_a_renamed_article_is_known_and_shown_by_its_new_name(file: Path, audited: Counted):
    first = run(file).entries[0]
    audited.paths.clear()
    (renamed,) = run(file, [replace(JOBS[0], path="new.txt")]).entries
    assert audited.paths == []
    assert renamed.article is not None
    assert (renamed.path, renamed.article.path, renamed.article.title) == ("new.txt",) * 3
    assert renamed.findings == first.findings


@pytest.mark.parametrize(
    "change",
    [
        {"ignore": ("claim",)},
        {"select": ("claim",)},
        {"min_confidence": 0.9},
        {"target_grade": 6.0},
        {"vocabulary": ("dont",)},
        {"own_hosts": ("clinic.example",)},
        {"jurisdiction": "uk"},
        {"model": "blank"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_settings_that_decide_findings_are_not_passed_over(file, audited, change):
    run(file, JOBS[:1])
    run(file, JOBS[:1], replace(QUIET, **change))
    assert audited.paths == ["a.txt", "a.txt"]


@pytest.mark.parametrize(
    "change",
    [
        {"fail_on": "never"},
        {"jobs": 1},
        {"exclude": ("x",)},
        {"html": "report"},
        {"root": Path("elsewhere")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_settings_that_decide_no_finding_leave_what_is_kept(file, audited, change):
    run(file, JOBS[:1])
    run(file, JOBS[:1], replace(QUIET, **change))
    assert audited.paths == ["a.txt"]


def test_every_setting_is_in_the_key_unless_it_is_named_as_deciding_nothing():
    assert set(Config.__dataclass_fields__) >= records._NOT_IN_KEY


def test_a_changed_rule_is_not_passed_over(file: Path, audited: Counted, tmp_path: Path):
    pack = tmp_path / "pack"
    pack.mkdir()
    rule = (
        '[[rule]]\nid = "claim.absolute.own"\nmessage = "{message}"\n'
        'swap = {{ "dark" = "dim" }}\nbad = ["a <<dark>> room"]\ngood = ["a dim room"]\n'
    )
    config = replace(QUIET, rules=(pack,))
    for message in ("One.", "Two."):
        (pack / "own.toml").write_text(rule.format(message=message))
        run(file, JOBS[2:3], config)
    assert audited.paths == ["c.html", "c.html"]


def test_failures_are_not_kept(file: Path, audited: Counted, monkeypatch: pytest.MonkeyPatch):
    def fail(nlp, article):
        raise ValueError("no luck")

    with monkeypatch.context() as patch:
        patch.setattr(engine, "parse", fail)
        assert run(file, JOBS[:1]).entries[0].failures
    assert not run(file, JOBS[:1]).entries[0].failures
    assert audited.paths == ["a.txt", "a.txt"]


def test_an_article_that_cant_be_read_is_not_kept(file: Path, tmp_path: Path):
    job = Job("gone.txt", ".txt", file=tmp_path / "gone.txt")
    assert run(file, [job]).entries[0].unreadable
    (tmp_path / "gone.txt").write_text("Rest it for a week.")
    assert not run(file, [job]).entries[0].unreadable


def test_a_value_that_is_no_entry_is_audited_anew(file: Path, audited: Counted):
    class Poisoned(Cache):
        def get(self, key: bytes) -> bytes | None:
            return b"\x81\xa4path\x01"

    with Poisoned(file) as cache:
        report = run_audit(JOBS[:1], QUIET, DATE, cache=cache)
    assert audited.paths == ["a.txt"]
    assert report.entries[0].findings


def written(file: Path, jobs: list[Job] = JOBS, cache: type[Cache] = Cache) -> bytes:
    """Return the JSON report of a run, written while the cache is open, as the command does."""
    with cache(file) as opened:
        return render_json(run_audit(jobs, QUIET, DATE, cache=opened))


def test_a_report_is_made_of_what_was_kept_of_it(file: Path, monkeypatch: pytest.MonkeyPatch):
    first = written(file)
    with Cache(file) as cache:
        assert cache.state().values == len(JOBS)

    def fail(*_: object) -> None:
        raise AssertionError("an article was written again")

    monkeypatch.setattr("auditor.reporters.json._article", fail)
    assert written(file) == first
    monkeypatch.undo()
    assert render_json(run_audit(JOBS, QUIET, DATE)) == first


def test_a_renamed_article_is_written_with_its_new_name(file: Path):
    written(file)
    renamed = [replace(job, path=f"new/{job.path}") for job in JOBS]
    assert written(file, renamed) == render_json(run_audit(renamed, QUIET, DATE))
    assert written(file) == render_json(run_audit(JOBS, QUIET, DATE))


def test_kept_parts_that_are_garbage_or_gone_are_made_anew(file: Path):
    first = written(file)

    class Garbled(Cache):
        def get(self, key: bytes) -> bytes | None:
            return b"no part" if len(key) == DERIVED_KEY else super().get(key)

    assert written(file, cache=Garbled) == first
    with sqlite3.connect(file) as database:
        changed = "update kept set value = randomblob(9) where length(key) = ?"
        assert database.execute(changed, (DERIVED_KEY,)).rowcount == len(JOBS) - 1
    database.close()
    assert written(file) == first
    with sqlite3.connect(file) as database:
        database.execute("delete from kept where length(key) = ?", (DERIVED_KEY,))
    database.close()
    assert written(file) == first


def test_a_report_that_marks_known_findings_is_not_made_of_kept_parts(file: Path, tmp_path: Path):
    written(file)
    with Cache(file) as cache:
        report = run_audit(JOBS, QUIET, DATE, cache=cache)
        update_baseline(report, (), tmp_path / "known.toml")
        known = read_baseline(tmp_path / "known.toml")
        compared = compare(report, known, tmp_path / "known.toml")
        states = {
            finding["state"]
            for article in json.loads(render_json(compared))["articles"]
            for finding in article["findings"]
        }
    assert states == {"known"}


def test_what_languagetool_says_of_a_rule_elsewhere_is_part_of_the_key(tmp_path: Path):
    with Cache(tmp_path / FILE) as cache:
        parts = Parts(cache)
        parts.keep(b"key", "a.txt", {"lt.rule": "one"}, b"[1]")
        assert parts.find(b"key", "a.txt", {"lt.rule": "one"}) == b"[1]"
        assert parts.find(b"key", "a.txt", {"lt.rule": "two"}) is None
        assert parts.find(b"key", "a.txt", {}) is None
        assert parts.find(b"key", "b.txt", {"lt.rule": "one"}) is None
    assert parts.find(b"key", "a.txt", {"lt.rule": "one"}) is None


def test_what_is_read_back_equals_what_was_written(rules: RuleSet):
    for entry in run_audit(JOBS, QUIET, DATE).entries:
        data = pack_entry(entry, rules).data
        assert isinstance(data, bytes)
        again = decode_entry(data, entry.path, rules)
        assert again is not None
        assert replace(again, article=None) == replace(entry, article=None)
        if entry.article is not None and again.article is not None:
            assert again.article.blocks == entry.article.blocks
            assert again.article.source_map.pieces == entry.article.source_map.pieces


def test_records_without_a_cache_keep_nothing(rules: RuleSet):
    from auditor.model_versions import read_pipeline_meta

    nothing = Records(None, QUIET, rules, read_pipeline_meta(""), "", Register())
    assert nothing.keep(JOBS[0], pack_entry(Entry("a.txt"), rules)) == b""
    assert nothing.parts is None
    assert nothing.find(JOBS[0]) is None


def test_a_second_run_loads_no_model(tmp_path: Path):
    article = tmp_path / "a.txt"
    article.write_text(TEXTS["a.txt"])
    code = (
        "import sys; from auditor.cli import main\n"
        f"try: main(['scan', {str(article)!r}, '--languagetool', 'off'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('spacy', 'numpy', 'onnxruntime') if m in sys.modules])"
    )
    environment = {**os.environ, "AUDIT_CACHE": str(tmp_path / "kept")}
    outputs = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env=environment,
        ).stdout.splitlines()
        for _ in range(2)
    ]  # fmt: skip
    assert outputs[0][:-1] == outputs[1][:-1]
    assert "spacy" in outputs[0][-1]
    assert outputs[1][-1] == "[]"


@pytest.mark.slow
def test_a_killed_run_leaves_a_cache_that_the_next_one_uses(file: Path, tmp_path: Path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(f"Visit {number}. {TEXTS['a.txt']}")
    command = [sys.executable, "-c", "from auditor.cli import main; main()"]
    options = ["--languagetool", "off", "--jobs", "1", "--format", "quiet"]
    environment = {**os.environ, FOLDER_VARIABLE: str(file.parent)}
    killed = subprocess.Popen([*command, "scan", str(folder), *options], env=environment)
    with Cache(file) as cache:
        while not (kept := cache.state().values) and killed.poll() is None:
            time.sleep(0.01)
    killed.kill()
    assert killed.wait() == -signal.SIGKILL, "it ended before it could be killed"
    jobs = list(find_jobs([folder], tmp_path))
    assert 0 < kept < len(jobs)
    assert render_json(run(file, jobs)) == render_json(run_audit(jobs, QUIET, DATE))


def test_a_cache_full_of_garbage_is_noticed_and_filled_anew(file: Path, audited: Counted):
    first = render_json(run(file))
    with sqlite3.connect(file) as database:
        database.execute("update kept set value = randomblob(length(value))")
    database.close()
    audited.paths.clear()
    assert render_json(run(file)) == first
    assert audited.paths == list(TEXTS)
    audited.paths.clear()
    assert render_json(run(file)) == first
    assert audited.paths == []

"""Worker processes: one that dies costs the article it was at."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from auditor.discovery import Job
from auditor.errors import AuditError
from auditor.pool import DIED, Crew, audit_in_pool
from auditor.report import Entry
from tests.processes import is_alive, wait_until


def prepare() -> None:
    pass


def work(job: Job) -> Entry:
    if job.path == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if job.path.startswith("slow"):
        Path(job.path.removeprefix("slow ")).write_text(str(os.getpid()))
        time.sleep(60)
    if job.path == "unusable":
        raise AuditError("a rule pack can't be used")
    return Entry(job.path)


CREW = Crew(prepare, (), work)


def jobs(*paths: str) -> list[tuple[int, Job]]:
    return [(number, Job(path, ".txt", data=b"")) for number, path in enumerate(paths)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_worker_costs_the_article_it_was_at(workers: int):
    paths = ["a", "b", "deadly", "c", "d", "e", "deadly", "f"]
    entries = dict(audit_in_pool(jobs(*paths), CREW, workers))
    assert [entries[number].path for number in range(len(paths))] == paths
    assert {number for number, entry in entries.items() if entry.unreadable == DIED} == {2, 6}


def test_an_error_that_ends_the_run_reaches_the_parent():
    with pytest.raises(AuditError, match="a rule pack can't be used"):
        list(audit_in_pool(jobs("a", "unusable", "b"), CREW, 1))


def test_workers_end_when_the_run_is_killed(tmp_path: Path):
    notes = [tmp_path / "one", tmp_path / "two"]
    run = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "if __name__ == '__main__':\n"
            "    from tests.test_pool import CREW, audit_in_pool, jobs\n"
            f"    list(audit_in_pool(jobs(*{[f'slow {note}' for note in notes]}), CREW, 2))",
        ],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONPATH": "."},
    )
    try:
        assert wait_until(lambda: all(note.exists() and note.read_text() for note in notes), 60)
    finally:
        run.kill()
        run.wait()
    workers = [int(note.read_text()) for note in notes]
    assert wait_until(lambda: not any(map(is_alive, workers)), 5)

"""Worker processes: one that dies costs the article it was at."""

import os
import signal

import pytest

from auditor.discovery import Job
from auditor.errors import AuditError
from auditor.pool import DIED, Crew, audit_in_pool
from auditor.report import Entry


def prepare() -> None:
    pass


def work(job: Job) -> Entry:
    if job.path == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
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

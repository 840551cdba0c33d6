"""Worker processes: each loads everything once and takes one article after the other.

A process that dies (a crash, no memory) costs the article it was at, not the run. When the run
itself is killed, its processes end with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any

from auditor.discovery import Job
from auditor.report import Entry

DIED = "the process auditing it died"
# Jobs handed over for each worker, so that none waits for the parent.
_AHEAD = 2
_Numbered = tuple[int, Job]


@dataclass(frozen=True, slots=True)
class Crew:
    """What a worker runs: `prepare(*settings)` once, then `work(job)`; both module functions."""

    prepare: Callable[..., None]
    settings: tuple[Any, ...]
    work: Callable[[Job], Entry]


def audit_in_pool(
    jobs: Sequence[_Numbered], crew: Crew, workers: int
) -> Iterator[tuple[int, Entry]]:
    """Yield each job's number and entry, in the order in which they are done."""
    left = list(jobs)
    while left:
        done: set[int] = set()
        try:
            for number, entry in _run(left, crew, workers):
                done.add(number)
                yield number, entry
            return
        except _BrokenError as broken:
            left = [job for job in left if job[0] not in done | broken.numbers]
            suspects = [job for job in jobs if job[0] in broken.numbers - done]
        for number, job in suspects:
            yield number, _alone(number, job, crew)


class _BrokenError(Exception):
    """A worker died while the jobs `numbers` were in flight."""

    def __init__(self, numbers: set[int]) -> None:
        super().__init__(DIED)
        self.numbers = numbers


def _alone(number: int, job: Job, crew: Crew) -> Entry:
    """Return the job's entry, from a process of its own: it may be what the others died of."""
    try:
        return next(entry for _, entry in _run([(number, job)], crew, 1))
    except _BrokenError:
        return Entry(job.path, unreadable=DIED)


def _prepare(crew: Crew) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    crew.prepare(*crew.settings)


def _end_with_parent() -> None:
    """End this process when the parent is gone: the pool's own pipes stay open then, for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(jobs: Sequence[_Numbered], crew: Crew, workers: int) -> Iterator[tuple[int, Entry]]:
    waiting = list(jobs)[::-1]
    running: dict[Future[Entry], int] = {}
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_prepare, initargs=(crew,)
    ) as pool:
        try:
            while waiting or running:
                while waiting and len(running) < _AHEAD * workers:
                    number, job = waiting.pop()
                    running[pool.submit(crew.work, job)] = number
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    entry = future.result()
                    yield running.pop(future), entry
        except BrokenProcessPool:
            raise _BrokenError(set(running.values())) from None
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise

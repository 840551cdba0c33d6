"""A run: all articles through the engine, in this process or in several, into one report."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context
from os import cpu_count

from auditor import __version__
from auditor.config import Config
from auditor.discovery import Job
from auditor.engine import Auditor, audit_job
from auditor.facts import Fact, FactBase, due_facts
from auditor.languagetool.matches import rule_of
from auditor.languagetool.server import Service, serve
from auditor.packs import Rule, RuleSet
from auditor.report import Entry, NotRun, Report, Versions
from auditor.suppress_tables import in_force, judge_tables

Progress = Callable[[Entry], None]
Setup = tuple[Config, str]  # the settings, and the address of the LanguageTool server

# Starting a worker costs about two seconds of processor time: few articles are quicker alone.
_ARTICLES_A_WORKER = 12


def run_audit(
    jobs: Sequence[Job],
    config: Config,
    as_of: datetime.date,
    progress: Progress | None = None,
    *,
    is_whole: bool = True,
) -> Report:
    """Return the report on `jobs`, whose order it keeps whatever order they finish in.

    progress is called with each entry as it is done. is_whole: whether the jobs are all of the
    house's articles; if not, a suppression that matches none of them may be of use to others.
    Raise AuditError if the run can't start.
    """
    # The server is started first, so that it gets ready while the pipeline loads.
    with serve(config) as service:
        live = replace(config, suppress=in_force(config.suppress, as_of))
        auditor = Auditor(live, service.url)
        entries = _audit_all(jobs, auditor, service, progress or (lambda entry: None))
    missing = (NotRun("languagetool", service.reason),) if service.reason else ()
    suppressed = {e.path: e.suppressed for e in entries if e.article and not e.failures}
    cautions = judge_tables(config.suppress, as_of, auditor.names, suppressed, is_whole=is_whole)
    facts = _cited_facts(auditor.rules.evidence, entries)
    return Report(
        entries=tuple(entries),
        config=config,
        versions=Versions(
            __version__, auditor.rules.digest, auditor.pipeline, service.version, auditor.encoder
        ),
        as_of=as_of,
        rules=_fired_rules(auditor.rules, entries),
        not_run=auditor.not_run() + missing,
        cautions=(
            *due_facts(facts.values(), as_of),
            *cautions,
            *(caution for entry in entries for caution in entry.cautions),
        ),
        facts=facts,
    )


def _audit_all(
    jobs: Sequence[Job], auditor: Auditor, service: Service, show: Progress
) -> list[Entry]:
    config = auditor.config
    workers = min(config.jobs or cpu_count() or 1, -(-len(jobs) // _ARTICLES_A_WORKER))
    if config.jobs > 1:
        workers = min(config.jobs, len(jobs))
    if workers > 1:
        return _audit_in_pool(jobs, (config, service.url), workers, show)
    entries = []
    for job in jobs:
        entries.append(audit_job(auditor, job))
        show(entries[-1])
    return entries


def _fired_rules(rules: RuleSet, entries: Sequence[Entry]) -> dict[str, Rule]:
    """Return the rules that found something; LanguageTool's are made from their first finding."""
    fired = {
        f.rule_id: f
        for entry in reversed(entries)
        for f in (entry.findings + entry.suppressed)[::-1]
    }
    return {name: rules.rule(name) or rule_of(f) for name, f in sorted(fired.items())}


def _cited_facts(evidence: FactBase, entries: Sequence[Entry]) -> dict[str, Fact]:
    """Return the facts that findings cite, suppressed ones too."""
    cited = {i for e in entries for f in (*e.findings, *e.suppressed) for i in f.facts}
    return {fact.id: fact for fact in evidence.facts if fact.id in cited}


_worker: Auditor | None = None


def _start_worker(config: Config, languagetool: str) -> None:
    """Load everything once in a worker process, whose only state it is."""
    global _worker
    _worker = Auditor(config, languagetool)


def _work(job: Job) -> Entry:
    assert _worker is not None
    return audit_job(_worker, job)


def _audit_in_pool(jobs: Sequence[Job], setup: Setup, workers: int, show: Progress) -> list[Entry]:
    """Audit in `workers` processes. Articles that were in flight when one died run again alone."""
    done: dict[int, Entry] = {}
    try:
        _fill_pool(dict(enumerate(jobs)), setup, workers, done, show)
    except BrokenProcessPool:
        for index, job in enumerate(jobs):
            if index in done:
                continue
            try:
                _fill_pool({index: job}, setup, 1, done, show)
            except BrokenProcessPool:
                done[index] = Entry(job.path, unreadable="the process auditing it died")
                show(done[index])
    return [done[index] for index in range(len(jobs))]


def _fill_pool(
    jobs: dict[int, Job], setup: Setup, workers: int, done: dict[int, Entry], show: Progress
) -> None:
    waiting = list(jobs.items())[::-1]
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_start_worker, initargs=setup
    ) as pool:
        running: dict[Future[Entry], int] = {}
        try:
            while waiting or running:
                while waiting and len(running) < 2 * workers:
                    index, job = waiting.pop()
                    running[pool.submit(_work, job)] = index
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    index = running.pop(future)
                    done[index] = future.result()
                    show(done[index])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise

"""The walk: article bytes in, `Entry` out, in this process or in several."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context
from os import cpu_count
from typing import TYPE_CHECKING

from auditor import __version__, languagetool
from auditor.article import Article
from auditor.checks import CHECKS, Check
from auditor.config import Config
from auditor.discovery import Job
from auditor.english import foreign_language
from auditor.errors import AuditError, LanguageToolError, ReadError
from auditor.findings import Finding, add_fingerprints, merge
from auditor.language import describe_pipeline, load_pipeline, parse
from auditor.packs import Rule, RuleSet, load_rules
from auditor.readers import MOST_BYTES, read_article
from auditor.report import Entry, Failure, NotRun, Report, SpunVerdict, Versions
from auditor.startup import without_collection

if TYPE_CHECKING:
    from spacy.tokens import Doc

Progress = Callable[[Entry], None]
Finish = Callable[[Entry], Entry]

# Starting a worker costs about two seconds of processor time: few articles are quicker alone.
_ARTICLES_A_WORKER = 12


class Auditor:
    """Rules, pipeline and checks, loaded once; `audit` then takes any number of articles."""

    def __init__(self, config: Config) -> None:
        """Load everything. Raise RuleError or ModelError for what can't be used."""
        self.config = config
        with without_collection():
            every = load_rules(config.rules)
            self.rules: RuleSet = every.only(r for r in every.rules if config.is_on(r.id))
            self.nlp = load_pipeline(config.model)
        self._checks: list[tuple[str, Check]] = [
            (entry.name, entry.load())
            for entry in CHECKS
            if any(self.rules.of(prefix) for prefix in entry.prefixes)
        ]

    def not_run(self) -> tuple[NotRun, ...]:
        """Return the rules that can't run on this pipeline, with the reason."""
        from auditor.checks.patterns import not_run

        reason = f"needs tags or a parse, which the pipeline '{self.pipeline}' does not give"
        return tuple(NotRun(rule_id, reason) for rule_id in not_run(self.rules, self.nlp))

    @property
    def pipeline(self) -> str:
        """Name and version of the language pipeline."""
        return describe_pipeline(self.nlp)

    def audit(self, path: str, suffix: str, data: bytes) -> Entry:
        """Return the outcome for one article's bytes. A check that fails costs only itself."""
        try:
            article = read_article(path, data, suffix)
        except ReadError as error:
            return Entry(path, unreadable=str(error))
        if language := foreign_language(article):
            return Entry(path, article, skipped=f"not English (the language looks like {language})")
        return self.audit_article(article)

    def audit_article(self, article: Article) -> Entry:
        """Return the outcome for an article that has been read."""
        from auditor.readability import measure

        doc = parse(self.nlp, article)
        findings: list[Finding] = []
        failures: list[Failure] = []
        for name, check in self._checks:
            found, failure = self._run(name, check, article, doc)
            findings += found
            failures += failure
        sure = merge(f for f in findings if f.confidence >= self.config.min_confidence)
        return Entry(
            path=article.path,
            article=_retitle(article, sure),
            findings=add_fingerprints(article, sure),
            readability=measure(article, doc),
            spun=self._spun(article, failures),
            failures=tuple(failures),
        )

    def _spun(self, article: Article, failures: Sequence[Failure]) -> SpunVerdict | None:
        """Return the verdict of the check for spun text, if it ran."""
        from auditor.checks.spun import read_verdict

        if not self.rules.of("garble.spun-term") or "spun text" in {f.check for f in failures}:
            return None
        _, verdict = read_verdict(article, self.rules, self.config)
        return SpunVerdict(verdict.probability, verdict.share)

    def _run(
        self, name: str, check: Check, article: Article, doc: Doc
    ) -> tuple[list[Finding], list[Failure]]:
        try:
            return list(check(article, doc, self.rules, self.config)), []
        except AuditError:
            raise
        except Exception as error:
            if self.config.debug:
                raise
            return [], [Failure(name, f"{type(error).__name__}: {error}")]


def _retitle(article: Article, findings: Sequence[Finding]) -> Article:
    """Return the article titled by its first heading that is no residue ("Skip to content")."""
    residue = {f.span.start for f in findings if f.category == "garble.page-residue"}
    headings = [b for b in article.blocks if b.kind == "heading"]
    if not headings or article.quote(headings[0].span) != article.title:
        return article
    kept = next((b for b in headings if b.span.start not in residue), headings[0])
    return replace(article, title=article.quote(kept.span))


def run_audit(
    jobs: Sequence[Job], config: Config, as_of: datetime.date, progress: Progress | None = None
) -> Report:
    """Return the report on `jobs`, whose order it keeps whatever order they finish in.

    progress is called with each entry as it is done. Raise AuditError if the run can't start.
    """
    auditor = Auditor(config)
    with languagetool.serve(config) as service:

        def finish(entry: Entry) -> Entry:
            done = _add_language(entry, service, auditor)
            if progress is not None:
                progress(done)
            return done

        workers = _count_workers(config, len(jobs))
        if workers > 1:
            entries = _audit_in_pool(jobs, config, workers, finish)
        else:
            entries = [finish(_audit_job(auditor, job)) for job in jobs]
    missing = NotRun("languagetool", service.reason)
    return Report(
        entries=tuple(entries),
        config=config,
        versions=Versions(
            __version__, auditor.rules.digest, auditor.pipeline, service.version or _joined(service)
        ),
        as_of=as_of,
        rules=_fired_rules(auditor.rules, entries),
        not_run=auditor.not_run() + ((missing,) if service.reason else ()),
    )


def _joined(service: languagetool.Service) -> str:
    return "" if service.tool is None else "of unknown version"


def _count_workers(config: Config, articles: int) -> int:
    if config.jobs > 1:
        return min(config.jobs, articles)
    return min(config.jobs or cpu_count() or 1, -(-articles // _ARTICLES_A_WORKER))


def _add_language(entry: Entry, service: languagetool.Service, auditor: Auditor) -> Entry:
    """Return the entry with LanguageTool's findings merged in where none of ours is."""
    if service.tool is None or entry.article is None or entry.skipped:
        return entry
    try:
        found = languagetool.check(service, entry.article, auditor.config, auditor.rules)
    except LanguageToolError as error:
        return replace(entry, failures=(*entry.failures, Failure("languagetool", str(error))))
    sure = [f for f in found if f.confidence >= auditor.config.min_confidence]
    merged = merge([*entry.findings, *sure])
    return replace(entry, findings=add_fingerprints(entry.article, merged))


def _fired_rules(rules: RuleSet, entries: Sequence[Entry]) -> dict[str, Rule]:
    fired = {f.rule_id: f for entry in entries for f in entry.findings}
    return {name: rules.rule(name) or languagetool.rule_of(f) for name, f in sorted(fired.items())}


def _audit_job(auditor: Auditor, job: Job) -> Entry:
    data = job.data
    if data is None:
        assert job.file is not None
        try:
            if job.file.stat().st_size > MOST_BYTES:
                return Entry(job.path, unreadable="the file is over 10 MB; split it")
            data = job.file.read_bytes()
        except OSError as error:
            return Entry(job.path, unreadable=f"the file can't be read: {error.strerror}")
    return auditor.audit(job.path, job.suffix, data)


_worker: Auditor | None = None


def _start_worker(config: Config) -> None:
    """Load everything once in a worker process, whose only state it is."""
    global _worker
    _worker = Auditor(config)


def _work(job: Job) -> Entry:
    assert _worker is not None
    return _audit_job(_worker, job)


def _audit_in_pool(
    jobs: Sequence[Job], config: Config, workers: int, finish: Finish
) -> list[Entry]:
    """Audit in `workers` processes. Articles that were in flight when one died run again alone."""
    done: dict[int, Entry] = {}
    try:
        _fill_pool(dict(enumerate(jobs)), config, workers, done, finish)
    except BrokenProcessPool:
        for index, job in enumerate(jobs):
            if index in done:
                continue
            try:
                _fill_pool({index: job}, config, 1, done, finish)
            except BrokenProcessPool:
                done[index] = finish(Entry(job.path, unreadable="the process auditing it died"))
    return [done[index] for index in range(len(jobs))]


def _fill_pool(
    jobs: dict[int, Job], config: Config, workers: int, done: dict[int, Entry], finish: Finish
) -> None:
    waiting = list(jobs.items())[::-1]
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(config,)
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
                    done[index] = finish(future.result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise

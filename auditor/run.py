"""A run: all articles through the engine, in this process or in several, into one report."""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import starmap
from os import cpu_count
from typing import TYPE_CHECKING

from auditor import __version__
from auditor.brief import Brief
from auditor.checks.idle import idle_rules
from auditor.config import Config
from auditor.discovery import Job
from auditor.errors import AuditError
from auditor.facts import Fact, FactBase, due_facts
from auditor.findings import Caution, Finding
from auditor.languagetool.matches import rule_of
from auditor.languagetool.server import plan, start
from auditor.model_versions import PipelineMeta, describe_encoder, read_pipeline_meta
from auditor.packs import RuleSet, load_rules
from auditor.records import Records, pack_entry
from auditor.register import Register, find_register, read_register, register_on
from auditor.remade import forget_articles
from auditor.report import Entry, NotRun, Report, Versions
from auditor.rule import Rule
from auditor.selection import check_rule_names
from auditor.spool import Spool
from auditor.startup import without_collection
from auditor.suppress_tables import in_force, judge_tables, name_rules

if TYPE_CHECKING:
    from auditor.cache import Cache
    from auditor.engine import Auditor

Progress = Callable[[], None]

# Starting a worker costs about two seconds of processor time: few articles are quicker alone.
_ARTICLES_A_WORKER = 12
# So many articles, with their parses, are kept until LanguageTool has answered.
_WAITING = 12


def run_audit(
    jobs: Sequence[Job],
    config: Config,
    as_of: datetime.date,
    progress: Progress | None = None,
    *,
    is_whole: bool = True,
    cache: Cache | None = None,
) -> Report:
    """Return the report on `jobs`, whose order it keeps whatever order they finish in.

    progress is called for each article that is done. is_whole: whether the jobs are all of the
    house's articles; if not, a suppression that matches none of them may be of use to others.
    What `cache` holds is not audited again; if it holds everything, no model is loaded.
    Raise AuditError if the run can't start.
    """
    show = progress or (lambda: None)
    live = replace(config, suppress=in_force(config.suppress, as_of))
    every = load_rules(config.rules)
    check_rule_names(config, every)
    rules = config.rules_on(every)
    pipeline = read_pipeline_meta(config.model)
    planned = plan(config)
    service = planned.service
    register = read_register_of(config, every, as_of)
    records = Records(cache, live, rules, pipeline, service.version, register)
    spool = Spool(len(jobs), rules, records.parts)
    missing: list[tuple[int, Job]] = []
    with without_collection():
        for number, job in enumerate(jobs):
            packed = records.find(job)
            if packed is None:
                missing.append((number, job))
            else:
                spool.put_packed(number, packed)
                show()
    if missing:
        # The server is started first, so that it gets ready while the pipeline loads.
        with start(planned) as service:

            def take(number: int, entry: Entry) -> None:
                packed = pack_entry(entry, rules)
                # First into the spool: what the disk has no room for ends the run.
                spool.put_packed(number, packed)
                spool.know(number, records.keep(jobs[number], packed))
                show()

            deque(starmap(take, _audit_all(missing, live, every, service.url, register)), maxlen=0)
        forget_articles()
    names = name_rules(every, rules, languagetool=bool(service.version))
    suppressed = _SuppressedFindings(spool)
    cautions = judge_tables(config.suppress, as_of, names, suppressed, is_whole=is_whole)
    facts = _cited_facts(rules.evidence, spool.briefs)
    return Report(
        entries=spool,
        config=config,
        versions=_versions(rules, pipeline, service.version),
        as_of=as_of,
        rules=fired_rules(rules, spool),
        not_run=_not_run(rules, config, pipeline, service.reason),
        cautions=(
            *due_facts(facts.values(), as_of),
            *register.cautions(),
            *_unused(register, spool, is_whole),
            *cautions,
            *(caution for brief in spool.briefs for caution in brief.cautions),
        ),
        facts=facts,
    )


def read_register_of(config: Config, rules: RuleSet, as_of: datetime.date) -> Register:
    """Return the house's register on that day, an empty one if there is none.

    rules: those of every pack. Raise RegisterError for a register that can't be used.
    """
    file = find_register(config.evidence, config.root)
    if file is None:
        return Register()
    return register_on(read_register(file, rules.evidence), as_of)


def _audit_all(
    jobs: Sequence[tuple[int, Job]],
    config: Config,
    rules: RuleSet,
    languagetool: str,
    register: Register,
) -> Iterator[tuple[int, Entry]]:
    workers = min(config.jobs or cpu_count() or 1, -(-len(jobs) // _ARTICLES_A_WORKER))
    if config.jobs > 1:
        workers = min(config.jobs, len(jobs))
    if workers > 1:
        from auditor.pool import Crew, audit_in_pool

        crew = Crew(_start_worker, (config, languagetool, register), _work)
        yield from audit_in_pool(jobs, crew, workers)
        return
    from auditor.engine import Auditor, Pending, begin_job

    auditor = Auditor(config, languagetool, rules, register)
    # Articles that wait for LanguageTool alone, which starts slowly and works beside us.
    waiting: deque[tuple[int, Pending]] = deque()
    for number, job in jobs:
        waiting.append((number, begin_job(auditor, job)))
        while waiting and (len(waiting) > _WAITING or waiting[0][1].is_ready()):
            number, pending = waiting.popleft()
            yield number, pending.finish()
    for number, pending in waiting:
        yield number, pending.finish()


def _versions(rules: RuleSet, pipeline: PipelineMeta, languagetool: str) -> Versions:
    """Return what made the report; the encoder is named only if a rule that is on asks it."""
    asked = rules.of("garble.spun-term") or rules.of("claim")
    encoder = describe_encoder() if asked else ""
    return Versions(__version__, rules.digest, pipeline.title, languagetool, encoder)


def _not_run(
    rules: RuleSet, config: Config, pipeline: PipelineMeta, no_languagetool: str
) -> tuple[NotRun, ...]:
    """Return the rules that ran on no article, with the reason, and LanguageTool if it did not.

    Such rules need more than the pipeline gives, or hold in other jurisdictions than are asked.
    """
    reason = f"needs tags or a parse, which the pipeline '{pipeline.title}' does not give"
    missing = [NotRun(rule_id, reason) for rule_id in idle_rules(rules, pipeline.components)]
    here = config.jurisdictions()
    missing += (
        NotRun(rule.id, f"holds in {', '.join(rule.jurisdiction)}, not in {', '.join(here)}")
        for rule in rules.rules
        if not any(map(rule.holds_in, here))
    )
    if no_languagetool:
        missing.append(NotRun("languagetool", no_languagetool))
    return tuple(missing)


def fired_rules(rules: RuleSet, spool: Spool) -> dict[str, Rule]:
    """Return the rules that found something; LanguageTool's are made from their first finding."""
    first: dict[str, int] = {}
    for number, brief in enumerate(spool.briefs):
        for rule_id in brief.rules:
            first.setdefault(rule_id, number)
    return {
        rule_id: rules.rule(rule_id) or _rule_seen(spool[first[rule_id]], rule_id)
        for rule_id in sorted(first)
    }


def _unused(register: Register, spool: Spool, is_whole: bool) -> tuple[Caution, ...]:
    """Return what the register holds in vain; of a part of the articles nothing can be said."""
    is_said = is_whole and register.live
    if not is_said or any(brief.failures or not brief.is_read for brief in spool.briefs):
        return ()
    return register.unused(f for e in spool for f in e.suppressed)


def _rule_seen(entry: Entry, rule_id: str) -> Rule:
    every = entry.findings + entry.suppressed
    return rule_of(next(finding for finding in every if finding.rule_id == rule_id))


def _cited_facts(evidence: FactBase, briefs: Iterable[Brief]) -> dict[str, Fact]:
    """Return the facts that findings cite, suppressed ones too."""
    cited = {fact for brief in briefs for fact in brief.facts}
    return {fact.id: fact for fact in evidence.facts if fact.id in cited}


class _SuppressedFindings(Mapping[str, tuple[Finding, ...]]):
    """The suppressed findings of each article that was audited whole, read when asked for."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._numbers = {
            brief.path: number
            for number, brief in enumerate(spool.briefs)
            if brief.is_read and not brief.failures
        }

    def __getitem__(self, path: str) -> tuple[Finding, ...]:
        number = self._numbers[path]
        return self._spool[number].suppressed if self._spool.briefs[number].put_aside else ()

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


# What a worker process loads once; its only state.
_worker: Auditor | AuditError | None = None


def _start_worker(config: Config, languagetool: str, register: Register) -> None:
    """Load everything. What can't be used is told with the first article: see `_work`."""
    global _worker
    from auditor.engine import Auditor

    try:
        _worker = Auditor(config, languagetool, register=register)
    except AuditError as error:
        _worker = error


def _work(job: Job) -> Entry:
    from auditor.engine import audit_job

    if _worker is None or isinstance(_worker, AuditError):
        raise _worker or AuditError("the process was not prepared")
    return audit_job(_worker, job)

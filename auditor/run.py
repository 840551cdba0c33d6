"""A run: all articles through the engine, in this process or in several, into one report."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from os import cpu_count
from typing import TYPE_CHECKING

from auditor import __version__
from auditor.checks.idle import idle_rules
from auditor.config import Config
from auditor.discovery import Job
from auditor.errors import AuditError
from auditor.facts import Fact, FactBase, due_facts
from auditor.findings import Caution
from auditor.languagetool.matches import rule_of
from auditor.languagetool.server import plan, start
from auditor.model_versions import PipelineMeta, describe_encoder, read_pipeline_meta
from auditor.packs import Rule, RuleSet, load_rules
from auditor.pool import Crew, audit_in_pool
from auditor.records import Records
from auditor.register import Register, find_register, read_register, register_on
from auditor.report import Entry, NotRun, Report, Versions
from auditor.selection import check_rule_names
from auditor.startup import without_collection
from auditor.suppress_tables import in_force, judge_tables, name_rules

if TYPE_CHECKING:
    from auditor.cache import Cache
    from auditor.engine import Auditor

Progress = Callable[[Entry], None]

# Starting a worker costs about two seconds of processor time: few articles are quicker alone.
_ARTICLES_A_WORKER = 12


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

    progress is called with each entry as it is done. is_whole: whether the jobs are all of the
    house's articles; if not, a suppression that matches none of them may be of use to others.
    What `cache` holds is not audited again; if it holds everything, no model is loaded.
    Raise AuditError if the run can't start.
    """
    show = progress or (lambda entry: None)
    live = replace(config, suppress=in_force(config.suppress, as_of))
    every = load_rules(config.rules)
    check_rule_names(config, every)
    rules = config.rules_on(every)
    pipeline = read_pipeline_meta(config.model)
    planned = plan(config)
    service = planned.service
    register = read_register_of(config, every, as_of)
    records = Records(cache, live, rules, pipeline, service.version, register)
    done: dict[int, Entry] = {}
    missing: list[tuple[int, Job]] = []
    with without_collection():
        for number, job in enumerate(jobs):
            entry = records.find(job)
            if entry is None:
                missing.append((number, job))
            else:
                done[number] = entry
                show(entry)
    if missing:
        # The server is started first, so that it gets ready while the pipeline loads.
        with start(planned) as service:
            for number, entry in _audit_all(missing, live, every, service.url, register):
                done[number] = entry
                records.keep(jobs[number], entry)
                show(entry)
    entries = tuple(done[number] for number in range(len(jobs)))
    names = name_rules(every, rules, languagetool=bool(service.version))
    suppressed = {e.path: e.suppressed for e in entries if e.article and not e.failures}
    cautions = judge_tables(config.suppress, as_of, names, suppressed, is_whole=is_whole)
    facts = _cited_facts(rules.evidence, entries)
    return Report(
        entries=entries,
        config=config,
        versions=_versions(rules, pipeline, service.version),
        as_of=as_of,
        rules=_fired_rules(rules, entries),
        not_run=_not_run(rules, pipeline, service.reason),
        cautions=(
            *due_facts(facts.values(), as_of),
            *register.cautions(),
            *_unused(register, entries, is_whole),
            *cautions,
            *(caution for entry in entries for caution in entry.cautions),
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
        crew = Crew(_start_worker, (config, languagetool, register), _work)
        yield from audit_in_pool(jobs, crew, workers)
        return
    from auditor.engine import Auditor, audit_job

    auditor = Auditor(config, languagetool, rules, register)
    for number, job in jobs:
        yield number, audit_job(auditor, job)


def _versions(rules: RuleSet, pipeline: PipelineMeta, languagetool: str) -> Versions:
    """Return what made the report; the encoder is named only if a rule that is on asks it."""
    asked = rules.of("garble.spun-term") or rules.of("claim")
    encoder = describe_encoder() if asked else ""
    return Versions(__version__, rules.digest, pipeline.title, languagetool, encoder)


def _not_run(rules: RuleSet, pipeline: PipelineMeta, no_languagetool: str) -> tuple[NotRun, ...]:
    """Return the rules that can't run on this pipeline, and LanguageTool if there is none."""
    reason = f"needs tags or a parse, which the pipeline '{pipeline.title}' does not give"
    missing = [NotRun(rule_id, reason) for rule_id in idle_rules(rules, pipeline.components)]
    if no_languagetool:
        missing.append(NotRun("languagetool", no_languagetool))
    return tuple(missing)


def _fired_rules(rules: RuleSet, entries: Sequence[Entry]) -> dict[str, Rule]:
    """Return the rules that found something; LanguageTool's are made from their first finding."""
    fired = {
        f.rule_id: f
        for entry in reversed(entries)
        for f in (entry.findings + entry.suppressed)[::-1]
    }
    return {name: rules.rule(name) or rule_of(f) for name, f in sorted(fired.items())}


def _unused(register: Register, entries: Sequence[Entry], is_whole: bool) -> tuple[Caution, ...]:
    """Return what the register holds in vain; of a part of the articles nothing can be said."""
    if not is_whole or any(entry.failures or not entry.article for entry in entries):
        return ()
    return register.unused(f for e in entries for f in (*e.findings, *e.suppressed))


def _cited_facts(evidence: FactBase, entries: Sequence[Entry]) -> dict[str, Fact]:
    """Return the facts that findings cite, suppressed ones too."""
    cited = {i for e in entries for f in (*e.findings, *e.suppressed) for i in f.facts}
    return {fact.id: fact for fact in evidence.facts if fact.id in cited}


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

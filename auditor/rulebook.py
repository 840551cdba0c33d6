"""The rules and facts as text for people: the list of all rules, and the page of one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby

from auditor.config import Config
from auditor.errors import RuleError
from auditor.facts import STRENGTHS, Fact, FactBase
from auditor.packs import RuleSet
from auditor.rule import Rule


def list_rules(rules: RuleSet, config: Config) -> str:
    """Return a line for each rule: on, off or not applied (n/a), severity, id, message."""
    width = max((len(rule.id) for rule in rules.rules), default=0)
    lines = [
        f"{_state(rule, config)}  "
        f"{config.severity_of(rule.id, rule.severity):<8} {rule.id:<{width}}  {rule.message}"
        for rule in rules.rules
    ]
    lines.append(f"{len(rules.rules)} rules, {len(rules.pairs)} spun pairs")
    return "\n".join(lines) + "\n"


def _state(rule: Rule, config: Config) -> str:
    """Return whether the rule is on, off, or not applied as it holds elsewhere (n/a)."""
    if not config.is_on(rule.id):
        return "off"
    return "on " if rule.holds_in(config.jurisdiction) else "n/a"


def explain(rules: RuleSet, name: str, config: Config) -> str:
    """Return the page of the rule or fact `name`, or of all in the category or topic `name`.

    Raise RuleError if there is none, naming the nearest.
    """
    import difflib

    rule = rules.rule(name)
    chosen = (rule,) if rule else rules.of(name)
    facts = [fact for fact in rules.evidence.facts if name in (fact.id, fact.topic)]
    if not chosen and not facts:
        known = [r.id for r in rules.rules] + sorted({r.category for r in rules.rules})
        known += [fact.id for fact in rules.evidence.facts] + [*rules.evidence.topics]
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean '{close[0]}'?" if close else "'audit rules' lists them all"
        raise RuleError(f"no rule, category, fact or topic is named '{name}'; {hint}")
    pages = [_page(rule, rules.evidence, config) for rule in chosen]
    if name in rules.evidence.topics and facts:
        checked = sum(fact.seen for fact in facts)
        pages.append(iter([f"Facts on {name}: {len(facts)}, {checked} of them checked"]))
    pages += [_fact_page(fact) for fact in facts]
    return "\n".join("\n".join(page) + "\n" for page in pages)


def _page(rule: Rule, base: FactBase, config: Config) -> Iterator[str]:
    yield f"{rule.id}  ({rule.severity}, confidence {rule.confidence:.2f})"
    yield from _wrap(rule.message)
    if rule.jurisdiction:
        here = config.jurisdiction
        applied = "applied" if rule.holds_in(here) else "not applied"
        yield ""
        yield f"  Holds in: {', '.join(rule.jurisdiction)}; {applied} here (jurisdiction: {here})"
    if rule.explanation:
        yield ""
        yield from _wrap(rule.explanation)
    if rule.suggestions:
        yield ""
        yield from _wrap("Could stand instead: " + "; ".join(rule.suggestions))
    for source in rule.sources:
        yield f"  Source: {source.title}: {source.url}"
    if rule.family == "claim":
        yield from _facts_for(rule, base, config.jurisdiction)
    for title, examples in (("Found", rule.bad), ("Not found", rule.good)):
        yield ""
        yield f"  {title}:"
        for example in examples:
            yield textwrap.indent(example.strip(), "    ")
    yield f"  Defined in {rule.origin}"


def _facts_for(rule: Rule, base: FactBase, jurisdiction: str) -> Iterator[str]:
    """Yield the ids of the facts that can speak to the rule's findings, a line a topic."""
    from auditor.claims.evidence import facts_about

    facts = [fact for fact in facts_about(rule, base) if fact.holds_in(jurisdiction)]
    if not facts:
        return
    yield ""
    yield f"  {len(facts)} facts can speak against it (jurisdiction: {jurisdiction}):"
    marked = (f"{fact.id}{'' if fact.seen else '*'}" for fact in facts)
    for topic, ids in groupby(marked, key=lambda i: i.split(".", 1)[0]):
        text = f"{topic}: " + ", ".join(i.split(".", 1)[1] for i in ids)
        yield from textwrap.wrap(text, 86, initial_indent="    ", subsequent_indent="      ")
    if not all(fact.seen for fact in facts):
        yield "    * not checked against its source"


def _fact_page(fact: Fact) -> Iterator[str]:
    yield f"{fact.id}  ({fact.property}; holds in: {fact.jurisdiction}; grade {fact.grade})"
    yield from _wrap(fact.statement)
    yield f"  Source: {fact.source.title}: {fact.source.url}"
    yield f"  {_checked(fact)}"
    if fact.note:
        yield from _wrap(f"Note: {fact.note}")
    for against in fact.against:
        strengths = ", ".join(s for s in STRENGTHS if s in against.strengths)
        verb = "denies" if against.polarity == "deny" else "claims"
        yield f"  Speaks against what {verb} {against.property} ({strengths})"
    for title, words in (("Only where", fact.when), ("Not where", fact.unless)):
        if words:
            yield from _wrap(f"{title} the sentence names: {', '.join(words)}")
    if fact.allows:
        yield from _wrap(f"True of: {', '.join(fact.allows)}")
    for title, texts in (("Can stand", fact.can_say), ("Can't stand", fact.cannot_say)):
        if texts:
            yield f"  {title}:"
            yield from (f"    {text}" for text in texts)
    yield f"  Defined in {fact.origin}"


def _checked(fact: Fact) -> str:
    """Say whether, when and where the fact was checked."""
    if fact.seen:
        where = f"a stored copy: {fact.read_at}" if fact.read_at else "its source"
        return f"Checked on {fact.checked} against {where}"
    of_it = f"; part of it was read at {fact.read_at}" if fact.read_at else ""
    return f"Not checked: written from memory on {fact.checked}{of_it}"


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(
        text,
        88,
        initial_indent="  ",
        subsequent_indent="  ",
        # Addresses stay whole, so that they can be copied.
        break_on_hyphens=False,
        break_long_words=False,
    )

"""Which rules can't run on a pipeline, for want of tags or a parse; no check is loaded for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from auditor.checks import CHECKS
from auditor.packs import RuleSet
from auditor.rule import needs_tags

_TAGGERS = frozenset({"tagger", "morphologizer", "lemmatizer"})


def idle_rules(rules: RuleSet, components: Collection[str]) -> tuple[str, ...]:
    """Return the ids of the rules that can't run; components: the names of the pipeline's."""
    return (*_idle_patterns(rules, components), *_idle_by_name(rules, components))


def _idle_patterns(rules: RuleSet, components: Collection[str]) -> Iterator[str]:
    """Yield those whose patterns ask for what is missing, and that have no fallback."""
    tagged = not _TAGGERS.isdisjoint(components)
    parsed = "parser" in components
    for rule in rules.rules:
        asks_parse, asks_tags = bool(rule.dependencies), needs_tags(rule.tokens)
        if not rule.fallback and ((asks_parse and not parsed) or (asks_tags and not tagged)):
            yield rule.id


def _idle_by_name(rules: RuleSet, components: Collection[str]) -> Iterator[str]:
    """Yield those that a check's entry names with a component that is missing."""
    for entry in CHECKS:
        if missing := {
            rule_id for rule_id, asked in entry.needs.items() if asked not in components
        }:
            yield from (rule.id for rule in rules.rules if rule.id in missing)

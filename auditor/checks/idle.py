"""Which rules can't run on a pipeline, for want of tags or a parse."""

from __future__ import annotations

from collections.abc import Collection

from auditor.checks import compiled, grammar, sentences
from auditor.packs import RuleSet


def idle_rules(rules: RuleSet, components: Collection[str]) -> tuple[str, ...]:
    """Return the ids of the rules that can't run; components: the names of the pipeline's."""
    checks = (compiled, grammar, sentences)
    return tuple(rule for check in checks for rule in check.not_run(rules, components))

"""The rules as text for people: the list of all, and the page of one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from auditor.config import Config
from auditor.errors import RuleError
from auditor.packs import Rule, RuleSet


def list_rules(rules: RuleSet, config: Config) -> str:
    """Return a line for each rule: on or off, severity, id, message."""
    width = max((len(rule.id) for rule in rules.rules), default=0)
    lines = [
        f"{'on ' if config.is_on(rule.id) else 'off'}  {rule.severity:<8} {rule.id:<{width}}  "
        f"{rule.message}"
        for rule in rules.rules
    ]
    lines.append(f"{len(rules.rules)} rules, {len(rules.pairs)} spun pairs")
    return "\n".join(lines) + "\n"


def explain_rules(rules: RuleSet, name: str) -> str:
    """Return the page of the rule `name`, or of each rule of the category `name`.

    Raise RuleError if there is none, naming the nearest.
    """
    import difflib

    rule = rules.rule(name)
    chosen = (rule,) if rule else rules.of(name)
    if not chosen:
        known = [r.id for r in rules.rules] + sorted({r.category for r in rules.rules})
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean '{close[0]}'?" if close else "'audit rules' lists them all"
        raise RuleError(f"no rule or category is named '{name}'; {hint}")
    return "\n".join("\n".join(_page(rule)) + "\n" for rule in chosen)


def _page(rule: Rule) -> Iterator[str]:
    yield f"{rule.id}  ({rule.severity}, confidence {rule.confidence:.2f})"
    yield from _wrap(rule.message)
    if rule.explanation:
        yield ""
        yield from _wrap(rule.explanation)
    if rule.suggestions:
        yield ""
        yield from _wrap("Could stand instead: " + "; ".join(rule.suggestions))
    for source in rule.sources:
        yield f"  Source: {source.title}: {source.url}"
    for title, examples in (("Found", rule.bad), ("Not found", rule.good)):
        yield ""
        yield f"  {title}:"
        for example in examples:
            yield textwrap.indent(example.strip(), "    ")
    yield f"  Defined in {rule.origin}"


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(text, 88, initial_indent="  ", subsequent_indent="  ")

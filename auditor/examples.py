"""Runs the bad and good examples of rules, so that an editor proves a rule without Python."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.article import Span
from auditor.checks.idle import idle_rules
from auditor.config import JURISDICTIONS, Config, Override
from auditor.engine import Auditor
from auditor.findings import WHOLE_ARTICLE, Finding, Source
from auditor.register import Register, RegisterEntry
from auditor.rule import Rule

# The register that the examples of `claim.evidence.expired-register-entry` rest on.
_RUN_OUT = RegisterEntry(
    number=1,
    wording="Our salt cave has no side effects",
    topic="",
    about="",
    source=Source("A trial of salt caves", "https://example.org/salt"),
    reviewer="A. Reader",
    date=datetime.date(2020, 1, 1),
    expires=datetime.date(2020, 12, 31),
)
_MARK = re.compile("<<|>>")


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example's outcome; `problem` is empty if the rule did what the example asks."""

    rule_id: str
    kind: str
    text: str
    problem: str = ""


def example_auditor(config: Config) -> Auditor:
    """Return an auditor with every rule on and nothing held back for want of confidence."""
    places = tuple(Override((_path_in(name),), (("jurisdiction", name),)) for name in JURISDICTIONS)
    everything = replace(
        config, select=(), ignore=(), min_confidence=0.0, debug=True, overrides=places
    )
    return Auditor(everything, register=Register(expired=(_RUN_OUT,)))


def run_examples(auditor: Auditor, rules: Sequence[Rule]) -> Iterator[ExampleResult]:
    """Yield the outcome of each example of `rules`, in their order.

    Rules that the auditor's pipeline can't run have no outcome.
    """
    idle = idle_rules(auditor.rules, auditor.nlp.pipe_names)
    for rule in rules:
        if rule.id in idle:
            continue
        for text in rule.bad:
            yield ExampleResult(rule.id, "bad", text, _try_bad(auditor, rule, text))
        for text in rule.good:
            yield ExampleResult(rule.id, "good", text, _try_good(auditor, rule, text))


def _try_bad(auditor: Auditor, rule: Rule, text: str) -> str:
    marked = _MARK.split(text)
    plain = "".join(marked)
    found, audited = _findings_of(auditor, rule, plain)
    if not found:
        return "the rule finds nothing"
    if rule.category in WHOLE_ARTICLE or len(marked) == 1:
        return ""
    wanted = {" ".join(words.split()) for words in marked[1::2]}
    seen = {" ".join(_quote(audited, span).split()) for f in found for span in f.spans}
    if missing := wanted - seen:
        return f"the rule finds {sorted(seen)}, not the marked {sorted(missing)}"
    if surplus := {" ".join(f.quote.split()) for f in found} - wanted:
        return f"the rule also finds {sorted(surplus)}, which is not marked"
    return ""


def _try_good(auditor: Auditor, rule: Rule, text: str) -> str:
    found, _ = _findings_of(auditor, rule, text)
    if not found:
        return ""
    return f"the rule finds {sorted(f.quote for f in found)}"


def _findings_of(auditor: Auditor, rule: Rule, text: str) -> tuple[list[Finding], str]:
    place = rule.jurisdiction[0] if rule.jurisdiction else auditor.config.jurisdiction
    entry = auditor.audit(_path_in(place), ".txt", text.encode("utf-8"))
    found = [
        finding
        for finding in entry.findings
        if finding.rule_id == rule.id or rule.id in {also.rule_id for also in finding.also}
    ]
    return found, entry.article.text if entry.article else ""


def _path_in(jurisdiction: str) -> str:
    """Return the path of an example that is held to the rules there."""
    return f"example-{jurisdiction}.txt"


def _quote(text: str, span: Span) -> str:
    return text[span.start : span.end]

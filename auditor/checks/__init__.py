"""The checks: each module yields the findings of one kind of fault.

A check is a function `check(article, doc, rules, config)` that yields findings. `CHECKS` names
them all, with the rules that each one reads; a module is imported when its check first runs.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from auditor.article import Article
    from auditor.config import Config
    from auditor.findings import Finding
    from auditor.packs import RuleSet

Check = Callable[["Article", "Doc", "RuleSet", "Config"], Iterator["Finding"]]


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """A check's name, the module that holds its `check`, and the prefixes of the rules it reads.

    A check of which no rule is switched on is not run. needs: of rules that only some pipelines can
    serve, by id, the component that they ask.
    """

    name: str
    module: str
    prefixes: tuple[str, ...]
    needs: Mapping[str, str] = field(default_factory=dict)

    def load(self) -> Check:
        """Import the module and return its check."""
        check: Check = import_module(self.module).check
        return check


CHECKS: tuple[CheckEntry, ...] = (
    CheckEntry("patterns", "auditor.checks.patterns", ("garble", "claim", "readability")),
    CheckEntry("spun text", "auditor.checks.spun", ("garble.spun-term", "garble.spun-article")),
    CheckEntry("apostrophes", "auditor.checks.apostrophes", ("garble.apostrophe",)),
    CheckEntry("joined words", "auditor.checks.joined", ("garble.joined-words",)),
    CheckEntry("split tokens", "auditor.checks.splits", ("garble.split-token",)),
    CheckEntry("page residue", "auditor.checks.residue", ("garble.page-residue",)),
    CheckEntry("keyword stuffing", "auditor.checks.stuffing", ("garble.keyword-stuffing",)),
    CheckEntry("doubled words", "auditor.checks.doubled", ("garble.broken-grammar",)),
    CheckEntry(
        "broken grammar",
        "auditor.checks.grammar",
        ("garble.broken-grammar",),
        {"garble.broken-grammar.order": "tagger"},
    ),
    CheckEntry(
        "verb chains",
        "auditor.checks.verb_chains",
        ("garble.broken-grammar.verb-chain",),
        {"garble.broken-grammar.verb-chain": "tagger"},
    ),
    CheckEntry("contradictions", "auditor.checks.contradiction", ("claim.contradiction",)),
    CheckEntry(
        "fair balance",
        "auditor.checks.balance",
        ("claim.fair-balance", "claim.regulatory.status-unclear"),
    ),
    CheckEntry("jargon", "auditor.checks.jargon", ("readability.jargon",)),
    CheckEntry(
        "readability",
        "auditor.checks.readability",
        ("readability.grade", "readability.paragraph"),
    ),
    CheckEntry(
        "sentences",
        "auditor.checks.sentences",
        ("readability.sentence",),
        {f"readability.sentence.{name}": "parser" for name in ("nested", "passive", "noun-stack")},
    ),
)

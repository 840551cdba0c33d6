"""Claims that a spun article makes only once its garbled words are put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.article import Article
from auditor.checks import Check, contradiction, mechanism, patterns
from auditor.config import Config
from auditor.findings import Finding
from auditor.packs import RuleSet
from auditor.repaired import Repaired, bring_back

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Either of the two repairs may be wrong that a contradiction between them rests on.
_DOUBT = 0.1


def check_of(repaired: Repaired, found: Sequence[Finding]) -> Check:
    """Return a check of `repaired` whose findings stand in the article as it is.

    It takes the document of the repaired text. found: the findings on the article as it is; a
    contradiction that one of them tells already is not told again.
    """
    told = {finding.rule_id for finding in found if finding.category == "claim.contradiction"}

    def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
        for finding in patterns.check(repaired.article, doc, rules, config):
            if finding.family == "claim":
                yield bring_back(finding, repaired, article)
        for pairs in (contradiction.check, mechanism.check_repaired):
            for finding in pairs(repaired.article, doc, rules, config):
                if finding.rule_id not in told:
                    surely = round(max(finding.confidence - _DOUBT, 0.05), 3)
                    yield bring_back(replace(finding, confidence=surely), repaired, article)

    return check

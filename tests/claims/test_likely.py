"""Claims in words that no pattern holds: what the encoder proposes, context decides."""

from __future__ import annotations

import pytest

from auditor.checks.patterns import check
from auditor.config import Config
from auditor.findings import Finding
from auditor.language import load_pipeline, parse
from auditor.packs import RuleSet, load_rules
from tests.support import article_of

RULES = load_rules()
NLP = load_pipeline()


def find(text: str, rules: RuleSet = RULES) -> list[Finding]:
    article = article_of(text)
    found = check(article, parse(NLP, article), rules, Config())
    return [finding for finding in found if finding.rule_id.endswith(".likely")]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Sleep returns on the first night.", "claim.efficacy"),
        ("Other clinics send their own families to us.", "claim.superiority"),
        ("Nobody leaves our chair unhappy.", "claim.absolute"),
    ],
)
def test_a_claim_in_fresh_words_is_found(text, category):
    assert category in {finding.category for finding in find(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The clinic opens at nine, and the lift is beside the stairs.",
        "Migraine is a common disorder that affects about one adult in seven.",
        "Does sleep return on the first night?",
        "Ask your doctor before you stop a medicine.",
        "It is far from painless.",
        "The results are anything but permanent.",
        "The pill is not free of side effects.",
        "“No pain, no gain” is not our motto.",
        "Untreated gum disease never heals.",
        "Doctors once believed that bed rest cures back pain.",
        "",
    ],
)
def test_what_claims_nothing_is_left_alone(text):
    assert find(text) == []


def test_a_source_clears_what_only_the_encoder_takes_for_an_absolute():
    source = "This comes from a trial in the Lancet in 2020."
    assert not find(f"The scan is safe. {source}")
    assert [f.category for f in find(f"Nobody leaves our chair unhappy. {source}")]


def test_a_clause_that_a_pattern_has_found_is_not_found_twice():
    text = "The gel is not addictive at all."
    every = list(check(article_of(text), parse(NLP, article_of(text)), RULES, Config()))
    assert [finding.category for finding in every].count("claim.absolute") == 1
    assert find(text) == []


def test_rules_that_are_switched_off_yield_nothing():
    kept = RULES.only(rule for rule in RULES.rules if not rule.id.endswith(".likely"))
    assert find("Sleep returns on the first night.", kept) == []


def test_no_fact_makes_an_error_of_what_is_only_likely():
    (found,) = find("Ketamine is how PTSD finally loosens its grip.")
    assert found.facts and found.severity == "warning"

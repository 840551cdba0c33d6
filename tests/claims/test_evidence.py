"""Facts beside claims: which speak to which, and what that changes in a finding."""

from dataclasses import replace

import pytest

from auditor.checks import patterns
from auditor.claims.evidence import facts_about
from auditor.config import Config
from auditor.findings import Finding
from auditor.language import parse
from tests.claims.scan import blank_pipeline, claim_rules
from tests.support import article_of


def find(text: str, **settings) -> list[Finding]:
    article = article_of(text)
    doc = parse(blank_pipeline(), article)
    found = patterns.check(article, doc, claim_rules(), Config(**settings))
    return [f for f in found if f.confidence >= 0.5]


LINK = "(https://www.example.org/approvals)"


def test_a_fact_gives_reason_wording_source_and_confidence():
    (found,) = find("Ketamine is not addictive.")
    fact = claim_rules().evidence.fact(found.facts[0])
    plain = claim_rules().rule(found.rule_id)
    assert fact is not None and plain is not None
    assert fact.property in ("dependence", "abuse")
    assert found.explanation.startswith(fact.statement)
    assert fact.source.title in found.explanation
    assert found.suggestions == (fact.can_say[0], *plain.suggestions)
    assert found.sources[0] == fact.source
    assert found.confidence > plain.confidence


def test_no_fact_speaks_to_a_treatment_without_facts():
    (found,) = find("Our herbal tea is not addictive.")
    rule = claim_rules().rule(found.rule_id)
    assert rule is not None
    assert found.facts == () and found.suggestions == rule.suggestions
    assert found.confidence == rule.confidence


def test_a_fact_on_another_property_does_not_speak():
    (found,) = find("Ketamine never causes blindness.")
    assert not any("dependence" in fact for fact in found.facts)


def test_a_denial_of_all_side_effects_meets_a_fact_on_one_of_them():
    (found,) = find("TMS has no side effects.")
    assert found.facts[0] == "tms.seizure-rare"


def test_a_claim_against_which_a_read_source_speaks_is_graver():
    (softer,) = find("Our tea treats PTSD.")
    (graver,) = find("Ketamine treats PTSD.")
    assert (softer.severity, graver.severity) == ("warning", "error")


def test_a_source_that_nobody_has_read_is_said_to_be_checked_and_makes_nothing_graver():
    (found,) = find("Ketamine is safe in pregnancy.")
    assert found.facts[0] == "ketamine.pregnancy"
    assert "; to be checked" in found.explanation
    assert found.severity == "warning"


def test_facts_hold_where_the_house_is():
    text = "We sell Spravato, a nasal spray that is FDA-certified."
    (american,) = find(text)
    (british,) = find(text, jurisdiction="uk")
    assert american.facts and british.facts
    assert american.facts[0] != british.facts[0] == "esketamine.nice-against"


def test_a_narrow_fact_speaks_only_where_its_words_stand():
    (in_pregnancy,) = find("Ketamine is completely safe in pregnancy.")
    (at_all,) = find("Ketamine is completely safe.")
    assert "ketamine.pregnancy" in in_pregnancy.facts
    assert "ketamine.pregnancy" not in at_all.facts


def test_a_fact_never_lifts_a_claim_over_the_least_confidence():
    doubted = "Ketamine is safe, but some people feel sick."
    article = article_of(doubted)
    doc = parse(blank_pipeline(), article)
    found = [
        f
        for f in patterns.check(article, doc, claim_rules(), Config())
        if f.category == "claim.safety"
    ]
    assert [f.facts for f in found] == [()] * len(found)
    assert all(f.confidence < 0.5 for f in found)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (f"Our exosomes are FDA-approved for hair loss {LINK}.", "exosomes.none-approved"),
        (f"Ketamine has been approved for depression {LINK}.", "ketamine.anaesthetic-only"),
        (f"Our clinic is FDA certified {LINK}.", "any.clinics-not-approved"),
        ("Our ozone therapy is approved by the FDA (Okafor, 2021).", "ozone-therapy.poisonous-gas"),
        (f"Compounded semaglutide is the same as Wegovy {LINK}.", "glp1-compounded.not-approved"),
        (f"We sell exosomes. They are FDA-approved stem cells {LINK}.", "stem-cells."),
    ],
)
def test_a_source_clears_no_status_that_a_fact_knows_to_be_false(text, fact):
    (found,) = find(text)
    assert found.category == "claim.regulatory"
    assert found.facts[0].startswith(fact)


@pytest.mark.parametrize(
    "text",
    [
        f"Adderall is approved for ADHD {LINK}.",
        f"Our PRP kit is approved by the FDA for mixing with bone graft {LINK}.",
        f"It is FDA-approved for wrinkles. Exosomes are new. Our clinic is calm {LINK}.",
        "The drops are recommended by the FDA (FDA, 2019).",
    ],
)
def test_a_source_clears_a_status_that_no_fact_denies(text):
    assert not find(text)


def test_what_the_fda_did_is_a_fact_wherever_the_house_is():
    text = f"Our exosomes are FDA-approved for hair loss {LINK}."
    for place in ("us", "uk"):
        assert [f.facts[0] for f in find(text, jurisdiction=place)] == ["exosomes.none-approved"]
    assert not find("Our exosomes are TGA-approved for hair loss " + LINK)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Semaglutide is approved for weight loss in adults with obesity.", 0),
        ("Semaglutide is approved for weight loss and looks.", 1),
        ("Semaglutide is approved for weight loss in all adults.", 1),
        ("Our drops are approved for weight loss.", 1),
    ],
)
def test_a_status_that_a_fact_confirms_is_no_claim(text, count):
    assert len(find(text)) == count


def test_facts_about_a_rule_are_those_of_its_properties():
    base = claim_rules().evidence
    ranking = claim_rules().rule("claim.superiority.treatment")
    absolute = claim_rules().rule("claim.absolute.no-risk")
    assert ranking is not None and absolute is not None
    about = {fact.id for fact in facts_about(ranking, base)}
    assert "ketamine.ect-did-better" in about and "ketamine.bladder-harm" not in about
    every = {fact.id for fact in base.facts if fact.against}
    assert {fact.id for fact in facts_about(absolute, base)} == every
    assert facts_about(ranking, replace(base, facts=())) == ()

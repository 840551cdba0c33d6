"""The order of decision and its table: one test a row."""

from __future__ import annotations

import pytest

from auditor.claims.judge import TABLE, Claim, judge
from auditor.findings import CATEGORY_SEVERITY
from auditor.packs import load_rules
from tests.claims.scan import categories, find, reading_of


def judged(text: str, word: str, *, surely: bool) -> list[Claim]:
    """Return what stands of a claim of effect on one word of `text`."""
    reading = reading_of(text)
    rule = load_rules().rule("claim.efficacy.likely")
    assert rule is not None
    at = reading.words.index(word)
    return judge(reading, rule, frozenset({at}), at + 1, surely=surely)


def test_each_claim_category_that_patterns_find_has_a_column():
    by_patterns = {c for c in CATEGORY_SEVERITY if c.startswith("claim.")}
    assert set(TABLE) == by_patterns - {"claim.contradiction", "claim.fair-balance"}


def test_a_build_fails_on_absolutes_statuses_and_contradicted_facts_never_on_style():
    errors = {rule.category for rule in load_rules().rules if rule.severity == "error"}
    style = ("readability", "language", "claim.evidence", "claim.superiority", "claim.efficacy")
    assert {"claim.absolute", "claim.regulatory", "claim.contradiction"} <= errors
    assert not any(category.startswith(style) for category in errors)


@pytest.mark.parametrize(
    "text",
    [
        "Is the gel completely safe?",
        "Does the tea cure migraines?",
        "# Why the laser is painless",
        "Ask whether the gel is safe for you.",
        "Never take the drops if you have side effects.",
        "You should check that the gel is safe.",
    ],
)
def test_what_is_no_statement_is_no_claim(text):
    assert categories(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "It is a myth that the gel has no side effects.",
        "Some clinics say that the drops cure migraines.",
        "Be wary of anyone who says that it works for everyone.",
        "“Zero downtime” is a slogan of the trade.",
        "Some sellers call the oil FDA approved. It is not.",
    ],
)
def test_a_refuted_or_reported_overclaim_is_a_warning(text):
    assert categories(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A common myth is that the gel causes infection.", ["claim.safety"]),
        ("It is a myth that the gel never causes infection.", []),
        ("The fear of dependence is exaggerated.", ["claim.safety"]),
    ],
)
def test_refuting_a_risk_denies_it(text, wanted):
    assert categories(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The peel is not without risks.", []),
        ("The peel is not completely safe.", []),
        ("The peel does not cure acne.", []),
        ("Neither tea nor honey cures acne.", []),
        ("The peel not only cures acne, it is quick.", ["claim.absolute"]),
        ("There is no evidence that the peel cures acne.", []),
    ],
)
def test_negations_are_counted(text, wanted):
    assert categories(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # modal hedge
        ("The gel may have no side effects.", []),
        ("The gel may reverse hair loss.", []),
        ("Studies show that the gel may reverse hair loss.", ["claim.evidence"]),
        # shield
        ("The gel is generally considered non-addictive.", ["claim.safety"]),
        ("The gel is widely considered safe.", ["claim.safety"]),
        # setting condition
        ("The gel is not addictive at all when used for pain.", ["claim.absolute"]),
        ("In our clinic the gel has no side effects.", ["claim.absolute"]),
        # real condition
        ("If your doctor agrees, the gel is safe.", []),
        ("Unless you have allergies, the gel has no side effects.", []),
        # limited quantifier
        ("Some people have no side effects.", []),
        ("In one trial the gel reversed hair loss.", []),
        # most
        ("Most patients have no side effects.", ["claim.safety"]),
        # exception stated
        ("Side effects are rare, but they can be serious.", []),
        ("The gel reverses hair loss, but results vary.", []),
        # followable source
        ("Side effects are rare (Okafor et al., 2021).", []),
        ("The gel has no side effects (Okafor et al., 2021).", ["claim.absolute"]),
        # comparison in place of a plain denial
        ("The gel is not addictive in the same way as opioids.", ["claim.safety"]),
    ],
)
def test_the_table_of_contexts(text, wanted):
    assert categories(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The drops have no side effects and are safe.", ["claim.absolute"]),
        (
            "Research has shown that the drops reverse hair loss.",
            ["claim.efficacy", "claim.evidence"],
        ),
        ("“The drops reverse my hair loss,” says Ines.", ["claim.testimonial"]),
        ("The infusion is safe and effective.", ["claim.safety"]),
        ("Parking is always guaranteed.", []),
    ],
)
def test_claims_on_one_clause(text, wanted):
    assert categories(text) == wanted


def test_a_weakened_claim_loses_one_step_of_severity_and_some_confidence():
    (plain,) = find("The gel reverses hair loss.")
    (shielded,) = find("The gel usually reverses hair loss.")
    assert (plain.severity, shielded.severity) == ("warning", "note")
    assert shielded.confidence < plain.confidence


def test_a_risk_that_people_are_at_is_not_played_down():
    assert categories("Adults at low risk of a stroke wait for a letter.") == []
    assert categories("The gel has a low risk of a stroke.") == ["claim.safety"]


def test_an_article_that_claims_much_sells_though_nobody_speaks_for_a_clinic():
    facts = "The tea reverses hair loss. It cures migraines. It is not addictive. "
    about = "The plant grows in the hills of the north and flowers late in the year. " * 10
    few = {f.rule_id for f in find(facts + about)}
    many = find(facts + "It has no side effects. It melts fat. It works for everyone. " + about)
    assert "claim.efficacy.ends-disease" not in few
    assert "claim.efficacy.ends-disease" in {f.rule_id for f in many}


def test_where_nobody_sells_a_claim_is_less_sure():
    fact = "The drug reverses hair loss. "
    about = "The plant grows in the hills of the north and flowers late in the year. " * 12
    assert find(fact + about) == ()
    assert len(find(fact + about.replace("The plant", "At our clinic the plant"))) == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("If the dose is right, the drip lifts your mood.", "lifts"),
        ("The drip may lift your mood within a day.", "lift"),
        ("It is a myth that the drip works slowly.", "works"),
    ],
)
def test_what_the_encoder_is_certain_of_context_does_not_clear(text, word):
    assert not judged(text, word, surely=False)
    assert judged(text, word, surely=True)


def test_what_is_asked_or_shown_is_cleared_however_certain_the_encoder_is():
    assert not judged("Will the drip lift your mood within a day?", "lift", surely=True)
    shown = "In a trial in the Lancet (Smith et al., 2020) the drip lifted the mood within a day."
    assert not judged(shown, "lifted", surely=True)

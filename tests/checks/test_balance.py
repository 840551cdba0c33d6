"""An article that sells benefits must name a risk."""

from __future__ import annotations

import pytest

from tests.claims.scan import find

SELLING = (
    "Our drip gives immediate relief. It rewires the brain. It reverses hair loss. "
    "We see our guests from nine to five in the new house by the river. " * 8
)


def is_unbalanced(text: str) -> bool:
    return any(f.category == "claim.fair-balance" for f in find(text))


def test_selling_without_a_risk_is_found_once_for_the_article():
    (finding,) = [f for f in find(SELLING) if f.category == "claim.fair-balance"]
    assert (finding.span.start, finding.span.end) == (0, 0)


@pytest.mark.parametrize(
    "risk",
    [
        "Side effects include bruising.",
        "It can cause nausea.",
        "Burns, blisters and fainting do occur.",
        "Infections have been reported after it.",
        "Do not have it if you're pregnant.",
        "We don't treat people who take blood thinners.",
        "Online care isn't a great fit if you're in crisis.",
    ],
)
def test_a_named_risk_balances(risk):
    assert not is_unbalanced(f"{SELLING}\n{risk}")


@pytest.mark.parametrize(
    "denied",
    [
        "It has no side effects.",
        "Are there risks?",
        "It leaves no scars and no burns.",
        "It clears rashes and scars for good.",
    ],
)
def test_a_denied_or_asked_risk_does_not(denied):
    assert is_unbalanced(f"{SELLING}\n{denied}")


def test_a_short_or_modest_article_owes_nothing():
    assert not is_unbalanced("Our drip gives immediate relief. It rewires the brain.")
    assert not is_unbalanced("We see our guests from nine to five in the house. " * 20)


KETAMINE = (
    "Our ketamine gives immediate relief. It rewires the brain. It reverses hair loss. "
    "Ask us about the side effects of ketamine. "
    "We see our guests from nine to five in the new house by the river. " * 8
)


def rules_found(text: str) -> set[str]:
    return {f.rule_id for f in find(text)}


def test_a_treatment_of_known_risks_owes_them_by_name():
    (finding,) = [f for f in find(KETAMINE) if f.rule_id == "claim.fair-balance.treatment-risks"]
    assert any(fact.startswith("ketamine.") for fact in finding.facts)
    told = f"{KETAMINE} It can lead to dependence and misuse. It raises blood pressure."
    assert "claim.fair-balance.treatment-risks" not in rules_found(told)


def test_one_risk_is_half_a_balance():
    (none,) = [f for f in find(KETAMINE) if f.category == "claim.fair-balance"]
    (one,) = [
        f
        for f in find(f"{KETAMINE} It raises blood pressure.")
        if f.category == "claim.fair-balance"
    ]
    assert one.confidence < none.confidence


def test_a_denied_risk_is_not_named():
    denied = f"{KETAMINE} It never leads to dependence. It does not raise blood pressure."
    assert "claim.fair-balance.treatment-risks" in rules_found(denied)


def test_an_unapproved_use_that_is_sold_must_be_called_so():
    assert "claim.regulatory.status-unclear" in rules_found(KETAMINE)
    for status in ("This use is off-label.", "It is not approved for this."):
        assert "claim.regulatory.status-unclear" not in rules_found(f"{KETAMINE} {status}")

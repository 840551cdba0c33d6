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


@pytest.mark.parametrize("risk", ["Side effects include bruising.", "It can cause nausea."])
def test_a_named_risk_balances(risk):
    assert not is_unbalanced(f"{SELLING}\n{risk}")


@pytest.mark.parametrize("denied", ["It has no side effects.", "Are there risks?"])
def test_a_denied_or_asked_risk_does_not(denied):
    assert is_unbalanced(f"{SELLING}\n{denied}")


def test_a_short_or_modest_article_owes_nothing():
    assert not is_unbalanced("Our drip gives immediate relief. It rewires the brain.")
    assert not is_unbalanced("We see our guests from nine to five in the house. " * 20)

"""A device may be cleared for a use where what it prepares, holds or delivers is not."""

from __future__ import annotations

import pytest

from tests.claims.scan import quotes


@pytest.mark.parametrize(
    "text",
    [
        "The kits that prepare PRP are cleared by the FDA for mixing with bone graft in surgery.",
        "The tubes used to hold PRP are FDA-cleared for drawing blood.",
        "PRP kits are cleared by the FDA for use with bone graft.",
        "The FDA has cleared the kit that makes PRP for use with bone graft.",
        "Our infusion pumps are FDA-cleared for giving fluids.",
        "We spin PRP in an FDA-cleared centrifuge for separating blood.",
        "The device for storing stem cells is cleared by the FDA to keep blood cool.",
    ],
)
def test_a_device_cleared_for_a_use_is_no_claim(text):
    assert quotes(text, "claim.regulatory") == []


@pytest.mark.parametrize(
    "text",
    [
        "Our PRP is FDA-cleared",
        "We offer FDA-cleared PRP",
        "Our PRP kits are FDA-cleared",
        "Our ozone machine is FDA-approved for asthma",
        "FDA-cleared PRP kits for knees",
        "Our kit prepares PRP that is cleared by the FDA for surgery",
        "PRP is cleared by the FDA for use in our kit",
        "Our clinic and its machines are FDA-cleared for all skin types",
        "The kit makes our PRP FDA-cleared for surgery",
        "The device delivers stem cells approved by the FDA to your knee",
    ],
)
def test_what_it_prepares_is_not_approved_by_that(text):
    assert quotes(f"{text}.", "claim.regulatory") == [text]

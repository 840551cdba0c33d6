"""Who does it: what the reader or an illness does, or a group has, is no promise of a treatment."""

from __future__ import annotations

import pytest

from auditor.language import load_pipeline
from tests.claims.scan import find

NLP = load_pipeline()


def found(text: str) -> set[str]:
    return {finding.rule_id for finding in find(text, NLP)}


@pytest.mark.parametrize(
    "text",
    [
        "You will not damage the repair by standing on it.",
        "You can't hurt the stitches with a shower.",
        "A fever from an ordinary infection won't damage the brain.",
        "Simple febrile seizures don't cause brain damage.",
        "The scan can show wear in people who have no pain at all.",
    ],
)
def test_a_denial_that_is_not_of_a_treatment_is_no_claim(text):
    assert not {rule for rule in found(text) if rule.startswith("claim.absolute")}


@pytest.mark.parametrize(
    "text",
    [
        "The laser will not damage the skin.",
        "Our injections don't cause brain damage.",
        "Our patients have no pain at all.",
        "The needle cannot hurt you.",
    ],
)
def test_a_denial_of_a_treatments_harm_is_one(text):
    assert {rule for rule in found(text) if rule.startswith("claim.absolute")}

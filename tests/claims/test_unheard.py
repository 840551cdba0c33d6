"""What only a pattern takes for a claim is doubted where the encoder hears none in the sentence."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from auditor.checks.patterns import check, find_claims
from auditor.claims.chances import chances_of
from auditor.claims.judge import DOUBTED
from auditor.claims.reading import read
from auditor.claims.unheard import doubt_unheard
from auditor.config import Config
from auditor.language import load_pipeline, parse
from auditor.model_reading import read_with_models
from auditor.packs import load_rules
from tests.support import article_of

RULES = load_rules()
NLP = load_pipeline()
HARMLESS = "A pump the size of a matchbox sits on the skin and gives insulin through a soft tube."
CLAIM = "The gel is not addictive."


def doubt(text: str, *, spun: float = 0.0, built_in: bool = True) -> list[float]:
    """Return how sure each claim that patterns find is before the encoder is asked, and after."""
    article = article_of(text)
    reading = read(article, parse(NLP, article), RULES, ())
    claims = [
        replace(claim, rule=replace(claim.rule, built_in=built_in))
        for claim in find_claims(reading)
    ]
    assert claims
    assert all(claim.confidence > DOUBTED for claim in claims)
    chances = chances_of(read_with_models(article, RULES, Config()))
    models = SimpleNamespace(verdict=SimpleNamespace(probability=spun))
    return [c.confidence for c in doubt_unheard(claims, reading, models, chances)]  # type: ignore[arg-type]


def test_what_the_encoder_does_not_hear_is_less_sure_than_is_reported():
    assert doubt(HARMLESS) == [DOUBTED]


@pytest.mark.parametrize(
    "text", [CLAIM, "Relief starts within days.", "Studies show that our drip works."]
)
def test_a_claim_that_it_hears_stands(text):
    assert all(confidence > DOUBTED for confidence in doubt(text))


def test_a_spun_articles_claims_are_not_doubted():
    assert all(confidence > DOUBTED for confidence in doubt(HARMLESS, spun=0.9))


def test_an_editors_own_rule_is_never_doubted():
    assert all(confidence > DOUBTED for confidence in doubt(HARMLESS, built_in=False))


def test_without_the_rules_that_ask_the_encoder_nothing_is_doubted():
    article = article_of(HARMLESS)
    deaf = RULES.only(rule for rule in RULES.rules if not rule.id.endswith(".likely"))
    (found,) = check(article, parse(NLP, article), deaf, Config())
    assert found.confidence > DOUBTED


def test_a_doubted_claim_can_still_be_asked_for():
    article = article_of(HARMLESS)
    (found,) = check(article, parse(NLP, article), RULES, Config(min_confidence=0.3))
    assert found.confidence == DOUBTED

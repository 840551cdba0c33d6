"""Clauses softened by grammar: what can stand for each, and which are better left alone."""

import pytest

from auditor.checks.patterns import find_claims
from auditor.claims.frames import frame_of
from auditor.claims.reading import read
from auditor.claims.rewrite import soften
from auditor.language import load_pipeline, parse
from tests.claims.scan import blank_pipeline, claim_rules, find
from tests.support import article_of


@pytest.fixture(scope="module")
def pipeline():
    return load_pipeline("")


def softened(text: str, nlp) -> list[str]:
    article = article_of(text)
    reading = read(article, parse(nlp, article), claim_rules())
    claims = find_claims(reading)
    assert claims, f"no claim is found in {text!r}"
    words = (soften(reading, claim, frame_of(reading, claim)) for claim in claims)
    return list(dict.fromkeys(found for found in words if found))


REWRITES = [
    ("The lozenge is not addictive at all.", "The lozenge may carry a lower risk of addiction"),
    (
        "The lozenge is not addictive at all when used for a cough.",
        "The lozenge may carry a lower risk of addiction when used for a cough",
    ),
    ("Our gum isn't habit-forming.", "Our gum may carry a lower risk of dependence"),
    ("The new paste is non-addictive.", "The new paste may carry a lower risk of addiction"),
    ("The scrub has no side effects.", "The scrub may have fewer side effects"),
    ("Both creams have zero risk of infection.", "Both creams may have a lower risk of infection"),
    ("The bath carries no risk.", "The bath may carry a lower risk"),
    ("The wrap comes with no downtime.", "The wrap may come with less downtime"),
    ("There is no risk of scarring.", "There may be a lower risk of scarring"),
    ("There are no complications here.", "There may be fewer complications here"),
    ("The syrup does not cause any nausea.", "The syrup may be less likely to cause nausea"),
    ("This wrap will never leave a scar.", "This wrap may be less likely to leave a scar"),
    ("The wrap never causes pain.", "The wrap may be less likely to cause pain"),
    ("The patch cannot hurt you.", "The patch may be less likely to hurt you"),
    ("The bath is completely safe.", "The bath may be suitable for some people"),
    ("The bath is safe for everyone.", "The bath may be suitable for some people"),
    ("Our waxing is totally painless.", "Our waxing may cause less pain"),
    ("Our saunas are risk-free.", "Our saunas may carry a lower risk"),
    ("This sauna cures migraines.", "This sauna may ease migraines"),
    ("The tonic ends fatigue for good.", "The tonic may ease fatigue"),
    ("The tonic will cure your insomnia forever.", "The tonic may ease your insomnia"),
    ("The tonic works for everyone.", "The tonic may work for some people"),
    ("The tonic boosts immunity.", "The tonic may support immunity"),
    ("Our tea helps anxiety.", "Our tea may help anxiety"),
    ("We guarantee younger skin.", "We aim at younger skin"),
    ("The clinic guarantees permanent results.", "The clinic aims at results"),
    ("Results are guaranteed.", "Results can't be guaranteed"),
    ("You are certain to lose weight.", "You may lose weight"),
    ("You get permanent relief.", "You may get relief"),
    ("We are the best clinic in Leeds.", "We are a clinic in Leeds"),
    ("We are the finest eye clinic in town.", "We are an eye clinic in town"),
    (
        "The balm is better than old painkillers.",
        "The balm is another option beside old painkillers",
    ),
    (
        "The balm has no side effects and cures eczema.",
        "The balm may have fewer side effects and ease eczema",
    ),
    (
        "The balm cures eczema without side effects.",
        "The balm may ease eczema with fewer side effects",
    ),
]


@pytest.mark.parametrize(("text", "words"), REWRITES)
def test_a_clause_is_softened_by_its_grammar(pipeline, text: str, words: str):
    assert words in softened(text, pipeline)


@pytest.mark.parametrize("words", [words for _, words in REWRITES])
def test_what_is_offered_makes_no_claim_of_its_own(pipeline, words: str):
    assert find(f"{words}.", pipeline) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Nobody has side effects, and nothing can go wrong.",
        "Everyone gets better with our drip.",
        "The tonic cures cancer.",
        "The drip rewires your brain.",
        "The tonic is the only true cure.",
        "Studies show that the tonic has helped thousands.",
        "It has cured thousands of their migraines.",
        "Our tonic cures every disease.",
        "The balm is better than any other medicine.",
        "Say goodbye to pain.",
        "Free of side effects",
        "I had no side effects and my migraines are cured.",
        "The treatment is FDA approved for everyone.",
    ],
)
def test_a_clause_of_another_build_is_left_alone(pipeline, text: str):
    assert softened(text, pipeline) == []


def test_without_a_parse_nothing_is_rewritten():
    assert softened("The scrub has no side effects.", blank_pipeline()) == []


def test_the_softened_clause_comes_after_the_fact_and_before_the_rule(pipeline):
    (found,) = find("Ketamine is not addictive.", pipeline)
    fact = claim_rules().evidence.fact(found.facts[0])
    rule = claim_rules().rule(found.rule_id)
    assert fact is not None and rule is not None
    assert found.suggestions == (
        fact.can_say[0],
        "Ketamine may carry a lower risk of addiction",
        *rule.suggestions,
    )

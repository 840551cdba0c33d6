"""What a claim is about: its topics, its properties and how strongly it speaks."""

import pytest

from auditor.checks.patterns import find_claims
from auditor.claims.frames import Frame, NameIndex, frame_of
from tests.claims.scan import reading_of


def frames(text: str) -> list[Frame]:
    reading = reading_of(text)
    return [frame_of(reading, claim) for claim in find_claims(reading)]


def frame(text: str) -> Frame:
    found = frames(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "properties", "strength"),
    [
        ("Ketamine is not addictive.", {"dependence"}, "absolute"),
        ("There is no risk of dependence.", {"dependence"}, "absolute"),
        ("Botox has no side effects.", {"side-effects"}, "absolute"),
        ("Botox is completely safe.", {"safety"}, "absolute"),
        ("Fillers give permanent results.", {"durability", "efficacy"}, "absolute"),
        ("Addiction is rare with ketamine.", {"dependence"}, "weak"),
        ("TMS is better than antidepressants.", {"superiority"}, "strong"),
    ],
)
def test_the_words_and_the_rule_say_what_a_claim_is_about(text, properties, strength):
    found = frame(text)
    assert found.properties == properties
    assert found.strength == strength


def test_a_denied_risk_says_nothing_of_the_disease_that_the_clause_names_too():
    found = frame("Ketamine is not addictive at all when used for depression.")
    assert found.properties == {"dependence"}


def test_of_a_wide_and_a_narrow_property_the_narrow_one_counts():
    found = frame("Ketamine treats PTSD.")
    assert found.properties == {"efficacy-ptsd"}


@pytest.mark.parametrize(
    "text",
    [
        "Botox has no side effects.",
        "# Botox\n\nIt has no side effects.",
        "# Botox\n\n## Safety\n\nIt has no side effects.",
        "We offer Botox. Our needles are thin. It has no side effects.",
        "Our needles are thin, and the injection has no side effects.\n\nAsk for Botox.",
    ],
)
def test_the_topic_comes_from_the_nearest_words_that_name_one(text):
    assert frame(text).topics == {"botulinum-toxin"}


def test_the_clause_wins_over_the_heading():
    found = frame("# Ketamine\n\nSpravato has no side effects.")
    assert found.topics == {"esketamine"}


def test_an_article_on_no_known_treatment_has_no_topic():
    assert frame("Our herbal tea has no side effects.").topics == frozenset()


def test_of_names_in_one_place_the_longest_counts_and_hyphens_make_no_difference():
    index = NameIndex({"wide": ["semaglutide"], "narrow": ["compounded semaglutide", "b-12"]})
    assert index.owners("Compounded  Semaglutide works") == {"narrow"}
    assert index.owners("with B 12") == {"narrow"}
    assert index.owners("semaglutides") == frozenset()


def test_an_index_without_names_finds_nothing():
    assert NameIndex({}).owners("anything") == frozenset()

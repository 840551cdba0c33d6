"""Jargon: named once, at first use, unless the text explains it or is about it."""

import pytest

from auditor.checks.jargon import check
from auditor.config import Config
from auditor.language import parse
from tests.support import article_of


@pytest.fixture
def found(blank, rules):
    def find(text: str, **settings) -> list[tuple[str, tuple[str, ...]]]:
        article = article_of(text)
        findings = check(article, parse(blank, article), rules, Config(**settings))
        return [(f.quote, f.suggestions) for f in findings]

    return find


def test_a_term_is_found_once_with_plain_words(found):
    text = "It is a strong analgesic for a day.\nThe analgesic wears off."
    assert found(text) == [("analgesic", ("painkiller",))]


@pytest.mark.parametrize(
    "text",
    [
        "An analgesic (painkiller) helps.",
        "An analgesic, or painkiller, helps.",
        "An analgesic is a drug against pain.",
        "A painkiller (analgesic) helps.",
        "A drug against pain is called analgesic.",
    ],
)
def test_a_term_that_is_explained_is_left_alone(found, text: str):
    assert found(text) == []


def test_the_longest_term_counts(found):
    assert found("We ask about suicidal ideation first.") == [
        ("suicidal ideation", ("thoughts of suicide",))
    ]


def test_what_the_article_is_about_and_the_house_words_are_left_alone(found):
    assert found("# Botulinum and alopecia\nAlopecia can be treated here.") == []
    assert found("Bring your EMDR card.", vocabulary=("EMDR",)) == []


def test_an_abbreviation_is_found_unless_it_is_spelled_out_or_known(found):
    assert found("Ask about EMDR today. EMDR helps some.") == [("EMDR", ())]
    assert found("Eye movement therapy (EMDR) helps some. EMDR takes time.") == []
    assert found("The FDA says so.") == []


@pytest.mark.parametrize(
    "text",
    [
        "It needs titration here.\nTitration takes weeks.",
        "Ask about a nerve block: numbing near a nerve.",
        "Ask about a greater occipital nerve block now.\nA nerve block takes a minute.",
    ],
)
def test_what_the_article_goes_on_to_tell_is_explained(found, text):
    assert not [term for term, _ in found(text) if term in ("titration", "nerve block")]


@pytest.mark.parametrize(
    "text",
    [
        "A case series (Lee and colleagues, 2019) found little.",
        "It may bring a cough, dyspnea, or pain.",
    ],
)
def test_a_source_and_a_list_explain_nothing(found, text):
    assert found(text)

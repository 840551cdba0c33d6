"""Spun text as findings: the words alone, right suggestions, silence on clean text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.article import Span
from auditor.checks.spun import ILL_FITTING, check, without_explained
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet, load_rules
from tests.support import article_of

TERM = "garble.spun-term.known-pair"
RULES = load_rules()


def find(text: str, rules: RuleSet = RULES, config: Config | None = None) -> list[Finding]:
    import spacy

    return list(check(article_of(text), spacy.blank("en")(""), rules, config or Config()))


@pytest.mark.parametrize(
    ("text", "quote", "first"),
    [
        ("Nausea is among the aspect results.", "aspect results", "side effects"),
        ("Aspect results are rare.", "Aspect results", "Side effects"),
        ("We care for your intellectual fitness.", "intellectual fitness", "mental health"),
        ("An substantiation- grounded plan", "substantiation- grounded", "evidence-based"),
    ],
)
def test_sure_terms_are_found_anywhere_with_the_right_words(text, quote, first):
    (finding,) = find(text)
    assert finding.rule_id == TERM
    assert finding.quote == quote
    assert finding.suggestions[0] == first
    assert len(finding.suggestions) <= 3


@pytest.mark.parametrize(
    "text",
    [
        "The webbing between the toes may itch.",
        "A head injury can cause internal bleeding.",
        "Court cases took years.",
        "Goods are delivered on Monday.",
        "Home remedies such as honey may ease a cough.",
        "The nurse gave a bolus of saline, then a second bolus.",
        "She has a mild temper and a long history of asthma.",
    ],
)
def test_words_that_are_right_in_their_place_are_left_alone(text):
    assert find(text) == []


def test_only_the_wrong_word_is_marked_of_a_term_that_is_mostly_right():
    (finding,) = find("We offer Cognitive Behavioral remedy.")
    assert (finding.quote, finding.suggestions[0]) == ("remedy", "therapy")


def test_a_term_does_not_reach_over_the_end_of_a_block():
    assert find("This is one aspect\nResults follow\n") == []


def test_words_of_the_house_are_right():
    config = Config(vocabulary=("Aspect results",))
    assert find("Aspect results are rare.", config=config) == []


def test_a_spun_article_gets_one_finding_as_a_whole():
    (example,) = RULES.rule("garble.spun-article.verdict").bad
    whole = [f for f in find(example) if f.category == "garble.spun-article"]
    assert [f.span for f in whole] == [Span(0, 0)]
    assert "{share}" not in whole[0].message
    assert "%" in whole[0].message


def test_a_rule_that_is_switched_off_yields_nothing():
    term_only = RULES.only([RULES.rule(TERM)])
    (example,) = RULES.rule("garble.spun-article.verdict").bad
    assert {f.rule_id for f in find(example, term_only)} == {TERM}
    assert find(example, RULES.only([])) == []


def test_a_word_that_lacks_an_apostrophe_is_not_ill_fitting_too():
    article = article_of("Patients whove recovered chew trombones.")
    doubted = [
        make_finding(RULES.rule(ILL_FITTING), article, span) for span in (Span(9, 14), Span(30, 39))
    ]
    slip = make_finding(RULES.rule("garble.apostrophe.contraction"), article, Span(9, 14))
    assert without_explained([*doubted, slip]) == [doubted[1], slip]
    assert without_explained(doubted) == doubted


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    for finding in find(text):
        assert 0 <= finding.span.start <= finding.span.end

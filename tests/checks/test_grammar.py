"""Broken grammar that word classes show and counts of clean writing confirm."""

import pytest

from auditor.checks.grammar import check
from auditor.config import Config
from auditor.language import BLANK, load_pipeline, parse
from tests.checks.faults import pipeline, rules
from tests.support import article_of


def found(text, nlp=None):
    article = article_of(text)
    findings = check(article, parse(nlp or pipeline(), article), rules(), Config())
    return [(f.rule_id.rpartition(".")[2], f.quote, f.suggestions[:1]) for f in findings]


@pytest.mark.parametrize(
    ("text", "rule", "words", "suggestion"),
    [
        ("Ask whether your is the right one.", "clash", "your is", None),
        ("They sat with we and talked.", "clash", "with we", None),
        ("Some people may been helped.", "clash", "may been", None),
        ("The nurse is has a plan.", "clash", "is has", None),
        ("Tell us about the. Then rest.", "no-noun", "the", None),
        ("Rest in the in the same room.", "repeated-run", "in the in the", "in the"),
        ("A nurse should helps you.", "verb-form", "should helps", "should help"),
        ("It may also causing harm.", "verb-form", "may also causing", "may also cause"),
        ("We want to reduces your pain.", "verb-form", "to reduces", "to reduce"),
        ("Surgery can necessary for many.", "no-verb", "can necessary", None),
        ("It is a problems for them.", "number", "a problems", "a problem"),
        ("The symptoms chronic require care.", "order", "symptoms chronic require", None),
        ("We offer good care, When you come.", "new-sentence", "care, When", None),
    ],
)
def test_each_kind_of_fault_is_found(text, rule, words, suggestion):
    [(name, quote, suggestions)] = found(text)
    assert (name, quote) == (rule, words)
    assert list(suggestions) == ([] if suggestion is None else [suggestion])


@pytest.mark.parametrize(
    "text",
    [
        # A clause ends in the first verb or preposition.
        "What it is is a start, and all that there is has its price.",
        "The clinic they go to is near; what they have is rare.",
        "Call as soon as you can from home, or do what you can.",
        # Letters and names.
        "Too much vitamin a is harmful, and hepatitis a and b differ.",
        "Take vitamin A. Then read Appendix A.",
        # A compound.
        "The to-go cup and the at-risk group.",
        # Right repetitions.
        "It got more and more and more painful, step by step by step.",
        "An organization of organizations of organizations.",
        # Nouns and participles behind "to", verbs left out or behind.
        "It leads to changes in mood and to increased pain.",
        "Compared to treated patients, few were ill.",
        "We look forward to helping you.",
        "What can patients with this disease do?",
        "It can in some cases help.",
        "The will of the people has been heard.",
        # A plural that says what kind of thing.
        "A sports club and a diabetes clinic opened. It is a means to an end.",
        # Adjectives that rightly stand behind.
        "The people responsible are named, and the drugs available help.",
        # A title, and a quoted one.
        "# Care, When it hurts",
        "We read “Today, When It Rains”.",
    ],
)
def test_good_grammar_is_left_alone(text):
    assert found(text) == []


def test_a_pair_across_a_mark_is_no_pair():
    assert found("We rest with. They do not, and that is your. Is it?") == [("no-noun", "your", ())]


def test_without_tags_all_but_the_order_is_still_judged():
    text = (
        "Ask whether your is right. It should helps you. It is a problems for them. "
        "The symptoms chronic require care."
    )
    blank = load_pipeline(BLANK)
    assert [name for name, _, _ in found(text, blank)] == ["clash", "verb-form", "number"]


@pytest.mark.parametrize(
    "text",
    [
        "It helps that somebody sober stays with them.",
        "Your eyes may water for an hour.",
        "You must fast from midnight.",
    ],
)
def test_words_that_may_be_verbs_or_stand_behind_are_no_fault(text):
    assert found(text) == []

"""Verbs in a form that "be" and "have" can't take."""

import pytest

from auditor.checks.verb_chains import check
from tests.checks.faults import tagged_faults


@pytest.mark.parametrize(
    ("text", "words", "repair"),
    [
        ("The cream is helps at once.", "is helps", "helps"),
        ("Long baths should be avoid for a week.", "be avoid", "be avoided"),
        ("The letter is then send to your doctor.", "is then send", "is then sent"),
        ("Our doctors have prescribe it for years.", "have prescribe", "have prescribed"),
    ],
)
def test_a_wrong_form_is_found_with_the_right_one(text, words, repair):
    assert (words, repair) in tagged_faults(check, text)


@pytest.mark.parametrize(
    "text",
    [
        "What it is depends on you.",
        "Is treatment helps your aim?",
        "They have rest days, and it is work.",
        "A baseline is agreed at the start.",
        "The way it is done differs from how it is felt.",
        "The results are means of ten days.",
    ],
)
def test_nouns_questions_and_closed_clauses_are_left_alone(text):
    assert tagged_faults(check, text) == []

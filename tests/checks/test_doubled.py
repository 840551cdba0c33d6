"""Doubled words, and words that no sentence has in a row."""

import pytest

from auditor.checks.doubled import check
from tests.checks.faults import faults, quotes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Take the the pill.", ("the the", "the")),
        ("The the pill is small.", ("The the", "The")),
        ("Each treatment treatment differs.", ("treatment treatment", "treatment")),
        ("It does now not hurt.", ("does now not", "does not")),
        ("Some can may feel sick.", ("can may", "can")),
        ("We asked the of them.", ("the of", "the")),
    ],
)
def test_words_that_can_t_stand_in_a_row_are_found(text, found):
    assert faults(check, text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "He said that that was all they had had.",
        "Very very good, and many many thanks.",
        "She moved to Walla Walla with vitamin A a day later.",
        "Of the, and. The end.",
        "It is the a-to-z of a to-go cup and the A/B test in Appendix A of it.",
        "It is now not so common. What you are is brave, and all it does is help.",
        "Is it on? On Monday. Log in In-page.",
    ],
)
def test_words_that_can_are_left_alone(text):
    assert quotes(check, text) == []

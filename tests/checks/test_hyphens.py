"""Lost hyphens of compounds."""

import pytest

from auditor.checks.apostrophes import check
from tests.checks.faults import faults, quotes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The risks of long term use", ("long term", "long-term")),
        ("A state of the art clinic", ("state of the art", "state-of-the-art")),
        ("Is it habit forming?", ("habit forming", "habit-forming")),
        ("It is non addictive.", ("non addictive", "non-addictive")),
        ("Ketamine assisted therapy helps.", ("Ketamine assisted", "Ketamine-assisted")),
        ("We treat weight related conditions.", ("weight related", "weight-related")),
        ("Book a follow up visit.", ("follow up", "follow-up")),
    ],
)
def test_a_compound_without_its_hyphen_is_found(text, found):
    assert faults(check, text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "In the long term patients do well.",
        "Effects over the long term are unknown.",
        "Our care is evidence based and kind.",
        "Prices vary based upon need and are based on weight.",
        "It is a habit forming slowly.",
        "Sine qua non sequitur is Latin, as is non compos mentis.",
        "Nurses who follow up treatment well.",
        "Many people improve related conditions.",
        "He started step by step.",
    ],
)
def test_the_same_words_elsewhere_are_right(text):
    assert quotes(check, text) == []

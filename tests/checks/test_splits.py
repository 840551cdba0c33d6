"""Tokens that a stray space has broken."""

import pytest

from auditor.checks.splits import check
from tests.checks.faults import faults, quotes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is n't new.", ("is n't", "isn't")),
        ("It does n’t hurt.", ("does n’t", "doesn’t")),
        ("They 're kind.", ("They 're", "They're")),
        ("The patient ’s chart", ("patient ’s", "patient’s")),
        ("It ' s here.", ("It ' s", "It's")),
        ("We offer follow- up care.", ("follow- up", "follow-up")),
        ("A left- to-right reading", ("left- to", "left-to")),
        ("We are trauma -informed.", ("trauma -informed", "trauma-informed")),
        ("The long - term data", ("long - term", "long-term")),
        ("Rest- the old cure", ("Rest- the", "Rest—the")),
        ("Talk therapy ( CBT) helps.", ("( CBT)", "(CBT)")),
        ("Talk therapy( CBT) helps.", ("therapy( CBT)", "therapy (CBT)")),
        ("Talk therapy (CBT ) helps.", ("CBT )", "CBT)")),
        ("It is dependence , not more.", ("dependence ,", "dependence,")),
        ("It is a “ cure. ”", ("“ cure. ”", "“cure.”")),
        ('It is a " cure " now.', ('" cure "', '"cure"')),
        ("It is practice —keeping at it.", ("practice —keeping", "practice—keeping")),
        ("It is practice— keeping at it.", ("practice— keeping", "practice—keeping")),
        ("Go home with out help.", ("with out", "without")),
        ("Ask about treat ment today.", ("treat ment", "treatment")),
    ],
)
def test_a_stray_space_is_found(text, found):
    assert faults(check, text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "Short- and long-term, low- to moderate-risk, two- or three-day care.",
        "Rock 'n' roll, the letter 's' and the nurses' station.",
        "Wait ... and see a .5 mg dose of .NET.",
        "It is practice — keeping at it — and it is practice—keeping at it.",
        "They cared well for me —Ann Lee",
        "He said “yes” and \"no\" and 'maybe' (twice).",
        "Words in -itis and the suffix -ing, and chromosome 3p- syndrome.",
        "Budget with out-of-pocket and with out of network costs.",
        "Rest - then walk - then rest.",
        "We cannot and can not do it, for years 1990 –1995.",
    ],
)
def test_spaces_that_belong_are_left_alone(text):
    assert quotes(check, text) == []


def test_a_long_run_of_anything_is_quick_to_check():
    for run in ("a", "a-", "( ", "“ ", "' ", '" ', "— "):
        quotes(check, run * 20_000)


def test_a_comma_with_its_space_on_the_wrong_side():
    assert faults(check, "Rest well ,and drink.") == [("well ,and", "well, and")]

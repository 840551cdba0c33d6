"""Owners that have lost their apostrophe."""

import pytest

from auditor.checks.apostrophes import check
from tests.checks.faults import faults, findings, quotes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We know ketamines effect.", [("ketamines", "ketamine's")]),
        ("Neuroplasticitys role is large.", [("Neuroplasticitys", "Neuroplasticity's")]),
        ("It eases the minds natural rhythm.", [("minds", "mind's")]),
        ("The bodys cells need a womans care.", [("bodys", "body's"), ("womans", "woman's")]),
        ("Todays nurses use everyones help.", [("Todays", "Today's"), ("everyones", "everyone's")]),
        ("Ask about your doctors advice.", [("doctors", "doctor's")]),
        ("It is a patients right.", [("patients", "patient's")]),
        ("Read this months issue.", [("months", "month's")]),
        ("It takes two weeks worth of pills.", [("weeks", "week's")]),
        ("We change patients lives.", [("patients", "patient's")]),
    ],
)
def test_an_owner_without_apostrophe_is_found(text, found):
    assert faults(check, text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Great minds think alike, and our brains function alike.",
        "Doctors advise, patients face risks, and clients note changes.",
        "It gives patients hope and tells patients stories.",
        "The Veterans Health Administration pays.",
        "These benzodiazepines effect a change.",
        "In her last months she slept, and the last weeks were good.",
        "The Kennedys gave money to bodies of all kinds.",
        "This moralizes health choices.",
        "Two months later the patients were well.",
    ],
)
def test_a_plural_is_left_alone(text):
    assert quotes(check, text) == []


def test_where_one_or_many_may_own_both_are_offered():
    [found] = findings(check, "Ask about the patients needs.")
    assert found.suggestions == ("patient's", "patients'")

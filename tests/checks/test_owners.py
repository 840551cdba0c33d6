"""Owners that have lost their apostrophe."""

import pytest

from auditor.checks.apostrophes import check
from tests.checks.faults import faults, findings, quotes, tagged_faults


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Blood fills the hearts upper chambers.", ("hearts", "heart's")),
        ("Ask about your mothers birth plan.", ("mothers", "mother's")),
        ("Follow your own doctors advice.", ("doctors", "doctor's")),
        ("He was told that he has Parkinsons disease.", ("Parkinsons", "Parkinson's")),
        ("The valve lets the bladder keep it's normal shape.", ("it's", "its")),
        ("A clot can form on it's surface.", ("it's", "its")),
        ("Some patients say its very quick, and rest.", ("its", "it's")),
    ],
)
def test_owner_that_clean_writing_has_there_is_found(text: str, found: tuple[str, str]):
    assert tagged_faults(check, text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "The drugs act within an hour, and the patients rest.",
        "The vas deferens is cut and sealed. It takes a needs assessment and a sports injury.",
        "Treat Graves disease early. The doctors own the practice.",
        "Call if it's sore, or because it's surgery that worries you. We think it's good news.",
        "Its possible causes are many. It has proven its worth and draws on its common sense.",
        "Hearts and lungs work together. The mothers were tired.",
    ],
)
def test_plurals_and_contractions_stay_as_they_are(text: str):
    assert tagged_faults(check, text) == []

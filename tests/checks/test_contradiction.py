"""Two statements of one article that can't both hold."""

from __future__ import annotations

import pytest

from tests.claims.scan import find


def found(text: str) -> list[list[str]]:
    return [
        [text[span.start : span.end] for span in f.spans]
        for f in find(text)
        if f.category == "claim.contradiction"
    ]


@pytest.mark.parametrize(
    ("extreme", "softer"),
    [
        ("The gel is not addictive at all", "It carries a low risk of addiction"),
        ("The peel has no side effects", "Side effects include redness and swelling"),
        ("The laser is completely painless", "Some patients feel mild pain"),
        ("The drip works for everyone", "Results vary from person to person"),
        ("The results are permanent", "You will need a booster each spring"),
        ("The gel is completely safe", "Its long-term effects are still under study"),
    ],
)
def test_both_places_are_shown_the_extreme_one_first(extreme, softer):
    for text in (f"{extreme}.\nThe chairs are soft.\n{softer}.", f"{softer}.\n{extreme}."):
        assert found(text) == [[extreme, softer]]


@pytest.mark.parametrize(
    "text",
    [
        "The gel is not addictive at all.\nInfection is rare.",
        "The gel is not addictive at all.\nRecreational use can be addictive.",
        "The gel is not addictive at all.\nCan it become addictive?",
        "The gel is rarely addictive.\nIt carries a low risk of addiction.",
        "Some say that it works for everyone.\nResults vary.",
    ],
)
def test_other_risks_settings_and_questions_are_compatible(text):
    assert found(text) == []


def test_several_admissions_make_one_finding():
    text = (
        "Addiction is highly unlikely.\nIt carries a low risk of addiction.\n"
        "All in all, the gel is not addictive at all when used for pain."
    )
    assert found(text) == [
        [
            "the gel is not addictive at all when used for pain",
            "It carries a low risk of addiction",
            "Addiction is highly unlikely",
        ]
    ]

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
        ("The gel gives immediate results", "It takes several weeks until skin looks smooth"),
        ("Ketamine for pain is FDA approved for pain", "Ketamine for pain is an off-label use"),
        ("The gel is completely safe", "Its long-term effects remain unknown"),
        ("There are no risks", "The risks include vomiting and ulcers"),
        ("The peel has no side effects", "The risks include scarring"),
        ("The lift is risk-free", "Possible complications include bleeding"),
        ("There are no risks at all", "Side effects include nausea and headache"),
        ("The balloon has zero complications", "There is a small risk of infection"),
        ("There is no danger", "The balloon carries risks"),
        ("The drops have no side effects", "Some patients report dizziness"),
        ("The moles are gone for good", "Moles may come back"),
        ("Your wrinkles are gone for good", "Results last six months"),
        ("The results are permanent", "The effect lasts about three to four months"),
        ("This ends snoring for good", "The treatment needs to be repeated every year"),
        ("Never see a wart again", "Warts may recur"),
        ("You will not relapse", "Relapse is common, as in other long illnesses"),
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
        "The gel gives immediate results.\nUnlike it, antidepressants take weeks to work.",
        "Ketamine is FDA approved as an anaesthetic.\nKetamine for pain is an off-label use.",
        "Ketamine is FDA approved as an anaesthetic, and its use for pain is off-label.",
        "Spravato is FDA approved for depression.\nCompounded semaglutide is not approved.",
        "The drip has no side effects.\nAntidepressants can cause side effects.",
        "The drip has no side effects.\nOther medicines may cause side effects.",
        "TMS has no side effects.\nKetamine can cause side effects.",
        "Spravato is FDA approved for pain.\nKetamine is not it.\nIts use for pain is off-label.",
        "A session takes 45 minutes.\nThe first session takes two hours.",
        "A session takes 45 minutes.\nDoes a session take two hours?",
        "A course of six sessions is usual.\nA session takes two hours.",
        "There is no risk of infection.\nThe risks include bruising.",
        "There are no risks to the heart.\nThe risks include bruising.",
        "The drip causes no vomiting.\nMild bruising is common.",
        "The balloon has no serious side effects.\nSide effects include mild nausea.",
        "There are no risks.\nIt lowers the risk of a stroke, which can kill.",
        "There are no risks.\nPatients at higher risk can be seen first.",
        "There are no risks.\nUntreated sleep apnoea carries risks such as stroke.",
        "There are no risks.\nHigh blood pressure can have complications such as stroke.",
        "There are no risks.\nAre there risks, such as bleeding?",
        "The peel has no side effects.\nIt may cause no side effects in adults.",
        "The moles are gone for good.\nYou may come back for a check.",
        "The results are permanent.\nThe numbing cream wears off after two hours.",
        "The results are permanent.\nThe swelling lasts about two days.",
        "The results are permanent.\nRedness is temporary, and pain wears off.",
        "The results are permanent.\nA session lasts two hours.",
        "The results are permanent.\nThey never wear off.",
        "The results are permanent.\nNo maintenance is needed.",
        "The results are permanent.\nPayments have to be repeated every month.",
        "The results are permanent.\nUnlike waxing, where hair may grow back, it is clean.",
        "You will not feel a thing.\nResults last a year.",
        "It works for everyone.\nOther methods do not work for everyone.",
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


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("A session takes 45 minutes", "Each session lasts two hours"),
        ("success rate is 92 %", "75 % success rate"),
        ("course of six sessions", "series of ten to twelve sessions"),
        ("A consultation costs $120", "The consultation costs $200"),
    ],
)
def test_figures_that_exclude_each_other_are_one_finding(first, second):
    text = f"{first}.\nThe chairs are soft.\n{second}."
    assert [spans[0] for spans in found(text)] == [first]
    assert len(found(text)[0]) == 2


def test_a_contradiction_cites_what_is_known():
    (finding,) = [
        f
        for f in find("Ketamine is not addictive at all.\nIt carries a low risk of addiction.")
        if f.category == "claim.contradiction"
    ]
    assert finding.facts and finding.severity == "error"
    assert finding.facts[0].startswith("ketamine.")


def test_a_sentence_that_begins_with_its_speaks_of_what_was_named_last():
    stated, denied = "Ketamine is FDA approved for pain", "Its use for pain is off-label"
    assert found(f"{stated}.\n{denied}.") == [[stated, denied]]


def test_a_contradiction_offers_what_its_extreme_statement_does(nlp):
    for text in (
        "The gel is not addictive at all.\nIt carries a low risk of addiction.",
        "Ketamine is not addictive at all.\nIt carries a low risk of addiction.",
    ):
        for pipeline in (None, nlp):
            absolute, both = (
                next(f for f in find(text, pipeline) if f.category == f"claim.{kind}")
                for kind in ("absolute", "contradiction")
            )
            assert both.suggestions
            assert both.suggestions == absolute.suggestions

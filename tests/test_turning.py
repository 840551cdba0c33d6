"""Where a long sentence is split."""

import pytest

from auditor.turning import turn_of


@pytest.fixture
def turn(nlp):
    def turn(text: str) -> tuple[str, str] | None:
        found = turn_of(next(nlp(text).sents))
        return (text[found.span.start : found.span.end], found.advice) if found else None

    return turn


@pytest.mark.parametrize(
    ("text", "place", "advice"),
    [
        (
            "The nurse will ask about your health and pills, and the doctor will look at it later.",
            "and",
            "Split it before “and”.",
        ),
        (
            "You should not drive home on your own because the drip can make you sleepy for hours.",
            "because",
            "Split it before “because”, or say that first.",
        ),
        (
            "The nurse puts a thin tube into your arm, which may sting a little at the beginning.",
            "which",
            "End the sentence before “which” and begin a new one with “This”.",
        ),
        (
            "The clinic opens at eight on most days; you can wait in the front room until then.",
            ";",
            "Put a full stop for the “;”.",
        ),
    ],
)
def test_a_sentence_is_split_where_it_turns(turn, text: str, place: str, advice: str):
    assert turn(text) == (place, advice)


def test_a_second_verb_of_the_same_subject_needs_it_named(turn):
    place, advice = turn(
        "The nurse takes your weight and your pulse at the desk and writes it into your file."
    )
    assert (place, advice) == ("and", "Split it before “and” and name there who does it.")


def test_a_list_is_better_a_list(turn):
    text = "Bring your card, glasses, pills, letters and a list of questions to the first visit."
    place, advice = turn(text)
    assert place == "card"
    assert advice.startswith("Turn the 5 things")


def test_a_turn_that_leaves_a_scrap_is_none(turn):
    assert turn("He sat and the nurse who works at the desk took his pulse at once.") is None

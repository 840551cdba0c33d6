"""Search phrases in running text."""

import pytest

from auditor.checks.stuffing import check
from tests.checks.faults import faults, findings, quotes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Those searching for knee clinic near me find us.",
            ("knee clinic near me", "knee clinic nearby"),
        ),
        (
            "We offer tms therapy houston with you.",
            ("tms therapy houston", "TMS therapy in Houston"),
        ),
        (
            "Ask for therapy for anxiety new york.",
            ("therapy for anxiety new york", "therapy for anxiety in New York"),
        ),
        (
            "We offer dental implants Dallas.",
            ("dental implants Dallas", "dental implants in Dallas"),
        ),
        ("Think of ketamine iv therapy first.", ("ketamine iv therapy", "IV ketamine therapy")),
        (
            "The right botox wrinkles dose is small.",
            ("botox wrinkles dose", "botox dose for wrinkles"),
        ),
        (
            "It shows ketamine addictive potential.",
            ("ketamine addictive potential", "addictive potential of ketamine"),
        ),
    ],
)
def test_a_search_phrase_is_found_with_what_a_writer_would_say(text, found):
    assert found in faults(check, text)


@pytest.mark.parametrize(
    "text",
    [
        "Is there a clinic near me? A nurse stood near me. There is one near you.",
        "People type “knee clinic near me” and find us.",
        "We offer ketamine therapy in Houston, Texas, and at our Dallas clinic.",
        "Our treatment Houston families ask for is rest.",
        "An iv drip is put in, and section (iv) says why.",
        "The dose of ketamine for depression is small, and the ketamine dose is known.",
        "# Ketamine Therapy Near Me\nWe are here.",
        "Use the usa-banner class and usa-footer fonts.",
        "Who can prescribe ketamine? We know who can prescribe ketamine.",
    ],
)
def test_what_a_writer_would_say_is_left_alone(text):
    assert quotes(check, text) == []


def test_an_indirect_question_repeated_word_for_word_is_found_each_time():
    text = "We tell you who can prescribe ketamine and why. Ask us who can prescribe ketamine."
    assert quotes(check, text) == ["who can prescribe ketamine"] * 2


def test_a_service_named_with_its_place_again_and_again_is_one_finding():
    text = "Our ketamine therapy in Austin is kind. " * 4
    [found] = findings(check, text)
    assert found.quote == "ketamine therapy in Austin"
    assert len(found.spans) == 4


def test_a_spun_service_in_the_phrase_is_put_right():
    [found] = findings(check, "They look for botox remedy near me.")
    assert "botox treatment nearby" in found.suggestions
    assert found.suggestions[-1] == "botox remedy nearby"


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Those comparing dental implants leeds prices ask us.", "dental implants leeds prices"),
        ("A weight loss clinic charlotte nc should say.", "weight loss clinic charlotte nc"),
        ("As a physiotherapist near me hamilton you help.", "physiotherapist near me hamilton"),
        ("Ask for a free vein screening near me today.", "free vein screening near me"),
        (
            "If you wonder how much does vein treatment cost without insurance, call.",
            "how much does vein treatment cost without insurance",
        ),
        ("When it comes to does insurance cover braces, ask us.", "does insurance cover braces"),
    ],
)  # fmt: skip
def test_a_whole_search_phrase_is_marked(text, phrase):
    assert quotes(check, text) == [phrase]


@pytest.mark.parametrize(
    "text",
    [
        'People type "stem cell therapy for back pain near me" into a search bar.',
        "Ask what can go wrong, and who will hold the syringe.",
        "They learn what to do when an old friend calls.",
        "Nobody should quit it cold turkey.",
        "Are you asking how much does botox cost?",
    ],
)
def test_questions_of_a_writer_are_left_alone(text):
    assert quotes(check, text) == []

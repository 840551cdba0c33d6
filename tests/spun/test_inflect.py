"""Endings: words traced to their base forms, and put into forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.spun.inflect import Irregulars, find_bases, inflect

IRREGULARS = Irregulars(["take took taken", "+ child children", "occur occurred"])


@pytest.mark.parametrize(
    ("word", "base", "form"),
    [
        ("therapies", "therapy", "s"),
        ("doses", "dose", "s"),
        ("rashes", "rash", "s"),
        ("treated", "treat", "ed"),
        ("reduced", "reduce", "ed"),
        ("stopped", "stop", "ed"),
        ("carried", "carry", "ed"),
        ("healing", "heal", "ing"),
        ("using", "use", "ing"),
        ("agreed", "agree", "ed"),
        ("taken", "take", "ed"),
        ("children", "child", "s"),
        ("occurred", "occur", "ed"),
        ("sufferer's", "sufferer", "'s"),
    ],
)
def test_a_form_is_traced_to_its_base_and_back(word: str, base: str, form: str):
    assert (base, form) in find_bases(word, {base: None}, IRREGULARS)
    assert word in inflect(base, form, IRREGULARS)


def test_past_and_participle_of_an_irregular_verb_are_both_offered():
    assert inflect("take", "ed", IRREGULARS) == ("took", "taken")


def test_words_that_only_look_inflected_have_no_base():
    assert find_bases("diagnosis", {"diagnosi": None}, IRREGULARS) == []
    assert find_bases("takes", {"taked": None}, IRREGULARS) == []


@given(st.text(max_size=20), st.sampled_from(["", "s", "ed", "ing"]))
def test_any_text_can_be_asked_for(word: str, form: str):
    find_bases(word, {word: None}, IRREGULARS)
    if word:
        assert all(inflect(word, form, IRREGULARS))

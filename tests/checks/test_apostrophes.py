"""Lost and misplaced apostrophes, and the near misses that are right."""

import pytest

from auditor.checks.apostrophes import check
from tests.checks.faults import faults, quotes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It dont hurt.", [("dont", "don't")]),
        (
            "Thats why youre here, and whove you asked?",
            [("Thats", "That's"), ("youre", "you're"), ("whove", "who've")],
        ),
        ("It does'nt hurt and we don`t mind.", [("does'nt", "doesn't"), ("don`t", "don't")]),
        ("DONT DRIVE HOME", [("DONT", "DON'T")]),
        ("You cant always tell, and it wont spread.", [("cant", "can't"), ("wont", "won't")]),
        ("Im glad, and Ive told them.", [("Im", "I'm"), ("Ive", "I've")]),
        ("Lets start. So lets look at it.", [("Lets", "Let's"), ("lets", "let's")]),
        ("Were always working on it.", [("Were", "We're")]),
        ("Well explain each step.", [("Well", "We'll")]),
    ],
)
def test_a_contraction_without_its_apostrophe_is_found(text, found):
    assert faults(check, text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The occlusal plane has a cant of two degrees.",
        "She rests at noon, as is her wont.",
        "The app lets you track sleep, and it lets light in.",
        "Were you told? Were patients waiting? Were working hours kept?",
        "Well child visits are free. Well done.",
        "Give the vaccine IM, not IV, says the Ex-Im Bank.",
        "Ill people need rest, and their id is checked.",
        "Write to dont@example.org or see www.example.com/dont today.",
    ],
)
def test_words_that_only_look_like_a_contraction_are_left_alone(text):
    assert quotes(check, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Its important to rest.",
        "We know its not easy.",
        "Sleep helps because its free.",
        "The drip is new, its slowly changing the field.",
        "Its worth trying.",
        "Its time to call us.",
        "They stop when its caused by stress.",
        "Its no longer rare.",
    ],
)
def test_its_before_what_can_t_be_owned_is_it_is(text):
    assert [s for _, s in faults(check, text)] in (["It's"], ["it's"])


@pytest.mark.parametrize(
    "text",
    [
        "Its use is common.",
        "Its so-called safety, its no-show rate and its long-term risk are known.",
        "Its most common side effect is sleep, and its possible risks are few.",
        "Its time to peak effect is an hour.",
        "It works by its blocking the signal.",
        "The clinic is doing its best to help, and it is at its best for a day.",
        "Its reporting and its training are good, as is its need for care.",
        "Its related symptoms, its proposed use and its estimated cost are low.",
    ],
)
def test_its_before_what_is_owned_is_right(text):
    assert quotes(check, text) == []


def test_it_s_before_what_is_owned_is_its():
    assert faults(check, "It has it's own risks and it's effects last.") == [
        ("it's", "its"),
        ("it's", "its"),
    ]
    assert quotes(check, "It's risky, of course it's safe, and it's risk-free.") == []


def test_your_before_what_can_t_be_owned_is_you_are():
    assert faults(check, "If your not well, or if your living with pain, call.") == [
        ("your", "you're"),
        ("your", "you're"),
    ]
    assert quotes(check, "If your training helps, tell your new doctor.") == []


def test_plurals_take_no_apostrophe():
    assert faults(check, "The patient's are here with many nurse's, who's needs differ.") == [
        ("patient's", "patients"),
        ("nurse's", "nurses"),
        ("who's", "whose"),
    ]
    right = "The patient's rights, many people's lives and Crohn's are known to a man who's well."
    assert quotes(check, right) == []


def test_the_suggestion_has_the_apostrophe_of_the_article():
    assert faults(check, "It’s new. It isnt old.") == [("isnt", "isn’t")]


def test_a_word_of_the_house_is_right():
    assert quotes(check, "The Dont clinic says: dont worry.", "dont") == []

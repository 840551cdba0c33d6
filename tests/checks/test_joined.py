"""Words and sentences that have run together."""

import pytest

from auditor.checks.joined import check
from auditor.corrections import LEAST_SURE
from tests.checks.faults import faults, findings, quotes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Sleep is good for your health.While you rest, we watch.",
            ("health.While", "health. While"),
        ),
        ("Is it safe?Ask us.", ("safe?Ask", "safe? Ask")),
        ("Eat,drink and rest.", ("Eat,drink", "Eat, drink")),
        ("We use behavioural therapy (CBT).The aim is rest.", (").The", "). The")),
        ("They call it a “cure.”The truth differs.", (".”The", ".” The")),
        ("We asked a friend,a nurse.", ("friend,a", "friend, a")),
        ("It is a good program.A nurse runs it.", ("program.A", "program. A")),
        ("Keep wear away:regular checks help.", ("away:regular", "away: regular")),
    ],
)
def test_a_sentence_without_space_after_its_end_is_found(text, found):
    assert faults(check, text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "Read more at example.com, Example.Org or on Node.js pages.",
        "Write to ann.lee@example.org or see the file plan.The.docx there.",
        "Dr.Who, e.g. and i.e. and U.S. law, Ph.D. and 0.5 mg in 1,000 pages.",
        "Set std:vector, urn:isbn and a ratio of 2:1, at 9:30.",
        "Take the dose(s) of N,N-dimethyltryptamine.",
    ],
)
def test_names_addresses_and_numbers_are_left_alone(text):
    assert quotes(check, text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It calms the amygdalathe seat of fear.", ("amygdalathe", "amygdala—the")),
        ("It acts on serotonina messenger in the brain.", ("serotonina", "serotonin—a")),
        ("This is not just a pillits a plan.", ("pillits", "pill—it's")),
        ("Ask your surgeonwhether or not you smoke.", ("surgeonwhether", "surgeon—whether")),
        ("It is like sleepand yet it is not.", ("sleepand", "sleep and")),
        ("We help ofthe best.", ("ofthe", "of the")),
        ("They rest alot.", ("alot", "a lot")),
        ("Symptomstend to pass.", ("Symptomstend", "Symptoms tend")),
        ("Ask theclinic first.", ("theclinic", "the clinic")),
        ("Stop smokingbefore surgery.", ("smokingbefore", "smoking before")),
    ],
)
def test_two_words_without_space_are_found(text, found):
    assert faults(check, text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "Angiokeratoma, esketamine, telangiectasia macularis and lentigo maligna are long words.",
        "Needlesticks, fingersticks and crosswalks are compounds.",
        "A transcellular, inapparent, seminatural and readministered thing.",
        "Blythe and Forsythe met Goethe in the theatre with an absinthe.",
        "She stepmothered and was handwashing neurofeedback gear.",
        "Agencywide learnability",
    ],
)
def test_rare_words_and_compounds_are_not_split(text):
    assert quotes(check, text) == []


def test_an_article_that_lost_its_dashes_gets_them_back():
    text = (
        "It starts in the medullathe inner part. It acts on amygdalathe seat of fear. "
        "Some therapistscan help."
    )
    assert faults(check, text)[2] == ("therapistscan", "therapists—can")
    assert faults(check, "Some therapistscan help.") == [("therapistscan", "therapists can")]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("It eases your symptomsthe pain and the fear.", ["symptoms—the"]),
        ("A dose ofketamine lasts an hour.", ["of ketamine"]),
        ("Plans havebeen made for you.", ["have been"]),
        ("Ask at any clinic in the regionwhether it is new.", []),
        ("She took a tinydose of it.", []),
        ("It eases depressionyou sleep at last.", []),
        (
            "It eases depressionyou sleep. It calms the amygdalathe seat of fear. "
            "Any clinic in the regionwhether it is new. It acts on glutamatea messenger.",
            ["depression—you", "amygdala—the", "region—whether", "glutamate—a"],
        ),
        ("This ends your treatmentThe nurse will call.", ["treatment. The"]),
        ("Ask about your treatmentSafety today.", []),
    ],
)
def test_only_where_the_lost_mark_is_certain_is_the_correction_sure(text, sure):
    every = findings(check, text)
    assert every
    assert [f.suggestions[0] for f in every if f.confidence >= LEAST_SURE] == sure


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is clear thatthe dose matters.", ("thatthe", "that the")),
        ("A dose ofketamine lasts an hour.", ("ofketamine", "of ketamine")),
        ("The clinic can treat severepain at home.", ("severepain", "severe pain")),
        ("Plans havebeen made for you.", ("havebeen", "have been")),
    ],
)
def test_any_two_common_words_are_found(text, found):
    assert faults(check, text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "A spongelike, balloonlike shape and nonmelanoma growths.",
        "Overactivity and underdevelopment outstay their welcome.",
        "Fasciola gigantica, Fasciola hepatica and Baylisascaris columnaris are worms.",
        "She will noway stay.",
        "Counterpressure, rebleeding and choreas are known.",
    ],
)
def test_prefixes_endings_and_latin_names_are_not_split(text):
    assert quotes(check, text) == []


def test_the_article_s_own_terms_are_known_words():
    text = "Zorblatine helps. Zorblatine is new. It lifts zorblatinethe name is ours."
    assert faults(check, text) == [("zorblatinethe", "zorblatine—the")]


def test_a_word_of_the_house_is_right():
    assert quotes(check, "Ask for skinthe at the desk.", "skinthe") == []
    assert quotes(check, "Ask for skinthe at the desk.") == ["skinthe"]


def test_a_capital_inside_a_word_shows_the_next_sentence():
    [found] = findings(check, "This ends your treatmentThe nurse will call.")
    assert (found.rule_id, found.quote) == ("garble.joined-words.capital-inside", "treatmentThe")
    assert quotes(check, "Use LiverTox, iPhone, mRNA and `programNames` on YouTube.") == []


def test_a_number_and_a_word():
    assert faults(check, "Rest for 6weeks, then take 5mg on the 2nd day.") == [
        ("6weeks", "6 weeks")
    ]


def test_brackets_have_a_space_outside():
    assert faults(check, "We use therapy(CBT and others) or rest (CBT)and sleep.") == [
        ("therapy(CBT", "therapy (CBT"),
        ("CBT)and", "CBT) and"),
    ]

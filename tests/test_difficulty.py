"""Difficulty: what makes a word and a sentence hard, and what does not."""

import pytest

from auditor.article import Span
from auditor.difficulty import Difficulty, sentence_difficulty, word_difficulty
from auditor.jargon import Terms, load_terms
from auditor.syntax import Shape, shapes_of
from tests.support import ROOT

NO_TERMS = Terms({}, frozenset())


@pytest.fixture
def rate(nlp, rules):
    def rate(text: str) -> Difficulty:
        sentence, shape = shapes_of(nlp(text))[0]
        span = Span(sentence.start_char, sentence.end_char)
        return sentence_difficulty(text, span, shape, load_terms(rules))

    return rate


def test_words_are_rated_from_everyday_to_technical():
    rated = [
        word_difficulty(w) for w in ("the", "water", "injection", "anaesthetic", "angiogenesis")
    ]
    assert rated == sorted(rated)
    assert rated[0] == 0 and rated[-1] > 70


def test_a_technical_term_is_harder_than_a_word_as_rare_and_long():
    assert word_difficulty("edema", is_jargon=True) > word_difficulty("edema")


def test_sentences_are_rated_from_plain_to_technical(rate):
    texts = [
        "Drink some water.",
        "Your doctor may ask you to stop some medicines before the visit.",
        "Side effects are usually mild and include headache, nausea and tiredness.",
        "Contraindications include uncontrolled hypertension, psychosis and hepatic impairment.",
        "Glutamatergic neurotransmission is potentiated through mTOR-dependent synaptogenesis.",
    ]
    rated = [rate(text).value for text in texts]
    assert rated == sorted(rated)
    assert rated[0] < 10 and rated[-1] > 75


def test_a_longer_sentence_of_equal_words_is_harder(rate):
    short = rate("You may eat bread before the visit.")
    long = rate(
        "You may eat bread before the visit, and you may eat bread after the visit as well."
    )
    assert long.value > short.value


@pytest.mark.parametrize("shape", [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
def test_nesting_passives_and_verbs_made_nouns_cost_something(shape: tuple[int, int, int]):
    text = "The nurse takes your blood."
    span = Span(0, len(text))
    plain = sentence_difficulty(text, span, Shape(5, 0, 0, 0, frozenset()), NO_TERMS)
    assert (
        sentence_difficulty(text, span, Shape(5, *shape, frozenset()), NO_TERMS).value > plain.value
    )


def test_shapes_are_read_from_the_parse(nlp):
    text = "Patients who fear needles are told that creams which numb the skin are used."
    _, shape = shapes_of(nlp(text))[0]
    assert shape.passives == 2
    assert shape.depth == 2, "the clause on creams lies in the one on what is told"
    _, shape = shapes_of(nlp("Reimbursement takes long."))[0]
    assert (shape.depth, shape.passives, shape.nominals) == (0, 0, 1)


def test_a_place_name_is_easier_than_a_medicine(rate):
    place = rate("We opened a second clinic in Llanfairfechan last year.")
    medicine = rate("We stopped a second dose of obinutuzumab last year.")
    assert place.value < medicine.value


def test_an_abbreviation_is_no_everyday_word_that_its_letters_spell(rate):
    assert rate("We ask about AIDS first.").value > rate("We ask about aids first.").value


def test_capitals_throughout_are_no_abbreviations():
    span, shape = Span(0, 20), Shape(5, 0, 0, 0, frozenset())
    shouted, said = (
        sentence_difficulty(text, span, shape, NO_TERMS)
        for text in ("CALL US FIRST TODAY.", "call us first today.")
    )
    assert shouted.value == said.value


def test_the_hardest_words_have_places_and_come_hardest_first(rate):
    text = "Call us if hepatic impairment or angiogenesis worries you."
    hardest = rate(text).hardest
    assert text[hardest[0].span.start : hardest[0].span.end] == "angiogenesis"
    assert [w.difficulty for w in hardest] == sorted((w.difficulty for w in hardest), reverse=True)


def test_a_pipeline_without_a_parse_still_rates(blank):
    text = "Contraindications include hypertension in Wales."
    _, shape = shapes_of(blank(text))[0]
    assert (shape.depth, shape.passives, shape.names) == (0, 0, frozenset({text.index("Wales")}))
    assert sentence_difficulty(text, Span(0, len(text)), shape, NO_TERMS).value > 30


def test_twenty_sentences_stand_nearly_in_the_order_that_reading_gave_them(rate):
    path = ROOT / "tests" / "data" / "readability" / "easy-to-hard.txt"
    values = [rate(line).value for line in path.read_text("utf-8").splitlines()]
    assert len(set(values)) == len(values) == 20
    order = sorted(range(20), key=values.__getitem__)
    squares = sum((place - order.index(place)) ** 2 for place in range(20))
    spearman = 1 - 6 * squares / (20 * (20**2 - 1))
    assert spearman > 0.85

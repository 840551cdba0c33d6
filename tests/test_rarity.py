"""How rare a word is, and what stands for it where the table has no entry."""

import lzma

import pytest

from auditor.lexicon import known_words
from auditor.rarity import NUMBER, UNSEEN, zipf_of
from tests.support import ROOT


def test_the_table_has_an_entry_for_each_known_word():
    table = lzma.decompress((ROOT / "auditor/models/words/zipf.xz").read_bytes())
    assert len(table) == len(known_words())


def test_common_words_have_a_high_value_and_technical_ones_a_low_one():
    order = ["the", "doctor", "bladder", "dissociative", "concomitantly", "brexanolone"]
    values = [zipf_of(word) for word in order]
    assert values == sorted(values, reverse=True)
    assert values[0] > 7 and values[-1] == UNSEEN


@pytest.mark.parametrize(
    ("word", "base"), [("infuses", "infuse"), ("defibrillated", "defibrillate"), ("Dogs", "dogs")]
)
def test_a_form_is_nearly_as_easy_as_its_base(word: str, base: str):
    assert zipf_of(base) - 0.5 <= zipf_of(word)


def test_a_word_with_a_hyphen_is_as_rare_as_its_rarest_part():
    assert zipf_of("steroid-free") == zipf_of("steroid")


def test_an_unknown_word_after_a_prefix_is_harder_than_the_rest_alone():
    assert UNSEEN < zipf_of("nonabdominal") < zipf_of("abdominal")


@pytest.mark.parametrize(("slip", "word"), [("physcian", "physician"), ("trreatment", "treatment")])
def test_a_slip_of_the_finger_is_as_easy_as_the_word(slip: str, word: str):
    assert zipf_of(slip) == zipf_of(word)


def test_numbers_are_read_past():
    assert zipf_of("25") == zipf_of("1,200") == NUMBER

"""The encoder: pieces, windows, and what it says of words in their place."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.encoder import CLAIMS, WINDOW, Pieces, lay_windows, load_encoder
from auditor.spun.words import split_words

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "clinic", "pain", "##ful", "##s", "'", "s", ".",
              "##e", "e", ","]  # fmt: skip


def judge(*lines: str):
    return load_encoder().judge([split_words(line) for line in lines])


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("pain", ["pain"]),
        ("painful", ["pain", "##ful"]),
        ("clinic's", ["clinic", "'", "s"]),
        ("zebra", ["[UNK]"]),
        ("painz", ["[UNK]"]),
    ],
)
def test_a_word_is_split_into_the_longest_known_pieces(word, pieces):
    assert [VOCABULARY[index] for index in Pieces(VOCABULARY).split(word)] == pieces


def test_windows_hold_whole_sentences_and_every_word_once():
    blocks = [split_words("pain. clinic pain."), split_words("painful clinics, pain.")]
    windows = lay_windows(blocks, Pieces(VOCABULARY), limit=6)
    assert windows[0] == [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4)]
    assert [place for window in windows for place in window] == [
        (block, index) for block, words in enumerate(blocks) for index in range(len(words))
    ]


def test_a_sentence_longer_than_a_window_is_cut():
    words = split_words(" ".join(["pain"] * 25))
    assert [len(w) for w in lay_windows([words], Pieces(VOCABULARY), limit=10)] == [10, 10, 5]


def test_a_word_without_end_is_read_in_part():
    pieces = Pieces(VOCABULARY)
    assert len(pieces.split("e" * 100_000)) <= WINDOW
    (logits,) = judge("pain " + "e" * 100_000 + " pain").logits
    assert len(logits) == 3


def test_a_word_of_the_wrong_sense_fits_worse_than_the_right_one():
    def logit(text: str, word: str) -> float:
        words = [w.text for w in split_words(text)]
        return float(judge(text).logits[0][words.index(word)])

    assert logit("We screen for internal health problems.", "internal") > logit(
        "We screen for mental health problems.", "mental"
    )
    assert logit("The aspect results of the drug are mild.", "aspect") > logit(
        "The side effects of the drug are mild.", "side"
    )


def test_what_fits_is_described_like_the_right_words():
    encoder = load_encoder()
    words = split_words("The drug has few aspect results, such as nausea.")
    judged = encoder.judge([words])
    vector = (judged.vectors[0, 4] + judged.vectors[0, 5]) / 2
    right, wrong = encoder.describe([("side", "effects"), ("garden", "chairs")]) @ vector
    assert right > wrong


def test_every_word_gets_its_answers_whatever_the_length():
    line = "The nurse will call you back after the visit. " * 30
    judged = judge(line, "", "Short.")
    assert [len(logits) for logits in judged.logits] == [len(split_words(line)), 0, 2]
    assert judged.claims[0].shape == (len(split_words(line)), len(CLAIMS))
    assert len(lay_windows([split_words(line)], Pieces(VOCABULARY))) >= 270 // WINDOW


def test_the_same_words_get_the_same_answers():
    one, two = judge("Knee pain is common."), judge("Knee pain is common.")
    assert np.array_equal(one.logits[0], two.logits[0])


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120))
def test_any_text_can_be_read(text):
    (logits,) = judge(text).logits
    assert np.isfinite(logits).all()

"""The head for claims: a word is read with its own sentence, and with no other."""

import numpy as np

from auditor.claim_head import ClaimHead, features_of, number_sentences
from auditor.spun.words import split_words

KINDS = np.array([[2.0, 0.0], [0.0, 2.0], [1.0, 1.0]], np.float32)
STATES = np.array([[1.0], [3.0], [10.0]], np.float32)


def test_sentences_end_at_marks_and_with_blocks():
    blocks = [split_words("It works. It lasts"), split_words("Title")]
    places = [(number, at) for number, block in enumerate(blocks) for at in range(len(block))]
    assert number_sentences(blocks, places).tolist() == [0, 0, 0, 1, 1, 2]
    assert number_sentences(blocks, places[3:]).tolist() == [0, 0, 1]
    assert number_sentences([], []).tolist() == []


def test_a_words_features_are_its_own_and_its_sentences_mean():
    features = features_of(STATES, KINDS, np.array([0, 0, 1]))
    assert features.shape == (3, 6)
    assert features[:, 0].tolist() == [1, 3, 10]
    assert features[:, 3].tolist() == [2, 2, 10]
    # Log-probabilities, whatever was added to the network's numbers.
    moved = features_of(STATES, KINDS + 5, np.array([0, 0, 1]))
    assert np.allclose(features, moved, atol=1e-5)
    assert np.allclose(np.exp(features[:, 1:3]).sum(axis=1), 1, atol=1e-5)


def test_other_sentences_change_nothing():
    numbers = np.random.default_rng(1)
    head = ClaimHead(
        numbers.normal(size=(6, 4)).astype(np.float32),
        np.zeros(4, np.float32),
        numbers.normal(size=(4, 2)).astype(np.float32),
        np.zeros(2, np.float32),
    )
    together = head.read(STATES, KINDS, np.array([0, 0, 1]))
    alone = head.read(STATES[:2], KINDS[:2], np.array([0, 0]))
    assert np.allclose(together[:2], alone, atol=1e-6)

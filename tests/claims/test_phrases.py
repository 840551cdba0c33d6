"""Phrases of word lists are found by words that are made alike."""

from __future__ import annotations

import pytest

from auditor.claims.phrases import PhraseIndex, plain_words
from tests.claims.scan import blank_pipeline


@pytest.mark.parametrize("text", ["is not safe", "isn't safe", "isn’t safe", "isnt safe"])
def test_negations_read_alike(text):
    assert plain_words(blank_pipeline()(text))[1:] == ("not", "safe")


def test_modals_keep_their_stems():
    assert plain_words(blank_pipeline()("can't won't")) == ("can", "not", "will", "not")


def test_hits_come_in_order_with_their_list():
    index = PhraseIndex({"two": ["of course", "Course"], "one": ["well - known"]})
    words = plain_words(blank_pipeline()("Of course it is well-known."))
    assert [(hit.kind, hit.start, hit.end) for hit in index.find(words)] == [
        ("two", 0, 2),
        ("two", 1, 2),
        ("one", 4, 7),
    ]


def test_a_second_space_parts_no_phrase():
    words = plain_words(blank_pipeline()("It is of  course so."))
    (hit,) = PhraseIndex({"sure": ["of course"]}).find(words)
    assert words[hit.start] == "of" and words[hit.end - 1] == "course"

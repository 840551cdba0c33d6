"""What is measured of the blocks of a page."""

import numpy as np

from auditor.residue.features import FEATURES, describe, grams_of, is_prose, words_of

PROSE = "Most sore knees get better within a week or two if you rest them and keep moving a little."


def column(blocks, name, odds=None):
    """Return what is measured under a name, for each block."""
    odds = np.full(len(blocks), -1.0) if odds is None else np.array(odds)
    words = [words_of(block) for block in blocks]
    rows = describe(blocks, words, [False] * len(blocks), odds)
    return rows[:, FEATURES.index(name)].tolist()


def test_dates_numbers_files_and_addresses_are_words_of_their_own():
    assert words_of("By Ann, March 3, 2024") == ["by", "ann", ",", "<date>"]
    assert words_of("3 Comments") == ["#", "comments"]
    assert words_of("knee-1024x683") == ["knee", "<file>"]
    assert words_of("Ring 0161 496 0000") == ["ring", "<phone>"]
    assert "<web>" in words_of("ask@clinic.example")


def test_grams_are_words_and_pairs_with_the_ends_of_the_block():
    assert grams_of(["read", "more"]) == ["read", "more", "^ read", "read more", "more $"]
    assert len(grams_of(["word", *map(str, range(500))])) < 90


def test_prose_is_long_runs_of_words_that_end_like_a_sentence():
    assert is_prose(PROSE)
    assert not is_prose("Home About Treatments Prices Team Blog Contact " * 3)
    assert not is_prose("Rest it.")


def test_places_are_counted_from_the_running_text():
    blocks = ["Menu", "Sore Knees", PROSE, PROSE, "Related posts"]
    assert column(blocks, "prose-before") == [0, 0, 0, 1, 2]
    assert column(blocks, "prose-after") == [2, 2, 1, 0, 0]
    assert column(blocks, "to-prose-after")[:2] == [2, 1]


def test_the_title_is_what_speaks_most_of_what_the_article_does():
    blocks = ["Menu", "Blog » Knees » Sore knees", "Why knees get sore", "By Ann", PROSE]
    assert column(blocks, "likest-title") == [0, 0, 1, 0, 0]
    assert column(blocks, "likest-title", [0, 0, 5, 0, -1]) == [0, 0, 0, 0, 0]


def test_a_notice_in_whole_sentences_is_no_running_text_of_the_article():
    notice = PROSE.replace("knees", "cookies")
    assert column([notice, PROSE], "prose-before", [3, -1]) == [0, 0]
    assert column([notice, PROSE], "prose-before", [-1, -1]) == [0, 1]

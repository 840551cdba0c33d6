"""Where two words that have run together are parted."""

import pytest

from auditor.checks.breaks import find_break
from auditor.lexicon import known_words
from tests.checks.faults import rules


def break_of(word: str, before: str = "", after: str = "", **counts: int) -> tuple[str, str]:
    found = find_break(word, before, after, rules(), known_words(), counts)
    assert found is not None
    return found.left, found.right


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("thatthe", ("that", "the")),
        ("ofketamine", ("of", "ketamine")),
        ("severepain", ("severe", "pain")),
    ],
)
def test_commonest_words_are_the_likeliest(word: str, parts: tuple[str, str]):
    assert break_of(word) == parts


def test_neighbours_raise_the_score():
    alone = find_break("ofsleep", "", "", rules(), known_words(), {})
    among = find_break("ofsleep", "bouts", "and", rules(), known_words(), {})
    assert alone is not None
    assert among is not None
    assert among.score > alone.score


def test_words_of_the_article_count_by_their_share():
    assert find_break("tozorblatine", "", "", rules(), known_words(), {}) is None
    assert break_of("zorblatinethe", zorblatine=5, rest=400) == ("zorblatine", "the")


def test_words_that_stand_side_by_side_are_known_to():
    together = find_break("ofthe", "", "", rules(), known_words(), {})
    apart = find_break("metabolismthe", "", "", rules(), known_words(), {})
    assert together is not None
    assert apart is not None
    assert together.together > 1 > apart.together


def test_word_without_two_known_parts_has_no_break():
    assert find_break("xqzvw", "", "", rules(), known_words(), {}) is None

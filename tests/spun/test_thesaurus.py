"""The thesaurus read backwards: from what a spinner put to what may have been there."""

import numpy as np
import pytest

from auditor.packs import RuleSet
from auditor.spun.inflect import Irregulars
from auditor.spun.restore import load_restorer
from auditor.spun.thesaurus import Neighbours, Thesaurus, load_neighbours

PHRASES = [("choose",), ("chose",), ("chosen",), ("give", "up"), ("gives", "up"), ("screening",)]
TABLE = Neighbours(
    ["pick", "quit", "webbing"], np.array([1, 1, 1], np.uint16), np.array([0, 3, 5], np.uint16)
)
NEAR = Thesaurus(PHRASES, TABLE, Irregulars(["choose chose chosen"]))


@pytest.mark.parametrize(
    ("put", "right"),
    [
        ("webbing", ["screening"]),
        ("pick", ["choose"]),
        ("picked", ["chose", "chosen"]),
        ("quits", ["gives up"]),
        ("garden", []),
    ],
)
def test_neighbours_are_given_in_the_form_of_the_word(put: str, right: list[str]):
    assert [" ".join(PHRASES[number]) for number in NEAR.near((put,))] == right


def test_a_word_is_no_neighbour_of_itself():
    numbers = Thesaurus(
        PHRASES,
        Neighbours(["pick"], np.array([1], np.uint16), np.array([0], np.uint16)),
        Irregulars(),
    )
    assert 0 not in numbers.near(("choose",))


def test_the_shipped_table_counts_the_shipped_phrases(rules: RuleSet):
    """The table holds numbers: it must be made anew whenever phrases.txt.gz is."""
    restorer = load_restorer(rules)
    phrases = restorer.phrases
    near = {
        word: {" ".join(phrases[n]) for n in restorer.thesaurus.near((word,))}
        for word in ("webbing", "remedies", "strolling")
    }
    assert "screening" in near["webbing"]
    assert {"therapies", "treatments"} <= near["remedies"]
    assert "walking" in near["strolling"]
    assert "webbing" in load_neighbours()

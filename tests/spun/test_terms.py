"""Known terms behind words that are none: each of their words has a neighbour that stands there."""

import numpy as np
import pytest

from auditor.packs import RuleSet
from auditor.spun.inflect import Irregulars
from auditor.spun.lexicon import Hit
from auditor.spun.ngrams import NgramTable, hash_words, keys_of, pack_counts
from auditor.spun.restore import load_restorer
from auditor.spun.terms import LONGEST, NOTHING, Terms, TermTable
from auditor.spun.thesaurus import Neighbours, Thesaurus
from auditor.spun.words import split_words

WORDS = ("attacks", "blackheads", "canal", "drops", "eye", "head", "panic", "root", "test",
         "blood", "dry")  # fmt: skip
PHRASES = [(word,) for word in WORDS]
NUMBERS = {phrase[0]: number for number, phrase in enumerate(PHRASES)}
# (words, whether they are a set term, the one word that they make if it is written closed)
TERMS = (("panic attacks", True, ""), ("root canal", True, ""), ("eye drops", True, ""),
         ("blood drops", True, ""), ("blood test", False, ""),
         ("dry head", True, "blackheads"))  # fmt: skip
KIN = {"scare": "panic", "onslaughts": "attacks", "channel": "canal", "drips": "drops",
       "gore": "blood", "trial": "test"}  # fmt: skip


def table_of(counted: dict[str, int]) -> NgramTable:
    parts = [hash_words(column) for column in zip(*(run.split() for run in counted), strict=True)]
    keys = keys_of(*parts)
    order = np.argsort(keys)
    return NgramTable(keys[order], pack_counts(np.array(list(counted.values())))[order], 1e6)


def make_terms() -> Terms:
    parts = np.full((len(TERMS), LONGEST), NOTHING, np.uint16)
    for row, (words, _, _) in zip(parts, TERMS, strict=True):
        row[:2] = [NUMBERS[word] for word in words.split()]
    table = TermTable(
        parts,
        np.array([NUMBERS.get(whole, NOTHING) for *_, whole in TERMS], np.uint16),
        pack_counts(np.full(len(TERMS), 50)),
        np.array([fixed for _, fixed, _ in TERMS]),
    )
    keys = sorted(KIN)
    near = Neighbours(
        keys,
        np.ones(len(keys), np.uint16),
        np.array([NUMBERS[KIN[key]] for key in keys], np.uint16),
    )
    thesaurus = Thesaurus(PHRASES, near, Irregulars())
    return Terms(PHRASES, thesaurus, table, table_of({"gore drips": 90, "these eye": 1}))


def find(text: str, known: tuple[Hit, ...] = ()) -> dict[str, list[str]]:
    hits = make_terms().find([split_words(text)], [known])[0]
    return {hit.wrong: [" ".join(phrase) for phrase in hit.right] for hit in hits}


def test_neighbours_of_both_words_make_a_term():
    assert find("sudden scare onslaughts at night") == {"scare onslaughts": ["panic attacks"]}


def test_a_word_that_stays_is_no_part_of_the_hit():
    assert find("use these eye drips daily") == {"drips": ["drops"]}


def test_words_turned_about_by_of_make_a_term():
    assert find("the channel of the root")["channel of the root"] == ["root canal"]


def test_what_a_pair_knows_is_a_neighbour_too():
    text = split_words("wear arid head")
    hit = Hit(1, 2, "arid", (("dry",),), 4, True)
    assert [h.right for h in make_terms().find([text], [(hit,)])[0]] == [(("blackheads",),)]


@pytest.mark.parametrize(
    "text",
    [
        "panic attacks at night",  # the term itself
        "scare, onslaughts",  # a mark between
        "gore drips",  # clean text knows these words side by side
        "gore trial",  # "blood test" may be right, but so may each of its words alone
        "the scare of night",
    ],
)
def test_other_words_stay(text: str):
    assert find(text) == {}


def test_the_shipped_terms_count_the_shipped_phrases(rules: RuleSet):
    """The table holds numbers: it must be made anew whenever phrases.txt.gz is."""
    words = split_words("He has scare onslaughts at night.")
    hits = load_restorer(rules).terms.find([words], [()])[0]
    right = {" ".join(phrase) for hit in hits for phrase in hit.right}
    assert "panic attacks" in right

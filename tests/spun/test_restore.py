"""What the encoder makes of suspicious words: known repairs weighed, others proposed."""

from itertools import pairwise

import pytest

from auditor.packs import load_rules
from auditor.pairs import Pair
from auditor.spun.inflect import Irregulars
from auditor.spun.lexicon import Hit, Lexicon
from auditor.spun.restore import CURIOUS, IDEAS, KIN_IDEAS, UNKNOWN, load_restorer
from auditor.spun.words import split_words

SPUN = "The drug has few aspect results, and most individualities feel well afterwards."
PAIRS = (Pair("aspect result", ("side effect", "garden chair"), 5),)


def look(text: str) -> list[Hit]:
    words = split_words(text)
    looked = load_restorer(load_rules()).look([words], [Lexicon(PAIRS, Irregulars()).find(words)])
    assert len(looked.logits[0]) == len(looked.claims[0]) == len(words)
    return list(looked.hits[0])


def test_known_repairs_get_a_fit_each_and_the_right_one_the_best():
    (hit,) = (hit for hit in look(SPUN) if hit.weight == 5)
    fits = dict(zip(hit.right, hit.fits, strict=True))
    assert fits["side", "effects"] > fits["garden", "chairs"]


def test_words_that_no_pair_knows_are_proposed_where_they_do_not_fit():
    ideas = [hit for hit in look(SPUN) if hit.weight == UNKNOWN]
    assert "individualities" in {hit.wrong for hit in ideas}
    for hit in ideas:
        assert len(hit.right) == len(hit.fits) == len(hit.kin) <= IDEAS + KIN_IDEAS
        assert hit.wrong not in {" ".join(phrase) for phrase in hit.right}


def test_neighbours_in_the_thesaurus_go_first_and_among_them_what_fits_best():
    text = "Ask for a free webbing before the first dose."
    (hit,) = (hit for hit in look(text) if not hit.weight and not hit.costs)
    assert hit.right[0] == ("screening",)
    assert list(hit.kin) == sorted(hit.kin, reverse=True)
    fits = [fit for fit, kin in zip(hit.fits, hit.kin, strict=True) if kin]
    assert all(better >= worse for better, worse in pairwise(fits))


@pytest.mark.parametrize(
    "text", ["Knee pain is common among adults.", "", "The nurse will call you."]
)
def test_fluent_text_gives_no_ideas_but_terms_to_be_weighed(text: str):
    assert [hit for hit in look(text) if not hit.costs] == []


def test_function_words_are_never_proposed_alone():
    ideas = look("Therapy of the aspect results with in veritably a most clinic is the.")
    assert {"of", "the", "in", "a"}.isdisjoint(hit.wrong for hit in ideas)


def test_a_long_article_is_read_in_parts(monkeypatch: pytest.MonkeyPatch):
    words = [split_words(SPUN), split_words("A quiet heading"), split_words(SPUN)]
    hits = [Lexicon(PAIRS, Irregulars()).find(block) for block in words]
    monkeypatch.setattr("auditor.spun.restore.PART", 5)
    looked = load_restorer(load_rules()).look(words, hits)
    assert [len(logits) for logits in looked.logits] == [len(block) for block in words]
    assert looked.hits[0]
    assert looked.hits[2]
    assert all(max(looked.logits[block]) > CURIOUS for block in (0, 2))

"""The lattice: repairs are weighed together, by what stands in clean health writing."""

from auditor.pairs import Pair
from auditor.spun.inflect import Irregulars
from auditor.spun.lattice import Odds, Reckoning, lay_block, pairs_of, reckon
from auditor.spun.lexicon import Lexicon
from auditor.spun.ngrams import load_ngrams
from auditor.spun.words import split_words

PAIRS = (
    Pair("internal", ("mental", "inner"), 4),
    Pair("fitness", ("health", "wellness"), 4),
    Pair("intellectual", ("mental", "cognitive"), 4),
    Pair("case", ("patient",), 4),
)


def weigh(text: str) -> dict[str, Reckoning]:
    words = split_words(text)
    hits = Lexicon(PAIRS, Irregulars()).find(words)
    laid = lay_block(words, hits)
    odds = Odds(load_ngrams())
    odds.learn(pairs_of(laid))
    return {r.hit.wrong: r for r in reckon(laid, 0.05, odds)}


def test_a_word_is_spun_in_one_place_and_right_in_another():
    spun = weigh("people with internal health problems")["internal"]
    right = weigh("people with internal bleeding")["internal"]
    assert spun.evidence > 2 > 0 > right.evidence
    assert spun.right[0][0] == ("mental",)


def test_neighbouring_repairs_bear_each_other_out():
    alone = weigh("intellectual tests")["intellectual"]
    together = weigh("intellectual fitness conditions")
    assert together["intellectual"].evidence > alone.evidence
    assert together["intellectual"].right[0][0] == ("mental",)
    assert together["fitness"].right[0][0] == ("health",)


def test_cases_are_right_where_cases_are_counted():
    assert (
        weigh("cases recover from surgery")["cases"].evidence
        > weigh("cases of measles")["cases"].evidence
    )


def test_a_text_without_known_words_has_nothing_to_weigh():
    assert weigh("nothing to see here") == {}
    assert weigh("") == {}

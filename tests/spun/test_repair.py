"""Repairs: capitals as in the article, and "a" or "an" as the new word asks."""

import pytest

from auditor.packs import load_rules
from auditor.spun.lattice import Reckoning
from auditor.spun.lexicon import Hit, load_lexicon
from auditor.spun.repair import begins_with_vowel_sound, match_capitals, set_articles, suggest
from auditor.spun.words import split_words


@pytest.mark.parametrize(
    ("quote", "words", "expected"),
    [
        ("aspect results", "side effects", "side effects"),
        ("Aspect results", "side effects", "Side effects"),
        ("Aspect Results", "side effects", "Side Effects"),
        ("ASPECT RESULTS", "side effects", "SIDE EFFECTS"),
        ("drip", "IV", "IV"),
        ("Substantiation- grounded", "evidence-based", "Evidence-based"),
        ("24", "IV", "IV"),
    ],
)
def test_suggestions_take_the_capitals_of_what_stands_there(quote, words, expected):
    assert match_capitals(quote, words) == expected


@pytest.mark.parametrize(
    "word", ["evidence", "hour", "honest", "MRI", "ulcer", "unintended", "X-ray"]
)
def test_an_goes_before_a_vowel_sound(word):
    assert begins_with_vowel_sound(word)


@pytest.mark.parametrize(
    "word", ["reputable", "uniform", "one", "European", "useful", "UV", "CT", "hospital", "usual"]
)
def test_a_goes_before_a_consonant_sound(word):
    assert not begins_with_vowel_sound(word)


def test_a_and_an_follow_the_repair():
    text = "An estimable clinic and a curative option."
    repairs = [(3, 12, "reputable"), (26, 34, "effective")]
    assert list(set_articles(text, repairs)) == [
        (0, 2, "A"), (3, 12, "reputable"), (24, 25, "an"), (26, 34, "effective")
    ]  # fmt: skip


def test_no_article_is_touched_that_is_right_or_not_beside_the_repair():
    assert list(set_articles("an old remedy", [(7, 13, "treatment")])) == [(7, 13, "treatment")]
    assert list(set_articles("a remedy", [(2, 8, "treatment")])) == [(2, 8, "treatment")]
    assert list(set_articles("may also help", [(3, 8, "")])) == [(3, 8, "")]


@pytest.mark.parametrize(
    ("text", "rights", "quote", "suggestions"),
    [
        ("high blood strain", ["high blood pressure"], "strain", ("pressure",)),
        ("scare onslaughts", ["panic attacks"], "scare onslaughts", ("panic attacks",)),
        ("internal health", ["mental health"], "internal health", ("mental health",)),
        # Other ends: that repair would need the words that are not marked.
        ("high blood strain", ["high blood pressure", "raised strain"], "strain", ("pressure",)),
        # Nothing between the ends: what is left would only delete.
        ("on its personal way", ["on its own way", "on its way"], "personal", ("own",)),
    ],
)
def test_what_the_likeliest_repair_mostly_keeps_is_not_marked(text, rights, quote, suggestions):
    words = split_words(text)
    right = tuple(tuple(phrase.split()) for phrase in rights)
    hit = Hit(0, len(words), text, right, 4, True)
    shares = tuple((phrase, 1 / len(right)) for phrase in right)
    repair = suggest(text, words, Reckoning(hit, 0.0, shares), load_lexicon(load_rules()))
    assert text[repair.span.start : repair.span.end] == quote
    assert repair.suggestions == suggestions

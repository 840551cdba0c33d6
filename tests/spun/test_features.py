"""The rows that are judged: one a run of suspicious words, one an article."""

import numpy as np

from auditor.packs import RuleSet
from auditor.spun.features import ARTICLE_FEATURES, OWN_FEATURES, article_row, reckon_article
from auditor.spun.lexicon import load_lexicon
from auditor.spun.ngrams import load_ngrams
from auditor.spun.restore import Looked, load_restorer
from auditor.spun.weights import load_weights
from auditor.spun.words import split_words


def measure(text: str, rules: RuleSet) -> tuple[list[str], dict[str, np.ndarray], Looked]:
    blocks = [split_words(line) for line in text.split("\n")]
    lexicon = load_lexicon(rules)
    looked = load_restorer(rules).look(blocks, [lexicon.find(words) for words in blocks])
    found, rows = reckon_article(blocks, looked, load_ngrams())
    columns = {name: rows[:, index] for index, name in enumerate(OWN_FEATURES)}
    return [reckoning.hit.wrong for _, reckoning in found], columns, looked


def test_each_run_has_a_row_of_finite_numbers(rules: RuleSet):
    wrongs, columns, _ = measure("The aspect results were bandied.\nAspect results again.", rules)
    assert wrongs.count("aspect results") == 2
    assert all(len(column) == len(wrongs) for column in columns.values())
    assert all(np.isfinite(column).all() for column in columns.values())
    assert (columns["bias"] == 1).all()


def test_a_phrase_is_told_from_a_word_and_a_sure_entry_from_others(rules: RuleSet):
    wrongs, columns, _ = measure("The aspect results were few.", rules)
    row = wrongs.index("aspect results")
    assert columns["phrase"][row] == 1
    assert columns["weight-5"][row] == 1
    assert columns["unknown"][row] == 0


def test_the_same_words_share_their_mean(rules: RuleSet):
    text = "The aspect results were few.\nNo aspect results at all."
    wrongs, columns, _ = measure(text, rules)
    rows = [index for index, wrong in enumerate(wrongs) if wrong == "aspect results"]
    means = {round(float(columns["ill-fit-of-kind"][row]), 6) for row in rows}
    assert len(rows) == 2
    assert len(means) == 1


def test_nothing_suspicious_gives_no_row(rules: RuleSet):
    assert measure("", rules)[0] == []


def test_an_article_with_more_ill_fitting_words_is_more_suspicious(rules: RuleSet):
    def row(text: str) -> dict[str, float]:
        looked = measure(text, rules)[2]
        values = article_row(0.01, 0, 0, 0.0, len(text.split()), looked)
        return dict(zip(ARTICLE_FEATURES, values.tolist(), strict=True))

    spun = row("The aspect results of the remedy were bandied by individualities.")
    clean = row("The side effects of the treatment were discussed by people.")
    assert spun["ill-fit"] > clean["ill-fit"]


def test_terms_that_were_taken_apart_make_an_article_more_suspicious(rules: RuleSet):
    looked = measure("The aspect results were mild.", rules)[2]
    some, none = (article_row(0.01, 0, terms, 0.0, 400, looked) for terms in (6, 0))
    article = load_weights().article
    assert some @ article > none @ article

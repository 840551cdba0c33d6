"""The counted table: what was counted is found again, and health writing is in it."""

import numpy as np

from auditor.spun.ngrams import NgramTable, hash_words, keys_of, load_ngrams, pack_counts


def table_of(counts: dict[tuple[str, ...], int]) -> NgramTable:
    keys = np.concatenate([keys_of(*(hash_words([word]) for word in run)) for run in counts])
    order = np.argsort(keys)
    steps = pack_counts(np.array(list(counts.values()), np.int64))
    return NgramTable(keys[order], steps[order], 100.0)


def test_counts_come_back_within_a_twelfth_and_unseen_runs_as_none():
    table = table_of({("side",): 1, ("side", "effects"): 1000})
    assert table.count_words(["side", "aspect"]).tolist() == [1.0, 0.0]
    (count,) = table.count(keys_of(hash_words(["side"]), hash_words(["effects"])))
    assert abs(count - 1000) < 1000 / 12


def test_the_order_of_words_matters():
    table = table_of({("side", "effects"): 9})
    assert table.count(keys_of(hash_words(["effects"]), hash_words(["side"])))[0] == 0


def test_the_shipped_table_knows_side_effects_and_no_aspect_results():
    first, second = hash_words(["side", "aspect"]), hash_words(["effects", "results"])
    known, unknown = load_ngrams().count(keys_of(first, second))
    assert known > 100
    assert unknown == 0

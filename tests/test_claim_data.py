"""The data set of claim sentences: its size, its labels, and that no treatment is in both parts."""

from __future__ import annotations

import json

from auditor.encoder import CLAIMS
from tests.support import ROOT

ROWS = [
    json.loads(line)
    for line in (ROOT / "training/claims/claim-sentences.jsonl").read_text("utf-8").splitlines()
]


def treatments(part: str) -> set[str]:
    return {row["treatment"] for row in ROWS if row["part"] == part}


def test_there_are_enough_sentences_over_enough_treatments():
    assert len(ROWS) >= 4500
    assert len(treatments("open") | treatments("held-back")) >= 25
    assert len({row["text"] for row in ROWS}) == len(ROWS)


def test_a_fifth_is_held_back_by_treatment():
    share = sum(row["part"] == "held-back" for row in ROWS) / len(ROWS)
    assert 0.18 < share < 0.25
    assert not treatments("open") & treatments("held-back")


def test_each_row_has_its_label_and_what_stands_before_it():
    assert {row["label"] for row in ROWS} == {*CLAIMS, "doubtful"}
    keys = {"text", "label", "treatment", "heading", "before", "part", "source", "writer"}
    assert all(keys <= set(row) <= keys | {"also"} for row in ROWS)
    assert any(row["heading"] and row["before"] for row in ROWS)

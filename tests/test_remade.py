"""What is made of blocks: the same whether it is kept or made again."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from auditor import remade
from auditor.checks.words import prose_words
from auditor.claims import reading
from auditor.config import Config
from auditor.discovery import Job
from auditor.engine import Auditor
from auditor.model_reading import blocks_of, read_with_models
from auditor.readability import measure
from auditor.remade import Remade
from auditor.run import run_audit
from auditor.syntax import shapes_of
from tests.support import article_of

SPUN = (Path(__file__).parent / "data" / "spun" / "articles" / "01-hearing-aids.txt").read_text()


def test_each_is_made_when_it_is_asked_for_and_once():
    made = []

    def make(index: int) -> str:
        made.append(index)
        return f"no. {index}"

    some = Remade(make, 4)
    assert (len(some), made) == (4, [])
    assert some[2] == some[-2] == "no. 2"
    assert made == [2]
    assert list(some) == [f"no. {index}" for index in range(4)]
    assert some[1:3] == ("no. 1", "no. 2")
    assert sorted(made) == [0, 1, 2, 3]
    with pytest.raises(IndexError):
        some[4]


def test_of_many_only_some_are_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(remade, "KEPT", 2)
    made = []
    many = Remade(lambda index: made.append(index) or index, 5)
    assert list(many) == list(many) == [0, 1, 2, 3, 4]
    assert len(made) == 10
    assert (many[4], many[3]) == (4, 3)
    assert len(made) == 10


def test_an_article_of_many_blocks_gets_the_findings_of_one_that_is_kept(
    monkeypatch: pytest.MonkeyPatch,
):
    auditor = Auditor(Config(languagetool="off"))
    kept = auditor.audit("a.txt", ".txt", SPUN.encode())
    monkeypatch.setattr(remade, "KEPT", 1)
    again = auditor.audit("a.txt", ".txt", SPUN.encode())
    assert len(blocks_of(article_of(SPUN))) > 5
    assert again.findings == kept.findings
    assert again.spun == kept.spun
    assert again.readability == kept.readability
    assert len(kept.findings) > 10


def test_nothing_of_an_article_is_kept_after_a_run_or_a_long_one(monkeypatch: pytest.MonkeyPatch):
    kept = (read_with_models, prose_words, reading.read, shapes_of, measure)
    job = Job("a.txt", ".txt", data=SPUN.encode())
    auditor = Auditor(Config(languagetool="off"))
    auditor.audit("a.txt", ".txt", SPUN.encode())
    assert all(function.cache_info().currsize for function in kept)
    monkeypatch.setattr("auditor.language.LONGEST_PARSED", 60)
    auditor.audit("a.txt", ".txt", SPUN.encode())
    assert not any(function.cache_info().currsize for function in kept)
    monkeypatch.undo()
    run_audit([job], Config(languagetool="off"), datetime.date(2026, 1, 31))
    assert not any(function.cache_info().currsize for function in kept)

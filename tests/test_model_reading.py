"""One reading by the models: what is asked of it later is what was asked at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor import model_reading
from auditor.encoder import Encoder
from auditor.model_reading import blocks_of, read_blocks
from auditor.packs import load_rules
from auditor.spun import restore
from tests.support import article_of

RULES = load_rules()
SPUN = (Path(__file__).parent / "data" / "spun" / "articles" / "01-hearing-aids.txt").read_text()
CLEAN = (Path(__file__).parent / "data" / "spun" / "clean" / "01-hearing-aids.txt").read_text()


def read(text: str) -> model_reading.ModelReading:
    return read_blocks(blocks_of(article_of(text)), RULES, frozenset())


def test_the_verdict_is_found_when_it_is_asked_for_and_once(monkeypatch: pytest.MonkeyPatch):
    looked = []
    look = restore.Restorer.look
    monkeypatch.setattr(restore.Restorer, "look", lambda *given: looked.append(1) or look(*given))
    reading = read(SPUN)
    assert not looked
    assert len(reading.claims) == len(reading.blocks)
    assert reading.verdict.probability > 0.9
    assert reading.verdict.suspicions
    assert len(looked) == 1


@pytest.mark.parametrize("text", [SPUN, CLEAN, ""])
def test_each_word_is_read_by_the_network_once(text: str, monkeypatch: pytest.MonkeyPatch):
    read_words = []
    judge = Encoder.judge

    def counting(self: Encoder, blocks, *given):
        read_words.append(sum(map(len, blocks)))
        return judge(self, blocks, *given)

    monkeypatch.setattr(Encoder, "judge", counting)
    reading = read(text)
    assert reading.verdict is reading.verdict
    assert sum(read_words) == sum(map(len, reading.blocks))


def test_a_text_too_long_to_be_kept_gets_the_verdict_at_once(monkeypatch: pytest.MonkeyPatch):
    whole = read(SPUN)
    monkeypatch.setattr(restore, "PART", 60)
    parts = read(SPUN)
    assert [claims.shape for claims in parts.claims] == [claims.shape for claims in whole.claims]
    assert parts.verdict.probability == pytest.approx(whole.verdict.probability, abs=0.05)

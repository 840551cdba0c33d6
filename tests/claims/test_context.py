"""What stands round a match, decided in one place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.claims.context import context_of
from tests.claims.scan import reading_of


def contexts(text: str, *own: str) -> frozenset[str]:
    reading = reading_of(text)
    return context_of(reading, [reading.words.index(word) for word in own]).named()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Is the gel safe?", "asked"),
        ("# Is the gel safe", "asked"),
        ("The Safe Gel From Denver", "titled"),
        ("Check that the gel is safe.", "advised"),
        ("You should check if it is safe.", "advised"),
        ("You can ask us why the gel is safe.", "advised"),
        ("It is a myth that the gel is safe.", "refuted"),
        ("Critics say the gel is safe.", "reported"),
        ("The gel isn't safe.", "negated"),
        ("The gel is n't safe.", "negated"),
        ("The gel might be safe.", "hedged"),
        ("The gel is safe for some people.", "limited"),
        ("Unless you faint, the gel is safe.", "conditional"),
        ("The price of the gel is safe.", "logistics"),
        ("The gel is usually safe.", "shielded"),
        ("For most people the gel is safe.", "most"),
        ("The gel is safe. Results vary.", "excepted"),
        ("The gel is safe, but it can sting and may include a rash.", "risk_stated"),
        ("The leaflet says “the gel is safe” on its cover.", "quoted"),
        ("I think the gel is safe.", "patient"),
    ],
)
def test_a_context_is_seen(text, name):
    assert name in contexts(text, "safe")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The gel is safe.", "asked"),
        ("The gel is safe, and it may sting.", "hedged"),
        ("You did not wait, and the gel is safe.", "negated"),
        ("There is no doubt that the gel is safe.", "negated"),
        ("It is not untrue, nor is the gel safe.", "hedged"),
        ("Even if you are tired, the gel is safe.", "conditional"),
    ],
)
def test_a_context_does_not_reach_another_clause(text, name):
    assert name not in contexts(text, "safe")


def test_the_words_of_a_match_are_not_its_own_context():
    text = "The gel is not addictive and addiction is unlikely."
    assert "negated" in contexts(text, "addictive")
    assert "negated" not in contexts(text, "not", "addictive")


class Watched(tuple):
    """A sequence that forgets nothing: how many of its members were taken at once, at most."""

    most = 0

    def __getitem__(self, key):
        found = super().__getitem__(key)
        if isinstance(key, slice):
            Watched.most = max(Watched.most, len(found))
        return found


def test_what_stands_round_a_match_is_told_without_a_copy_of_the_article():
    reading = reading_of("The pump is cleared by the FDA for drugs. Pain is rare here. " * 60)
    watched = replace(
        reading,
        words=Watched(reading.words),
        hits={kind: Watched(hits) for kind, hits in reading.hits.items()},
    )
    own = [at for at, word in enumerate(reading.words) if word in ("cleared", "rare")]
    assert len(own) == 120
    Watched.most = 0
    for at in own:
        assert context_of(watched, [at]) == context_of(reading, [at])
    assert 0 < Watched.most < 30, "no more than a sentence and its neighbours"

"""Which words a finding covers, and where clauses begin."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.claims.scan import quotes, reading_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("However, the gel has no side effects.", "the gel has no side effects"),
        ("We care, and it works for everyone.", "it works for everyone"),
        ("With proper dosing, dependence never happens.", "dependence never happens"),
        ("The gel has no side effects, no odour and no colour.",
         "The gel has no side effects, no odour and no colour"),
        ("The gel is not addictive at all when a nurse applies it.",
         "The gel is not addictive at all when a nurse applies it"),
        ("You lie down for the gel, which is completely painless.",
         "which is completely painless"),
        ("“It cures acne,” the leaflet of our clinic ends.", "It cures acne"),
        ("- Zero downtime", "Zero downtime"),
    ],
)  # fmt: skip
def test_the_span_is_the_clause(text, wanted):
    assert quotes(text) == [wanted]


def test_evidence_covers_what_is_said_to_be_shown():
    assert quotes("Studies show that the gel is sold widely.") == [
        "Studies show that the gel is sold widely"
    ]


def test_a_span_never_crosses_a_line():
    text = "No needles\nNo downtime and\nno side effects"
    assert all("\n" not in quote for quote in quotes(text))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("the no risk that, and but; \"'()\n.?! "), max_size=120))
def test_clauses_cover_each_sentence_without_gaps(text):
    for sentence in reading_of(text).sentences:
        edges = [clause.start for clause in sentence.clauses] + [sentence.clauses[-1].end]
        assert edges[0] == sentence.start
        assert edges[-1] == sentence.end
        assert edges == sorted(set(edges))

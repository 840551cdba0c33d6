"""Answers take their content from the question before them."""

from __future__ import annotations

import pytest

from tests.claims.scan import find


def found(text: str) -> list[tuple[str, str]]:
    return [(f.rule_id.split(".", 1)[1], f.quote) for f in find(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Is the peel risky? Not at all.", [("absolute.flat-answer", "Not at all")]),
        ("# Does the peel hurt?\nNo.", [("absolute.flat-answer", "No")]),
        ("Are there risks? Hardly any.", [("safety.soft-answer", "Hardly any")]),
        ("Is it addictive? For most people, the answer is no.",
         [("safety.soft-answer", "For most people, the answer is no")]),
        ("Is the peel effective? Absolutely.", [("absolute.flat-answer", "Absolutely")]),
        ("Is the peel effective? It can be.", []),
        ("Is the peel risky? Yes.", []),
        ("Is parking free? Absolutely.", []),
        ("Is the peel risky? No, but infection can occur.", []),
    ],
)  # fmt: skip
def test_an_answer(text, wanted):
    assert found(text) == wanted

"""The forty example sentences of the claim model, and every example of every claim rule."""

from __future__ import annotations

import json

import pytest

from tests.claims.scan import categories
from tests.support import ROOT

EXAMPLES = [
    json.loads(line)
    for line in (ROOT / "tests/data/claims/examples.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["text"][:50])
def test_an_example_yields_its_categories_without_tags_or_parse(example):
    assert categories(example["text"]) == sorted(example["findings"]), example["why"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["text"][:50])
def test_an_example_yields_the_same_with_the_pipeline_that_is_shipped(example, nlp):
    assert categories(example["text"], nlp) == sorted(example["findings"]), example["why"]

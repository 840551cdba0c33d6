"""Readability in the JSON result: what is read back is what was written."""

import json
from dataclasses import replace

from auditor.language import parse
from auditor.readability import measure
from auditor.report import ChecklistItem, Readability
from auditor.reporters.measured import parts_of, read_readability, write_readability
from tests.support import article_of

TEXT = "# Your knee\nAngiogenesis helps the knee heal in a few weeks.\nYou sit in a soft chair."


def test_readability_is_read_back_as_it_was_written(nlp, rules):
    article = article_of(TEXT)
    item = ChecklistItem("lists", "CDC 8", "Lists?", "https://example.org", "can't tell", "None.")
    measured = replace(
        measure(article, parse(nlp, article), rules),
        after_repair={"smog_index": 5.123},
        checklist=(item,),
    ).rounded()
    document = json.loads(json.dumps(write_readability(article, measured, 8.0)))
    assert read_readability(document) == measured
    assert [part["line"] for part in parts_of(document)] == [1, 2, 3, 2, 3]


def test_an_article_without_prose_has_neither_target_nor_difficulty():
    article = article_of("# Alone")
    document = write_readability(article, Readability({}), 8.0)
    assert document["target"] is None and document["after_repair"] is None
    assert "difficulty" not in document
    assert read_readability(document) == Readability({})
    assert read_readability(None) is None

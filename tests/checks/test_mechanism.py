"""What a treatment is said to act on in one place, and not to act on in another."""

from __future__ import annotations

import pytest

from auditor.checks import mechanism
from auditor.config import Config
from auditor.language import parse
from tests.claims.scan import blank_pipeline, claim_rules
from tests.support import article_of


def found(text: str, check=mechanism.check) -> list[list[str]]:
    article = article_of(text)
    doc = parse(blank_pipeline(), article)
    return [
        [article.quote(span) for span in finding.spans]
        for finding in check(article, doc, claim_rules(), Config())
    ]


@pytest.mark.parametrize(
    ("stated", "denied"),
    [
        ("The spray acts on the brain", "The spray does not reach the brain"),
        ("The drip rewires the brain", "It never alters brain chemistry"),
        ("The gel enters the bloodstream", "The gel doesn't enter the bloodstream"),
        ("Ketamine targets the brain", "Infusions of ketamine do not affect the brain"),
    ],
)
def test_both_places_are_shown_the_statement_first(stated, denied):
    for text in (f"{stated}.\nThe chairs are soft.\n{denied}.", f"{denied}.\n{stated}."):
        assert found(text) == [[stated, denied]]


@pytest.mark.parametrize(
    "text",
    [
        "The spray acts on the brain.\nThe gel does not reach the brain.",
        "The spray acts on the brain.\nThe spray does not reach the muscles.",
        "The spray acts on the brain.\nThe spray does not just target the brain.",
        "The spray acts on the brain.\nThe spray does not directly affect the brain.",
        "The spray acts on the brain.\nThe spray may not reach the brain.",
        "The spray acts on the brain.\nDoes the spray not reach the brain?",
        "The spray acts on the brain.\nUnlike others, it does not reach the brain.",
        "Ketamine acts on the brain.\nTMS does not affect the brain.",
        "Depression affects the brain.\nIt does not affect the muscles.",
        "Pain affects the brain.\nThe spray does not affect the brain.",
        "You can address the nerves first.\nThe spray does not affect the nerves.",
    ],
)
def test_other_parts_treatments_and_doubts_are_compatible(text):
    assert found(text) == []


def test_what_lost_its_just_denies_nothing_in_a_spun_article():
    text = "The spray acts on the brain.\nIt does not target the brain; it touches the soul."
    assert len(found(text)) == 1
    assert found(text, mechanism.check_repaired) == []
    text = "The spray acts on the brain.\nIt does not target the brain."
    assert len(found(text, mechanism.check_repaired)) == 1

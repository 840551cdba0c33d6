"""Which sources a reader can follow, and how far they reach."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.article import Link, Span
from auditor.claims.support import support_of
from tests.claims.scan import find, reading_of
from tests.support import article_of

CLAIM = "Side effects are rare"


@pytest.mark.parametrize(
    "text",
    [
        f"{CLAIM} (https://doi.org/10.1000/1).",
        f"{CLAIM} (Okafor, 2021).",
        f"{CLAIM} (Okafor et al., 2021).",
        f"{CLAIM} (PMID 123456).",
        f"{CLAIM}, as a 2021 trial by Okafor found.",
        f"{CLAIM} in a 2021 JAMA paper.",
        f"{CLAIM}, says the FDA.",
        f"{CLAIM}. This comes from a trial in the Lancet in 2020.",
        f"{CLAIM} [2].\nReferences\nOkafor on gels",
        f"{CLAIM}. So are burns. The ward is calm. [2]\nReferences\nOkafor on gels",
    ],
)
def test_a_source_that_can_be_followed(text):
    assert support_of(reading_of(text), frozenset({0})) == "followable"


@pytest.mark.parametrize(
    "text",
    [
        f"{CLAIM}.",
        f"{CLAIM} [2].",
        f"{CLAIM}, experts say.",
        f"{CLAIM} for those who said so.",
        f"{CLAIM}. Our nurses wrote to JAMA in 2020.",
        f"{CLAIM}.\nOkafor et al., 2021",
    ],
)
def test_no_source(text):
    assert support_of(reading_of(text), frozenset({0})) == "none"


def test_an_institution_alone_is_half_a_source():
    assert support_of(reading_of(f"{CLAIM}, researchers at Yale found."), frozenset({0})) == "half"


@pytest.mark.parametrize(
    ("target", "count"),
    [
        ("https://pubmed.ncbi.nlm.nih.gov/1", 0),
        ("https://www.amazon.com/gel", 1),
        ("/our-clinic", 1),
    ],
)
def test_a_link_is_a_source_unless_it_leads_to_a_shop_or_home(target, count):
    article = replace(article_of(f"{CLAIM}."), links=(Link(Span(0, 12), target),))
    assert len(find("", article=article)) == count

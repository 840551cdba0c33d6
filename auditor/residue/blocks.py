"""Which blocks of an article are likelier the page's than the article's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from auditor.article import Article, Span
from auditor.remade import of_article
from auditor.residue.features import FEWEST_PROSE, is_prose
from auditor.residue.model import load_residue_model

# Blocks that are looked at. A cell is never told to be the page's: tables are the writer's own.
JUDGED = frozenset({"paragraph", "item", "heading", "cell", "quote"})
_NEVER = "cell"
# From this probability on a block is no part of what readers read.
_SURELY_OF_PAGE = 0.9


@of_article
@lru_cache(maxsize=2)
def page_chances(article: Article) -> Mapping[Span, float]:
    """Return for each block how likely it is the page's, 0-1; kept, as several checks ask.

    Where there is no running text, nothing tells an article's lists from a page's: none is told.
    """
    blocks = [block for block in article.blocks if block.kind in JUDGED]
    texts = [article.quote(block.span) for block in blocks]
    if sum(map(is_prose, texts)) < FEWEST_PROSE:
        return {}
    chances = load_residue_model().judge(texts, [block.kind == "item" for block in blocks])
    return {
        block.span: round(chance, 2)
        for block, chance in zip(blocks, chances.tolist(), strict=True)
        if block.kind != _NEVER
    }


def is_of_page(article: Article, span: Span) -> bool:
    """Say whether the block at `span` surely belongs to the page around the article."""
    return page_chances(article).get(span, 0.0) >= _SURELY_OF_PAGE

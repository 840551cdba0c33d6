"""Page residue: words of the page around the article, at the places where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from auditor.article import Article, Block, count_words
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TRIM = re.compile(r"^[\W_]+|[\W_]+$")
_COUNT = re.compile(r"^\d+\s+|\s*\(?\d+\)?$")
_CHECKED = frozenset({"paragraph", "item", "heading", "cell", "quote"})


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `garble.page-residue.*`.

    A block of nothing but a page's words is residue. Words that also stand in articles ("Share",
    "X") count only beside a block that is residue for sure.
    """
    rule = rules.rule("garble.page-residue.block")
    if rule is None or rule.limit is None:
        return
    blocks = [block for block in article.blocks if block.kind in _CHECKED]
    sure = [_is_sure(article.quote(b.span), rules, int(rule.limit)) for b in blocks]
    residue = _spread(article, rules, blocks, sure)
    for block, certain, found in zip(blocks, sure, residue, strict=True):
        if found:
            yield make_finding(
                rule,
                article,
                block.span,
                suggestions=[""],
                confidence=rule.confidence if certain else rule.confidence - 0.15,
            )


def _is_sure(words: str, rules: RuleSet, most_words: int) -> bool:
    plain = _plain(words)
    if not plain or count_words(words) > most_words:
        return False
    if plain in rules.word_set("residue"):
        return True
    return any(
        plain.startswith(start) and (len(plain) == len(start) or not plain[len(start)].isalpha())
        for start in rules.words["residue-starts"]
    )


def _spread(
    article: Article, rules: RuleSet, blocks: Sequence[Block], sure: Sequence[bool]
) -> list[bool]:
    """Return which blocks are residue: the sure ones, and weak ones that touch residue."""
    weak = rules.word_set("residue-beside")
    residue = list(sure)
    for order in (range(len(blocks)), range(len(blocks) - 1, -1, -1)):
        for index in order:
            if residue[index] or _plain(article.quote(blocks[index].span)) not in weak:
                continue
            beside = residue[max(index - 1, 0) : index] + residue[index + 1 : index + 2]
            residue[index] = any(beside)
    return residue


def _plain(words: str) -> str:
    """Return the words in lower case, without marks at their ends and without a count."""
    folded = " ".join(words.lower().replace("’", "'").split())
    trimmed = _TRIM.sub("", folded)
    return _TRIM.sub("", _COUNT.sub("", trimmed)) or trimmed

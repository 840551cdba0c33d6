"""Page residue: words of the page around the article, at the places where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import inf
from typing import TYPE_CHECKING

from auditor.article import Article, Block, Span, count_words
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet
from auditor.residue.blocks import JUDGED, page_chances
from auditor.rule import Rule

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TRIM = re.compile(r"^[\W_]+|[\W_]+$")
_COUNT = re.compile(r"^[\d,.]+k?\s+|\s*\(?\d+\)?$")
_STARTS_WITH_COUNT = re.compile(r"\d[\d,.]*k?\s")
_BREADCRUMB = re.compile(r"home\s{0,3}[>»/›|→]")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    rf"(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
)
_BYLINE = re.compile(r"(?:(?:written|posted|published) )?by [\w .,'-]{2,50}? ?[|·•–—/] ?.{1,60}")
_LAST_SENTENCE = re.compile(r"[.!?][”\"’)]?\s+([^.!?\n]{4,60}[.!?:»…]*)$")
_EDGE_BLOCKS_BEFORE = 6
_EDGE_BLOCKS_AFTER = 12
_SHORTEST_RUN = 4
_LONGEST_NOTICE_WORDS = 80
_LISTED, _LIKELY = "garble.page-residue.block", "garble.page-residue.likely"
_LESS_SURE_BESIDE = 0.15


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `garble.page-residue.*`.

    A block of nothing but a page's words is residue. Words that also stand in articles ("Share",
    "X") count only beside a block that is residue for sure, or in a run near the article's ends.
    What no list holds a model judges by its words, its shape and the blocks around it.
    """
    blocks = [block for block in article.blocks if block.kind in JUDGED]
    texts = [article.quote(block.span) for block in blocks]
    listed, likely = rules.rule(_LISTED), rules.rule(_LIKELY)
    by_lists = _by_lists(listed, rules, texts) if listed else [0.0] * len(blocks)
    chances = page_chances(article) if likely else {}
    least = likely.limit if likely and likely.limit is not None else inf
    said = [chances.get(block.span, 0.0) for block in blocks]
    by_model = [chance if chance >= least else 0.0 for chance in said]
    for block, sure, chance in zip(blocks, by_lists, by_model, strict=True):
        if listed and sure:
            # Where both say so it is as sure as where the lists alone are.
            confidence = max(sure, listed.confidence if chance else 0.0, chance)
            yield make_finding(listed, article, block.span, suggestions=[""], confidence=confidence)
        elif likely and chance:
            yield make_finding(likely, article, block.span, suggestions=[""], confidence=chance)
    residue = [bool(sure or chance) for sure, chance in zip(by_lists, by_model, strict=True)]
    yield from _tails(article, rules, blocks, residue)


def _by_lists(rule: Rule, rules: RuleSet, texts: Sequence[str]) -> list[float]:
    """Return for each block how sure the lists of the rules are that it is the page's, else 0."""
    if rule.limit is None:
        return [0.0] * len(texts)
    plain = [_plain(text) for text in texts]
    sure = [
        _is_sure(rules, texts[index], plain[index], int(rule.limit))
        or (_is_at_edge(index, len(texts)) and _is_byline(plain[index]))
        for index in range(len(texts))
    ]
    return [
        (rule.confidence if certain else rule.confidence - _LESS_SURE_BESIDE) if found else 0.0
        for certain, found in zip(sure, _spread(rules, plain, sure), strict=True)
    ]


def _tails(
    article: Article, rules: RuleSet, blocks: Sequence[Block], residue: Sequence[bool]
) -> Iterator[Finding]:
    """Yield residue that an export has glued to the end of the last paragraphs."""
    rule = rules.rule("garble.page-residue.tail")
    if rule is None:
        return
    own = [block for block, found in zip(blocks, residue, strict=True) if not found]
    for block in own[-3:]:
        start = max(block.span.start, block.span.end - 100)
        match = _LAST_SENTENCE.search(article.text[start : block.span.end])
        if match and " " in match[1] and _plain(match[1]) in rules.word_set("residue"):
            span = Span(start + match.start(1), start + match.end(1))
            yield make_finding(rule, article, span, suggestions=[""])


def _is_sure(rules: RuleSet, words: str, plain: str, most_words: int) -> bool:
    """Say whether a block of these words is residue wherever it stands.

    plain: what `_plain` makes of them.
    """
    count = count_words(words)
    if not plain or count > _LONGEST_NOTICE_WORDS:
        return False
    folded = _fold(words)
    if any(_begins(folded, start) for start in rules.words["residue-notices"]):
        return True
    if count > most_words:
        return False
    if plain in rules.word_set("residue") or _BREADCRUMB.match(folded):
        return True
    if _STARTS_WITH_COUNT.match(folded) and plain in rules.word_set("residue-counted"):
        return True
    # A sentence may begin with the words of a button ("Follow us on our way to ...").
    ends_sentence = words.rstrip().endswith((".", "!", "?"))
    return not ends_sentence and any(
        _begins(folded, start) or _begins(plain, start) for start in rules.words["residue-starts"]
    )


def _begins(plain: str, start: str) -> bool:
    if not plain.startswith(start):
        return False
    follower = plain[len(start) : len(start) + 1]
    return not (follower.isalpha() and start[-1].isalpha())


def _is_byline(plain: str) -> bool:
    return _BYLINE.fullmatch(plain) is not None


def _is_at_edge(index: int, count: int) -> bool:
    return index < _EDGE_BLOCKS_BEFORE or index >= count - _EDGE_BLOCKS_AFTER


def _spread(rules: RuleSet, plain: Sequence[str], sure: Sequence[bool]) -> list[bool]:
    """Return which blocks are residue: the sure ones, and weak ones beside them or in runs."""
    words = rules.word_set("residue-beside") | rules.word_set("residue-counted")
    weak = [text in words or _DATE.fullmatch(text) is not None for text in plain]
    residue = list(sure)
    run_start = 0
    for index in range(len(plain) + 1):
        if index < len(plain) and weak[index]:
            continue
        if index - run_start >= _SHORTEST_RUN and (
            index <= _EDGE_BLOCKS_BEFORE or run_start >= len(plain) - _EDGE_BLOCKS_AFTER
        ):
            # A run that is the whole article is a list of its own.
            residue[run_start:index] = [index - run_start < len(plain)] * (index - run_start)
        run_start = index + 1
    for order in (range(len(plain)), range(len(plain) - 1, -1, -1)):
        for index in order:
            if weak[index] and not residue[index]:
                beside = residue[max(index - 1, 0) : index] + residue[index + 1 : index + 2]
                residue[index] = any(beside)
    return residue


def _fold(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split())


def _plain(words: str) -> str:
    """Return the words in lower case, without marks at their ends and without a count."""
    trimmed = _TRIM.sub("", _fold(words))
    if _DATE.fullmatch(trimmed):
        return trimmed
    return _TRIM.sub("", _COUNT.sub("", trimmed)) or trimmed

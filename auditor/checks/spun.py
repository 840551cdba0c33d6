"""Spun text: words that a rewriting tool put in the place of the right ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.lexicon import known_words
from auditor.packs import RuleSet
from auditor.spun.lexicon import Hit, Lexicon, load_lexicon
from auditor.spun.ngrams import load_ngrams
from auditor.spun.prior import Verdict, calibrate, judge, load_weights
from auditor.spun.repair import suggest
from auditor.spun.words import Word, split_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

SURE_CONFIDENCE = 0.9
# In an article that is not suspicious as a whole, one rare but good word ("notwithstanding") is
# the writer's own; only phrases and words that hardly exist count there.
SUSPICIOUS = 0.75
RAREST_GOOD_WORD = 60_000


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield a finding for each run of spun words, and one for the article if it is spun."""
    term = rules.rule("garble.spun-term.known-pair")
    whole = rules.rule("garble.spun-article.verdict")
    if term is None and whole is None:
        return
    lexicon = load_lexicon(rules)
    blocks, verdict = read_verdict(article, rules, config)
    if whole is not None and whole.limit is not None and verdict.probability >= whole.limit:
        yield make_finding(
            whole,
            article,
            Span(0, 0),
            message=whole.message.replace("{share}", f"{100 * verdict.share:.0f} %"),
            confidence=round(verdict.probability, 2),
        )
    if term is None or term.limit is None:
        return
    suspicious = verdict.probability >= SUSPICIOUS
    for suspicion in verdict.suspicions:
        confidence = calibrate(suspicion.probability)
        hit = suspicion.reckoning.hit
        span = _span_of(blocks[suspicion.block], hit)
        if not suspicious and _is_good_word(article.quote(span)):
            continue
        if confidence >= term.limit:
            yield make_finding(
                term,
                article,
                span,
                suggestions=suggest(article.quote(span), suspicion.reckoning, lexicon),
                confidence=round(confidence, 2),
                severity="error" if suspicious and confidence >= SURE_CONFIDENCE else None,
            )


@lru_cache(maxsize=1)
def read_verdict(
    article: Article, rules: RuleSet, config: Config
) -> tuple[tuple[tuple[Word, ...], ...], Verdict]:
    """Return the words of each block, and the verdict on them.

    The last article's is kept: the report shows the verdict that the check has reached.
    """
    blocks = read_blocks(article)
    allowed = frozenset(map(str.lower, config.vocabulary))
    return blocks, judge_blocks(blocks, load_lexicon(rules), allowed)


def read_blocks(article: Article) -> tuple[tuple[Word, ...], ...]:
    """Return the words of each block that is prose."""
    return tuple(
        tuple(split_words(article.text, block.span.start, block.span.end))
        for block in article.prose()
    )


def judge_blocks(
    blocks: tuple[tuple[Word, ...], ...], lexicon: Lexicon, allowed: frozenset[str]
) -> Verdict:
    """Return the verdict on the blocks; `allowed` words are right in this house."""
    hits = [[hit for hit in lexicon.find(words) if hit.wrong not in allowed] for words in blocks]
    return judge(blocks, hits, load_ngrams(), load_weights())


def _is_good_word(words: str) -> bool:
    return known_words().get(words.lower(), RAREST_GOOD_WORD) < RAREST_GOOD_WORD


def _span_of(words: tuple[Word, ...], hit: Hit) -> Span:
    return Span(words[hit.start].start, words[hit.end - 1].end)

"""Split tokens: a word broken by a stray space, or a stray space at punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.article import Article, Block, Span
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.lexicon import COMMON, known_words
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_GAP = r"[ \t\u00a0]{1,3}"
_CONTRACTION = re.compile(rf"\b([A-Za-z]+)({_GAP})(n['’]t|['’](?:s|re|ve|ll|d|m))\b", re.I)
_HYPHEN = re.compile(rf"(?<![\w-])((?:[A-Za-z]+-)*[A-Za-z0-9]+-)({_GAP})([A-Za-z]{{2,}})(?![\w])")
_HYPHEN_BEFORE = re.compile(rf"\b([A-Za-z]+)({_GAP})(-[a-z]{{2,}})\b")
_BRACKET = re.compile(rf"(?:\b([A-Za-z]{{1,40}}))?({_GAP})?\((?:{_GAP})(\w[\w-]*)(\))?")
_BRACKET_END = re.compile(rf"\b(\w{{1,40}})({_GAP})\)")
_MARK = re.compile(rf"(?<![\w’'-])([A-Za-z][\w’'-]*)({_GAP})([,;.?!])(?=[\s”\"’)]|$)")
_QUOTE = re.compile(rf"“({_GAP})([^“”\n]{{1,60}}?)({_GAP})?”|“([^“”\n]{{1,60}}?)({_GAP})”")
_DASH = re.compile(
    r"\b([A-Za-z]{1,40})(?:([ \t\u00a0])[—–](?=[A-Za-z])|[—–]([ \t\u00a0])(?=[A-Za-z]))([A-Za-z]+)"
)
# Beyond this rank the table of known words holds more slips than words.
_RAREST = 60_000
_TWO_WORDS = re.compile(r"(?<![\w’'.-])([a-z]{2,})( )([a-z]{2,})(?![\w’'-]|\.\w)")


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `garble.split-token.*` that code finds; some are swaps."""
    for block in article.prose():
        yield from _contractions(article, rules, block)
        yield from _hyphens(article, rules, block)
        yield from _brackets(article, rules, block)
        yield from _marks(article, rules, block)
        yield from _dashes(article, rules, block)
        yield from _broken_words(article, rules, block, config)


def _contractions(article: Article, rules: RuleSet, block: Block) -> Iterator[Finding]:
    rule = rules.rule("garble.split-token.contraction")
    if rule is None:
        return
    verbs = rules.word_set("contracting-verbs")
    for match in _CONTRACTION.finditer(article.text, *_range(block)):
        word, _, ending = match.groups()
        if ending.lower().startswith("n") and word.lower() not in verbs:
            continue
        yield make_finding(rule, article, Span(*match.span()), suggestions=[word + ending])


def _hyphens(article: Article, rules: RuleSet, block: Block) -> Iterator[Finding]:
    rule = rules.rule("garble.split-token.hyphen")
    if rule is None:
        return
    joiners = rules.word_set("suspended-hyphen-joiners")
    for match in _HYPHEN.finditer(article.text, *_range(block)):
        left, _, right = match.groups()
        # "pre- and post-treatment" is right; "word- The" is a dash.
        if right.lower() in joiners or (right[0].isupper() and not left[0].isupper()):
            continue
        if right[0].isupper() and right.lower() in known_words() and not right.isupper():
            continue
        yield make_finding(rule, article, Span(*match.span()), suggestions=[left + right])
    for match in _HYPHEN_BEFORE.finditer(article.text, *_range(block)):
        left, _, right = match.groups()
        if left.lower() in joiners:
            continue
        yield make_finding(
            rule,
            article,
            Span(*match.span()),
            suggestions=[left + right, f"{left}—{right[1:]}"],
            confidence=0.7,
        )


def _brackets(article: Article, rules: RuleSet, block: Block) -> Iterator[Finding]:
    rule = rules.rule("garble.split-token.bracket")
    if rule is None:
        return
    for match in _BRACKET.finditer(article.text, *_range(block)):
        word, gap, inside, closing = match.groups()
        left = f"{word} (" if word else "("
        start = (
            match.start() if word and not gap else match.start() + len((word or "") + (gap or ""))
        )
        words = left if word and not gap else "("
        yield make_finding(
            rule,
            article,
            Span(start, match.end()),
            suggestions=[words + inside + (closing or "")],
        )
    for match in _BRACKET_END.finditer(article.text, *_range(block)):
        yield make_finding(rule, article, Span(*match.span()), suggestions=[match[1] + ")"])


def _marks(article: Article, rules: RuleSet, block: Block) -> Iterator[Finding]:
    rule = rules.rule("garble.split-token.punctuation")
    if rule is None:
        return
    for match in _MARK.finditer(article.text, *_range(block)):
        yield make_finding(rule, article, Span(*match.span()), suggestions=[match[1] + match[3]])
    for match in _QUOTE.finditer(article.text, *_range(block)):
        words = (match[2] or match[4]).strip()
        yield make_finding(rule, article, Span(*match.span()), suggestions=[f"“{words}”"])


def _dashes(article: Article, rules: RuleSet, block: Block) -> Iterator[Finding]:
    rule = rules.rule("garble.split-token.dash")
    if rule is None:
        return
    for match in _DASH.finditer(article.text, *_range(block)):
        yield make_finding(
            rule,
            article,
            Span(*match.span()),
            suggestions=[f"{match[1]}—{match[4]}", f"{match[1]} — {match[4]}"],
        )


def _broken_words(
    article: Article, rules: RuleSet, block: Block, config: Config
) -> Iterator[Finding]:
    """Find "treat ment": pieces of which one is no word, and that make a common word together."""
    rule = rules.rule("garble.split-token.broken-word")
    if rule is None:
        return
    known = known_words()
    own = frozenset(word.lower() for word in config.vocabulary)
    at, end = _range(block)
    while match := _TWO_WORDS.search(article.text, at, end):
        left, _, right = match.groups()
        at = match.start(3)
        if known.get(left + right, COMMON) >= COMMON:
            continue
        if any(known.get(p, _RAREST) >= _RAREST and p not in own for p in (left, right)):
            yield make_finding(rule, article, Span(*match.span()), suggestions=[left + right])


def _range(block: Block) -> tuple[int, int]:
    return block.span.start, block.span.end

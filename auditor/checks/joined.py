"""Joined words: two words, or a sentence's end and the next word, run together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.lexicon import COMMON, FAMILIAR, known_words
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_RUN_IN = re.compile(r"(?<![\w.@/#&-])([A-Za-z’']{2,})([.!?,;:])([A-Za-z’']{2,})(?![\w@/-]|\.\w)")
_LOWER_WORD = re.compile(r"(?<![\w.@/#&’'-])[a-z]{5,40}(?:['’][a-z]{1,2})?(?![\w@/’'-]|\.\w)")
_OPEN_PAREN = re.compile(r"(?<![\w-])([A-Za-z]{4,})\(([A-Za-z][A-Za-z-]{2,})(?=[ )])")
_SHORTEST_CONTENT_WORD = 5


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `garble.joined-words.*`."""
    known = known_words()
    own = frozenset(word.lower() for word in config.vocabulary)
    for block in article.prose():
        start, end = block.span.start, block.span.end
        yield from _sentence_ends(article, rules, known, start, end)
        yield from _brackets(article, rules, known, start, end)
        yield from _words(article, rules, known, own, start, end)


def _sentence_ends(
    article: Article, rules: RuleSet, known: Mapping[str, int], start: int, end: int
) -> Iterator[Finding]:
    rule = rules.rule("garble.joined-words.sentence-end")
    if rule is None:
        return
    domains = rules.word_set("domain-endings")
    openers = rules.word_set("sentence-openers")
    for match in _RUN_IN.finditer(article.text, start, end):
        left, mark, right = match.groups()
        if not _is_word(left, known) or not _is_word(right, known):
            continue
        if mark == ":" or (right.isupper() and len(right) > 1):
            continue
        if mark in ".!?" and not right[0].isupper():
            # "example.com" looks the same: only a sentence's usual first word counts.
            if right.lower() in domains or right.lower() not in openers:
                continue
        elif right.lower() in domains:
            continue
        is_name = left[0].isupper() and right[0].isupper() and mark == "."
        if is_name and (known.get(left.lower(), FAMILIAR) >= COMMON or len(left) < 3):
            continue
        yield make_finding(
            rule, article, Span(*match.span()), suggestions=[f"{left}{mark} {right}"]
        )


def _brackets(
    article: Article, rules: RuleSet, known: Mapping[str, int], start: int, end: int
) -> Iterator[Finding]:
    rule = rules.rule("garble.joined-words.bracket")
    if rule is None:
        return
    for match in _OPEN_PAREN.finditer(article.text, start, end):
        left, right = match.groups()
        if _is_word(left, known) and (_is_word(right, known) or right.isupper()):
            yield make_finding(rule, article, Span(*match.span()), suggestions=[f"{left} ({right}"])


def _words(
    article: Article,
    rules: RuleSet,
    known: Mapping[str, int],
    own: frozenset[str],
    start: int,
    end: int,
) -> Iterator[Finding]:
    rule = rules.rule("garble.joined-words.two-words")
    if rule is None:
        return
    for match in _LOWER_WORD.finditer(article.text, start, end):
        word = match[0].replace("’", "'")
        if word in known or word in own or word.removesuffix("'s") in known:
            continue
        parts = _split(word, known, rules)
        if parts is None:
            continue
        at = len(parts[0])
        left, right = match[0][:at], match[0][at:]
        yield make_finding(
            rule,
            article,
            Span(*match.span()),
            suggestions=[f"{left}—{right}", f"{left} {right}", f"{left}, {right}"]
            if _is_clause_start(right, rules)
            else [f"{left} {right}", f"{left}—{right}"],
        )


def _split(word: str, known: Mapping[str, int], rules: RuleSet) -> tuple[str, str] | None:
    """Return the two words that `word` is made of, the likeliest pair, or None.

    One of them must be a word that sentences are glued by ("the", "it's", "whether"), or both
    long and common, so that new compounds and unknown drug names are left alone.
    """
    first = rules.word_set("joined-first")
    second = rules.word_set("joined-second")
    prefixes = rules.word_set("prefixes")
    best: tuple[int, str, str] | None = None
    for at in range(1, len(word)):
        left, right = word[:at], word[at:]
        if left not in known or right not in known or left in prefixes:
            continue
        rank = known[left] + known[right]
        glued = (
            (right in second and (at >= 4 or left in first) and known[left] < 2 * FAMILIAR)
            or (right == "a" and at >= 7 and known[left] < FAMILIAR)
            or (left in first and len(right) >= 4 and known[right] < COMMON)
        )
        plain = (
            at >= _SHORTEST_CONTENT_WORD
            and len(right) >= _SHORTEST_CONTENT_WORD
            and known[left] < COMMON
            and known[right] < FAMILIAR
        )
        if (glued or (plain and _is_plural_or_ing(left))) and (best is None or rank < best[0]):
            best = (rank, left, right)
    return None if best is None else best[1:]


def _is_plural_or_ing(word: str) -> bool:
    """Say whether `word` has an ending that compounds don't keep inside: -s, -ing, -ed, -ly."""
    return word.endswith(("s", "ing", "ed", "ly", "tion")) and not word.endswith("ss")


def _is_clause_start(word: str, rules: RuleSet) -> bool:
    return word.replace("’", "'") in rules.word_set("joined-second")


def _is_word(word: str, known: Mapping[str, int]) -> bool:
    lower = word.lower().replace("’", "'").strip("'")
    return len(lower) > 1 and known.get(lower.removesuffix("'s"), FAMILIAR * 3) < FAMILIAR * 2

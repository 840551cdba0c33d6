"""Runs all rules that are patterns: swaps, token patterns, dependency patterns, of every family.

A match of a claim rule is only a proposal: `auditor.claims` decides from its clause and context
whether it stands, how surely, and which words it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from auditor.article import Article, Span
from auditor.claims.judge import judge
from auditor.config import Config
from auditor.errors import RuleError
from auditor.findings import Finding, make_finding
from auditor.language import has_parse, has_tags
from auditor.packs import Rule, RuleSet, TokenPattern

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import DependencyMatcher, Matcher, PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_TAG_KEYS = frozenset({"LEMMA", "POS", "TAG", "MORPH"})


@dataclass(frozen=True, eq=False)
class _Matchers:
    """The matchers of one rule set, compiled for one vocabulary."""

    phrases: PhraseMatcher
    plain: Matcher
    tagged: Matcher
    fallbacks: Matcher
    dependencies: DependencyMatcher


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of every rule with `swap`, `tokens` or `dependencies`."""
    for rule, span, suggestions in sorted(_matches(doc, rules), key=lambda m: (m[1], m[0].id)):
        block = article.block_at(span.start)
        if block is None or block.kind == "code" or span.end > block.span.end:
            continue
        if rule.family == "claim":
            yield from judge(article, doc, rules, rule, span)
        else:
            yield make_finding(rule, article, span, suggestions=suggestions)


def not_run(rules: RuleSet, nlp: Language) -> tuple[str, ...]:
    """Return the ids of rules that need tags or a parse, have no fallback, and get neither."""
    tagged = {"tagger", "morphologizer", "lemmatizer"} & set(nlp.pipe_names)
    parsed = "parser" in nlp.pipe_names
    return tuple(
        rule.id
        for rule in rules.rules
        if not rule.fallback
        and ((rule.dependencies and not parsed) or (_needs_tags(rule.tokens) and not tagged))
    )


def _needs_tags(patterns: tuple[TokenPattern, ...]) -> bool:
    return any(_TAG_KEYS & set(token) for pattern in patterns for token in pattern)


def _matches(doc: Doc, rules: RuleSet) -> Iterator[tuple[Rule, Span, tuple[str, ...]]]:
    matchers = _compile(rules, doc.vocab)
    strings = doc.vocab.strings
    found: dict[str, list[tuple[int, int]]] = {}
    tagged, parsed = has_tags(doc), has_parse(doc)
    for matcher in (matchers.plain, matchers.tagged) if tagged else (matchers.plain,):
        for key, start, end in matcher(doc) if len(matcher) else ():
            found.setdefault(strings[key], []).append((start, end))
    for key, start, end in matchers.fallbacks(doc) if len(matchers.fallbacks) else ():
        rule = rules.rule(strings[key])
        assert rule is not None
        if not (parsed if rule.dependencies else tagged):
            found.setdefault(rule.id, []).append((start, end))
    if parsed and len(matchers.dependencies):
        for key, tokens in matchers.dependencies(doc):
            found.setdefault(strings[key], []).append((min(tokens), max(tokens) + 1))
    for rule_id, places in found.items():
        rule = rules.rule(rule_id)
        assert rule is not None
        for start, end in _longest(places):
            span = _narrow(rule, doc, start, end)
            yield rule, span, rule.suggestions
    yield from _swaps(matchers, doc, rules)


def _narrow(rule: Rule, doc: Doc, start: int, end: int) -> Span:
    """Return the words that the finding is about: of a mechanical fault the first word alone.

    Such a pattern's further tokens are the context that makes the word wrong.
    """
    if rule.category == "garble.apostrophe":
        last = start
        while last + 1 < end and not doc[last].whitespace_:
            last += 1
        return Span(doc[start].idx, doc[last].idx + len(doc[last]))
    return Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))


def _longest(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the places that no other place of the same rule holds."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(places), key=lambda p: (p[0], -p[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def _swaps(
    matchers: _Matchers, doc: Doc, rules: RuleSet
) -> Iterator[tuple[Rule, Span, tuple[str, ...]]]:
    text = doc.text
    for key, start, end in matchers.phrases(doc):
        rule = rules.rule(doc.vocab.strings[key])
        assert rule is not None
        span = Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
        words = text[span.start : span.end]
        right = rule.swap.get(words.lower().replace("’", "'"))
        # "it is n't" and "do nt" are tokenised as "isn't" and "dont" are: only the latter match.
        if right is None or _is_inside_word(text, span):
            continue
        yield rule, span, (_with_case(words, right),)


def _is_inside_word(text: str, span: Span) -> bool:
    before, after = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]
    return before.isalnum() or after.isalnum() or after == "-" or before == "-"


def _with_case(words: str, right: str) -> str:
    if words.isupper() and len(words) > 1:
        return right.upper()
    return right[:1].upper() + right[1:] if words[:1].isupper() else right


@lru_cache(maxsize=4)
def _compile(rules: RuleSet, vocab: Vocab) -> _Matchers:
    import spacy
    from spacy.matcher import DependencyMatcher, Matcher, PhraseMatcher

    blank = spacy.blank("en", vocab=vocab)
    made = _Matchers(
        PhraseMatcher(vocab, attr="LOWER"),
        Matcher(vocab, validate=True),
        Matcher(vocab, validate=True),
        Matcher(vocab, validate=True),
        DependencyMatcher(vocab, validate=True),
    )
    for rule in rules.rules:
        if rule.swap:
            variants = {v for wrong in rule.swap for v in (wrong, wrong.replace("'", "’"))}
            made.phrases.add(rule.id, [blank.make_doc(wrong) for wrong in sorted(variants)])
        for matcher, key in (
            (made.tagged if _needs_tags(rule.tokens) else made.plain, "tokens"),
            (made.fallbacks, "fallback"),
            (made.dependencies, "dependencies"),
        ):
            patterns = [list(pattern) for pattern in getattr(rule, key)]
            if patterns:
                _add(matcher, rule, key, patterns)
    return made


def _add(matcher: Any, rule: Rule, key: str, patterns: list[list[dict[str, Any]]]) -> None:
    from spacy.errors import MatchPatternError

    try:
        matcher.add(rule.id, patterns)
    except (MatchPatternError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise RuleError(
            f"{rule.origin}: rule '{rule.id}': '{key}' is no pattern that spaCy takes: {reason}"
        ) from None

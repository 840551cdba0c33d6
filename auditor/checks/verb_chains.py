"""Verbs in a form that "be" and "have" can't take: "is helps", "should be avoid", "have saw"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from auditor.article import Article, Span
from auditor.checks.counted import count_pairs, count_words, expected_pairs
from auditor.checks.grammar import Tokens
from auditor.checks.words import Word, prose_words, word_at
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.lexicon import is_function_word, known_words
from auditor.packs import RuleSet
from auditor.spun.inflect import Form, Irregulars, find_bases, inflect

if TYPE_CHECKING:
    from spacy.tokens import Doc

_RULE = "garble.broken-grammar.verb-chain"
# The forms that a helper takes.
_TAKES: dict[str, tuple[Form, ...]] = {"be": ("ed", "ing"), "have": ("ed",)}
_MOST_BETWEEN = 2
_REACH = 6
# As in `grammar`: a pair is unwritten if it was seen so seldom against chance; the right form must
# have been counted behind the helper so often.
_MOST_SEEN = 1
_CHANCE = 0.01
_LEAST_EXPECTED = 1.0
_LEAST_RIGHT = 2


class _Chain(NamedTuple):
    """A helper, the word that the verb's form hangs on, and where the verb stands."""

    kind: str
    governor: Word
    verb: int


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `garble.broken-grammar.verb-chain`."""
    rule = rules.rule(_RULE)
    if rule is None:
        return
    tokens = Tokens(doc)
    helpers = _helpers(rules)
    for _, words in prose_words(article):
        for index, word in enumerate(words):
            kind = helpers.get(word.lower)
            chain = _chain(rules, words, index, kind) if kind else None
            if chain is None:
                continue
            rights = _right_forms(rules, words, index, chain, tokens)
            if rights is not None:
                before = [w.text for w in words[index : chain.verb]]
                fixes = [
                    " ".join([*(before[1:] if right == words[chain.verb].lower else before), right])
                    for right in rights
                ]
                span = Span(word.start, words[chain.verb].end)
                yield make_finding(rule, article, span, suggestions=fixes)


@lru_cache(maxsize=4)
def _helpers(rules: RuleSet) -> dict[str, str]:
    """Return the kind of each helper."""
    return {word: kind for kind in _TAKES for word in rules.words[f"helpers-{kind}"]}


def _chain(rules: RuleSet, words: list[Word], index: int, kind: str) -> _Chain | None:
    """Return what the helper at `index` governs: a word in small letters close behind it."""
    between = rules.word_set("adverbs-before-verb") | {"not"}
    at = index + 1
    while word_at(words, at).lower in between and at - index <= _MOST_BETWEEN:
        at += 1
    verb = word_at(words, at)
    if not all(word.follows for word in words[index + 1 : at + 1]) or not verb.text.islower():
        return None
    if not verb.text or is_function_word(verb.lower) or word_at(words, at + 1).gap[:1] == "-":
        return None
    return _Chain(kind, words[index], at)


def _right_forms(
    rules: RuleSet, words: list[Word], index: int, chain: _Chain, tokens: Tokens
) -> list[str] | None:
    """Return the forms that may belong there, None if the verb may be right as it is."""
    verb = words[chain.verb].lower
    irregulars = _irregulars(rules)
    bases = [base for base, _ in find_bases(verb, known_words(), irregulars)]
    rights = dict.fromkeys(
        form
        for base in (*bases, verb)
        for ending in _TAKES[chain.kind]
        for form in _participles(inflect(base, ending, irregulars), ending)
    )
    if verb in rights or _is_asked(rules, words, index, chain):
        return None
    if not _is_verb(words, chain, tokens) or not _is_unwritten(chain.governor.lower, verb):
        return None
    # "Is depends" may have been "depends" as well.
    alone = [verb] if chain.kind == "be" and verb.endswith("s") and bases else []
    candidates = [form for form in rights if form in known_words()]
    counts = _count_behind(rules, chain.kind, candidates)
    best = max(range(len(candidates)), key=lambda at: counts[at], default=None)
    if best is not None and counts[best] >= _LEAST_RIGHT:
        return [*alone, candidates[best]]
    return alone or None


def _count_behind(rules: RuleSet, kind: str, forms: list[str]) -> list[float]:
    """Return how often each form was counted behind any helper of the kind."""
    helpers = rules.words[f"helpers-{kind}"]
    pairs = [(helper, form) for form in forms for helper in helpers]
    counts = count_pairs([one for one, _ in pairs], [two for _, two in pairs])
    size = len(helpers)
    return [sum(counts[at : at + size]) for at in range(0, len(counts), size)]


def _participles(forms: tuple[str, ...], ending: Form) -> tuple[str, ...]:
    """Return of the forms of a verb those that stand behind a helper: "taken", not "took"."""
    return forms[-1:] if ending == "ed" else forms


def _is_asked(rules: RuleSet, words: list[Word], index: int, chain: _Chain) -> bool:
    """Say whether the helper opens a question, or closes a clause: "what it is depends on you"."""
    before = {word.lower for word in words[max(index - _REACH, 0) : index]}
    if words[index].starts_clause and chain.verb == index + 1:
        return True
    return not before.isdisjoint(rules.word_set("chain-closers"))


def _is_verb(words: list[Word], chain: _Chain, tokens: Tokens) -> bool:
    """Say whether tags call the word a verb, or clean writing never has it where nouns stand."""
    word = words[chain.verb]
    token = tokens.at(word.start)
    if token is not None and token.pos_ in ("VERB", "AUX"):
        return True
    befores = ["the", "of", "a", "your", "in", "for", "with"]
    return not any(count_pairs(befores, [word.lower] * len(befores)))


def _is_unwritten(governor: str, verb: str) -> bool:
    """Say whether clean writing never puts the verb's form behind its helper."""
    (seen,) = count_pairs([governor], [verb])
    expected = expected_pairs(*count_words([governor, verb]))
    return expected >= _LEAST_EXPECTED and seen <= max(_MOST_SEEN, _CHANCE * expected)


@lru_cache(maxsize=4)
def _irregulars(rules: RuleSet) -> Irregulars:
    return Irregulars(rules.words["irregular-forms"])

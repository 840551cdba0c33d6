"""Verbs in a form that "be" and "have" can't take: "is helps", "should be avoid", "have saw"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.checks.counted import count_pairs, is_unwritten, stands_as_noun
from auditor.checks.tokens import Tokens
from auditor.checks.words import Word, prose_words, word_at
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.lexicon import is_function_word, known_words
from auditor.packs import RuleSet
from auditor.spun.inflect import Form, find_bases, inflect, load_irregulars

if TYPE_CHECKING:
    from spacy.tokens import Doc

_RULE = "garble.broken-grammar.verb-chain"
# The forms that a helper takes.
_TAKES: dict[str, tuple[Form, ...]] = {"be": ("ed", "ing"), "have": ("ed",)}
_MOST_BETWEEN = 2
_REACH = 6
# A pair counts as never written only if chance alone would have made it so often; the right form
# must have been counted behind its helpers so often.
_LEAST_EXPECTED = 1.0
_LEAST_RIGHT = 2


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
            at = _verb_behind(rules, words, index) if kind else None
            if kind is None or at is None:
                continue
            rights = _right_forms(rules, words, index, at, kind, tokens)
            if rights is not None:
                before = [w.text for w in words[index:at]]
                fixes = [
                    " ".join([*(before[1:] if right == words[at].lower else before), right])
                    for right in rights
                ]
                span = Span(word.start, words[at].end)
                yield make_finding(rule, article, span, suggestions=fixes)


@lru_cache(maxsize=4)
def _helpers(rules: RuleSet) -> dict[str, str]:
    """Return the kind of each helper."""
    return {word: kind for kind in _TAKES for word in rules.words[f"helpers-{kind}"]}


def _verb_behind(rules: RuleSet, words: list[Word], index: int) -> int | None:
    """Return where the word in small letters stands that the helper at `index` governs."""
    between = rules.word_set("adverbs-before-verb")
    at = index + 1
    while word_at(words, at).lower in between and at - index <= _MOST_BETWEEN:
        at += 1
    verb = word_at(words, at)
    if not all(word.follows for word in words[index + 1 : at + 1]) or not verb.text.islower():
        return None
    if is_function_word(verb.lower) or word_at(words, at + 1).gap[:1] == "-":
        return None
    return at


def _right_forms(
    rules: RuleSet, words: list[Word], index: int, at: int, kind: str, tokens: Tokens
) -> list[str] | None:
    """Return the forms that may belong there, None if the verb may be right as it is.

    index, at: where the helper and the verb stand. kind: the helper's.
    """
    verb = words[at].lower
    irregulars = load_irregulars(rules)
    bases = [base for base, _ in find_bases(verb, known_words(), irregulars)]
    rights = dict.fromkeys(
        form
        for base in (*bases, verb)
        for ending in _TAKES[kind]
        for form in _participles(inflect(base, ending, irregulars), ending)
    )
    if verb in rights or _is_asked(rules, words, index, at):
        return None
    if not _is_verb(words[at], tokens):
        return None
    if not is_unwritten(words[index].lower, verb, _LEAST_EXPECTED):
        return None
    # "Is depends" may have been "depends" as well.
    alone = [verb] if kind == "be" and verb.endswith("s") and bases else []
    candidates = [form for form in rights if form in known_words()]
    counts = _count_behind(rules, kind, candidates)
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


def _is_asked(rules: RuleSet, words: list[Word], index: int, at: int) -> bool:
    """Say whether the helper opens a question, or closes a clause: "what it is depends on you"."""
    if words[index].starts_clause and at == index + 1:
        return True
    before = {word.lower for word in words[max(index - _REACH, 0) : index]}
    return not before.isdisjoint(rules.word_set("chain-closers"))


def _is_verb(word: Word, tokens: Tokens) -> bool:
    """Say whether tags call the word a verb, or clean writing never has it where nouns stand."""
    token = tokens.at(word.start)
    tagged = token is not None and token.pos_ in ("VERB", "AUX")
    return tagged or not stands_as_noun(word.lower)

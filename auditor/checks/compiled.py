"""Compiles the patterns of a rule set, and runs each only on sentences that hold its words.

A rule set has hundreds of patterns, and almost every sentence can match none of them. Each pattern
is therefore filed under an anchor: of its required tokens the one with the fewest words. Only a
sentence with such a word, and with one of each further required token, is handed to spaCy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from auditor.errors import RuleError
from auditor.language import has_parse, has_tags
from auditor.packs import RuleSet
from auditor.rule import Rule, TokenPattern, needs_tags

if TYPE_CHECKING:
    from spacy.matcher import DependencyMatcher, Matcher, PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_WORD_KEYS = frozenset({"LOWER", "ORTH", "TEXT", "NORM", "LEMMA"})


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's match on the tokens `start` up to `end`.

    own: the indices of the tokens that the pattern asks for by name; what merely fills a gap
    between them is not its own.
    """

    rule: Rule
    start: int
    end: int
    own: frozenset[int]


@dataclass(frozen=True, eq=False)
class _Pattern:
    """One token pattern of a rule, with a matcher of its own.

    key: whether it is one of its `tokens` or its `fallback`. The matcher is made when a sentence
    holds the pattern's words: of our own hundreds a run needs a few dozen.
    """

    rule: Rule
    key: str
    tokens: TokenPattern
    vocab: Vocab
    required: tuple[frozenset[str], ...]
    own: tuple[bool, ...]
    tagged: bool
    instead_of_tags: bool
    instead_of_parse: bool

    @cached_property
    def matcher(self) -> Matcher:
        """The matcher. Raise RuleError for a pattern that spaCy does not take."""
        from spacy.matcher import Matcher

        matcher = Matcher(self.vocab, validate=True)
        _add(matcher, self.rule, self.key, [list(self.tokens)])
        return matcher


@dataclass(frozen=True, eq=False)
class _Compiled:
    phrases: PhraseMatcher
    dependencies: DependencyMatcher
    anchored: Mapping[str, tuple[_Pattern, ...]]
    everywhere: tuple[_Pattern, ...]


def find_matches(doc: Doc, rules: RuleSet, sentences: Sequence[tuple[int, int]]) -> Iterator[Match]:
    """Yield the matches of all rules with `tokens` or `dependencies`, the longest of each place.

    sentences: token ranges; no token pattern reaches over the end of one.
    """
    compiled = _compile(rules, doc.vocab)
    tagged, parsed = has_tags(doc), has_parse(doc)
    for start, end in sentences:
        sentence, places = _without_spaces(doc, start, end)
        wanted: dict[int, _Pattern] = {id(p): p for p in compiled.everywhere}
        present = {token.lower_ for token in doc[start:end]}
        for word in present:
            for pattern in compiled.anchored.get(word, ()):
                if not any(words.isdisjoint(present) for words in pattern.required):
                    wanted[id(pattern)] = pattern
        found: dict[str, list[Match]] = {}
        for pattern in wanted.values():
            if pattern.tagged and not tagged:
                continue
            if (pattern.instead_of_tags and tagged) or (pattern.instead_of_parse and parsed):
                continue
            # spaCy's stubs know matches without alignments only.
            matches: list[Any] = pattern.matcher(sentence, with_alignments=True)
            for _, first, last, alignment in matches:
                own = frozenset(
                    places[first + offset]
                    for offset, element in enumerate(alignment)
                    if pattern.own[element]
                )
                match = Match(pattern.rule, places[first], places[last - 1] + 1, own)
                found.setdefault(pattern.rule.id, []).append(match)
        for of_rule in found.values():
            yield from _longest(of_rule)
    if parsed and len(compiled.dependencies):
        for key, places in compiled.dependencies(doc):
            rule = rules.rule(doc.vocab.strings[key])
            assert rule is not None
            yield Match(rule, min(places), max(places) + 1, frozenset(places))


def _without_spaces(doc: Doc, start: int, end: int) -> tuple[Any, Sequence[int]]:
    """Return the tokens `start` up to `end` that are no mere spaces, and where each stands.

    A second space between two words ("no  side effects") is a token of its own to spaCy.
    """
    from spacy.tokens import Doc

    if not any(token.is_space for token in doc[start:end]):
        return doc[start:end], range(start, end)
    kept = [token for token in doc[start:end] if not token.is_space]
    tagged = has_tags(doc)
    copy = Doc(
        doc.vocab,
        words=[token.text for token in kept],
        spaces=[bool(token.whitespace_) for token in kept],
        tags=[token.tag_ for token in kept] if tagged else None,
        pos=[token.pos_ for token in kept] if tagged else None,
        morphs=[str(token.morph) for token in kept] if tagged else None,
        lemmas=[token.lemma_ for token in kept] if tagged else None,
    )
    return copy, [token.i for token in kept]


def find_swaps(doc: Doc, rules: RuleSet) -> Iterator[Match]:
    """Yield the places of the wrong words of all rules with `swap`."""
    phrases = _compile(rules, doc.vocab).phrases
    for key, start, end in phrases(doc) if len(phrases) else ():
        rule = rules.rule(doc.vocab.strings[key])
        assert rule is not None
        yield Match(rule, start, end, frozenset(range(start, end)))


def _length_order(match: Match) -> tuple[int, int, int, list[int]]:
    return match.start, -match.end, -len(match.own), sorted(match.own)


def _longest(matches: Sequence[Match]) -> list[Match]:
    """Return the matches of one rule that lie in no other of them."""
    kept: list[Match] = []
    for match in sorted(matches, key=_length_order):
        if not kept or match.end > kept[-1].end:
            kept.append(match)
    return kept


@lru_cache(maxsize=4)
def _compile(rules: RuleSet, vocab: Vocab) -> _Compiled:
    import spacy
    from spacy.matcher import DependencyMatcher, PhraseMatcher

    swaps = [rule for rule in rules.rules if rule.swap]
    # Its tokenizer takes a twelfth of a second: our own packs have no such rule.
    blank = spacy.blank("en", vocab=vocab) if swaps else None
    phrases = PhraseMatcher(vocab, attr="LOWER")
    dependencies = DependencyMatcher(vocab, validate=True)
    anchored: dict[str, list[_Pattern]] = {}
    everywhere: list[_Pattern] = []
    for rule in swaps:
        assert blank is not None
        variants = {v for wrong in rule.swap for v in (wrong, wrong.replace("'", "’"))}
        phrases.add(rule.id, [blank.make_doc(wrong) for wrong in sorted(variants)])
    for rule in rules.rules:
        if rule.dependencies:
            _add(dependencies, rule, "dependencies", [list(p) for p in rule.dependencies])
        for key in ("tokens", "fallback"):
            for tokens in getattr(rule, key):
                pattern = _compile_pattern(vocab, rule, key, tokens)
                if not rule.built_in:
                    _ = pattern.matcher  # A fault in a rule of the user's is told at once.
                anchor = min(pattern.required, key=len, default=None)
                for word in anchor or ():
                    anchored.setdefault(word, []).append(pattern)
                if anchor is None:
                    everywhere.append(pattern)
    return _Compiled(
        phrases,
        dependencies,
        {word: tuple(patterns) for word, patterns in anchored.items()},
        tuple(everywhere),
    )


def _compile_pattern(vocab: Vocab, rule: Rule, key: str, tokens: TokenPattern) -> _Pattern:
    fallback = key == "fallback"
    return _Pattern(
        rule=rule,
        key=key,
        tokens=tokens,
        vocab=vocab,
        required=tuple(
            words
            for token in tokens
            if _is_required(token) and (words := _lower_words(token)) is not None
        ),
        own=tuple(_is_required(token) and _named_words(token) is not None for token in tokens),
        tagged=needs_tags([tokens]),
        instead_of_tags=fallback and needs_tags(rule.tokens),
        instead_of_parse=fallback and bool(rule.dependencies),
    )


def _add(matcher: Any, rule: Rule, key: str, patterns: list[list[Any]]) -> None:
    from spacy.errors import MatchPatternError

    try:
        matcher.add(rule.id, patterns)
    except (MatchPatternError, ValueError, KeyError) as error:
        reason = " ".join(str(error).split())
        raise RuleError(
            f"{rule.origin}: rule '{rule.id}': '{key}' is no pattern that spaCy takes: {reason}"
        ) from None


def _is_required(token: Mapping[str, Any]) -> bool:
    operator = str(token.get("OP", "1"))
    return operator in ("1", "+") or (operator.startswith("{") and operator[1:2] not in ("0", ","))


def _lower_words(token: Mapping[str, Any]) -> frozenset[str] | None:
    if "LOWER" in token:
        return _words_of(token["LOWER"])
    words = _words_of(token.get("ORTH", token.get("TEXT")))
    return None if words is None else frozenset(word.lower() for word in words)


def _named_words(token: Mapping[str, Any]) -> frozenset[str] | None:
    return next(
        (words for key in _WORD_KEYS & set(token) if (words := _words_of(token[key])) is not None),
        None,
    )


def _words_of(value: Any) -> frozenset[str] | None:
    if isinstance(value, str):
        return frozenset({value})
    if isinstance(value, dict) and isinstance(value.get("IN"), list):
        return frozenset(value["IN"])
    return None

"""Cuts sentences into clauses, and says which words of one make up a finding's span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.article import Span
from auditor.language import has_parse
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MARKS = frozenset(";:—–…•|()[]") | {"--", "..."}
# No writer's sentence is longer; a hostile one is cut, so that work stays linear in the text.
_LONGEST_SENTENCE = 400
_QUOTES = frozenset("\"'`*_")
# "so that", "still is", "then there": these lead up to a claim only before a comma.
_LEADS_WITH_COMMA = frozenset({"so", "still", "then"})


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens `start` up to `end`; joined: the content of the one before ("... that X is Y")."""

    start: int
    end: int
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `start` up to `end`, and the clauses that they fall into."""

    start: int
    end: int
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The closed word classes that mark clauses, as rules/words/claims-clauses.toml lists them."""

    pronouns: frozenset[str]
    auxiliaries: frozenset[str]
    conjunctions: frozenset[str]
    contrasts: frozenset[str]
    relatives: frozenset[str]
    settings: frozenset[str]
    openers: frozenset[str]
    participles: frozenset[str]
    saying_verbs: frozenset[str]
    abbreviations: frozenset[str]
    leaders: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4)
def grammar_of(rules: RuleSet) -> Grammar:
    """Return the word classes of a rule set. Raise RuleError if one of the lists is missing."""

    def words(name: str) -> frozenset[str]:
        return rules.word_set(f"clause-{name}")

    return Grammar(
        pronouns=words("pronouns"),
        auxiliaries=words("auxiliaries"),
        conjunctions=words("conjunctions"),
        contrasts=words("contrasts"),
        relatives=words("relatives"),
        settings=words("settings"),
        openers=words("openers"),
        participles=words("participles"),
        saying_verbs=words("saying-verbs"),
        abbreviations=words("abbreviations"),
        leaders=tuple(
            sorted((tuple(entry.split()) for entry in words("leaders")), key=len, reverse=True)
        ),
    )


def sentences_of(doc: Doc, words: Sequence[str], grammar: Grammar) -> tuple[Sentence, ...]:
    """Return the sentences of `doc` with their clauses; `words` as from `plain_words`."""
    parsed = has_parse(doc)
    sentences: list[Sentence] = []
    for start, end in _bounds(doc, words, grammar):
        cuts = set(_cuts(words, start, end, grammar))
        if parsed:
            cuts.update(_parsed_cuts(doc, start, end))
        edges = [start, *sorted(cut for cut in cuts if start < cut < end), end]
        clauses = tuple(Clause(a, b, a > start and words[a] == "that") for a, b in pairwise(edges))
        sentences.append(Sentence(start, end, clauses))
    return tuple(sentences)


def _bounds(doc: Doc, words: Sequence[str], grammar: Grammar) -> Iterator[tuple[int, int]]:
    """Yield the sentences as token ranges: a line feed ends one, the full stop of "et al." none."""
    start = 0
    for token in doc:
        ends = token.is_sent_start and not _is_abbreviated(words, token.i, grammar)
        if token.i > start and (ends or token.i - start >= _LONGEST_SENTENCE):
            yield start, token.i
            start = token.i
        if token.is_space and "\n" in token.text:
            if token.i > start:
                yield start, token.i
            start = token.i + 1
    if start < len(doc):
        yield start, len(doc)


def _is_abbreviated(words: Sequence[str], index: int, grammar: Grammar) -> bool:
    """Say whether the full stop before `index` belongs to an abbreviation."""
    if index > 0 and words[index - 1].rstrip(".") in grammar.abbreviations:
        return words[index - 1].endswith(".")
    return index > 1 and words[index - 1] == "." and words[index - 2] in grammar.abbreviations


def _cuts(words: Sequence[str], start: int, end: int, grammar: Grammar) -> Iterator[int]:
    """Yield the tokens at which a clause begins, as far as marks and closed classes tell."""
    opened = words[start] in grammar.openers
    for index in range(start, end):
        word = words[index]
        following = words[index + 1] if index + 1 < end else ""
        if word in _MARKS:
            yield index
            yield index + 1
        elif word == '"':
            if index > start and words[index - 1] in (",", ".", "!", "?"):
                yield index + 1
        elif word == ",":
            if opened and _starts_subject(following, grammar):
                opened = False
                yield index + 1
            elif _starts_after_comma(words, index + 1, end, grammar):
                yield index + 1
        elif index > start and _starts_within(words, index, end, grammar):
            yield index


def _starts_subject(word: str, grammar: Grammar) -> bool:
    """Say whether a subject may begin with the word: anything but a further item of a list."""
    return bool(word) and word not in grammar.conjunctions and word not in grammar.openers


def _starts_after_comma(words: Sequence[str], index: int, end: int, grammar: Grammar) -> bool:
    if index >= end:
        return False
    word = words[index]
    if word in grammar.contrasts | grammar.relatives | grammar.participles:
        return True
    if word in grammar.settings:
        return word not in ("as", "under")
    return word in grammar.conjunctions and _has_own_verb(words, index + 1, end, grammar)


def _has_own_verb(words: Sequence[str], index: int, end: int, grammar: Grammar) -> bool:
    """Say whether a subject with its verb begins at `index`."""
    if index >= end:
        return False
    if words[index] in grammar.pronouns or words[index] in grammar.contrasts:
        return True
    nearby = list(words[index + 1 : min(index + 6, end)])
    stop = nearby.index(",") if "," in nearby else len(nearby)
    return any(word in grammar.auxiliaries for word in nearby[:stop])


def _starts_within(words: Sequence[str], index: int, end: int, grammar: Grammar) -> bool:
    """Say whether the word at `index`, with no comma before it, begins a clause."""
    word, before = words[index], words[index - 1]
    following = words[index + 1] if index + 1 < end else ""
    if word in grammar.contrasts:
        return word != "which" or before not in ("in", "of", "for", "on", "by", "with")
    if word == "that":
        return before in grammar.saying_verbs and index + 2 < end
    return (
        word in grammar.conjunctions
        and following in grammar.pronouns
        and following not in ("that", "who", "this", "these", "those", "one")
        and index + 2 < end
    )


def _parsed_cuts(doc: Doc, start: int, end: int) -> Iterator[int]:
    """Yield where coordinated clauses with a subject of their own begin, as parsers find them."""
    for token in doc[start:end]:
        if token.dep_ in ("conj", "parataxis") and any(
            child.dep_.startswith("nsubj") for child in token.children
        ):
            left = token.left_edge.i
            if start < left < token.i:
                yield left


def clause_at(sentence: Sentence, token: int) -> Clause:
    """Return the clause of `sentence` that holds the token at index `token`."""
    for clause in sentence.clauses:
        if clause.start <= token < clause.end:
            return clause
    return sentence.clauses[-1]


def clause_span(
    doc: Doc, words: Sequence[str], sentence: Sentence, first: int, last: int, grammar: Grammar
) -> Span | None:
    """Return the span that a finding on the tokens `first` to `last` covers.

    From the subject to the end of the predicate with its complements and setting conditions,
    without what leads up to it ("However,", "and", quotation marks), within one line.
    """
    start = clause_at(sentence, first).start
    end = clause_at(sentence, last).end
    for clause in sentence.clauses:
        if clause.start == end < sentence.end and (clause.joined or words[end] in grammar.settings):
            end = clause.end
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        if words[end - 1] in (")", "%"):
            break
        end -= 1
    start = _skip_leaders(doc, words, start, min(end, first + 1), grammar)
    if start >= end:
        return None
    return Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))


def _skip_leaders(doc: Doc, words: Sequence[str], start: int, stop: int, grammar: Grammar) -> int:
    while start < stop:
        if doc[start].is_space or doc[start].is_punct or words[start] in _QUOTES:
            start += 1
            continue
        after = start + _leader_length(words, start, grammar)
        if after == start or after >= stop:
            break
        start = after
    return start


def _leader_length(words: Sequence[str], start: int, grammar: Grammar) -> int:
    """Return how many words lead up to the claim at `start`, a comma after them included."""
    for leader in grammar.leaders:
        if tuple(words[start : start + len(leader)]) != leader:
            continue
        after = words[start + len(leader)] if start + len(leader) < len(words) else ""
        if after == ",":
            return len(leader) + 1
        if len(leader) > 1 or leader[0] in _LEADS_WITH_COMMA:
            continue
        if leader[0] == "that" and after in grammar.auxiliaries:
            continue
        return 1
    return 0

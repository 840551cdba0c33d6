"""The shape of a sentence that slows readers: clauses inside clauses, passives, verbs as nouns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.article import Span as Place
from auditor.article import count_words
from auditor.labels import either
from auditor.language import has_parse, has_tags
from auditor.rarity import zipf_of
from auditor.remade import of_article

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

CLAUSES = either("acl:relcl", "advcl", "advcl:relcl", "ccomp", "csubj", "csubj:pass")
PASSIVES = either("aux:pass")
_COMPOUNDS = either("compound", "compound:prt")
_NOMINAL = ("tion", "tions", "sion", "sions", "ment", "ments", "ance", "ances", "ence", "ences",
            "ity", "ities", "ness", "nesses", "isation", "ization")  # fmt: skip
# What taggers take for a noun where a clause is garbled or a headline.
_VERBS = ("alize", "alise", "itize", "itise", "mize", "mise", "nize", "nise")
# "Treatment" and "information" are nouns of daily use, whatever they were made from.
_DAILY = 4.5
_FEWEST_LETTERS_OF_A_NOMINAL = 7


@dataclass(frozen=True, slots=True)
class Shape:
    """A sentence's shape.

    words: without marks. depth: how many clauses with a verb of their own lie inside one another,
    0 for a main clause alone. passives: passive verbs. nominals: nouns made from verbs or
    adjectives, everyday ones aside. names: where proper names begin, in code points.
    """

    words: int
    depth: int
    passives: int
    nominals: int
    names: frozenset[int]


@of_article
@lru_cache(maxsize=1)
def shapes_of(doc: Doc) -> tuple[tuple[Span, Shape], ...]:
    """Return each sentence of `doc` with its shape; without a parse or tags their part is 0.

    The last document's result is kept, because the measures and a check ask.
    """
    return tuple(_shapes(doc))


def _shapes(doc: Doc) -> Iterator[tuple[Span, Shape]]:
    parsed, tagged = has_parse(doc), has_tags(doc)
    heads, labels, tags = (doc.to_array(name).tolist() for name in ("HEAD", "DEP", "POS"))
    key_of, text = doc.vocab.strings, doc.text
    clauses, passives = ({key_of[label] for label in known} for known in (CLAUSES, PASSIVES))
    noun, name = key_of["NOUN"], key_of["PROPN"]
    for sentence in doc.sents:
        tokens = list(sentence)
        here = slice(sentence.start, sentence.end)
        named = tags[here]
        yield (
            sentence,
            Shape(
                words=count_words(text[sentence.start_char : sentence.end_char]),
                depth=_depth(heads[here], [d in clauses for d in labels[here]]) if parsed else 0,
                passives=sum(label in passives for label in labels[here]),
                nominals=sum(
                    _is_nominal(token.lower_)
                    for token, tag in zip(tokens, named, strict=True)
                    if tag == noun or not tagged
                ),
                names=frozenset(
                    token.idx
                    for token, tag in zip(tokens, named, strict=True)
                    if (tag == name if tagged else token.is_title and token.i > sentence.start)
                ),
            ),
        )


def noun_runs(sentence: Span) -> Iterator[tuple[int, Place]]:
    """Yield the length in words and the place of each run of common nouns; none without a parse.

    In a run each noun but the last belongs to a later one.
    """
    first: Token | None = None
    for token in sentence:
        if token.pos_ != "NOUN" or not token.is_alpha or token.lower_.endswith(_VERBS):
            first = None
            continue
        first = first or token
        if token.dep_ not in _COMPOUNDS:
            if token.i > first.i:
                yield token.i - first.i + 1, Place(first.idx, token.idx + len(token))
            first = None


def _depth(heads: Sequence[int], opens: Sequence[bool]) -> int:
    """Return the most clauses that any token lies in, the main clause not counted.

    heads: of each token, how far off its head is. opens: whether a clause hangs on it.
    """
    depths: dict[int, int] = {}
    for token in range(len(heads)):
        path = []
        at = token
        while at not in depths and heads[at] and 0 <= at + _signed(heads[at]) < len(heads):
            path.append(at)
            at += _signed(heads[at])
        depth = depths.setdefault(at, 0)
        for step in reversed(path):
            depth += opens[step]
            depths[step] = depth
    return max(depths.values(), default=0)


def _signed(offset: int) -> int:
    """Return an offset that spaCy's arrays hold as an unsigned number."""
    return offset - (1 << 64) if offset >> 63 else offset


def _is_nominal(word: str) -> bool:
    return (
        len(word) >= _FEWEST_LETTERS_OF_A_NOMINAL
        and word.endswith(_NOMINAL)
        and zipf_of(word) < _DAILY
    )

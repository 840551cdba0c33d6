"""Who does what a match says: the reader by a move of his, an illness, or a treatment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from auditor.claims.reading import Reading
from auditor.language import has_parse

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubjpass"})
_OBJECTS = frozenset({"obj", "dobj"})
_RELATIVES = frozenset({"that", "which", "who"})
_MOST_STEPS = 6


def verb_of(reading: Reading, own: Iterable[int]) -> Token | None:
    """Return the verb over the match's first words that has a subject, None without a parse."""
    if not has_parse(reading.doc):
        return None
    tokens = [reading.doc[index] for index in sorted(own)]
    token = next((token for token in tokens if token.pos_ == "VERB"), tokens[-1])
    for _ in range(_MOST_STEPS):
        if _own_subject(token) is not None:
            return token
        if token.head is token:
            return None
        token = token.head
    return None


def is_by_reader(verb: Token) -> bool:
    """Say whether the reader does it to something: "you won't damage the repair by standing"."""
    has_object = any(child.dep_ in _OBJECTS for child in verb.children)
    return has_object and _subject(verb) == "you"


def is_of_illness(reading: Reading, verb: Token) -> bool:
    """Say whether an illness or a symptom does it: "a fever won't damage the brain"."""
    return _subject(verb) in reading.rules.word_set("problems")


def is_of_group(verb: Token) -> bool:
    """Say whether it tells people apart: "wear and tear in people who have no pain"."""
    subject = _own_subject(verb)
    return subject is not None and subject.lower_ == "who"


def _own_subject(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in _SUBJECTS), None)


def _subject(verb: Token) -> str:
    """Return the word for the verb's subject; of a relative clause for what it is about."""
    subject = _own_subject(verb)
    if subject is not None and subject.lower_ in _RELATIVES and verb.head is not verb:
        subject = verb.head
    return subject.lower_ if subject is not None else ""

"""Who does what a match says: the reader by a move of his, an illness, or a treatment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from auditor.claims.reading import Reading
from auditor.language import has_parse

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERBS = frozenset({"VERB", "AUX"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubjpass"})
_OBJECTS = frozenset({"obj", "dobj"})
_RELATIVES = frozenset({"that", "which", "who"})
_MOST_STEPS = 6


def is_by_reader(reading: Reading, own: Iterable[int]) -> bool:
    """Say whether the reader does it to something: "you won't damage the repair by standing"."""
    verb = _verb_of(reading, own)
    if verb is None:
        return False
    subject = _subject_of(verb)
    has_object = any(child.dep_ in _OBJECTS for child in verb.children)
    return subject is not None and subject.lower_ == "you" and has_object


def is_of_illness(reading: Reading, own: Iterable[int]) -> bool:
    """Say whether an illness or a symptom does it: "a fever won't damage the brain"."""
    verb = _verb_of(reading, own)
    subject = _subject_of(verb) if verb is not None else None
    return subject is not None and subject.lower_ in reading.rules.word_set("problems")


def is_of_group(reading: Reading, own: Iterable[int]) -> bool:
    """Say whether it tells people apart: "wear and tear in people who have no pain"."""
    verb = _verb_of(reading, own)
    return verb is not None and any(
        child.lower_ == "who" and child.dep_ in _SUBJECTS for child in verb.children
    )


def _verb_of(reading: Reading, own: Iterable[int]) -> Token | None:
    """Return the verb over the match's first words, None without a parse."""
    if not has_parse(reading.doc):
        return None
    tokens = [reading.doc[index] for index in sorted(own)]
    verbs = [token for token in tokens if token.pos_ == "VERB"]
    token = verbs[0] if verbs else tokens[-1]
    for _ in range(_MOST_STEPS):
        if token.pos_ in _VERBS and _subject_of(token) is not None:
            return token
        if any(child.dep_ in _SUBJECTS for child in token.children):
            return token
        if token.head is token:
            return None
        token = token.head
    return None


def _subject_of(verb: Token) -> Token | None:
    """Return the verb's subject; of a relative clause what it is about."""
    subject = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if subject is not None and subject.lower_ in _RELATIVES and verb.head is not verb:
        return verb.head
    return subject

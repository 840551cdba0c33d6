"""Where a long sentence can be split: the word at which it turns to its next thought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.article import Span
from auditor.labels import either

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_FEWEST_WORDS_A_SIDE = 6
_LONGEST_LIST = 4
_SUBJECTS = either("nsubj", "nsubj:pass", "expl", "csubj")
_NOUN = "NOUN"
_RELATIVE = either("acl:relcl")
_ADVERBIAL = either("advcl", "advcl:relcl")
# Conjunctions that can begin a sentence of their own once a full stop stands before them.
_MARKERS = frozenset(
    {
        "because",
        "although",
        "though",
        "while",
        "whereas",
        "since",
        "unless",
        "so",
        "but",
        "and",
        "or",
    }
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A place to split at, and what to do there."""

    span: Span
    advice: str


def turn_of(sentence: Sentence) -> Turn | None:
    """Return the place of a parsed sentence that parts it most evenly, None if there is none.

    A mark between two thoughts counts, the "and" before a clause with its own subject, "because"
    and its like, and ", which". A sentence that lists four things or more is better a list.
    """
    listed = _longest_list(sentence)
    if listed:
        return listed
    words = [i for i, token in enumerate(sentence) if token.is_alpha or token.like_num]
    best: tuple[int, Turn] | None = None
    for token in sentence:
        turn = _turn_at(token)
        before = sum(i < token.i - sentence.start for i in words)
        after = len(words) - before
        if turn is None or min(before, after) < _FEWEST_WORDS_A_SIDE:
            continue
        if best is None or abs(before - after) < best[0]:
            best = abs(before - after), turn
    return best[1] if best else None


def _turn_at(token: Token) -> Turn | None:
    span = Span(token.idx, token.idx + len(token))
    word = token.lower_
    if word in (";", "—", "–"):
        return Turn(span, f"Put a full stop for the “{token.text}”.")
    is_relative = any(ancestor.dep_ in _RELATIVE for ancestor in token.ancestors)
    if word == "which" and is_relative and token.i > 0 and token.nbor(-1).text == ",":
        return Turn(span, "End the sentence before “which” and begin a new one with “This”.")
    if word not in _MARKERS or token.dep_ not in ("cc", "mark", "advmod"):
        return None
    clause = token.head
    has_subject = any(child.dep_ in _SUBJECTS for child in clause.children)
    is_clause = clause.dep_ in ("conj", "parataxis") or clause.dep_ in _ADVERBIAL
    if not is_clause or clause.left_edge.i > token.i:
        return None
    if not has_subject:
        if word not in ("and", "but") or clause.pos_ not in ("VERB", "AUX"):
            return None
        return Turn(span, f"Split it before “{token.text}” and name there who does it.")
    if word in ("and", "or", "since", "unless", "while", "so"):
        return Turn(span, f"Split it before “{token.text}”.")
    return Turn(span, f"Split it before “{token.text}”, or say that first.")


def _longest_list(sentence: Sentence) -> Turn | None:
    """Return the first of four or more things that the sentence lists one after another."""
    for token in sentence:
        items = [child for child in token.children if child.dep_ == "conj"]
        if len(items) + 1 >= _LONGEST_LIST and all(t.pos_ == _NOUN for t in (token, *items)):
            return Turn(
                Span(token.idx, token.idx + len(token)),
                f"Turn the {len(items) + 1} things that it lists into bullets.",
            )
    return None

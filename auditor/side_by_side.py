"""The dependency parser over one article's sentences side by side, with the same parse.

spaCy's parser takes one step of each document at a time, and a step of many documents costs little
more than a step of one. Where a sentence is known to begin, nothing before it bears on what
follows: the parser's stack is empty there, and of what comes after the sentence it sees the next
token alone. So an article is parsed in pieces of whole sentences, each with one token more.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from spacy.pipeline.dep_parser import DependencyParser  # type: ignore[import-not-found]
from spacy.pipeline.tok2vec import Tok2VecListener
from spacy.symbols import DEP, HEAD, SENT_START
from spacy.tokens import Doc

_Starts = npt.NDArray[np.uint64]

# Measured: eight pieces save most of what can be saved, each further one costs a document more.
PIECES = 12
# A piece holds so many tokens at least.
_FEWEST_TOKENS = 30


def can_be_split(component: Any) -> bool:
    """Say whether a component is a parser that sees of words nothing but the document's vectors."""
    if type(component) is not DependencyParser or component.cfg["beam_width"] != 1:
        return False
    reader = component.model.get_ref("tok2vec")
    return any(isinstance(node, Tok2VecListener) for node in reader.walk())


def parse_side_by_side(parser: DependencyParser, doc: Doc) -> Doc:
    """Return `doc` as `parser(doc)` does; sentence starts that are known are set, vectors are."""
    starts = np.asarray(doc.to_array(SENT_START), np.uint64)
    cuts = _cut(starts)
    if len(cuts) < 3 or len(doc.tensor) != len(doc):
        return cast("Doc", parser(doc))
    places = list(pairwise(cuts))
    pieces = [_piece(doc, starts[start : end + 1], start) for start, end in places]
    parser.set_annotations(pieces, parser.predict(pieces))
    found = [
        piece.to_array([HEAD, DEP])[: end - start]
        for piece, (start, end) in zip(pieces, places, strict=True)
    ]
    doc.from_array([HEAD, DEP], np.concatenate(found))  # type: ignore[arg-type]
    return doc


def _cut(starts: _Starts) -> list[int]:
    """Return where pieces of about the same length begin, at sentences' starts, and the end."""
    count = min(PIECES, len(starts) // _FEWEST_TOKENS)
    known = np.flatnonzero(starts == 1)
    wanted = np.arange(1, count) * len(starts) / max(count, 1)
    near = np.searchsorted(known, wanted)
    return sorted({0, len(starts), *known[near[near < len(known)]].tolist()})


def _piece(doc: Doc, starts: _Starts, first: int) -> Doc:
    """Return a document of the tokens from `first`; the parser reads their vectors, no word."""
    piece = Doc(doc.vocab, words=["-"] * len(starts))
    piece.from_array([SENT_START], starts[:, None])  # type: ignore[arg-type]
    piece.tensor = doc.tensor[first : first + len(starts)]
    return piece

"""Dependency labels of both kinds of English pipeline: Universal Dependencies and spaCy's own.

Our pipeline speaks Universal Dependencies (UD), the ``en_core_web_*`` ones speak the ClearNLP
scheme. A rule names UD labels; `adapt_pattern` makes of it a pattern for the pipeline at hand.

Labels can be mapped, trees can't always: in UD the predicate of "it is safe" is "safe" (with a
``cop``), in ClearNLP it is "is" (with an ``acomp``), and a preposition hangs on its noun (``case``)
instead of carrying it (``prep``, ``pobj``). `SHARED` lists the relations whose arcs join the same
words in both; rules that must run anywhere keep to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

Scheme = Literal["ud", "clear", ""]

# UD label to ClearNLP labels; none where ClearNLP has no such arc.
CLEAR_OF: Mapping[str, tuple[str, ...]] = {
    "ROOT": ("ROOT",),
    "acl": ("acl",),
    "acl:relcl": ("relcl",),
    "advcl": ("advcl",),
    "advcl:relcl": ("relcl",),
    "advmod": ("advmod", "neg", "quantmod"),
    "amod": ("amod",),
    "appos": ("appos",),
    "aux": ("aux",),
    "aux:pass": ("auxpass",),
    "case": ("case", "prep"),
    "cc": ("cc",),
    "cc:preconj": ("preconj",),
    "ccomp": ("ccomp", "pcomp"),
    "compound": ("compound",),
    "compound:prt": ("prt",),
    "conj": ("conj",),
    "cop": (),
    "csubj": ("csubj",),
    "csubj:pass": ("csubjpass",),
    "dep": ("dep",),
    "det": ("det",),
    "det:predet": ("predet",),
    "discourse": ("intj",),
    "dislocated": (),
    "expl": ("expl",),
    "fixed": ("prep", "advmod"),
    "flat": ("compound",),
    "goeswith": (),
    "iobj": ("dative",),
    "list": (),
    "mark": ("mark", "aux"),
    "nmod": ("nmod", "pobj"),
    "nmod:desc": ("compound", "nmod"),
    "nmod:poss": ("poss",),
    "nmod:unmarked": ("npadvmod",),
    "nsubj": ("nsubj",),
    "nsubj:outer": ("nsubj",),
    "nsubj:pass": ("nsubjpass",),
    "nummod": ("nummod",),
    "obj": ("dobj",),
    "obl": ("pobj",),
    "obl:agent": ("agent",),
    "obl:unmarked": ("npadvmod",),
    "orphan": (),
    "parataxis": ("parataxis",),
    "punct": ("punct",),
    "reparandum": (),
    "vocative": ("npadvmod",),
    "xcomp": ("xcomp", "acomp", "oprd", "attr"),
}

# The arcs that join the same two words in both schemes (copula sentences apart).
SHARED = frozenset(
    {
        "acl:relcl", "advmod", "amod", "appos", "aux", "aux:pass", "compound", "compound:prt",
        "det", "det:predet", "nmod:poss", "nsubj", "nsubj:pass", "nummod", "obj",
    }
)  # fmt: skip

_ONLY_UD = frozenset({"obj", "obl", "cop", "nsubj:pass", "aux:pass", "nmod:poss", "iobj"})
_ONLY_CLEAR = frozenset({"dobj", "pobj", "prep", "nsubjpass", "auxpass", "acomp", "poss"})


def find_scheme(labels: Iterable[str]) -> Scheme:
    """Say which scheme a parser's labels belong to; an empty string where there is no telling.

    Pass ``nlp.get_pipe("parser").labels``, or the labels that are found in a document.
    """
    known = set(labels)
    ud, clear = len(known & _ONLY_UD), len(known & _ONLY_CLEAR)
    if ud == clear:
        return ""
    return "ud" if ud > clear else "clear"


def to_ud(label: str) -> str:
    """Return the UD label of a label of either scheme, the commonest where several fit.

    A label that neither scheme knows is returned as it is.
    """
    if label in CLEAR_OF:
        return label
    return _UD_OF.get(label, label)


def from_ud(label: str, scheme: Scheme) -> tuple[str, ...]:
    """Return the labels that a UD label has in a scheme; none where it has no such arc."""
    if scheme != "clear":
        return (label,)
    return CLEAR_OF.get(label, CLEAR_OF.get(label.split(":")[0], ()))


def adapt_pattern(
    pattern: Sequence[Mapping[str, Any]], scheme: Scheme
) -> list[dict[str, Any]] | None:
    """Rewrite the DEP values of a `DependencyMatcher` pattern (UD) for a scheme.

    Returns None where the scheme has no such arc, so that the pattern can never match.
    """
    adapted: list[dict[str, Any]] = []
    for node in pattern:
        attributes = dict(node.get("RIGHT_ATTRS", {}))
        if "DEP" in attributes and scheme == "clear":
            value = attributes["DEP"]
            kind = "IN"
            if isinstance(value, Mapping):
                kind = "NOT_IN" if "NOT_IN" in value else "IN"
                wanted = value.get(kind, ())
            else:
                wanted = (value,)
            labels = sorted({new for label in wanted for new in from_ud(label, scheme)})
            if kind == "IN" and not labels:
                return None
            attributes["DEP"] = {kind: labels}
        adapted.append({**node, "RIGHT_ATTRS": attributes} if attributes else dict(node))
    return adapted


# What to_ud answers for ClearNLP labels; those with several UD labels have one named here.
_UD_OF: Mapping[str, str] = {
    **{clear: label for label, others in reversed(list(CLEAR_OF.items())) for clear in others},
    "acomp": "xcomp",
    "agent": "case",
    "attr": "xcomp",
    "dative": "iobj",
    "meta": "dep",
    "neg": "advmod",
    "nmod": "nmod",
    "npadvmod": "obl:unmarked",
    "pobj": "obl",
    "prep": "case",
    "relcl": "acl:relcl",
}

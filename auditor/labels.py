"""Dependency labels of both kinds of English pipeline: Universal Dependencies and spaCy's own.

Our pipeline speaks Universal Dependencies (UD), the ``en_core_web_*`` ones speak the ClearNLP
scheme. A check names UD labels and asks `either` what they are called in both, so that it reads
the trees of any English pipeline.

Labels can be mapped, trees can't always: in UD the predicate of "it is safe" is "safe" (with a
``cop``), in ClearNLP it is "is" (with an ``acomp``), and a preposition hangs on its noun (``case``)
instead of carrying it (``prep``, ``pobj``). `SHARED` lists the relations whose arcs join the same
words in both; checks keep to them, to clauses, and to conjuncts. ("And" hangs on the second
conjunct in UD, on the first in ClearNLP, so that a sentence is not split there.)
"""

from __future__ import annotations

from collections.abc import Mapping

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


def either(*labels: str) -> frozenset[str]:
    """Return UD labels together with their ClearNLP names.

    Raises KeyError for a label that is not in the table: a check would never match by it.
    """
    return frozenset(labels).union(*(CLEAR_OF[label] for label in labels))

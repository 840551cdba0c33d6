"""One table gives the labels of both kinds of English pipeline, so that checks read either."""

import pytest
from spacy.tokens import Doc

from auditor.labels import CLEAR_OF, SHARED, either
from auditor.syntax import shapes_of
from auditor.turning import turn_of


@pytest.mark.parametrize(
    ("ud", "clear"),
    [
        ("obj", "dobj"),
        ("nsubj:pass", "nsubjpass"),
        ("aux:pass", "auxpass"),
        ("nmod:poss", "poss"),
        ("acl:relcl", "relcl"),
        ("compound:prt", "prt"),
        ("case", "prep"),
        ("obl", "pobj"),
        ("iobj", "dative"),
    ],
)
def test_a_universal_label_has_a_name_in_spacys_scheme(ud, clear):
    assert {ud, clear} <= either(ud)


def test_a_label_without_a_counterpart_stands_alone():
    assert either("cop") == {"cop"}


def test_a_label_that_no_parser_knows_is_a_slip_of_ours():
    with pytest.raises(KeyError):
        either("no-such-label")


def test_shared_arcs_have_a_name_in_both_schemes():
    assert all(CLEAR_OF[label] for label in SHARED)


def test_our_parser_knows_no_label_that_the_table_lacks(nlp):
    if "parser" not in nlp.pipe_names:
        pytest.skip("the pipeline in use has no parser")
    assert set(nlp.get_pipe("parser").labels) <= set(CLEAR_OF)


def test_spacys_own_english_labels_are_in_the_table():
    known = set().union(*CLEAR_OF.values())
    assert {"acomp", "attr", "auxpass", "dobj", "neg", "npadvmod", "oprd", "pcomp", "pobj"} <= known


# A sentence as a ClearNLP parser reads it: words with part of speech, label and head.
CLEAR = """
The DET det 1
tube NOUN nsubjpass 3
is AUX auxpass 3
put VERB ROOT 3
into ADP prep 3
your PRON poss 6
arm NOUN pobj 4
because SCONJ mark 11
the DET det 9
drip NOUN nsubj 11
then ADV advmod 11
works VERB advcl 3
in ADP prep 11
a DET det 15
few ADJ amod 15
minutes NOUN pobj 12
"""


@pytest.fixture
def clear_doc(blank):
    rows = [line.split() for line in CLEAR.strip().splitlines()]
    words, poses, deps, heads = zip(*rows, strict=True)
    return Doc(
        blank.vocab,
        words=words,
        pos=poses,
        tags=poses,
        deps=deps,
        heads=[int(head) for head in heads],
    )


def test_a_passive_is_told_in_spacys_scheme_too(clear_doc):
    assert [shape.passives for _, shape in shapes_of(clear_doc)] == [1]


def test_a_long_sentence_turns_in_spacys_scheme_too(clear_doc):
    found = turn_of(next(clear_doc.sents))
    assert found is not None
    assert clear_doc.text[found.span.start : found.span.end] == "because"

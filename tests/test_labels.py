"""One table turns Universal Dependencies labels into spaCy's, and rules with them."""

import pytest

from auditor.labels import CLEAR_OF, SHARED, adapt_pattern, find_scheme, from_ud, to_ud


@pytest.mark.parametrize(
    ("clear", "ud"),
    [
        ("dobj", "obj"),
        ("nsubjpass", "nsubj:pass"),
        ("auxpass", "aux:pass"),
        ("poss", "nmod:poss"),
        ("relcl", "acl:relcl"),
        ("prt", "compound:prt"),
        ("neg", "advmod"),
        ("prep", "case"),
        ("pobj", "obl"),
        ("dative", "iobj"),
    ],
)
def test_a_label_of_spacy_has_its_universal_name(clear, ud):
    assert to_ud(clear) == ud


def test_a_universal_label_is_its_own_name():
    assert all(to_ud(label) == label for label in CLEAR_OF)


def test_an_unknown_label_is_left_alone():
    assert to_ud("no-such-label") == "no-such-label"


def test_shared_labels_go_there_and_back():
    for label in SHARED:
        assert label in {to_ud(other) for other in from_ud(label, "clear")}


def test_a_subtype_without_an_entry_takes_its_main_label():
    assert from_ud("obl:tmod", "clear") == from_ud("obl", "clear")


def test_the_scheme_is_told_by_the_labels():
    assert find_scheme(["nsubj", "obj", "cop"]) == "ud"
    assert find_scheme(["nsubj", "dobj", "prep"]) == "clear"
    assert find_scheme(["nsubj", "det"]) == ""


def test_our_parser_knows_no_label_that_the_table_lacks(nlp):
    if "parser" not in nlp.pipe_names:
        pytest.skip("the pipeline in use has no parser")
    assert find_scheme(nlp.get_pipe("parser").labels) == "ud"
    unknown = {label for label in nlp.get_pipe("parser").labels if label not in CLEAR_OF}
    assert unknown == set()


OBJECT = [
    {"RIGHT_ID": "verb", "RIGHT_ATTRS": {"POS": "VERB"}},
    {"LEFT_ID": "verb", "REL_OP": ">", "RIGHT_ID": "object", "RIGHT_ATTRS": {"DEP": "obj"}},
]


def test_a_pattern_is_rewritten_for_the_other_scheme():
    assert adapt_pattern(OBJECT, "ud") == OBJECT
    adapted = adapt_pattern(OBJECT, "clear")
    assert adapted[1]["RIGHT_ATTRS"] == {"DEP": {"IN": ["dobj"]}}
    assert OBJECT[1]["RIGHT_ATTRS"] == {"DEP": "obj"}, "the rule itself is unchanged"


def test_a_pattern_of_an_arc_that_the_scheme_lacks_can_never_match():
    pattern = [{"RIGHT_ID": "copula", "RIGHT_ATTRS": {"DEP": "cop"}}]
    assert adapt_pattern(pattern, "clear") is None


def test_an_exclusion_stays_an_exclusion():
    pattern = [{"RIGHT_ID": "word", "RIGHT_ATTRS": {"DEP": {"NOT_IN": ["obj", "cop"]}}}]
    adapted = adapt_pattern(pattern, "clear")
    assert adapted[0]["RIGHT_ATTRS"]["DEP"] == {"NOT_IN": ["dobj"]}


def test_an_adapted_pattern_finds_what_the_rule_means(blank):
    from spacy.matcher import DependencyMatcher
    from spacy.tokens import Doc

    matcher = DependencyMatcher(blank.vocab)
    matcher.add("object", [adapt_pattern(OBJECT, "clear")])
    doc = Doc(
        blank.vocab,
        words=["Rest", "heals", "wounds"],
        pos=["NOUN", "VERB", "NOUN"],
        heads=[1, 1, 1],
        deps=["nsubj", "ROOT", "dobj"],
    )
    assert [places for _, places in matcher(doc)] == [[1, 2]]

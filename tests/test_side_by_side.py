"""A parse in pieces is the parse of the whole, and only what reads vectors alone is split."""

import pytest
from spacy.symbols import DEP, HEAD, SENT_START

from auditor.readers import read_article
from auditor.side_by_side import PIECES, can_be_split, parse_side_by_side
from auditor.tokenizer import mark_sentence_starts
from tests.support import ROOT

ARTICLES = sorted(
    path
    for folder in ("examples/articles", "tests/data/spun/articles")
    for path in (ROOT / folder).iterdir()
)


def read_up_to_the_parser(nlp, article):
    doc = nlp.make_doc(article.text)
    mark_sentence_starts(doc, {block.span.start for block in article.blocks})
    for name, component in nlp.pipeline:
        if name == "parser":
            return doc
        doc = component(doc)
    raise AssertionError("the pipeline has no parser")


def parse_of(doc):
    edges = [
        (token.left_edge.i, token.right_edge.i, token.n_lefts, token.n_rights) for token in doc
    ]
    return doc.to_array([HEAD, DEP, SENT_START]).tolist(), edges


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_the_parse_is_that_of_the_whole(nlp, path):
    read = read_up_to_the_parser(nlp, read_article(path.name, path.read_bytes(), path.suffix))
    parser = nlp.get_pipe("parser")
    given = []
    predict = parser.predict

    class Watched:
        set_annotations = parser.set_annotations

        def predict(self, docs):
            given.append(len(docs))
            return predict(docs)

    whole, pieced = parser(read.copy()), parse_side_by_side(Watched(), read.copy())
    assert parse_of(pieced) == parse_of(whole)
    assert pieced.to_bytes() == whole.to_bytes()
    assert 4 <= given[0] <= PIECES


@pytest.mark.parametrize("text", ["", "Hm.", "We help. You heal.", "no mark ends this " * 40])
def test_what_is_too_short_to_cut_is_parsed_whole(nlp, text):
    read = read_up_to_the_parser(nlp, read_article("a.txt", text.encode(), ".txt"))
    parser = nlp.get_pipe("parser")
    assert parse_of(parse_side_by_side(parser, read.copy())) == parse_of(parser(read.copy()))


def test_only_a_parser_of_vectors_is_split(nlp, blank):
    assert [name for name, component in nlp.pipeline if can_be_split(component)] == ["parser"]
    own = blank.from_config(blank.config)
    assert not can_be_split(own.add_pipe("parser"))  # it reads the words with vectors of its own

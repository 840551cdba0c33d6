"""Findings on sentences: the worst only, each with what to do and where."""

import pytest

from auditor.checks.sentences import check
from auditor.config import Config
from auditor.findings import Finding
from auditor.language import parse
from tests.support import article_of

LONG = (
    "The nurse who works at the desk in the front room takes your weight and your pulse and asks "
    "what you ate that day, because the doctor needs to know all of this before the drip can start "
    "in the room next door."
)


@pytest.fixture
def found(nlp, rules):
    def find(text: str, pipeline=nlp) -> list[Finding]:
        article = article_of(text)
        return list(check(article, parse(pipeline, article), rules, Config()))

    return find


def test_a_long_sentence_says_where_to_split_it(found):
    (finding,) = found(LONG)
    assert finding.rule_id == "readability.sentence.long"
    assert finding.quote == LONG
    assert finding.message == (
        "This sentence has 43 words. Split it before “because”, or say that first."
    )
    (turn,) = finding.spans[1:]
    assert LONG[turn.start : turn.end] == "because"


def test_without_a_parse_a_long_sentence_is_found_but_no_place(found, blank):
    (finding,) = found(LONG, blank)
    assert finding.message.endswith("Split it in two or three.")
    assert len(finding.spans) == 1


def test_a_sentence_with_two_faults_is_found_once_for_the_worse(found):
    stacked = "We follow the blood pressure safety check sheet list " + "and so on " * 10 + "here."
    assert [f.rule_id for f in found(stacked)] == ["readability.sentence.noun-stack"]


def test_only_the_worst_five_are_found_the_longest_first(found):
    words = "and the nurse sits with you there "
    lengths = [6, 12, 7, 11, 8, 10, 9]
    findings = found("\n".join(f"The doctor looks {words * n}today." for n in lengths))
    assert len(findings) == 5
    sizes = [len(f.span) for f in findings]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("kind", ["# ", "- "])
def test_headings_and_short_items_are_no_sentences(found, kind: str):
    assert found(f"{kind}Blood pressure safety check results") == []


def test_nouns_in_a_row_are_quoted_alone(found):
    (finding,) = found("We follow a blood pressure safety check before each visit.")
    assert finding.quote == "blood pressure safety check"
    assert finding.message.startswith("4 nouns")


def test_plain_sentences_are_left_alone(found):
    assert found("We check your blood pressure. The results are sent by post.") == []

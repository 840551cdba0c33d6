"""Findings on the article and its paragraphs: the grade, walls of text, missing headings."""

import pytest

from auditor.checks.readability import check
from auditor.config import Config
from auditor.findings import Finding
from auditor.language import parse
from tests.support import article_of

SENTENCE = "The nurse sits with you in the room. "


@pytest.fixture
def found(nlp, rules):
    def find(text: str, **settings) -> list[Finding]:
        article = article_of(text)
        findings = list(check(article, parse(nlp, article), rules, Config(**settings)))
        return [f for f in findings if f.rule_id != "readability.paragraph.no-heading"]

    return find


def test_a_wall_of_text_says_where_to_split_it(found):
    text = SENTENCE * 10 + "Call us if it hurts. " + SENTENCE * 10
    (finding,) = found(text)
    assert finding.message == (
        "This paragraph has 165 words. Split it where the subject turns, "
        "perhaps before “Call us if”."
    )
    place = finding.spans[1]
    assert text[place.start : place.end] == "Call us if"


def test_a_paragraph_of_one_endless_sentence_has_no_such_place(found):
    (finding,) = found("and the nurse sits with you " * 30)[-1:]
    assert finding.message.endswith("Split it where the subject turns.")
    assert len(finding.spans) == 1


def test_only_the_three_longest_walls_are_found(found):
    text = "\n".join(SENTENCE * count for count in (20, 24, 22, 26, 21))
    assert sorted(len(f.span) for f in found(text)) == [
        len((SENTENCE * count).strip()) for count in (22, 24, 26)
    ]


def test_the_grade_is_found_only_over_the_target(found):
    text = "Multidisciplinary practitioners individualise administration comprehensively. " * 20
    assert [f.category for f in found(text, target_grade=8)] == ["readability.grade"]
    assert found(SENTENCE * 15, target_grade=8) == []

"""The readability panel: distance from the target and what drives it, hardest sentences."""

import pytest

from auditor.article import Span
from auditor.report import Entry, HardWord, ParagraphGrade, Readability, SentenceGrade
from auditor.reporters.charts import ReadabilityView, view_readability
from tests.support import article_of

TEXT = (
    "Angiogenesis helps the knee heal in a few weeks or more.\nYou sit in a soft chair for an hour."
)


def view(
    *, length: float = 15.0, grade: float = 8.0, target: float = 8.0, **more
) -> ReadabilityView:
    article = article_of(TEXT)
    first, second = (block.span for block in article.blocks)
    measured = Readability(
        {"flesch_kincaid_grade": grade, "words_per_sentence": length},
        paragraphs=(ParagraphGrade(first, 12.0), ParagraphGrade(second, 3.0)),
        sentences=(
            SentenceGrade(second, 8, 3.0, 15.0),
            SentenceGrade(first, 11, 12.0, 70.0, (HardWord(Span(0, 12), 80.0),)),
        ),
        **more,
    )
    panel = view_readability(Entry("a.txt", article, readability=measured), article, target)
    assert panel is not None
    return panel


@pytest.mark.parametrize(
    ("length", "grade", "driver"),
    [
        (15.0, 5.0, "3.0 below the target."),
        (10.0, 10.0, "2.0 over the target, all of it from long words; "
                     "the sentences are short enough."),
        (35.0, 12.0, "4.0 over the target, all of it from long sentences; "
                     "the words are short enough."),
        (20.0, 12.0, "4.0 over the target, more from long words (2.0) than from "
                     "long sentences (2.0)."),
    ],
)  # fmt: skip
def test_the_panel_says_how_far_the_grade_is_over_and_why(length, grade, driver):
    assert view(length=length, grade=grade).driver == driver


def test_the_hardest_sentences_have_their_hardest_words_apart():
    (hard,) = view().sentences
    assert (hard.place.id, hard.difficulty) == ("p1", 70.0)
    assert hard.pieces == (
        ("", False),
        ("Angiogenesis", True),
        (" helps the knee heal in a few weeks or more.", False),
    )


def test_the_grade_after_repair_is_there_if_something_is_repaired():
    assert view().repaired is None
    assert view(after_repair={"flesch_kincaid_grade": 7.5}).repaired == 7.5

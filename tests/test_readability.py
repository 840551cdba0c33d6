"""Readability: textstat's figures on the article's prose, offline, and what is left out."""

import socket

import pytest
import textstat

from auditor.language import parse
from auditor.readability import measure, prose_of
from tests.support import article_of

TEXT = """# Your knee

The doctor looks at the knee and asks where it hurts. If warm, he may draw off fluid.
- Ice
- Put ice on the knee for ten minutes after each round of the exercises that we gave you.
Some people need an operation, and some do not."""


def test_measures_are_textstats_on_the_prose(nlp, rules):
    article = article_of(TEXT)
    measured = measure(article, parse(nlp, article), rules)
    assert measured.grade == textstat.flesch_kincaid_grade(prose_of(article))
    assert measured.measures["smog_index"] == textstat.smog_index(prose_of(article))


def test_headings_and_short_items_are_no_sentences():
    assert prose_of(article_of(TEXT)).splitlines() == [
        "The doctor looks at the knee and asks where it hurts. If warm, he may draw off fluid.",
        "Put ice on the knee for ten minutes after each round of the exercises that we gave you.",
        "Some people need an operation, and some do not.",
    ]


def test_each_sentence_has_its_place_and_words(nlp, rules):
    article = article_of(TEXT)
    sentences = measure(article, parse(nlp, article), rules).sentences
    assert [article.quote(s.span).split()[0] for s in sentences] == ["The", "If", "Put", "Some"]
    assert sentences[0].words == 11


def test_each_section_has_its_heading_and_grade(nlp, rules):
    article = article_of("Read this before you come.\n" + TEXT + "\n# Contact\n- Call us")
    sections = measure(article, parse(nlp, article), rules).sections
    assert [section.heading for section in sections] == ["", "Your knee"], "one without prose"
    assert article.quote(sections[1].span).startswith("Your knee\nThe doctor")
    assert article.quote(sections[1].span).endswith("some do not.")
    knee = article_of(TEXT)
    assert sections[1].grade == measure(knee, parse(nlp, knee), rules).grade


def test_difficulty_is_that_of_the_sentences_by_their_words(nlp, rules):
    article = article_of(TEXT)
    measured = measure(article, parse(nlp, article), rules)
    values = [s.difficulty for s in measured.sentences]
    assert min(values) < measured.difficulty < max(values)
    assert measured.difficulty == pytest.approx(
        sum(s.difficulty * s.words for s in measured.sentences)
        / sum(s.words for s in measured.sentences)
    )


def test_an_article_without_prose_has_no_grade(nlp, rules):
    article = article_of("# A heading alone")
    assert measure(article, parse(nlp, article), rules).grade is None


def test_measures_need_no_network(nlp, rules, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a measure asked for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    article = article_of("Ketamine is an anaesthetic. It numbs pain while you sleep in the chair.")
    assert measure(article, parse(nlp, article), rules).grade is not None


def test_what_belongs_to_the_page_is_no_part_of_the_grade(nlp, rules):
    prose = (
        "Why Knees Get Sore\n"
        "Most sore knees get better within a week or two if you rest them and move a little.\n"
        "If the knee is hot and red, or if you can't bend it, call us and we see you that day.\n"
    )
    before = "Skip to content\nWe use cookies. By continuing you agree to our cookie policy.\n"
    after = (
        "Leave a Reply\nYour email address will not be published. Required fields are marked *\n"
        "© 2024 Knee House LLC. All rights reserved. Powered by WordPress."
    )

    def graded(text: str) -> float | None:
        article = article_of(text)
        return measure(article, parse(nlp, article), rules).grade

    assert graded(f"{before}{prose}{after}") == graded(prose)

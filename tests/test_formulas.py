"""The formulas: one count, and the values that textstat gives."""

import pytest
import textstat
from hypothesis import given
from hypothesis import strategies as st

from auditor.formulas import Counts, count, drivers_of, measure_text
from auditor.readability import prose_of
from auditor.readers import read_article
from tests.support import ROOT, SHARED, article_of

NAMES = (
    "flesch_reading_ease",
    "flesch_kincaid_grade",
    "smog_index",
    "gunning_fog",
    "coleman_liau_index",
    "automated_readability_index",
    "dale_chall_readability_score",
    "words_per_sentence",
    "avg_syllables_per_word",
    "reading_time",
)
TEXTS = [
    "Put ice on the knee. If it still hurts after an hour, call us.",
    "It's 9 o'clock: “don't” wait! The nurse's notes (2.5 pages) say so... Right?",
    "Immunohistochemistry facilitates unambiguous characterisation.",
    "Hm. Yes. No.",
    "Shh, hm hm.",
    "No full stop ends this\nnor this",
]


def textstat_values(text: str) -> dict[str, float]:
    return {name: getattr(textstat, name)(text) for name in NAMES}


@pytest.mark.parametrize("text", TEXTS)
def test_each_value_is_textstats(text: str):
    assert measure_text(text) == pytest.approx(textstat_values(text))


@given(st.text(alphabet="aeéstT '’.!?-,\n_½1", max_size=80))
def test_each_value_is_textstats_on_any_text(text: str):
    if measured := measure_text(text):
        assert measured == pytest.approx(textstat_values(text))


@pytest.mark.parametrize("text", ["", " \n", "... !"])
def test_a_text_without_words_has_no_values(text: str):
    assert measure_text(text) == {}


def articles():
    own = sorted((ROOT / "examples" / "articles").iterdir())
    given = sorted(SHARED.glob("articles/*.txt"))
    return own + given


@pytest.mark.parametrize("path", articles(), ids=lambda path: path.stem)
def test_an_articles_values_are_textstats_on_its_prose(path):
    prose = prose_of(read_article(path.name, path.read_bytes(), path.suffix))
    assert measure_text(prose) == pytest.approx(textstat_values(prose))


@pytest.mark.skipif(not (SHARED / "articles").is_dir(), reason="no shared articles here")
def test_the_shared_articles_are_among_those_that_were_compared():
    assert len([path for path in articles() if SHARED in path.parents]) == 5


def test_a_block_without_a_full_stop_is_no_part_of_the_next_sentence():
    text = "We ask you three things before the drip\nYou may eat a light meal. You may drink water."
    prose = prose_of(article_of(text))
    assert count(text).sentences == 2, "textstat runs the first line into the second"
    assert count(prose).sentences == 3
    assert textstat.flesch_kincaid_grade(prose) < textstat.flesch_kincaid_grade(text)


@given(st.lists(st.text(alphabet="aeést '’\"”.!?-,_½1", max_size=60), min_size=1, max_size=5))
def test_an_articles_counts_are_those_of_its_blocks(paragraphs):
    # Five words make each a paragraph that counts.
    text = "\n\n".join(f"a b c d e {paragraph} f" + paragraph[-2:] for paragraph in paragraphs)
    prose = prose_of(article_of(text))
    assert Counts.total(map(count, prose.split("\n"))) == count(prose)


@pytest.mark.parametrize("path", articles(), ids=lambda path: path.stem)
def test_an_articles_counts_are_those_of_its_lines(path):
    prose = prose_of(read_article(path.name, path.read_bytes(), path.suffix))
    assert Counts.total(map(count, prose.split("\n"))) == count(prose)


def test_what_drives_a_grade_adds_up_to_its_distance_from_the_target():
    measures = measure_text("Immunohistochemistry facilitates unambiguous characterisation.")
    drivers = drivers_of(measures, 8.0)
    assert drivers.sentences + drivers.words == pytest.approx(drivers.distance)
    assert drivers.distance == measures["flesch_kincaid_grade"] - 8
    assert drivers.main == "words"


def test_a_long_sentence_of_short_words_is_driven_by_its_length():
    measures = measure_text("He sat and she sat " * 12 + ".")
    assert drivers_of(measures, 8.0).main == "sentences"
    assert drivers_of(measures, 40.0).main == "", "the target is kept"
    assert drivers_of({}, 8.0) is None

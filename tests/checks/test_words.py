"""Words as they were typed: apostrophes inside, addresses left out, gaps kept."""

from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.words import apostrophe_of, next_word, previous_word, prose_words, words_of
from tests.support import article_of


def words_in(text: str):
    article = article_of(text)
    return words_of(article, article.blocks[0])


def test_an_apostrophe_belongs_to_its_word_and_a_hyphen_does_not():
    words = words_in("The patient’s long-term care isn't new.")
    assert [w.lower for w in words] == ["the", "patient's", "long", "term", "care", "isn't", "new"]
    assert [w.gap for w in words[2:4]] == [" ", "-"]


def test_addresses_are_no_words_but_part_of_a_gap():
    words = words_in("Write to ann@example.org or see www.example.com/a-b today, or #rest.")
    assert [w.text for w in words] == ["Write", "to", "or", "see", "today", "or"]
    assert not words[2].gap.isspace()


def test_neighbours_are_words_with_nothing_but_space_between():
    words = words_in("Rest, then walk")
    assert next_word(words, 1).text == "walk"
    assert next_word(words, 0).text == "" == next_word(words, 2).text
    assert previous_word(words, 1).text == "" == previous_word(words, 0).text


def test_sentences_and_clauses_start_after_their_marks():
    words = words_in("We rest. You walk, they run")
    assert [w.text for w in words if w.starts_sentence] == ["We", "You"]
    assert [w.text for w in words if w.starts_clause] == ["We", "You", "they"]


def test_the_article_s_own_apostrophe_is_the_more_frequent_one():
    assert apostrophe_of(article_of("It’s new and isn’t old, don't ask.")) == "’"
    assert apostrophe_of(article_of("Nothing is lost.")) == "'"


@given(st.text())
def test_every_word_is_where_it_says(text):
    article = article_of(text)
    for block, words in prose_words(article):
        for word in words:
            assert article.quote(word.span) == word.text
            assert block.span.start <= word.start < word.end <= block.span.end

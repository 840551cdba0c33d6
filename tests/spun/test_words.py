"""Words of spun text: hyphens and stray spaces make no difference, marks part sentences."""

from hypothesis import given
from hypothesis import strategies as st

from auditor.spun.words import split_words


def texts(text: str) -> list[str]:
    return [word.text for word in split_words(text)]


def test_a_hyphen_and_stray_space_are_the_same_as_a_hyphen():
    assert texts("Evidence- based") == texts("evidence-based") == ["evidence", "based"]


def test_marks_are_pauses_or_ends_and_numbers_are_alike():
    assert texts("In 2019, it’s fine.") == ["in", "0", ",", "it's", "fine", "."]


@given(st.text())
def test_each_word_knows_its_place(text: str):
    for word in split_words(text):
        assert 0 <= word.start < word.end <= len(text)
        if not word.is_mark and word.text != "0":
            assert text[word.start : word.end].lower().replace("’", "'") == word.text


def test_a_part_of_a_text_is_split_at_its_own_offsets():
    (word,) = split_words("one two three", 4, 7)
    assert (word.text, word.start) == ("two", 4)

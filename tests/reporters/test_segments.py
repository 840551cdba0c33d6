"""How highlights are cut: every character once, marks nested, crossing ones cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.reporters.segments import DEEPEST, Mark, cut, split_by_block, write_tokens
from tests.support import article_of


def mark(start: int, end: int, number: int = 1, was: str | None = None) -> Mark:
    return Mark(start, end, number, f"m{number}", "garble", "note", was)


def drawn(text: str, *marks: Mark) -> str:
    """Write the text with brackets where marks open and close."""
    parts = []
    for token in write_tokens(text, 0, len(text), cut(marks)):
        number = token.piece.mark.number if token.piece else 0
        parts.append({"text": token.text, "open": f"[{number}:", "close": "]"}[token.kind])
    return "".join(parts)


def test_marks_apart_stay_apart():
    assert drawn("one two three", mark(0, 3, 1), mark(8, 13, 2)) == "[1:one] two [2:three]"


def test_a_mark_inside_another_is_nested():
    assert drawn("one two three", mark(0, 13, 1), mark(4, 7, 2)) == "[1:one [2:two] three]"


def test_of_equal_marks_the_first_is_innermost_so_that_numbers_follow_in_order():
    assert drawn("one", mark(0, 3, 1), mark(0, 3, 2)) == "[2:[1:one]]"


def test_of_two_crossing_marks_the_later_is_cut_at_the_end_of_the_earlier():
    assert drawn("one two three", mark(0, 7, 1), mark(4, 13, 2)) == "[1:one [2:two]][2: three]"
    first, second, third = cut([mark(0, 7, 1), mark(4, 13, 2)])
    assert (first.first, first.last, first.leaf) == (True, True, False)
    assert (second.first, second.last) == (True, False)
    assert (third.first, third.last) == (False, True)


def test_an_empty_mark_is_left_out_unless_it_is_a_rewrite_that_deletes():
    assert drawn("one", mark(1, 1)) == "one"
    assert drawn("one", mark(1, 1, was="gone")) == "o[1:]ne"


def test_a_rewrite_is_inside_a_mark_of_the_same_words_and_after_a_deletion_before_it():
    assert drawn("one", mark(0, 3, 1, was="eins"), mark(0, 3, 2)) == "[2:[1:one]]"
    assert drawn("one", mark(0, 3, 2, was="eins"), mark(0, 3, 1)) == "[1:[2:one]]"
    both = mark(0, 3, 2, was="eins"), mark(0, 0, 1, was="gone")
    assert drawn("one", *both) == "[1:][2:one]"


def test_a_mark_that_runs_over_two_blocks_is_clipped_to_each():
    blocks = article_of("one two\nthree four\n").blocks
    parts = list(split_by_block(blocks, mark(4, 13)))
    assert [(n, part.start, part.end, part.id) for n, part in parts] == [
        (0, 4, 7, "m1"),
        (1, 8, 13, "m1-p2"),
    ]


def test_many_marks_on_one_word_are_nested_to_a_bound():
    pieces = cut([mark(0, 3, number) for number in range(1, 2000)])
    assert len(pieces) == DEEPEST


spans = st.tuples(st.integers(0, 40), st.integers(1, 15))


@given(st.lists(spans, max_size=12), st.text(min_size=60, max_size=60))
def test_the_text_is_kept_and_the_marks_are_nested(found, text):
    marks = [mark(start, start + length, n) for n, (start, length) in enumerate(found, 1)]
    tokens = list(write_tokens(text, 0, len(text), cut(marks)))
    assert "".join(token.text for token in tokens) == text
    around = []
    for token in tokens:
        if token.kind == "open":
            around.append(token.piece)
        elif token.kind == "close":
            assert around.pop() is token.piece
    assert not around

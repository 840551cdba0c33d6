"""Words on one line: nothing that steers a terminal, cut to a length."""

import pytest

from auditor.wording import clean, plural, shorten


def test_control_characters_never_reach_the_terminal():
    assert (
        clean("red\x1b[31m\nline\u202e")
        == "red\N{REPLACEMENT CHARACTER}[31m line\N{REPLACEMENT CHARACTER}"
    )


@pytest.mark.parametrize(
    ("text", "shown"), [("a  drip\nhelps", "a drip helps"), ("a drip helps you", "a drip help…")]
)
def test_what_is_too_long_ends_in_an_ellipsis(text: str, shown: str):
    assert shorten(text, 12) == shown


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 articles"), (1, "1 article"), (1200, "1,200 articles")]
)
def test_a_count_is_said_with_its_noun(count: int, said: str):
    assert plural(count, "article") == said

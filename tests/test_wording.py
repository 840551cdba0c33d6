"""Words on one line: nothing that steers a terminal, cut to a length."""

import pytest

from auditor.wording import clean, shorten


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

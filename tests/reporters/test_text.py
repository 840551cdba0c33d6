"""The terminal summary: worst first, one line a finding, nothing that steers the terminal."""

from auditor.reporters.text import clean


def test_control_characters_never_reach_the_terminal():
    assert (
        clean("red\x1b[31m\nline\u202e")
        == "red\N{REPLACEMENT CHARACTER}[31m line\N{REPLACEMENT CHARACTER}"
    )

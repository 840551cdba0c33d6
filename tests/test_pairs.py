"""Pairs of spun and right words, as rule packs write them."""

import pytest
import tomli

from auditor.errors import RuleError
from auditor.pairs import Pair, format_pairs, parse_pairs

MANY = """[[pairs]]
weight = 4
lines = '''
Aspect results = side effects
webbing = screening | scan
'''
"""
ONE = '[[pair]]\nwrong = "remedy"\nright = ["therapy"]\ncontext = ["clinic"]\n'


def parse(text: str) -> list[Pair]:
    return list(parse_pairs("pack.toml", tomli.loads(text)))


def test_a_table_holds_a_pair_or_many_in_lines():
    assert parse(ONE + MANY) == [
        Pair("remedy", ("therapy",), context=frozenset({"clinic"})),
        Pair("aspect results", ("side effects",), 4),
        Pair("webbing", ("screening", "scan"), 4),
    ]


def test_what_is_written_is_read_again():
    pairs = [
        Pair("aspect results", ("side effects",), 5),
        Pair("webbing", ("screening", "scan"), 2),
    ]
    assert parse(format_pairs(pairs)) == pairs


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[pairs]]\nlines = 'webbing'", "'webbing' is not written as 'wrong = right'"),
        ("[[pairs]]\nlines = ' = screening'", "is not written as"),
        ("[[pairs]]\nweight = 7\nlines = ''", "'weight' is 7"),
        ("[[pairs]]\nright = ['x']", "right"),
        ("[[pair]]\nright = ['x']", "without 'wrong' words"),
        ("[[pair]]\nwrong = 'x'", "'right' words are missing"),
    ],
)
def test_a_malformed_pair_is_named(text: str, message: str):
    with pytest.raises(RuleError, match=message):
        parse(text)

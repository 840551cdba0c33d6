"""Spun words with the right words for them, as rule packs write them, read when they are asked for.

A pair is a table of its own, or one of many lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import msgspec

from auditor.errors import RuleError
from auditor.startup import without_collection
from auditor.tables import check_keys, string, strings

_PAIR_KEYS = frozenset({"wrong", "right", "weight", "context", "not"})
_LINES_KEYS = frozenset({"weight", "lines"})
_IS, _OR = " = ", " | "


class Pair(msgspec.Struct, frozen=True, gc=False):
    """Spun words and the right words for them.

    weight: 1-5, how surely `wrong` is spun. context: words of which one must stand near, if any
    are given. clears: words of which any that stands near makes `wrong` good English.
    A struct, because tens of thousands are made at every start.
    """

    wrong: str
    right: tuple[str, ...]
    weight: int = 3
    context: frozenset[str] = frozenset()
    clears: frozenset[str] = frozenset()


class PairFiles:
    """The pairs of all packs, read when they are asked for: later ones over earlier ones.

    They are most of the packs' bytes, and a run in which no article changed needs none.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._parts: list[Callable[[], Iterable[Pair]]] = []

    def add(self, pairs: Iterable[Pair]) -> None:
        """Add pairs, which are read now."""
        read = tuple(pairs)
        self._parts.append(lambda: read)

    def put_off(self, read: Callable[[], Iterable[Pair]]) -> None:
        """Add the pairs that `read` returns, which need not be read yet."""
        self._parts.append(read)

    @cached_property
    def found(self) -> tuple[Pair, ...]:
        """Every pair, read once. Raise RuleError for a file that can't be used."""
        found: dict[tuple[str, frozenset[str]], Pair] = {}
        with without_collection():
            for part in self._parts:
                found.update(((pair.wrong, pair.context), pair) for pair in part())
        self._parts.clear()
        return tuple(found.values())


def parse_pairs(origin: str, tables: Mapping[str, Any]) -> Iterator[Pair]:
    """Yield the pairs of a rule file's [[pair]] and [[pairs]] tables.

    A [[pairs]] table holds many pairs of one weight, a line each: `wrong = right | also right`.
    Raise RuleError, naming file and pair, for what can't be used.
    """
    for table in tables.get("pair", ()):
        yield _parse_pair(origin, table)
    for table in tables.get("pairs", ()):
        check_keys(f"{origin}: pairs", table, _LINES_KEYS)
        weight = _parse_weight(f"{origin}: pairs", table)
        for line in string(f"{origin}: pairs", table, "lines").splitlines():
            wrong, _, right = line.partition(_IS)
            if not wrong.strip() or not right.strip():
                raise RuleError(f"{origin}: pairs: {line!r} is not written as 'wrong = right'")
            yield Pair(wrong.lower(), tuple(right.split(_OR)), weight)


def format_pairs(pairs: list[Pair]) -> str:
    """Return a [[pairs]] table for each weight of `pairs`, which have no contexts."""
    tables = []
    for weight in sorted({pair.weight for pair in pairs}, reverse=True):
        lines = [
            f"{pair.wrong}{_IS}{_OR.join(pair.right)}\n" for pair in pairs if pair.weight == weight
        ]
        tables.append(f"[[pairs]]\nweight = {weight}\nlines = '''\n{''.join(lines)}'''\n")
    return "\n".join(tables)


def _parse_pair(origin: str, table: Mapping[str, Any]) -> Pair:
    wrong = table.get("wrong")
    where = f"{origin}: pair '{wrong}'"
    check_keys(where, table, _PAIR_KEYS)
    if not isinstance(wrong, str) or not wrong.strip():
        raise RuleError(f"{origin}: [[pair]] without 'wrong' words")
    weight = _parse_weight(where, table)
    right = strings(where, table, "right")
    if not right:
        raise RuleError(f"{where}: 'right' words are missing")
    return Pair(
        wrong=wrong.lower(),
        right=right,
        weight=weight,
        context=frozenset(strings(where, table, "context")),
        clears=frozenset(strings(where, table, "not")),
    )


def _parse_weight(where: str, table: Mapping[str, Any]) -> int:
    weight = table.get("weight", 3)
    if not isinstance(weight, int) or not 1 <= weight <= 5:
        raise RuleError(f"{where}: 'weight' is {weight!r}; it must be a whole number from 1 to 5")
    return weight

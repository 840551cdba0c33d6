"""Spun words with the right words for them: checked, and read when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any

import msgspec

from auditor.errors import RuleError
from auditor.startup import without_collection
from auditor.tables import check_keys, strings

_PAIR_KEYS = frozenset({"wrong", "right", "weight", "context", "not"})


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Spun words and the right words for them.

    weight: 1-5, how surely `wrong` is spun. context: words of which one must stand near, if any
    are given. clears: words of which any that stands near makes `wrong` good English ("not").
    A struct, because tens of thousands are read at every start.
    """

    wrong: str
    right: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    weight: Annotated[int, msgspec.Meta(ge=1, le=5)] = 3
    context: frozenset[str] = frozenset()
    clears: frozenset[str] = msgspec.field(default=frozenset(), name="not")


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


def parse_pairs(origin: str, tables: Sequence[Mapping[str, Any]]) -> Iterator[Pair]:
    """Yield the pairs of a file's tables, wrong words in lower case; origin: the file, for errors.

    Raise RuleError, naming file, pair and key, for what can't be used.
    """
    try:
        pairs = msgspec.convert(tables, list[Pair])
    except msgspec.ValidationError:
        for table in tables:
            _check_pair(origin, table)
        raise
    for pair in pairs:
        if not pair.wrong.strip():
            raise RuleError(f"{origin}: [[pair]] without 'wrong' words")
        is_plain = pair.wrong == pair.wrong.lower()
        yield pair if is_plain else msgspec.structs.replace(pair, wrong=pair.wrong.lower())


def _check_pair(origin: str, table: Mapping[str, Any]) -> None:
    """Say in words what is amiss with a pair."""
    wrong = table.get("wrong")
    where = f"{origin}: pair '{wrong}'"
    check_keys(where, table, _PAIR_KEYS)
    if not isinstance(wrong, str):
        raise RuleError(f"{origin}: [[pair]] without 'wrong' words")
    weight = table.get("weight", 3)
    if not isinstance(weight, int) or not 1 <= weight <= 5:
        raise RuleError(f"{where}: 'weight' is {weight!r}; it must be a whole number from 1 to 5")
    if not strings(where, table, "right"):
        raise RuleError(f"{where}: 'right' words are missing")
    for key in ("context", "not"):
        strings(where, table, key)

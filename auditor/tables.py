"""Values of TOML tables: read, where what can't be used is a RuleError with its place; written."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from auditor.errors import RuleError


def identify(
    origin: str, table: Mapping[str, Any], kind: str, allowed: Iterable[str]
) -> tuple[str, str]:
    """Return the id of a `[[kind]]` table, and what messages call the table.

    Raise RuleError if it has no id, or a key that is not `allowed`.
    """
    own_id = table.get("id")
    if not isinstance(own_id, str) or not own_id:
        raise RuleError(f"{origin}: a [[{kind}]] has no id")
    where = f"{origin}: {kind} '{own_id}'"
    check_keys(where, table, allowed)
    return own_id, where


def check_keys(where: str, table: Mapping[str, Any], allowed: Iterable[str]) -> None:
    """Raise RuleError for a key of `table` that is not `allowed`, naming the nearest."""
    known = sorted(allowed)
    for key in table:
        if key not in known:
            raise RuleError(
                f"{where}: unknown key '{key}'{nearest(key, known)}; allowed are {', '.join(known)}"
            )


def string(where: str, table: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
    """Return the text at `key`, empty if it is absent. Raise RuleError for anything else."""
    value = table.get(key, "")
    if not isinstance(value, str):
        raise RuleError(f"{where}: '{key}' must be text")
    if needed and not value.strip():
        raise RuleError(f"{where}: '{key}' is missing")
    return value


def single(where: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return the text at `key` as the only one of a tuple, which is empty if it is absent."""
    return (string(where, table, key),) if key in table else ()


def strings(
    where: str, table: Mapping[str, Any], key: str, *, needed: bool = False
) -> tuple[str, ...]:
    """Return the texts at `key`, none if it is absent. Raise RuleError for anything else."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RuleError(f"{where}: '{key}' must be a list of texts")
    if needed and not value:
        raise RuleError(f"{where}: '{key}' is missing")
    return tuple(value)


def choice(where: str, table: Mapping[str, Any], key: str, allowed: Iterable[str]) -> str:
    """Return the text at `key`, which must be one of `allowed`."""
    value, known = string(where, table, key, needed=True), list(allowed)
    if value not in known:
        raise RuleError(
            f"{where}: '{key}' is '{value}'{nearest(value, known)}; allowed are {', '.join(known)}"
        )
    return value


def add_once(seen: set[str], name: str, where: str, what: str) -> None:
    """Add `name` to those `seen` in a pack. Raise RuleError if it is there; what: "id", "name"."""
    if name in seen:
        raise RuleError(f"{where}: the {what} is given twice in one pack")
    seen.add(name)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return " (did you mean ...?)" for the nearest of `known`, empty if none is near."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean '{close[0]}'?)" if close else ""


def quoted(text: str) -> str:
    """Return `text` as a basic string of TOML, whose escapes are JSON's; it knows no U+007F."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")

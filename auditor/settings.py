"""What a setting is: its kind, what it may be, what it means. Reader and schema go by it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from auditor.errors import ConfigError
from auditor.findings import SEVERITIES

Kind = Literal[
    "text", "texts", "flag", "number", "whole", "file", "folders", "severities", "suppressions",
    "overrides",
]  # fmt: skip
T = TypeVar("T")

OFF = "off"
_METADATA = "setting"


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of the settings file.

    kind: its type in the file; `file` and `folders` are paths from the file's folder. choices:
    the only values, if there are any. low, high: bounds of a number, both allowed. pattern: what
    a text, or each of a list, must match whole, said in words by `allowed`. per_article: whether
    `[[path]]` may set it; the others hold for a whole run.
    """

    kind: Kind
    meaning: str
    choices: tuple[str, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    pattern: str = ""
    allowed: str = ""
    per_article: bool = False

    def check(self, where: str, key: str, value: Any) -> None:
        """Raise ConfigError, opening with `where`, if `value` is not what the setting may be."""
        if self.kind in ("text", "file"):
            self._check_text(where, key, value)
        elif self.kind in ("texts", "folders"):
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise ConfigError(f"{where}'{key}' must be a list of texts")
            for item in value:
                self._check_pattern(where, key, item)
        elif self.kind == "flag":
            if not isinstance(value, bool):
                raise ConfigError(f"{where}'{key}' must be true or false")
        elif self.kind in ("number", "whole"):
            self._check_number(where, key, value)
        elif self.kind == "severities":
            _check_severities(where, key, value)

    def _check_text(self, where: str, key: str, value: Any) -> None:
        if not isinstance(value, str):
            raise ConfigError(f"{where}'{key}' must be text")
        if self.choices and value not in self.choices:
            raise ConfigError(f"{where}{key} is '{value}'; allowed are {_listed(self.choices)}")
        self._check_pattern(where, key, value)

    def _check_pattern(self, where: str, key: str, value: str) -> None:
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise ConfigError(f"{where}{key} is '{value}'; allowed are {self.allowed}")

    def _check_number(self, where: str, key: str, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ConfigError(f"{where}'{key}' must be a number")
        if self.kind == "whole" and not isinstance(value, int):
            raise ConfigError(f"{where}{key} is {value}; it must be a whole number")
        if not self.low <= value <= self.high:
            bounds = f"from {self.low:g} to {self.high:g}"
            if self.high == math.inf:
                bounds = f"{self.low:g} or more"
            raise ConfigError(f"{where}{key} is {value}; it must be {bounds}")


def setting(default: T, kind: Kind, meaning: str, **limits: Any) -> T:
    """Return the dataclass field of a setting; `limits` are the further parts of `Setting`."""
    made: T = field(default=default, metadata={_METADATA: Setting(kind, meaning, **limits)})
    return made


def setting_of(of: Field[Any]) -> Setting | None:
    """Return what the field says of its setting; None for a field that no file can set."""
    found: Setting | None = of.metadata.get(_METADATA)
    return found


def default_of(of: Field[Any]) -> Any:
    """Return the default of a setting's field."""
    assert of.default is not MISSING
    return of.default


def as_plain(value: Any) -> Any:
    """Return a setting's value as JSON and TOML write it: lists, texts, numbers."""
    if isinstance(value, Path):
        return value.as_posix()
    return [as_plain(item) for item in value] if isinstance(value, tuple) else value


def flat_table(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the table's names with their values; a name with dots may be written as tables."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{name}", inner) for name, inner in flat_table(value))
        else:
            yield key, value


def _check_severities(where: str, key: str, value: Any) -> None:
    if not isinstance(value, dict):
        raise ConfigError(f"{where}'{key}' must be a table of rules or categories and severities")
    for prefix, severity in flat_table(value):
        if severity not in (*SEVERITIES, OFF):
            raise ConfigError(
                f"{where}[{key}] {prefix} is '{severity}'; allowed are "
                f"{_listed((*SEVERITIES, OFF))}"
            )


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"

"""Finds and reads the settings file, and lays settings over one another into a `Config`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from auditor.config import FIELDS, Config, Override, merge_severities
from auditor.errors import ConfigError
from auditor.path_patterns import compile_patterns
from auditor.settings import Setting, flat_table, setting_of
from auditor.suppress_tables import parse_suppress_tables
from auditor.tables import nearest

SETTINGS_FILE = ".auditor.toml"
SETTINGS: Mapping[str, Setting] = {f.name: s for f in fields(Config) if (s := setting_of(f))}
KEYS = tuple(FIELDS)
PATH_KEYS = ("match", *(key for key, name in FIELDS.items() if SETTINGS[name].per_article))

VOCABULARY_FILE = "vocabulary.txt"

_PROJECT_FILE = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Layer:
    """Settings of one origin, by field name: a preset, a settings file or the command line."""

    origin: str
    values: Mapping[str, Any]
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force, and the layers that they come from, the lowest first."""

    config: Config
    layers: tuple[Layer, ...]


def load_config(start: Path, given: Mapping[str, Any], file: Path | None = None) -> Config:
    """Return the settings in force; see `load_settings`."""
    return load_settings(start, given, file).config


def load_settings(start: Path, given: Mapping[str, Any], file: Path | None = None) -> Settings:
    """Return the settings in force: `given` (from the command line) > file > preset > defaults.

    start: where the search for a settings file begins, upward. given: by field name, None for
    "not given". Raise ConfigError for a file or value that can't be used.
    """
    found = file or find_file(start)
    in_file = _read_file(found) if found else {}
    options = {name: value for name, value in given.items() if value is not None}
    for name, value in options.items():
        if name in SETTINGS:
            plain = list(map(str, value)) if isinstance(value, tuple) else value
            SETTINGS[name].check("", _key_of(name), plain)
    if "overrides" in in_file:
        in_file["overrides"] = tuple(_without(in_file["overrides"], options.keys()))
    preset = options.get("preset", in_file.get("preset", ""))
    where = f"{found}: " if found and "preset" not in options else ""
    root = found.parent if found else _git_top(start) or Path.cwd()
    layers = (
        Layer(f"preset {preset}", _read_preset(preset, where) if preset else {}),
        Layer("settings file", in_file, found),
        _vocabulary_layer(root / VOCABULARY_FILE, in_file.get("vocabulary", ())),
        Layer("command line", options),
    )
    config = replace(Config(), **_laid(layers), root=root.resolve(), file=found)
    return Settings(config, tuple(layer for layer in layers if layer.values))


def _vocabulary_layer(file: Path, words: tuple[str, ...]) -> Layer:
    """Return `words` and those of the file, if it is there: one a line, `#` before a remark."""
    if not file.is_file():
        return Layer(VOCABULARY_FILE, {})
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise ConfigError(f"{file}: not UTF-8 text") from None
    except OSError as error:
        raise ConfigError(f"{file}: can't be read: {error.strerror}") from None
    more = [word for line in lines if (word := line.partition("#")[0].strip())]
    return Layer(VOCABULARY_FILE, {"vocabulary": (*words, *more)} if more else {}, file)


def preset_names() -> tuple[str, ...]:
    """Return the names of the presets."""
    return tuple(_presets())


def find_file(start: Path) -> Path | None:
    """Return the nearest settings file upward from `start`, if there is one."""
    folder = start.resolve()
    if not folder.is_dir():
        folder = folder.parent
    for place in (folder, *folder.parents):
        candidate = place / SETTINGS_FILE
        if candidate.is_file():
            return candidate
        project = place / _PROJECT_FILE
        if project.is_file() and "auditor" in _parse(project).get("tool", {}):
            return project
    return None


def _laid(layers: Iterable[Layer]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for layer in layers:
        under = values.get("severity", ())
        values.update(layer.values)
        if "severity" in layer.values:
            values["severity"] = merge_severities(under, layer.values["severity"])
    return values


def _without(overrides: Iterable[Override], names: Iterable[str]) -> Iterator[Override]:
    """Yield the overrides without the settings that the command line decides."""
    given = set(names)
    for override in overrides:
        yield replace(override, values=tuple(v for v in override.values if v[0] not in given))


def _git_top(start: Path) -> Path | None:
    folder = start.resolve()
    return next((p for p in (folder, *folder.parents) if (p / ".git").exists()), None)


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from None
    except OSError as error:
        raise ConfigError(f"{file}: can't be read: {error.strerror}") from None


def _read_file(file: Path) -> dict[str, Any]:
    table = _parse(file)
    if file.name == _PROJECT_FILE:
        table = table.get("tool", {}).get("auditor", {})
    return _read_table(table, file.parent, f"{file}: ", KEYS)


def _presets() -> dict[str, Any]:
    return tomllib.loads((files("auditor") / "presets.toml").read_text("utf-8"))


def _read_preset(name: str, where: str) -> dict[str, Any]:
    presets = _presets()
    if name not in presets:
        raise ConfigError(f"{where}preset is '{name}'; allowed are {', '.join(presets)}")
    return _read_table(presets[name], Path(), f"preset {name}: ", KEYS)


def _read_table(
    table: Mapping[str, Any], folder: Path, where: str, keys: tuple[str, ...]
) -> dict[str, Any]:
    """Return the table's settings by field name, each checked, paths taken from `folder`."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in keys:
            raise ConfigError(f"{where}{_unknown(key, keys)}")
        name = FIELDS[key]
        if name == "overrides":
            values[name] = _read_overrides(value, folder, where)
        elif name == "suppress":
            values[name] = parse_suppress_tables(where, value)
        else:
            SETTINGS[name].check(where, key, value)
            values[name] = _convert(SETTINGS[name], value, folder)
    return values


def _unknown(key: str, keys: tuple[str, ...]) -> str:
    if key in KEYS:
        return f"'{key}' holds for the whole run: set it above the first [[path]]"
    return f"unknown setting '{key}'{nearest(key, keys)}; allowed: {', '.join(keys)}"


def _read_overrides(tables: Any, folder: Path, where: str) -> tuple[Override, ...]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigError(f"{where}'path' must be tables, each under a line [[path]]")
    overrides = []
    for number, table in enumerate(tables, start=1):
        inside = f"{where}[[path]] {number}: "
        patterns = _read_patterns(table.get("match"), inside)
        rest = {key: value for key, value in table.items() if key != "match"}
        values = _read_table(rest, folder, inside, PATH_KEYS)
        overrides.append(Override(patterns, tuple(values.items())))
    return tuple(overrides)


def _read_patterns(match: Any, where: str) -> tuple[str, ...]:
    patterns = tuple(match) if isinstance(match, list) else (match,)
    if not patterns or not all(isinstance(p, str) and p.strip() for p in patterns):
        raise ConfigError(f"{where}'match' must name articles, as in match = \"blog/**\"")
    try:
        compile_patterns(patterns)
    except ValueError as error:
        raise ConfigError(f"{where}'match' is no pattern as in .gitignore: {error}") from None
    return patterns


def _convert(setting: Setting, value: Any, folder: Path) -> Any:
    """Return a checked value in the type of its field."""
    if setting.kind == "folders":
        return tuple(folder / item for item in value)
    if setting.kind == "file":
        return str(folder / value) if value else ""
    if setting.kind == "texts":
        return tuple(value)
    if setting.kind == "severities":
        return merge_severities((), tuple(flat_table(value)))
    return value


def _key_of(name: str) -> str:
    return next(key for key, field in FIELDS.items() if field == name)

"""The settings in force as text for people: TOML, with the origin of each line beside it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from auditor.config import FIELDS, Config
from auditor.discovery import shown_path
from auditor.settings import as_plain
from auditor.settings_file import PATH_KEYS, Layer, Settings
from auditor.tables import quoted

# A setting, or the name of a rule in [severity].
_Place = tuple[str, str]


def show_settings(settings: Settings, article: Path | None = None) -> str:
    """Return every setting in force with where it came from, as TOML with comments.

    article: show what holds for its path instead of the `[[path]]` tables.
    """
    config = settings.config
    origins = dict(_origins(settings.layers))
    lines = [f"# settings file: {_shown(config.file) if config.file else 'none found'}"]
    path = ""
    if article:
        path = shown_path(article.resolve(), config.root)
        origins |= _path_origins(config, path)
        lines.append(f"# what holds for {path}")
        config = config.for_path(path)
    rows = [(f"{key} = {text}", origins.get((key, ""), "default")) for key, text in _values(config)]
    lines += _in_columns(rows)
    if config.severity:
        lines += ["", "[severity]"]
        lines += _in_columns(
            (f"{quoted(name)} = {quoted(severity)}", origins["severity", name])
            for name, severity in config.severity
        )
    lines += _suppress_tables(config, path)
    if not article:
        lines += _path_tables(config)
    return "\n".join(lines) + "\n"


def _values(config: Config) -> Iterator[tuple[str, str]]:
    for key, name in FIELDS.items():
        if name not in ("severity", "suppress", "overrides"):
            yield key, _toml(getattr(config, name))


def _origins(layers: Iterable[Layer]) -> Iterator[tuple[_Place, str]]:
    """Yield the origin of each setting of the layers, the lowest first."""
    for layer in layers:
        for key, name in FIELDS.items():
            if name == "severity":
                for prefix, _ in layer.values.get(name, ()):
                    yield (key, prefix), _origin(layer, f"severity.{prefix}")
            elif name in layer.values:
                yield (key, ""), _origin(layer, key)


def _origin(layer: Layer, key: str) -> str:
    if layer.origin == "command line":
        return f"command line: --{key}"
    return f"{_shown(layer.file)}: {key}" if layer.file else layer.origin


def _path_origins(config: Config, path: str) -> dict[_Place, str]:
    """Return the origins of the settings that `[[path]]` tables give the article."""
    found: dict[_Place, str] = {}
    for number, override in enumerate(config.overrides, start=1):
        if not override.matches(path):
            continue
        values = dict(override.values)
        origin = f"[[path]] {number}, match = {_toml(override.match)}"
        found |= {(key, ""): origin for key, name in FIELDS.items() if name in values}
        found |= {("severity", prefix): origin for prefix, _ in values.get("severity", ())}
    return found


def _suppress_tables(config: Config, path: str) -> Iterator[str]:
    """Yield the tables that cover the article, or all for the path ""."""
    for table in config.suppress:
        if not path or table.covers(path):
            yield from ("", "[[suppress]]")
            values = table.as_json().items()
            yield from (f"{key} = {_toml(text)}" for key, text in values if text is not None)


def _path_tables(config: Config) -> Iterator[str]:
    for number, override in enumerate(config.overrides, start=1):
        values: Mapping[str, Any] = dict(override.values)
        yield from ("", f"[[path]]  # {number}", f"match = {_toml(override.match)}")
        for key in PATH_KEYS:
            name = FIELDS.get(key, "")
            if name == "severity":
                for prefix, severity in values.get(name, ()):
                    yield f"severity.{quoted(prefix)} = {quoted(severity)}"
            elif name in values:
                yield f"{key} = {_toml(values[name])}"


def _in_columns(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    every = list(rows)
    width = min(max((len(left) for left, _ in every), default=0), 40)
    for left, right in every:
        yield f"{left:<{width}}  # {right}"


def _toml(value: Any) -> str:
    plain = as_plain(value)
    if isinstance(plain, list):
        return f"[{', '.join(map(_toml, plain))}]"
    if isinstance(plain, bool):
        return str(plain).lower()
    return quoted(plain) if isinstance(plain, str) else f"{plain:g}"


def _shown(file: Path) -> str:
    relative = os.path.relpath(file)
    return relative if not relative.startswith("..") else str(file)

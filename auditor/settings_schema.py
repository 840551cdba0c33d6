"""The JSON Schema of the settings file, for editors' completion: made from the settings."""

from __future__ import annotations

import json
import math
from dataclasses import fields
from typing import Any

from auditor.config import FIELDS, Config
from auditor.findings import SEVERITIES
from auditor.settings import OFF, Setting, as_plain, default_of, setting_of
from auditor.settings_file import PATH_KEYS, preset_names
from auditor.suppress_tables import REQUIRED_KEYS, SUPPRESS_KEYS

_TYPES = {
    "text": "string", "file": "string", "flag": "boolean", "number": "number", "whole": "integer",
}  # fmt: skip


def render_schema() -> str:
    """Return the schema as JSON text; the same settings give the same text."""
    return json.dumps(settings_schema(), indent=2, ensure_ascii=False) + "\n"


def settings_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 7, which editors' TOML tools read) of `.auditor.toml`."""
    by_name = {
        f.name: (setting, default_of(f)) for f in fields(Config) if (setting := setting_of(f))
    }
    properties = {
        key: {**_value_schema(key, by_name[name][0]), **_default(by_name[name][1])}
        for key, name in FIELDS.items()
    }
    in_path = {
        key: _value_schema(key, by_name[FIELDS[key]][0]) for key in PATH_KEYS if key in FIELDS
    }
    properties["path"] |= {"items": _path_schema(in_path)}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "settings of audit (.auditor.toml)",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "definitions": {
            "severities": _severities_schema(),
            "suppression": _suppression_schema(),
        },
    }


def _value_schema(key: str, setting: Setting) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": setting.meaning}
    if setting.kind == "severities":
        return schema | {"$ref": "#/definitions/severities"}
    if setting.kind == "overrides":
        return schema | {"type": "array"}
    if setting.kind == "suppressions":
        return schema | {"type": "array", "items": {"$ref": "#/definitions/suppression"}}
    if setting.kind in ("texts", "folders"):
        items = {"type": "string"}
        if setting.pattern:
            items["pattern"] = f"^(?:{setting.pattern})$"
        return schema | {"type": "array", "items": items}
    schema["type"] = _TYPES[setting.kind]
    choices = preset_names() if key == "preset" else setting.choices
    if choices:
        schema["enum"] = list(choices)
    if setting.pattern:
        schema["pattern"] = f"^(?:{setting.pattern})$"
    if setting.low != -math.inf:
        schema["minimum"] = setting.low
    if setting.high != math.inf:
        schema["maximum"] = setting.high
    return schema


def _default(value: Any) -> dict[str, Any]:
    """Return the default as the schema names it; an empty one says nothing."""
    return {} if value in ((), "", None) else {"default": as_plain(value)}


def _path_schema(properties: dict[str, Any]) -> dict[str, Any]:
    one = {"type": "string", "pattern": r"\S"}
    match = {
        "description": "Patterns as in .gitignore, from this file's folder.",
        "anyOf": [one, {"type": "array", "minItems": 1, "items": one}],
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["match"],
        "properties": {"match": match, **properties},
    }


def _severities_schema() -> dict[str, Any]:
    """Return the schema of `[severity]`, whose dotted names may stand unquoted, as tables."""
    return {
        "type": "object",
        "additionalProperties": {
            "anyOf": [{"enum": [*SEVERITIES, OFF]}, {"$ref": "#/definitions/severities"}]
        },
    }


def _suppression_schema() -> dict[str, Any]:
    """Return the schema of a `[[suppress]]` table."""
    text = {"type": "string", "pattern": r"\S"}
    meanings: dict[str, dict[str, Any]] = {
        "path": {"type": "string", "description": "A pattern as in .gitignore."},
        "rule": {**text, "description": "A rule, category or family."},
        "quote": {"type": "string", "description": "The finding's words, as reports show them."},
        "reason": {**text, "description": "Why it may stand."},
        # Editors' tools read a TOML date as a text.
        "until": {"description": "The last day that it holds, as 2026-12-31."},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(REQUIRED_KEYS),
        "properties": {key: meanings[key] for key in SUPPRESS_KEYS},
    }

"""The public schemas of the formats (tests/data/schemas/README.md says where each is from)."""

from __future__ import annotations

import json

import jsonschema
from lxml import etree

from tests.support import ROOT

SCHEMAS = ROOT / "tests" / "data" / "schemas"


def assert_valid_json(data: bytes, schema: str) -> None:
    """Fail if `data` is not valid by the JSON Schema of that file name."""
    rules = json.loads((SCHEMAS / schema).read_text("utf-8"))
    checker = jsonschema.validators.validator_for(rules)
    problems = [
        f"{error.json_path}: {error.message[:300]}"
        for error in checker(rules, format_checker=checker.FORMAT_CHECKER).iter_errors(
            json.loads(data)
        )
    ]
    assert not problems, problems[:5]


def assert_valid_xml(data: bytes, schema: str) -> None:
    """Fail if `data` is not valid by the XML Schema of that file name."""
    rules = etree.XMLSchema(etree.parse(SCHEMAS / schema))
    assert rules.validate(etree.fromstring(data)), rules.error_log

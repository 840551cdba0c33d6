"""The schema that editors complete settings by says what the reader of settings takes."""

import json
import tomllib

import pytest
from jsonschema import Draft7Validator

from auditor.settings_schema import render_schema
from tests.support import ROOT

FILE = ROOT / "reports" / "settings.schema.json"
VALIDATOR = Draft7Validator(json.loads(FILE.read_text("utf-8")))


def test_every_key_is_documented():
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    for key in VALIDATOR.schema["properties"]:
        assert f"`{key}`" in page or f"`[[{key}]]`" in page


def test_the_published_schema_is_the_one_that_the_settings_make():
    # audit config schema > reports/settings.schema.json
    assert FILE.read_text("utf-8") == render_schema()
    Draft7Validator.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize(
    "text",
    [
        "",
        'paths = ["content"]\nexclude = ["drafts/"]\nfail-on = "never"\njobs = 2\n',
        'preset = "legal"\nlanguagetool = "http://127.0.0.1:8081"\nmin-confidence = 1\n',
        '[severity]\nclaim = "note"\n"claim.absolute" = "off"\n',
        '[severity]\nclaim.absolute = "off"\n',
        '[[path]]\nmatch = "blog/**"\ntarget-grade = 6.5\n[path.severity]\nclaim = "note"\n',
        '[[path]]\nmatch = ["*.docx", "!keep.docx"]\njurisdiction = "au"\n',
    ],
)
def test_settings_that_the_reader_takes_are_valid(text: str):
    assert list(VALIDATOR.iter_errors(tomllib.loads(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "fail_on = 'error'\n",
        "fail-on = 'fatal'\n",
        "preset = 'lax'\n",
        "languagetool = 'maybe'\n",
        "jobs = 1.5\n",
        "target-grade = 19\n",
        "select = 'claim'\n",
        "[severity]\nclaim = 'fatal'\n",
        "[[path]]\ntarget-grade = 7\n",
        "[[path]]\nmatch = []\n",
        "[[path]]\nmatch = 'blog'\njobs = 2\n",
        "[path]\nmatch = 'blog'\n",
    ],
)
def test_settings_that_the_reader_refuses_are_invalid(text: str):
    assert list(VALIDATOR.iter_errors(tomllib.loads(text)))

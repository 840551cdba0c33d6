"""`audit config`: what is in force, and where it was set."""

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.cli import main
from auditor.settings_file import KEYS

SETTINGS = """
preset = "editorial"
target-grade = 7
[severity]
claim.absolute = "error"
[[path]]
match = "blog/**"
vocabulary = ["Zorvex"]
severity.claim.absolute = "off"
[[suppress]]
path = "/drip.md"
rule = "claim.safety"
quote = "no pain"
reason = "It is a song's title."
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings, as the current one."""
    (tmp_path / ".auditor.toml").write_text(SETTINGS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def show(*arguments: str) -> dict[str, str]:
    """Return each line that `audit config show` prints, and its comment."""
    outcome = CliRunner().invoke(main, ["config", "show", *arguments])
    assert outcome.exit_code == 0, outcome.output
    tomllib.loads(outcome.output)
    lines = (line.partition("  # ") for line in outcome.output.splitlines())
    return {setting.rstrip(): origin for setting, _, origin in lines}


def test_each_setting_is_shown_with_where_it_came_from(site: Path):
    shown = show("--jobs", "2")
    assert shown["jobs = 2"] == "command line: --jobs"
    assert shown["target-grade = 7"] == ".auditor.toml: target-grade"
    assert shown['fail-on = "warning"'] == "preset editorial"
    assert shown['jurisdiction = "us"'] == "default"
    assert shown['"claim" = "note"'] == "preset editorial"
    assert shown['"claim.absolute" = "error"'] == ".auditor.toml: severity.claim.absolute"


def test_every_key_of_the_settings_file_is_shown(site: Path):
    text = CliRunner().invoke(main, ["config", "show"]).output
    assert tomllib.loads(text).keys() == set(KEYS)


def test_for_an_article_its_path_decides_even_if_it_does_not_exist(site: Path):
    shown = show("blog/soon.md")
    assert shown['vocabulary = ["Zorvex"]'] == '[[path]] 1, match = ["blog/**"]'
    assert shown['"claim.absolute" = "off"'] == '[[path]] 1, match = ["blog/**"]'
    assert show("drip.md")["vocabulary = []"] == "default"


def test_for_an_article_only_the_suppressions_that_cover_it_are_shown(site: Path):
    assert 'quote = "no pain"' in show("drip.md")
    assert "[[suppress]]" not in show("blog/drip.md")


def test_without_a_file_that_is_said_and_the_defaults_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert "# settings file: none found" in show()


def test_a_file_that_cant_be_used_is_one_line_and_exit_code_2(site: Path):
    (site / ".auditor.toml").write_text("target-grad = 7\n", "utf-8")
    outcome = CliRunner().invoke(main, ["config", "show"])
    assert outcome.exit_code == 2
    assert "did you mean 'target-grade'?" in outcome.output
    assert outcome.output.count("\n") == 1


def test_the_schema_is_json():
    printed = CliRunner().invoke(main, ["config", "schema"]).output
    assert set(json.loads(printed)["properties"]) == set(KEYS)

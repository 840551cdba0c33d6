"""Settings: found upward, merged with the command line, refused with the nearest known key."""

from pathlib import Path

import pytest

from auditor.config import Config, load_config
from auditor.errors import ConfigError


def settings(folder: Path, text: str) -> Path:
    file = folder / ".auditor.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_nearest_file_upward_is_used_and_the_command_line_wins(tmp_path: Path):
    settings(tmp_path, 'fail-on = "warning"\ntarget-grade = 6\n')
    deep = tmp_path / "blog" / "2026"
    deep.mkdir(parents=True)
    config = load_config(deep, {"target_grade": 7.0, "fail_on": None})
    assert (config.fail_on, config.target_grade) == ("warning", 7.0)
    assert config.root == tmp_path.resolve()


def test_pyproject_holds_settings_too(tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text('[tool.auditor]\nignore = ["language"]\n', "utf-8")
    assert load_config(tmp_path, {}).ignore == ("language",)


def test_rule_folders_are_relative_to_the_settings_file(tmp_path: Path):
    settings(tmp_path, 'rules = ["house-rules"]\n')
    assert load_config(tmp_path, {}).rules == (tmp_path / "house-rules",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("fail_on = 'error'\n", "unknown setting 'fail_on' (did you mean 'fail-on'?)"),
        ("fail-on = 'fatal'\n", "fail-on is 'fatal'; allowed are error, warning, note and never"),
        ("min-confidence = 80\n", "it must be from 0 to 1"),
        ("min-confidence = 'high'\n", "'min-confidence' must be a number"),
        ("select = 'claim'\n", "'select' must be a list of texts"),
        ("jurisdiction = 'UK'\n", "jurisdiction is 'UK'; allowed are us, uk, au, eu"),
        ("jobs = -1\n", "jobs is -1"),
        ("languagetool = 'maybe'\n", "languagetool is 'maybe'; allowed are auto"),
        ("fail-on = \n", "not valid TOML"),
    ],
)
def test_a_setting_that_cant_be_used_is_refused(tmp_path: Path, text: str, says: str):
    settings(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path, {})
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("select", "ignore", "rule", "on"),
    [
        ((), (), "claim.absolute.cure", True),
        (("claim",), (), "claim.absolute.cure", True),
        (("claim",), (), "garble.spun-term.pairs", False),
        ((), ("claim",), "claim.absolute.cure", False),
        (("claim.absolute",), ("claim",), "claim.absolute.cure", True),
        (("claim",), ("claim.absolute",), "claim.absolute.cure", False),
        (("clai",), (), "claim.absolute.cure", False),
    ],
)
def test_the_longest_prefix_decides_whether_a_rule_is_on(select, ignore, rule, on):
    assert Config(select=select, ignore=ignore).is_on(rule) is on

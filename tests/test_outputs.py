"""Which reports a run writes: those that its options name, and those of the settings."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.cli import main
from auditor.config import Config
from auditor.outputs import Outputs

SETTINGS = Config(html="/site/report", json="/site/audit.json", format="quiet")


def test_the_command_line_wins_over_the_settings():
    given = Outputs(html=Path("here"), files={"sarif": "a.sarif"}, summary="text")
    outputs = given.completed(SETTINGS, in_github=True)
    assert (outputs.html, outputs.summary) == (Path("here"), "text")
    assert outputs.files == {"json": "/site/audit.json", "sarif": "a.sarif"}


@pytest.mark.parametrize(
    ("config", "in_github", "summary"),
    [(SETTINGS, True, "quiet"), (Config(), True, "github"), (Config(), False, "text")],
)
def test_what_the_terminal_shows_suits_the_place_unless_it_was_said(config, in_github, summary):
    assert Outputs().completed(config, in_github=in_github).summary == summary


def test_reports_of_the_settings_can_be_left_out():
    outputs = Outputs(files={"json": "-"}, only_named=True).completed(SETTINGS, in_github=False)
    assert (outputs.html, outputs.files, outputs.summary) == (None, {"json": "-"}, "quiet")


def test_a_scan_writes_what_the_settings_name_beside_them(tmp_path: Path, monkeypatch):
    (tmp_path / ".auditor.toml").write_text(
        'paths = ["a.md"]\nhtml = "report"\njson = "audit.json"\nformat = "quiet"\n'
    )
    (tmp_path / "a.md").write_text("You dont pay.\n")
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    quiet = ["scan", "--model", "blank", "--languagetool", "off", "--no-cache"]
    outcome = CliRunner().invoke(main, [*quiet, "--no-reports"])
    assert (outcome.exit_code, sorted(file.name for file in tmp_path.iterdir())) == (
        0,
        [".auditor.toml", "a.md", "deep"],
    )
    outcome = CliRunner().invoke(main, quiet)
    assert (outcome.exit_code, outcome.stdout) == (0, "")
    assert json.loads((tmp_path / "audit.json").read_text())["summary"]["articles"] == 1
    assert (tmp_path / "report" / "index.html").is_file()

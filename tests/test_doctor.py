"""`audit doctor`: says what is missing, with the command that mends it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor import doctor
from auditor.cli import main
from auditor.doctor import Part, examine, render_part
from auditor.errors import ModelError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the current one, with no LanguageTool installed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LTP_PATH", str(tmp_path / "cache"))
    return tmp_path


def parts(folder: Path) -> dict[str, Part]:
    return {part.name: part for part in examine(folder)}


def test_an_audit_can_run_without_languagetool_and_that_is_said(here: Path):
    found = parts(here)
    assert found["LanguageTool"].state == "missing"
    assert found["LanguageTool"].mend == "audit languagetool install"
    needed = ("Python", "audit", "settings", "rules", "pipeline", "encoder", "cache")
    assert {found[name].state for name in needed} == {"ok"}
    assert CliRunner().invoke(main, ["doctor"]).exit_code == 0


def test_where_languagetool_is_required_its_lack_is_exit_code_2(here: Path):
    (here / ".auditor.toml").write_text('languagetool = "require"\nmodel = "blank"\n', "utf-8")
    outcome = CliRunner().invoke(main, ["doctor"])
    assert outcome.exit_code == 2
    assert "broken   LanguageTool  not set up\n" in outcome.output
    assert outcome.output.endswith("no audit can run before that is mended\n")


def test_settings_that_cant_be_used_are_broken_and_the_rest_is_still_looked_at(here: Path):
    (here / ".auditor.toml").write_text("target-grad = 7\n", "utf-8")
    found = parts(here)
    assert found["settings"].state == "broken"
    assert "did you mean 'target-grade'?" in found["settings"].detail
    assert found["pipeline"].state == "ok"


def test_a_rule_name_that_nothing_has_is_broken(here: Path):
    (here / ".auditor.toml").write_text('select = ["clai"]\nmodel = "blank"\n', "utf-8")
    assert parts(here)["rules"].state == "broken"


def test_a_register_that_cant_be_used_is_broken(here: Path):
    (here / ".auditor.toml").write_text('model = "blank"\n', "utf-8")
    (here / "claims-register.toml").write_text("[[claim]]\nword = 1\n", "utf-8")
    assert parts(here)["register"].state == "broken"


def test_a_pipeline_that_is_not_installed_names_the_command(here: Path):
    (here / ".auditor.toml").write_text('model = "en_no_such"\n', "utf-8")
    pipeline = parts(here)["pipeline"]
    assert (pipeline.state, pipeline.mend) == ("broken", "python -m pip install en_no_such")


def test_without_git_an_audit_can_run(here: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(here))
    assert doctor._git().state == "missing"


def test_without_a_cache_an_audit_can_run(here: Path, monkeypatch: pytest.MonkeyPatch):
    (here / "file").write_text("", "utf-8")
    monkeypatch.setenv("AUDIT_CACHE", str(here / "file"))
    part = doctor._cache()
    assert (part.state, part.mend) == ("missing", "set AUDIT_CACHE to a folder that can")


def test_an_encoder_that_cant_be_loaded_is_one_line(monkeypatch: pytest.MonkeyPatch):
    def fail():
        raise ModelError("network.onnx is damaged\nand more")

    monkeypatch.setattr("auditor.encoder.load_encoder", fail)
    part = doctor._encoder()
    assert (part.state, part.detail) == ("broken", "network.onnx is damaged")


def test_a_part_is_a_line_with_its_mending_under_it():
    part = Part("git", "not found", "install git", needed=False)
    assert render_part(part) == "missing  git           not found\n         mend it: install git"

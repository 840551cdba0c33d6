"""`audit init`: what it writes can be used as it stands, and nothing that is there is touched."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from auditor.cli import main
from auditor.init import guess_ci, starter_files
from auditor.packs import RuleSet
from auditor.register import read_register
from auditor.settings_file import KEYS, load_config

CI_FILES = {
    "github": ".github/workflows/audit.yml",
    "gitlab": ".gitlab/audit.gitlab-ci.yml",
    "jenkins": "Jenkinsfile",
}


def init(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["init", str(folder), *options])


@pytest.mark.parametrize(("ci", "file"), CI_FILES.items())
def test_settings_schema_register_and_workflow_are_written(tmp_path: Path, ci: str, file: str):
    assert init(tmp_path, "--ci", ci).exit_code == 0
    for name in (".auditor.toml", ".auditor.schema.json", "claims-register.toml", file):
        assert (tmp_path / name).is_file()


def test_a_file_that_is_there_is_left_and_named(tmp_path: Path):
    (tmp_path / ".auditor.toml").write_text("jobs = 2\n", "utf-8")
    (tmp_path / ".gitlab-ci.yml").write_text("stages: [test]\n", "utf-8")
    outcome = init(tmp_path)
    assert (tmp_path / ".auditor.toml").read_text("utf-8") == "jobs = 2\n"
    assert (tmp_path / ".gitlab-ci.yml").read_text("utf-8") == "stages: [test]\n"
    assert ".auditor.toml: left as it is" in outcome.output
    assert "include in it: - local: .gitlab/audit.gitlab-ci.yml" in outcome.output
    again = init(tmp_path)
    assert again.exit_code == 0
    assert "written" not in again.output


def test_settings_in_pyproject_are_not_hidden_by_a_new_file(tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text("[tool.auditor]\njobs = 2\n", "utf-8")
    init(tmp_path, "--ci", "none")
    assert not (tmp_path / ".auditor.toml").exists()


def test_the_written_settings_load_and_name_the_folders_with_articles(tmp_path: Path):
    (tmp_path / "content").mkdir()
    (tmp_path / "blog").mkdir()
    init(tmp_path, "--ci", "none")
    assert load_config(tmp_path, {}).paths == ("content", "blog")


def test_the_written_register_says_nothing_until_its_example_is_used(
    tmp_path: Path, rules: RuleSet
):
    init(tmp_path, "--ci", "none")
    file = tmp_path / "claims-register.toml"
    assert read_register(file, rules.evidence) == ()
    file.write_text(re.sub(r"^# (?=\[\[|[a-z]+ = )", "", file.read_text("utf-8"), flags=re.M))
    (entry,) = read_register(file, rules.evidence)
    assert not entry.is_draft


def test_every_commented_line_of_the_settings_can_be_used(tmp_path: Path):
    init(tmp_path, "--ci", "none")
    file = tmp_path / ".auditor.toml"
    lines = file.read_text("utf-8").splitlines()
    used = [re.sub(r'^# (?=[\["]|[a-z-]+(\.\S+)? = )', "", line) for line in lines]
    file.write_text("\n".join(used), "utf-8")
    config = load_config(tmp_path, {})
    assert (config.preset, config.for_path("blog/a.md").target_grade) == ("strict", 9)
    settings = tomllib.loads("\n".join(used))
    assert settings.keys() == set(KEYS)
    schema = json.loads((tmp_path / ".auditor.schema.json").read_text("utf-8"))
    assert list(Draft7Validator(schema).iter_errors(settings)) == []
    assert lines[0] == "#:schema ./.auditor.schema.json"


@pytest.mark.parametrize(
    ("name", "text", "ci"),
    [
        (".github/CODEOWNERS", "", "github"),
        (".gitlab-ci.yml", "", "gitlab"),
        ("Jenkinsfile", "", "jenkins"),
        (".git/config", '[remote "origin"]\n\turl = git@gitlab.example:site.git\n', "gitlab"),
        (".git/config", '[remote "origin"]\n\turl = https://example.org/site\n', "none"),
        ("drip.md", "", "none"),
    ],
)
def test_the_ci_system_is_guessed_from_files_then_from_the_remote(
    tmp_path: Path, name: str, text: str, ci: str
):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text, "utf-8")
    assert guess_ci(tmp_path) == ci


def test_a_folder_that_does_not_exist_is_one_line_and_exit_code_2(tmp_path: Path):
    outcome = init(tmp_path / "nowhere")
    assert outcome.exit_code == 2
    assert outcome.output == f"audit: {tmp_path / 'nowhere'}: no such folder\n"


@pytest.mark.parametrize(
    ("ci", "schema"), [("github", "vendor.github-workflows"), ("gitlab", "vendor.gitlab-ci")]
)
def test_workflows_are_valid_by_the_public_schema(tmp_path: Path, ci: str, schema: str):
    init(tmp_path, "--ci", ci)
    files = [str(tmp_path / file.path) for file in starter_files(tmp_path, ci)]
    yamls = [file for file in files if file.endswith(".yml")]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *yamls]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("ci", CI_FILES)
def test_the_shell_of_a_workflow_is_sound(tmp_path: Path, ci: str):
    init(tmp_path, "--ci", ci)
    for script in scripts_of(tmp_path / CI_FILES[ci]):
        assert "${{" not in script
        done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True)
        assert done.returncode == 0, done.stderr


def scripts_of(file: Path) -> list[str]:
    """Return the shell scripts of a workflow, a composite action, a GitLab job or a Jenkinsfile."""
    text = file.read_text("utf-8")
    if file.name == "Jenkinsfile":
        return re.findall(r"sh '''(.*?)'''", text, re.DOTALL)
    document = YAML(typ="safe").load(text)
    if "jobs" in document:
        steps = [step for job in document["jobs"].values() for step in job["steps"]]
        return [step["run"] for step in steps if "run" in step]
    return [*document["audit"]["before_script"], *document["audit"]["script"]]

"""The GitHub action, the pre-commit hook and the files of docs/ci.md: valid, and run for real."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from auditor.cli import main
from auditor.cli.scan import scan
from auditor.readers import READERS
from tests.support import ROOT
from tests.test_init import scripts_of

ACTION = YAML(typ="safe").load((ROOT / "action.yml").read_text("utf-8"))
STEPS = ACTION["runs"]["steps"]
SCRIPTS = [step["run"] for step in STEPS if "run" in step]
TEMPLATES = ROOT / "reports" / "init"
BOLD = "# Our drip\n\nOur vitamin drip has no side effects and works for everyone.\n"
PLAIN = "# Your visit\n\nThe drip takes about forty minutes. A nurse stays in the room.\n"


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Ed", "-c", "user.email=ed@clinic.example", "-c", "commit.gpgsign=false")
    command = ["git", *who, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A git repository whose last commit adds an overclaiming article beside a plain one."""
    folder = tmp_path / "site"
    (folder / "my articles").mkdir(parents=True)
    (folder / ".auditor.toml").write_text('paths = ["my articles"]\n', "utf-8")
    (folder / "my articles" / "plain.md").write_text(PLAIN, "utf-8")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Begin")
    (folder / "my articles" / "bold.md").write_text(BOLD, "utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Add our drip")
    return folder


def test_the_action_is_valid_by_the_public_schema():
    schema = ("--builtin-schema", "vendor.github-actions")
    command = [sys.executable, "-m", "check_jsonschema", *schema, str(ROOT / "action.yml")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_input_is_part_of_a_script(script: str):
    assert "${{" not in script
    done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_every_option_that_ready_made_files_use_is_one_of_scan():
    known = {name for p in scan.params if isinstance(p, click.Option) for name in p.opts}
    files = [ROOT / "action.yml", ROOT / ".pre-commit-hooks.yaml", *TEMPLATES.iterdir()]
    foreign = {"--quiet", "--clear", "--disable-pip-version-check"}
    used = {
        name
        for file in files
        if file.suffix != ".toml"
        for line in file.read_text("utf-8").splitlines()
        if not line.lstrip().startswith(("#", "//"))
        for name in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line)
    }
    assert used - foreign <= known


@pytest.mark.parametrize("name", ["gitlab-include.yml", "gitlab.yml", "Jenkinsfile"])
def test_the_documentation_shows_the_files_that_init_writes(name: str):
    text = (TEMPLATES / name).read_text("utf-8").replace("@PACKAGE@", "clinic-audit==0.1.0")
    shown = textwrap.indent(text, "    ", lambda line: line.strip() != "")
    assert shown in (ROOT / "docs" / "ci.md").read_text("utf-8")


def test_every_input_of_the_action_is_documented_and_used():
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    action = (ROOT / "action.yml").read_text("utf-8")
    for name in ACTION["inputs"]:
        assert f"`{name}`" in page
        assert f"inputs.{name} " in action


def run_step(name: str, site: Path, inputs: dict[str, str], files: dict[str, Path]) -> int:
    """Run a step of the action as a runner would, its expressions filled in; return its code."""
    (step,) = (step for step in STEPS if step.get("id") == name)
    values = {f"inputs.{key}": spec["default"] for key, spec in ACTION["inputs"].items()}
    values |= {f"inputs.{key}": value for key, value in inputs.items()}
    values |= {"steps.install.outputs.reports": str(files["reports"])}
    env = {
        key: re.sub(r"\$\{\{ (\S+) \}\}", lambda found: values.get(found[1], ""), text)
        for key, text in step["env"].items()
    }
    env |= {"RUNNER_TEMP": str(files["temp"]), "GITHUB_OUTPUT": str(files["output"])}
    env |= {"GITHUB_ACTION_PATH": str(ROOT), "PATH": os.environ["PATH"], "HOME": os.environ["HOME"]}
    bash = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
    return subprocess.run(bash, cwd=site, env=env).returncode


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, Path]:
    """The folders and files of a runner, with this environment in the place of the cached one."""
    files = {name: tmp_path / "runner" / name for name in ("temp", "reports", "output")}
    (files["temp"] / "audit-env" / "bin").mkdir(parents=True)
    files["reports"].mkdir()
    audit = files["temp"] / "audit-env" / "bin" / "audit"
    audit.write_text(
        f"#!/bin/sh\nexec '{sys.executable}' -c 'from auditor.cli import main; main()' \"$@\"\n"
    )
    audit.chmod(0o755)
    return files


@pytest.mark.slow
@pytest.mark.parametrize(
    ("inputs", "code", "articles"),
    [
        ({}, 1, ["my articles/bold.md", "my articles/plain.md"]),
        ({"paths": "my articles/plain.md\n"}, 0, ["my articles/plain.md"]),
        ({"fail-on": "never", "changed-since": "HEAD~1"}, 0, ["my articles/bold.md"]),
        ({"args": "--ignore claim\n--jobs 1"}, 0, ["my articles/bold.md", "my articles/plain.md"]),
        ({"paths": "$(touch hacked); `touch hacked`"}, 2, None),
        ({"args": "; touch hacked"}, 2, None),
    ],
)
def test_the_actions_scan_writes_reports_and_tells_the_code(
    site: Path,
    runner: dict[str, Path],
    inputs: dict[str, str],
    code: int,
    articles: list[str] | None,
):
    assert run_step("scan", site, {"args": "--languagetool off", **inputs}, runner) == 0
    lines = runner["output"].read_text("utf-8").splitlines()
    assert f"exit-code={code}" in lines
    assert ("written=true" in lines) == (articles is not None)
    assert not (site / "hacked").exists()
    if articles is not None:
        document = json.loads((runner["reports"] / "audit.json").read_text("utf-8"))
        assert [article["path"] for article in document["articles"]] == articles
        assert (runner["reports"] / "html" / "index.html").is_file()
        assert (runner["reports"] / "audit.md").stat().st_size


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ci", "file", "env", "written"),
    [
        ("github", ".github/workflows/audit.yml", {"GITHUB_BASE_REF": "main"}, "audit.md"),
        (
            "gitlab",
            ".gitlab/audit.gitlab-ci.yml",
            {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "origin/main"},
            "gl-code-quality-report.json",
        ),
        ("jenkins", "Jenkinsfile", {"CHANGE_TARGET": "main"}, "audit.xml"),
    ],
)
def test_a_written_workflow_audits_what_a_request_changes(
    site: Path, runner: dict[str, Path], ci: str, file: str, env: dict[str, str], written: str
):
    git(site, "clone", "--quiet", "--bare", ".", "../origin.git")
    git(site.parent / "origin.git", "update-ref", "refs/heads/main", "main~1")
    git(site, "remote", "add", "origin", "../origin.git")
    git(site, "fetch", "--quiet", "origin")
    assert CliRunner().invoke(main, ["init", str(site), "--ci", ci]).exit_code == 0
    (script,) = (text for text in scripts_of(site / file) if "audit scan" in text)
    # The environment is this one; what installs it has tests of its own.
    lines = [line for line in script.splitlines() if "venv" not in line and "pip" not in line]
    bin_folder = runner["temp"] / "audit-env" / "bin"
    script = "\n".join(lines).replace(".audit-env/bin/audit", "audit")
    env |= {"PATH": f"{bin_folder}:{os.environ['PATH']}", "HOME": os.environ["HOME"]}
    shell = ["bash" if ci == "github" else "sh", "-e", "-c", script]
    done = subprocess.run(shell, cwd=site, env=env, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 of 2 articles changed" in done.stderr
    assert "bold.md" in (site / written).read_text("utf-8")
    assert (site / "audit-report" / "index.html").is_file()


def test_the_actions_key_changes_with_the_code(
    site: Path, runner: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (step,) = (step for step in STEPS if step.get("id") == "digest")

    def digest(action: Path) -> str:
        output = tmp_path / "digest"
        output.unlink(missing_ok=True)
        env = {"PYTHON": sys.executable, "GITHUB_ACTION_PATH": str(action)}
        env |= {"GITHUB_OUTPUT": str(output), "PATH": os.environ["PATH"]}
        subprocess.run(["bash", "-e", "-c", step["run"]], env=env, check=True)
        return output.read_text("utf-8")

    action = tmp_path / "action"
    (action / "rules").mkdir(parents=True)
    (action / "rules" / "one.toml").write_text("a = 1\n")
    first = digest(action)
    assert re.fullmatch(r"digest=[0-9a-f]{32}\n", first)
    assert digest(action) == first
    (action / "rules" / "one.toml").write_text("a = 2\n")
    assert digest(action) != first


def test_the_hook_takes_the_formats_that_are_read():
    (hook,) = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    for suffix in READERS:
        assert re.search(hook["files"], f"content/drip{suffix}")
    assert not re.search(hook["files"], "content/drip.mdx")


@pytest.fixture(scope="module")
def hook_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout as it stands, committed to a repository of its own for pre-commit to clone."""
    folder = tmp_path_factory.mktemp("hook") / "audit"
    skipped = shutil.ignore_patterns(
        ".*", "build", "*.egg-info", "__pycache__", "report", "tests", "training", "docs"
    )
    shutil.copytree(ROOT, folder, ignore=skipped)
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", folder)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Snapshot")
    return folder


@pytest.mark.slow
def test_pre_commit_installs_the_hook_and_stops_a_commit(
    site: Path, hook_repository: Path, tmp_path: Path
):
    revision = git(hook_repository, "rev-parse", "HEAD").strip()
    (site / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hook_repository}\n  rev: {revision}\n  hooks:\n  - id: audit\n"
        "    args: [--languagetool, 'off']\n",
        "utf-8",
    )
    git(site, "add", ".")
    env = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
    command = [sys.executable, "-m", "pre_commit", "run", "--files"]

    def run(file: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, file], cwd=site, env=env, capture_output=True, text=True)

    plain = run("my articles/plain.md")
    assert plain.returncode == 0, plain.stdout + plain.stderr
    bold = run("my articles/bold.md")
    assert bold.returncode == 1
    assert "claim.absolute" in bold.stdout
    assert "no files to check" in run(".auditor.toml").stdout

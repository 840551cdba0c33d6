"""What `audit init` writes: settings with their schema, a register of claims, a CI workflow."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError
from importlib.resources import files
from pathlib import Path
from typing import Literal

from auditor import __version__
from auditor.errors import ConfigError
from auditor.outputs import write_whole
from auditor.settings_file import SETTINGS_FILE, find_file
from auditor.settings_schema import render_schema

CI = Literal["github", "gitlab", "jenkins", "none"]
CI_NAMES: tuple[CI, ...] = ("github", "gitlab", "jenkins", "none")

_PACKAGE = "clinic-audit"
_ARTICLE_FOLDERS = ("content", "articles", "blog", "posts", "_posts", "pages")
_SIGNS: tuple[tuple[str, CI], ...] = (
    (".github", "github"),
    (".gitlab-ci.yml", "gitlab"),
    (".gitlab", "gitlab"),
    ("Jenkinsfile", "jenkins"),
)
_REMOTE = re.compile(r"^\s*url\s*=.*\b(github|gitlab)\.", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class StarterFile:
    """A file to start with: its path below the folder, its text, and what to do if it is there."""

    path: str
    text: str
    if_there: str = ""


def guess_ci(folder: Path) -> CI:
    """Return the CI system that the folder seems to use, by its files, else by its git remote."""
    for name, ci in _SIGNS:
        if (folder / name).exists():
            return ci
    try:
        remote = _REMOTE.search((folder / ".git" / "config").read_text("utf-8", "replace"))
    except OSError:
        return "none"
    return next((ci for ci in CI_NAMES if remote and ci == remote[1]), "none")


def starter_files(folder: Path, ci: CI) -> tuple[StarterFile, ...]:
    """Return the files that fit `folder`."""
    paths = [name for name in _ARTICLE_FOLDERS if (folder / name).is_dir()] or ["."]
    settings = _template("auditor.toml").replace("@PATHS@", ", ".join(map(json.dumps, paths)))
    return (
        StarterFile(SETTINGS_FILE, settings),
        StarterFile(".auditor.schema.json", render_schema()),
        StarterFile("claims-register.toml", _template("claims-register.toml")),
        *_ci_files(ci),
    )


def write_starter_files(
    folder: Path, wanted: tuple[StarterFile, ...]
) -> Iterator[tuple[StarterFile, bool]]:
    """Write each file that is not there yet; yield it, and whether it was written.

    Settings in `pyproject.toml` count as there: a second file would hide them. Raise ConfigError
    for a folder that does not exist, ReportError for a file that can't be written.
    """
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder")
    settings = find_file(folder)
    for file in wanted:
        target = folder / file.path
        is_there = target.exists() or target.is_symlink()
        if file.path == SETTINGS_FILE and settings and settings.parent == folder.resolve():
            is_there = True
        if not is_there:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, file.text.encode("utf-8"))
        yield file, not is_there


def _ci_files(ci: CI) -> tuple[StarterFile, ...]:
    if ci == "github":
        return (StarterFile(".github/workflows/audit.yml", _with_package("github.yml")),)
    if ci == "jenkins":
        hint = "add the stage 'audit' to it, as docs/ci.md shows"
        return (StarterFile("Jenkinsfile", _with_package("Jenkinsfile"), hint),)
    if ci == "gitlab":
        job = ".gitlab/audit.gitlab-ci.yml"
        include = _template("gitlab-include.yml")
        return (
            StarterFile(job, _with_package("gitlab.yml")),
            StarterFile(".gitlab-ci.yml", include, f"include in it: - local: {job}"),
        )
    return ()


def _with_package(name: str) -> str:
    return _template(name).replace("@PACKAGE@", _installed_from())


def _installed_from() -> str:
    """Return what pip installs this very version from: its git address, else name and version."""
    named = f"{_PACKAGE}=={__version__}"
    try:
        text = Distribution.from_name(_PACKAGE).read_text("direct_url.json")
    except PackageNotFoundError:
        return named
    origin = json.loads(text) if text else {}
    commit = origin.get("vcs_info", {}).get("commit_id", "")
    if not commit or not re.fullmatch(r"https://[\w./~-]+", origin["url"]):
        return named
    return f"{_PACKAGE} @ git+{origin['url']}@{commit}"


def _template(name: str) -> str:
    return (files("auditor.reports") / "init" / name).read_text("utf-8")

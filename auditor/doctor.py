"""Looks at what an audit needs: what is there, what is missing, and the command that mends it."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor import __version__
from auditor.config import Config
from auditor.errors import AuditError, LanguageToolError
from auditor.settings_file import find_file, load_config

_REINSTALL = "python -m pip install --force-reinstall clinic-audit"
_GIT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that an audit uses.

    detail: its version and place, or what is wrong. mend: the command or step that mends it,
    empty if nothing is wrong. needed: whether no audit can run without it.
    """

    name: str
    detail: str
    mend: str = ""
    needed: bool = True

    @property
    def state(self) -> str:
        """`ok`, `missing` (an audit runs without it) or `broken` (none can run)."""
        return "ok" if not self.mend else "broken" if self.needed else "missing"


def examine(start: Path, file: Path | None = None) -> Iterator[Part]:
    """Yield each part as it is looked at.

    start, file: where the search for settings begins, or the settings file itself.
    """
    yield _python()
    yield Part("audit", f"{__version__} ({Path(__file__).parent})")
    config, settings = _settings(start, file)
    yield settings
    yield from _rules(config)
    yield _pipeline(config)
    yield _encoder()
    yield from _languagetool(config)
    yield _git()
    yield _cache()


def render_part(part: Part) -> str:
    """Return the part as a line for people, with the mending under it."""
    line = f"{part.state:<8} {part.name:<13} {part.detail}"
    return f"{line}\n{'':<9}mend it: {part.mend}" if part.mend else line


def _python() -> Part:
    found = f"{platform.python_version()} ({sys.executable})"
    old = sys.version_info < (3, 11)
    return Part("Python", found, "install Python 3.11 or later" if old else "")


def _settings(start: Path, file: Path | None) -> tuple[Config, Part]:
    """Return the settings, or the defaults if they can't be used, and what to say of them."""
    try:
        config = load_config(start, {}, file)
    except AuditError as error:
        return Config(), Part("settings", str(error), "correct the settings file")
    found = file or find_file(start)
    return config, Part("settings", str(found) if found else "no file: the defaults hold")


def _rules(config: Config) -> Iterator[Part]:
    """Yield the rules, and the register of claims if there is one."""
    from auditor.packs import load_rules
    from auditor.register import find_register, read_register
    from auditor.selection import check_rule_names

    try:
        rules = load_rules(config.rules)
        check_rule_names(config, rules)
    except AuditError as error:
        yield Part("rules", str(error), "correct the rule pack or the setting")
        return
    yield Part("rules", f"{len(rules.rules)} rules, {len(rules.pairs)} spun pairs")
    try:
        if register := find_register(config.evidence, config.root):
            entries = read_register(register, rules.evidence)
            yield Part("register", f"{len(entries)} claims ({register})")
    except AuditError as error:
        yield Part("register", str(error), "correct the register of claims")


def _pipeline(config: Config) -> Part:
    from auditor.language import load_pipeline
    from auditor.model_versions import read_pipeline_meta

    try:
        load_pipeline(config.model)
        return Part("pipeline", read_pipeline_meta(config.model).title)
    except AuditError as error:
        mend = f"python -m pip install {config.model}" if config.model else _REINSTALL
        return Part("pipeline", str(error), mend)


def _encoder() -> Part:
    try:
        from auditor.encoder import load_encoder
        from auditor.model_versions import describe_encoder

        load_encoder()
        return Part("encoder", describe_encoder())
    # A broken onnxruntime or a lost file fails in ways of its own; all are mended alike.
    except Exception as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        return Part("encoder", reason, _REINSTALL)


def _languagetool(config: Config) -> Iterator[Part]:
    from auditor.languagetool.install import examine as examine_languagetool
    from auditor.languagetool.installation import find_java
    from auditor.languagetool.server import ask_version

    setting = config.languagetool
    if setting == "off":
        yield Part("LanguageTool", "turned off (languagetool: off)")
        return
    if setting not in ("auto", "keep", "require"):
        try:
            yield Part("LanguageTool", f"{ask_version(setting)} ({setting})")
        except LanguageToolError as error:
            yield Part("LanguageTool", str(error), "start the server, or set languagetool = 'auto'")
        return
    needed = setting == "require"
    try:
        java = find_java()
        yield Part("Java", f"{java.version} ({java.program})")
    except LanguageToolError as error:
        mend = "python -m pip install 'clinic-audit[languagetool]'"
        yield Part("Java", str(error).split(";")[0], mend, needed)
    status = examine_languagetool(start=False)
    if status.bytes and not status.problem:
        yield Part("LanguageTool", f"{status.version} ({status.folder})")
    else:
        detail = "not set up" if not status.bytes else status.problem.split(";")[0]
        yield Part("LanguageTool", detail, "audit languagetool install", needed)


def _git() -> Part:
    program = shutil.which("git")
    mend = "install git: --changed-since needs it"
    if not program:
        return Part("git", "not found", mend, needed=False)
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=_GIT_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        return Part("git", f"can't be run: {error}", mend, needed=False)
    return Part("git", f"{done.stdout.removeprefix('git version').strip()} ({program})")


def _cache() -> Part:
    from auditor.cache import FOLDER_VARIABLE, cache_file

    folder = cache_file().parent
    place = next(p for p in (folder, *folder.parents) if p.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            return Part("cache", str(folder))
    except OSError as error:
        detail = f"{place} can't be written: {error.strerror}"
        return Part("cache", detail, f"set {FOLDER_VARIABLE} to a folder that can", needed=False)

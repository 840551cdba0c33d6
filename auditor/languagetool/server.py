"""Starts, joins and ends the one LanguageTool server of a run."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from auditor.config import Config
from auditor.errors import LanguageToolError
from auditor.languagetool.installation import Installation, locate

# Measured (docs/languagetool.md): the plain collector and the quick compiler alone take less than
# half of the processor time and 60 % of the memory over five articles, a quarter less time
# over 10,000 words; not measured over more.
_JAVA_OPTIONS = ("-Xmx600m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")
READY_SECONDS = 90.0
_ANSWER_SECONDS = 10.0
_FIRST_CHECK_SECONDS = 60.0  # the first text has the server load its English rules
_END_SECONDS = 5.0
_CATEGORIES = ("language.grammar", "language.spelling", "language.punctuation", "language.style")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Service:
    """The server of a run: its address and LanguageTool's version, or why there is none."""

    url: str = ""
    version: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run will ask: `service` is all that is known before `installation` is started.

    is_kept: whether its server outlives the run, for later ones.
    """

    service: Service
    installation: Installation | None = None
    is_kept: bool = False


def plan(config: Config) -> Plan:
    """Return which LanguageTool the settings ask for, without starting one.

    Raise LanguageToolError if a server is required, or named, and there is none.
    """
    setting = config.languagetool
    if setting == "off":
        return Plan(Service(reason="it is turned off (languagetool: off)"))
    if not _is_wanted(config):
        return Plan(Service(reason="its rules are turned off (select, ignore)"))
    if setting.startswith(("http://", "https://")):
        url = setting.rstrip("/").removesuffix("/v2")
        return Plan(Service(url, ask_version(url)))
    try:
        installation = locate()
    except LanguageToolError as error:
        if setting == "require":
            raise
        return Plan(Service(reason=str(error)))
    return Plan(Service(version=installation.version), installation, setting == "keep")


@contextmanager
def start(planned: Plan) -> Iterator[Service]:
    """Give the planned server; start it if it is a local one, and end it then or leave it warm.

    It is not waited for: `await_ready` does that where the first text is checked.
    """
    if planned.installation is None:
        yield planned.service
        return
    from auditor.languagetool.kept import join_server

    serve = join_server if planned.is_kept else run_server
    with serve(planned.installation) as url:
        threading.Thread(target=_warm, args=(url,), daemon=True).start()
        yield replace(planned.service, url=url)


@contextmanager
def run_server(installation: Installation) -> Iterator[str]:
    """Start a server on a free port of this machine, give its address at once, end it after.

    It also ends when this process does, however that happens: see `supervise`.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = start_supervised(server_command(installation, port))
    try:
        yield url
    finally:
        end(process)


def server_command(installation: Installation, port: int) -> list[str]:
    """Return the command line of a server that listens on the loopback interface alone."""
    return [
        str(installation.java.program),
        *_JAVA_OPTIONS,
        "-cp",
        str(installation.jar),
        "org.languagetool.server.HTTPServer",
        "--port",
        str(port),
        "--config",
        str(_HERE / "server.properties"),
    ]


def start_supervised(command: list[str]) -> subprocess.Popen[bytes]:
    """Start `command` under a supervisor that ends it when this process is gone."""
    # A session of its own: Ctrl-C reaches this process alone, which then ends the server.
    options: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        options = {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    script = str(_HERE / "supervise.py")
    try:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", script, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **options,
        )
    except OSError as error:
        raise LanguageToolError(f"LanguageTool can't be started: {error.strerror}") from None


def end(process: subprocess.Popen[bytes]) -> None:
    """End the supervisor, and with it the server."""
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        process.stdin.close()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_END_SECONDS)


def free_port() -> int:
    """Return a port of the loopback interface that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@lru_cache(maxsize=8)
def await_ready(url: str, seconds: float = READY_SECONDS) -> str:
    """Wait until the server at `url` answers; return "", or why it does not. Asked once."""
    return wait_for_answer(url, seconds)


def wait_for_answer(url: str, seconds: float) -> str:
    """Wait at most `seconds` for the server at `url`; return "", or what is wrong with it."""
    limit = time.monotonic() + seconds
    while True:
        try:
            get(f"{url}/v2/healthcheck")
        except OSError as error:
            problem = str(getattr(error, "reason", error))
        else:
            return ""
        if time.monotonic() > limit:
            return f"no LanguageTool server answers at {url} ({problem})"
        time.sleep(0.2)


def ask_version(url: str) -> str:
    """Return the version of the server at `url`. Raise LanguageToolError if it can't be had."""
    import json
    from urllib.parse import urlencode

    try:
        query = urlencode({"language": "en-US", "text": "Hello."})
        answer = json.loads(get(f"{url}/v2/check?{query}", _FIRST_CHECK_SECONDS))
        return str(answer["software"]["version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = getattr(error, "reason", error)
        raise LanguageToolError(
            f"{url}: no LanguageTool server answers there ({reason}); start it, or leave "
            "--languagetool out"
        ) from None


def get(url: str, seconds: float = _ANSWER_SECONDS, body: bytes | None = None) -> bytes:
    """Return the answer within `seconds`. Raise OSError, also for an HTTP error status.

    body: what to post, if it is not only asked.

    Proxies are for other machines: a local server is asked directly.
    """
    from http.client import HTTPException
    from urllib.request import ProxyHandler, build_opener

    opener = build_opener(ProxyHandler({})) if is_local(url) else build_opener()
    try:
        with opener.open(url, body, timeout=seconds) as answer:
            return bytes(answer.read())
    except HTTPException as error:
        raise OSError(f"not an HTTP answer: {error!r}") from None


def is_local(url: str) -> bool:
    """Say whether `url` is on this machine."""
    from urllib.parse import urlsplit

    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")


def _is_wanted(config: Config) -> bool:
    """Say whether `select` and `ignore` leave any rule on that LanguageTool could find."""
    chosen = (
        *config.select,
        *(p for o in config.overrides for p in dict(o.values).get("select", ())),
    )
    named = any(prefix.startswith("language.") for prefix in chosen)
    return named or any(config.may_be_on(f"{category}.any") for category in _CATEGORIES)


def _warm(url: str) -> None:
    """Have the server load its English rules while the first article is still being read."""
    if not wait_for_answer(url, READY_SECONDS):
        with contextlib.suppress(LanguageToolError):
            ask_version(url)

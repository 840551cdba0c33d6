"""Joins the LanguageTool server that is kept warm from run to run, or starts it."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from auditor.errors import LanguageToolError
from auditor.languagetool.installation import Installation, cache_folder
from auditor.languagetool.keeper import (
    CHALLENGE_BYTES,
    HELLO_SECONDS,
    STAY,
    STOP,
    prove,
    receive,
)
from auditor.languagetool.server import free_port, server_command

IDLE_SECONDS = 900.0
_START_SECONDS = 20.0
_KEEPER = Path(__file__).with_name("keeper.py")


@dataclass(frozen=True, slots=True)
class _State:
    """What a run needs of what a keeper writes: its port, the server's port, the secret."""

    control: int
    port: int
    secret: bytes

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def join_server(installation: Installation, idle: float = IDLE_SECONDS) -> Iterator[str]:
    """Give the address of the kept server, started if there is none, and hold it meanwhile.

    It ends when no run has held it for `idle` seconds. Servers of other versions, or on another
    Java, are not joined. Raise LanguageToolError if there is none to be had.
    """
    file = state_file(installation)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Two runs that begin together share one server.
        with FileLock(file.with_suffix(".lock"), timeout=2 * _START_SECONDS):
            held = _connect(file, STAY) or _start(installation, file, idle)
    except Timeout:
        raise LanguageToolError(f"{file.parent}: another run is starting the server") from None
    except OSError as error:
        raise LanguageToolError(f"LanguageTool can't be kept: {error.strerror or error}") from None
    state, connection = held
    with connection:
        yield state.url


def kept_servers() -> list[str]:
    """Return the addresses of the servers that are kept now."""
    return [state.url for file in _state_files() if (state := _read(file)) and _is_there(file)]


def stop_kept_servers() -> int:
    """End every kept server; return how many there were. Stale files are deleted."""
    stopped = 0
    for file in _state_files():
        held = _connect(file, STOP)
        if held is not None:
            stopped += 1
            held[1].close()
            _wait_for(lambda file=file: not file.exists())
        else:
            file.unlink(missing_ok=True)
    return stopped


def state_file(installation: Installation) -> Path:
    """Return the file that the keeper of such a server writes: one for each command line."""
    command = "\0".join([*server_command(installation, 0), str(installation.java.version)])
    return kept_folder() / f"{hashlib.sha256(command.encode()).hexdigest()[:16]}.json"


def kept_folder() -> Path:
    """Return the folder of the keepers' files, whether it exists or not."""
    return cache_folder() / "kept"


def _state_files() -> list[Path]:
    return sorted(kept_folder().glob("*.json"))


def _start(installation: Installation, file: Path, idle: float) -> tuple[_State, socket.socket]:
    """Start a keeper and its server, and hold them. A stale file is left behind by no one."""
    file.unlink(missing_ok=True)
    port = free_port()
    options: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        flags = ("CREATE_NEW_PROCESS_GROUP", "DETACHED_PROCESS")
        options = {"creationflags": sum(getattr(subprocess, flag, 0) for flag in flags)}
    arguments = [str(file), str(idle), str(port), *server_command(installation, port)]
    keeper = subprocess.Popen(
        [sys.executable, "-I", "-S", str(_KEEPER), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=file.parent,  # it holds no folder of the user's
        **options,
    )
    _wait_for(lambda: file.exists() or keeper.poll() is not None)
    held = _connect(file, STAY)
    if held is None:
        keeper.kill()
        raise LanguageToolError("LanguageTool can't be kept: its keeper ended at once")
    # It outlives us on purpose; without this Python warns of a process that nobody waited for.
    keeper.returncode = 0
    return held


def _connect(file: Path, wish: bytes) -> tuple[_State, socket.socket] | None:
    """Return the kept server that `file` names, and the connection that holds it.

    None if the file is stale: its keeper is gone, and whoever has the port now can't prove itself.
    """
    state = _read(file)
    if state is None:
        return None
    try:
        connection = socket.create_connection(("127.0.0.1", state.control), HELLO_SECONDS)
    except OSError:
        return None
    try:
        challenge = secrets.token_bytes(CHALLENGE_BYTES)
        connection.sendall(challenge)
        proof = receive(connection, CHALLENGE_BYTES)
        if not hmac.compare_digest(proof, prove(state.secret, b"keeper", challenge)):
            raise ConnectionError("not our keeper")
        theirs = receive(connection, CHALLENGE_BYTES)
        connection.sendall(prove(state.secret, b"run", theirs) + wish)
        if wish == STAY:
            receive(connection, 1)
    except OSError:
        connection.close()
        return None
    return state, connection


def _is_there(file: Path) -> bool:
    """Say whether the keeper of `file` lives: it is asked nothing that it would act upon."""
    held = _connect(file, STAY)
    if held is not None:
        held[1].close()
    return held is not None


def _read(file: Path) -> _State | None:
    try:
        found = json.loads(file.read_text("utf-8"))
        secret = bytes.fromhex(found["secret"])
        return _State(int(found["control"]), int(found["port"]), secret)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _wait_for(condition: Any) -> None:
    limit = time.monotonic() + _START_SECONDS
    while not condition() and time.monotonic() < limit:
        time.sleep(0.05)

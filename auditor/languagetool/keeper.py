"""Keeps a LanguageTool server warm for later runs, and ends it when none has asked for long.

Run as a script: `python keeper.py STATE_FILE IDLE_SECONDS PORT COMMAND...`. It listens on a port
of the loopback interface for runs, each of which holds a connection for as long as it lives,
however it ends. A run proves that it may read the state file, and the keeper that it wrote it,
without either sending the secret. Without a connection for so many seconds, or once the server
died twice, the keeper ends both. Only the standard library: nothing is imported twice.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

CHALLENGE_BYTES = 32
HELLO_SECONDS = 5.0
STOP, STAY = b"stop", b"stay"
_POLL_SECONDS = 0.2


def prove(secret: bytes, who: bytes, challenge: bytes) -> bytes:
    """Return the proof of knowing `secret`; `who` keeps one side's proof from being the other's."""
    return hmac.digest(secret, who + b":" + challenge, "sha256")


class Keeper:
    """Counts the runs that are connected, and knows since when there are none."""

    def __init__(self, secret: bytes) -> None:
        """`secret` is in the state file, which its owner alone can read."""
        self._secret = secret
        self._lock = threading.Lock()
        self._runs = 0
        self._idle_since = time.monotonic()
        self._is_over = False
        self.stop = threading.Event()

    def is_idle(self, seconds: float) -> bool:
        """Say whether no run has been connected for so long; if so, none is let in any more."""
        with self._lock:
            self._is_over = not self._runs and time.monotonic() - self._idle_since >= seconds
            return self._is_over

    def listen(self, listener: socket.socket) -> None:
        """Take connections until the process ends."""
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(HELLO_SECONDS)
            wish = self._greet(connection)
            if wish == STOP:
                self.stop.set()
            elif wish == STAY:
                self._hold(connection)

    def _greet(self, connection: socket.socket) -> bytes:
        """Prove ourselves to a run and have it prove itself; return its wish, empty if it fails."""
        challenge = receive(connection, CHALLENGE_BYTES)
        own = secrets.token_bytes(CHALLENGE_BYTES)
        connection.sendall(prove(self._secret, b"keeper", challenge) + own)
        answer = receive(connection, CHALLENGE_BYTES + len(STAY))
        proof, wish = answer[:CHALLENGE_BYTES], answer[CHALLENGE_BYTES:]
        return wish if hmac.compare_digest(proof, prove(self._secret, b"run", own)) else b""

    def _hold(self, connection: socket.socket) -> None:
        with self._lock:
            if self._is_over:
                return
            self._runs += 1
        try:
            connection.sendall(b"+")
            connection.settimeout(None)
            while connection.recv(1):  # the end of the run closes it
                pass
        finally:
            with self._lock:
                self._runs -= 1
                self._idle_since = time.monotonic()


def receive(connection: socket.socket, size: int) -> bytes:
    """Return exactly `size` bytes. Raise OSError if fewer come."""
    data = b""
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            raise ConnectionError("the connection was closed")
        data += part
    return data


def keep(state: Path, idle: float, port: int, command: list[str]) -> int:
    """Run the server `command` until it is idle, told to stop, or dead; return an exit code."""
    secret = secrets.token_bytes(CHALLENGE_BYTES)
    keeper = Keeper(secret)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=keeper.listen, args=(listener,), daemon=True).start()
        supervisor = _start(command)
        mine = _write_state(state, listener.getsockname()[1], port, secret)
        try:
            while supervisor.poll() is None and not keeper.is_idle(idle):
                if keeper.stop.wait(_POLL_SECONDS):
                    break
        finally:
            # First the file, so that no run joins a server that is about to end.
            with contextlib.suppress(OSError):
                if state.read_bytes() == mine:
                    state.unlink()
            assert supervisor.stdin is not None
            with contextlib.suppress(OSError):
                supervisor.stdin.close()
            supervisor.wait()
    return 0


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start the server under a supervisor that ends it when this process is gone."""
    script = str(Path(__file__).with_name("supervise.py"))
    return subprocess.Popen(
        [sys.executable, "-I", "-S", script, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _write_state(state: Path, control: int, port: int, secret: bytes) -> bytes:
    """Write where the server is, in one step, for this user's eyes alone."""
    values = {"pid": os.getpid(), "control": control, "port": port, "secret": secret.hex()}
    data = json.dumps(values).encode()
    draft = state.with_name(f".{state.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    draft.replace(state)
    return data


if __name__ == "__main__":
    sys.exit(keep(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]))

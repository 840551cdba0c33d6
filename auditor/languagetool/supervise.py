"""Runs a server for as long as the process that asked for it lives, however that one ends.

Run as a script: `python supervise.py COMMAND...`. The parent holds the other end of standard
input; its end, by a clean exit or a kill, ends the input, and that ends the server. A server
that dies before is started again once. Only the standard library: nothing is imported twice.
On Linux the kernel ends the server should this script itself be killed.
"""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

_POLL_SECONDS = 0.2
_RESTARTS = 1
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>


def supervise(command: list[str]) -> int:
    """Run `command` until standard input ends; return 0, or its exit code if it died twice."""
    parent_gone = threading.Event()

    def wait_for_parent() -> None:
        sys.stdin.buffer.read()
        parent_gone.set()

    threading.Thread(target=wait_for_parent, daemon=True).start()
    signal.signal(signal.SIGTERM, lambda number, frame: parent_gone.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = _start(command)
    restarts = _RESTARTS
    try:
        while not parent_gone.wait(_POLL_SECONDS):
            if process.poll() is None:
                continue
            if not restarts:
                return process.returncode or 1
            restarts -= 1
            process = _start(command)
    finally:
        process.kill()
        process.wait()
    return 0


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_dies_with_us(),
    )


def _dies_with_us() -> Callable[[], object] | None:
    """Return what has the kernel kill the new process when this one ends; None if it can't."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return lambda: library.prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(supervise(sys.argv[1:]))

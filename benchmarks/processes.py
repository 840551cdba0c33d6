"""Runs a program and says what it took."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Timer


class TooSlow(Exception):  # noqa: N818
    """A program that was stopped at its time limit."""


@dataclass(frozen=True)
class Spent:
    """What a program took: exit code, CPU seconds, and MB of the largest of its processes."""

    code: int
    cpu: float
    memory: float


def run_measured(command: Sequence[str], environment: Mapping[str, str], limit: float) -> Spent:
    """Run `command` to its end. Raise TooSlow, all of it stopped, after `limit` seconds."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    stopped: list[bool] = []

    def stop() -> None:
        stopped.append(True)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    timer = Timer(max(limit, 0.1), stop)
    timer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    finally:
        timer.cancel()
    if stopped:
        raise TooSlow
    code = process.returncode = os.waitstatus_to_exitcode(status)
    return Spent(code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

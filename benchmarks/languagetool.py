"""What LanguageTool costs, and which options of Java and of its server help.

    python benchmarks/languagetool.py --data ../shared/data [--cold 5] [--warm 15]

Each row is a server of its own that checks fresh articles: the first ones count its start, the
others are words per CPU second of a warm server. Needs LanguageTool set up.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psutil

from auditor.languagetool.installation import locate
from auditor.languagetool.server import (
    end,
    free_port,
    get,
    server_command,
    start_supervised,
    wait_for_answer,
)

HERE = Path(__file__).parent
PLAIN = ("-Xmx600m",)
SERIAL = (*PLAIN, "-XX:+UseSerialGC")
QUICK = (*SERIAL, "-XX:TieredStopAtLevel=1")
NO_CACHING = "pipelineCaching=false\n"


@dataclass(frozen=True)
class Setup:
    """A way to run and ask the server: Java's options, its settings, texts a request."""

    name: str
    java: tuple[str, ...] = QUICK
    settings: str = ""
    at_once: int = 1
    by_paragraph: bool = False


SETUPS = (
    Setup("Java's own defaults", PLAIN),
    Setup("+ plain collector (-XX:+UseSerialGC)", SERIAL),
    Setup("+ quick compiler alone (-XX:TieredStopAtLevel=1)"),
    Setup("+ two articles at a time: what the audit does", at_once=2),
    Setup("the third without pipelineCaching", settings=NO_CACHING),
    Setup("the third, a request a paragraph", by_paragraph=True),
    Setup("that without pipelineCaching", settings=NO_CACHING, by_paragraph=True),
)


@contextmanager
def serving(setup: Setup, folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Run a server with the setup; give its address and its process."""
    port = free_port()
    command = server_command(locate(), port)
    first, last = command.index("-cp"), command.index("--config")
    settings = folder / "server.properties"
    settings.write_text(setup.settings or Path(command[last + 1]).read_text("utf-8"), "utf-8")
    command = [command[0], *setup.java, *command[first : last + 1], str(settings)]
    process = start_supervised(command)
    try:
        supervisor = psutil.Process(process.pid)
        while not (started := supervisor.children()):
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}", started[0]
    finally:
        end(process)


def measure(setup: Setup, cold: Sequence[str], warm: Sequence[str], folder: Path) -> str:
    """Return the table's row of the setup."""
    with serving(setup, folder) as (url, java):
        began = time.monotonic()
        if problem := wait_for_answer(url, 300):
            sys.exit(problem)
        check(url, cold, setup)
        first = (time.monotonic() - began, spent(java))
        check(url, warm, setup)
        wall, cpu = time.monotonic() - began - first[0], spent(java) - first[1]
        words = sum(len(text.split()) for text in warm)
        memory = java.memory_info().rss / 2**20
    return (
        f"| {setup.name} | {first[0]:.1f} | {first[1]:.1f} | {words / cpu:,.0f} | "
        f"{words / wall:,.0f} | {memory:.0f} |"
    )


def check(url: str, texts: Sequence[str], setup: Setup) -> None:
    """Ask about every text, `at_once` at a time."""
    asked = [p for t in texts for p in t.split("\n\n")] if setup.by_paragraph else list(texts)
    with ThreadPoolExecutor(setup.at_once) as pool:
        list(pool.map(lambda text: post(url, text), asked))


def post(url: str, text: str) -> bytes:
    """Return the server's answer on one text."""
    return get(f"{url}/v2/check", 300, urlencode({"language": "en-US", "text": text}).encode())


def spent(process: psutil.Process) -> float:
    """Return the CPU seconds of a process."""
    times = process.cpu_times()
    return float(times.user + times.system)


def main() -> None:
    """Measure every setup on the same articles and print a table."""
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--cold", type=int, default=5)
    options.add_argument("--warm", type=int, default=15)
    given = options.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        articles = folder / "articles"
        script = [sys.executable, str(HERE / "articles.py"), str(articles), str(given.data)]
        subprocess.run([*script, str(given.cold + given.warm)], check=True, capture_output=True)
        texts = [file.read_text("utf-8") for file in sorted(articles.iterdir())]
        print(
            "| server | first answers, wall s | CPU s | words per CPU s, warm | per wall s | MB |"
        )
        print("|---|---|---|---|---|---|")
        for setup in SETUPS:
            print(measure(setup, texts[: given.cold], texts[given.cold :], folder), flush=True)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

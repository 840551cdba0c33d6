"""How fast the audit is, side by side with its peers on the same fresh articles.

    python benchmarks/speed.py --data ../shared/data --sizes 5,200,2000

Writes a table (between the marks in docs/speed.md, and of one size in README.md), a plot
(docs/speed.svg) and docs/speed.json. CPU is user and system time of the program and all it starts;
memory the largest of its processes. Every program uses one worker. A peer that can't be installed,
is too slow for a size or goes over the time limit is named with the reason.

What was measured is kept in the scratch folder: a run that was interrupted goes on where it
stopped; --fresh measures all anew.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from contenders import Contender, Missing, ours, peers
from processes import TooSlow, run_measured
from tables import as_plot, as_table, put_between

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
# The size that the README's table shows, if it was measured.
SHOWN = 200


@dataclass(frozen=True)
class Result:
    """One program on one set of articles; speed in words per CPU second, memory in MB.

    missing: why there is no figure, empty if there is.
    """

    name: str
    checks: str
    articles: int
    words: int
    wall: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0
    missing: str = ""

    @property
    def speed(self) -> float:
        """Words per CPU second."""
        return self.words / self.cpu if self.cpu else 0.0


class Kept:
    """The results so far, in a file that is written after each."""

    def __init__(self, file: Path, *, fresh: bool) -> None:
        """Read the file, unless all is to be measured anew."""
        self._file = file
        self.results: list[Result] = []
        if file.is_file() and not fresh:
            self.results = [Result(**one) for one in json.loads(file.read_text("utf-8"))]

    def find(self, contender: Contender, articles: int) -> Result | None:
        """Return the result of the program on so many articles."""
        for result in self.results:
            if (result.name, result.articles) == (contender.name, articles):
                return result
        return None

    def add(self, result: Result) -> None:
        """Keep the result."""
        self.results.append(result)
        self._file.write_text(json.dumps([asdict(r) for r in self.results], indent=1), "utf-8")


def measure(contender: Contender, folder: Path, words: int, limit: float) -> Result:
    """Run the program on the articles of `folder`, once, for at most `limit` seconds."""
    files = sorted(folder.iterdir())
    blank = Result(contender.name, contender.checks, len(files), words)
    wall, cpu, memory = time.monotonic(), 0.0, 0.0
    for command in contender.calls(folder, files):
        left = limit - (time.monotonic() - wall)
        try:
            spent = run_measured(command, {**os.environ, **contender.environment}, left)
        except TooSlow:
            return Result(**{**asdict(blank), "missing": f"stopped after {limit:.0f} s"})
        if contender.codes and spent.code not in contender.codes:
            return Result(**{**asdict(blank), "missing": f"ended with {spent.code}"})
        cpu += spent.cpu
        memory = max(memory, spent.memory)
    elapsed = time.monotonic() - wall
    return Result(contender.name, contender.checks, len(files), words, elapsed, cpu, memory)


def run(sizes: Sequence[int], data: Path, scratch: Path, kept: Kept, limit: float) -> None:
    """Measure everything that can run and is not in `kept` yet."""
    contenders: list[Contender] = ours(scratch)
    for name, make in peers(scratch).items():
        try:
            contenders.append(make())
        except Missing as error:
            print(f"{name}: {error}", flush=True)
            if not any(result.name == name for result in kept.results):
                kept.add(Result(name, "", 0, 0, missing=str(error)))
    for size in sizes:
        due = [one for one in contenders if kept.find(one, size) is None]
        if not due:
            continue
        folder = scratch / f"articles-{size}"
        shutil.rmtree(folder, ignore_errors=True)
        words = _write_articles(folder, data, size)
        if any(one.fills_cache for one in due):
            # The second run is of use only after a first one on the same articles.
            shutil.rmtree(scratch / "cache", ignore_errors=True)
        for contender in due:
            if size > contender.most:
                result = Result(
                    contender.name, contender.checks, size, words, missing="too slow for so many"
                )
            else:
                result = measure(contender, folder, words, limit)
            kept.add(result)
            said = result.missing or f"{result.cpu:.1f} CPU s, {result.speed:,.0f} words a CPU s"
            print(f"{size:,} articles, {contender.name}: {said}", flush=True)


def _write_articles(folder: Path, data: Path, count: int) -> int:
    """Write the articles in a process of its own: a child's memory begins with its parent's."""
    script = Path(__file__).with_name("articles.py")
    command = [sys.executable, str(script), str(folder), str(data), str(count)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def publish(results: Sequence[Result], note: str) -> None:
    """Write tables, plot and the machine-readable result."""
    measured = sorted(
        (r for r in results if not r.missing),
        key=lambda r: (r.articles, not r.name.startswith("audit")),
    )
    absent = {
        (f"{r.name} on {r.articles:,} articles" if r.articles else r.name): r.missing
        for r in results
        if r.missing
    }
    sizes = sorted({r.articles for r in measured})
    shown = max((size for size in sizes if size <= SHOWN), default=sizes[-1])
    put_between(DOCS / "speed.md", as_table(measured, absent, note))
    put_between(
        ROOT / "README.md",
        as_table([r for r in measured if r.articles == shown], {}, note),
    )
    (DOCS / "speed.svg").write_text(as_plot(measured), "utf-8")
    document = {
        "machine": note,
        "absent": absent,
        "results": [{**asdict(r), "words_per_cpu_second": round(r.speed)} for r in measured],
    }
    (DOCS / "speed.json").write_text(json.dumps(document, indent=1) + "\n", "utf-8")


def main() -> None:
    """Read the options, measure, write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--sizes", default="5,200,2000")
    temporary = Path(tempfile.gettempdir()) / "audit-speed"
    parser.add_argument("--scratch", type=Path, default=temporary, help="for peers and articles")
    parser.add_argument("--limit", type=float, default=3600, help="seconds a program and size")
    parser.add_argument("--fresh", action="store_true", help="measure all anew")
    parser.add_argument("--note", default="", help="a sentence on the machine, for the table")
    given = parser.parse_args()
    scratch = given.scratch.resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    kept = Kept(scratch / "results.json", fresh=given.fresh)
    run([int(n) for n in given.sizes.split(",")], given.data, scratch, kept, given.limit)
    note = f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores. "
    publish(kept.results, f"{note}{given.note}".strip())


if __name__ == "__main__":
    main()

"""How fast the audit is, side by side with its peers on the same fresh articles.

    python benchmarks/speed.py --data ../shared/data --sizes 5,200,2000

Writes a table (docs/speed.md between its marks), a plot (docs/speed.svg) and docs/speed.json. CPU
is user and system time of the program and all it starts; memory the largest of its processes.
Every program uses one worker. A peer that can't be installed is named with the reason.
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
from html import escape
from pathlib import Path

from contenders import Contender, Missing, ours, peers

DOCS = Path(__file__).parent.parent / "docs"
START, END = "<!-- table: begin -->", "<!-- table: end -->"


@dataclass(frozen=True)
class Result:
    """One program on one set of articles; speed in words per CPU second, memory in MB."""

    name: str
    checks: str
    articles: int
    words: int
    wall: float
    cpu: float
    memory: float

    @property
    def speed(self) -> float:
        """Words per CPU second."""
        return self.words / self.cpu


def measure(contender: Contender, folder: Path, words: int) -> Result:
    """Run the program on the articles of `folder`, once."""
    files = sorted(folder.iterdir())
    wall, cpu, memory = time.monotonic(), 0.0, 0.0
    for command in contender.calls(folder, files):
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **contender.environment},
        )
        _, status, usage = os.wait4(process.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        if contender.codes and code not in contender.codes:
            raise Missing(f"ended with {code}")
        cpu += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss / 1024)
    elapsed = time.monotonic() - wall
    return Result(contender.name, contender.checks, len(files), words, elapsed, cpu, memory)


def run(sizes: Sequence[int], data: Path, scratch: Path) -> tuple[list[Result], dict[str, str]]:
    """Measure everything that can run; return the results, and why others can't by name."""
    contenders: list[Contender] = ours(scratch)
    absent: dict[str, str] = {}
    for name, make in peers(scratch).items():
        try:
            contenders.append(make())
        except Missing as error:
            absent[name] = str(error)
    results = []
    for size in sizes:
        folder = scratch / f"articles-{size}"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(scratch / "cache", ignore_errors=True)
        words = _write_articles(folder, data, size)
        for contender in contenders:
            if contender.name in absent:
                continue
            try:
                results.append(measure(contender, folder, words))
            except Missing as error:
                absent[contender.name] = str(error)
                continue
            print(_row(results[-1]), flush=True)
    return results, absent


def _write_articles(folder: Path, data: Path, count: int) -> int:
    """Write the articles in a process of its own: a child's memory begins with its parent's."""
    script = Path(__file__).with_name("articles.py")
    command = [sys.executable, str(script), str(folder), str(data), str(count)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _row(result: Result) -> str:
    return (
        f"| {result.articles:,} | {result.name} | {result.checks} | {result.wall:.1f} | "
        f"{result.cpu:.1f} | {result.memory:.0f} | {result.speed:,.0f} |"
    )


def as_table(results: Sequence[Result], absent: dict[str, str], note: str) -> str:
    """Return the results as Markdown."""
    lines = [
        "| articles | program | what it checks | wall s | CPU s | memory MB | words per CPU s |",
        "|---|---|---|---|---|---|---|",
        *map(_row, results),
        "",
        *(f"Not measured: {name}: {reason}." for name, reason in absent.items()),
        note,
    ]
    return "\n".join(lines)


def as_plot(results: Sequence[Result]) -> str:
    """Return an SVG of words per CPU second on the largest set, a bar for each program."""
    most = max(result.articles for result in results)
    shown = sorted((r for r in results if r.articles == most), key=lambda r: -r.speed)
    fastest = shown[0].speed
    height = 34 * len(shown) + 40
    bars = [
        f'<text x="190" y="{34 * row + 53}" text-anchor="end">{escape(result.name)}</text>'
        f'<rect x="200" y="{34 * row + 36}" width="{max(2, 400 * result.speed / fastest):.0f}"'
        f' height="24" fill="{"#0b6" if result.name.startswith("audit") else "#999"}"/>'
        f'<text x="{206 + 400 * result.speed / fastest:.0f}" y="{34 * row + 53}">'
        f"{result.speed:,.0f}</text>"
        for row, result in enumerate(shown)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 {height}" '
        'font-family="sans-serif" font-size="14"><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="12" y="22">Words per CPU second, {most:,} articles</text>'
        f"{''.join(bars)}</svg>\n"
    )


def main() -> None:
    """Read the options, measure, write the three files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--sizes", default="5,200,2000")
    temporary = Path(tempfile.gettempdir()) / "audit-speed"
    parser.add_argument("--scratch", type=Path, default=temporary, help="for peers and articles")
    parser.add_argument("--note", default="", help="a sentence on the machine, for the table")
    given = parser.parse_args()
    scratch = given.scratch.resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    results, absent = run([int(n) for n in given.sizes.split(",")], given.data, scratch)
    note = f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores. "
    note += given.note
    page = (DOCS / "speed.md").read_text("utf-8")
    before, rest = page.split(START)
    after = rest.split(END)[1]
    table = as_table(results, absent, note.strip())
    (DOCS / "speed.md").write_text(f"{before}{START}\n{table}\n{END}{after}", "utf-8")
    (DOCS / "speed.svg").write_text(as_plot(results), "utf-8")
    document = {
        "machine": note.strip(),
        "absent": absent,
        "results": [{**asdict(r), "words_per_cpu_second": round(r.speed)} for r in results],
    }
    (DOCS / "speed.json").write_text(json.dumps(document, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

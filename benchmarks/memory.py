"""Peak memory of the process that gathers a run's outcomes and writes its reports.

    python benchmarks/memory.py 20000 100000 [--html]

No article is audited: outcomes of the usual size (700 words, 20 findings) go through the run's
spool into a JSON report, with --html into pages too, each count in a process of its own. What
auditing takes is measured by speed.py; it does not grow with the folder.
"""

from __future__ import annotations

import argparse
import datetime
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from report import make_entry

from auditor.article import Span
from auditor.config import Config
from auditor.outputs import write_whole
from auditor.packs import load_rules
from auditor.report import Entry, Report, SentenceGrade, Versions
from auditor.reporters.html import write_html
from auditor.reporters.json import write_report
from auditor.reporters.text import render_text
from auditor.run import fired_rules
from auditor.spool import Spool

# So many entries are made; the run meets each again and again under new paths.
MADE = 50
AS_OF = datetime.date(2026, 1, 1)


def make_entries() -> list[Entry]:
    """Return entries with measures of each sentence, which are most of a real one's bytes."""
    chance = random.Random(7)
    entries = []
    for number in range(MADE):
        entry = make_entry(f"{number}", 700, 20, chance)
        assert entry.article is not None and entry.readability is not None
        measures = {f"measure_{n}": round(chance.random() * 20, 2) for n in range(12)}
        length = len(entry.article.text)
        sentences = tuple(
            SentenceGrade(Span(at, min(at + 110, length)), 18, 11.2, 40.0, measures=measures)
            for at in range(0, length, 110)
        )
        entries.append(replace(entry, readability=replace(entry.readability, sentences=sentences)))
    return entries


def run(count: int, *, html: bool) -> None:
    """Gather `count` outcomes, write the reports and print what that took."""
    rules = load_rules()
    entries = make_entries()
    begun = time.process_time()
    spool = Spool(count, rules)
    for number in range(count):
        path = f"blog/{number // 1000:03}/a-title-of-the-usual-length-{number:06}.md"
        entry = entries[number % MADE]
        assert entry.article is not None
        article = replace(entry.article, path=path, title=f"The title of {path}")
        spool.put(number, replace(entry, path=path, article=article))
    report = Report(
        spool, Config(), Versions("0", "0" * 16, "none"), AS_OF, fired_rules(rules, spool)
    )
    with tempfile.TemporaryDirectory() as made:
        file = Path(made) / "report.json"
        write_whole(file, write_report(report))
        size = file.stat().st_size / 1e6
        render_text(report)
        if html:
            write_html(report, Path(made) / "html")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {count:,} | {'JSON, HTML' if html else 'JSON'} | {size:,.0f} | "
        f"{time.process_time() - begun:.0f} | {peak:,.0f} |"
    )


def main() -> None:
    """Measure each count in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("counts", nargs="+", type=int)
    parser.add_argument("--html", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        run(given.counts[0], html=given.html)
        return
    print("| articles | reports | JSON MB | CPU s | peak MB |\n|---|---|---|---|---|", flush=True)
    for count in given.counts:
        options = ["--html"] if given.html else []
        command = [sys.executable, __file__, str(count), "--one", *options]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()

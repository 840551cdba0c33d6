"""How well `audit fix` corrects: its result against gold's corrections of mechanical faults.

A gold fault is touched if an edit changes its words; right if what then stands there is one of
gold's corrections (for page residue: nothing). A second run must change nothing.
Run: python benchmarks/fix.py [--shared ../shared]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import accumulate, zip_longest
from pathlib import Path

from auditor.config import Config
from auditor.corrections import MECHANICAL
from auditor.discovery import find_jobs
from auditor.fix import make_fixer

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
_TARGET = 0.9


def main() -> int:
    """Print the table; return 1 if less than nine tenths are right or anything is made worse."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=SHARED)
    shared = options.parse_args().shared
    totals: Counter[tuple[str, str]] = Counter()
    fixer = make_fixer(Config(), None)
    stable = True
    for job in find_jobs([shared / "articles"], shared):
        fix = fixer(job)
        gold = shared / "gold" / f"{Path(job.path).name}.jsonl"
        for category, verdict, words in _compare(fix.before, fix.after, gold):
            totals[category, verdict] += 1
            if verdict != "right":
                print(f"{job.path}: {category}: {verdict}: {words}")
        stable = _is_stable(fix.data, Path(job.path).name) and stable
    print(f"{'':24}{'gold':>6}{'touched':>9}{'right':>7}{'wrong':>7}")
    for category in MECHANICAL:
        right, wrong, missed = (totals[category, v] for v in ("right", "wrong", "missed"))
        print(f"{category:24}{right + wrong + missed:6}{right + wrong:9}{right:7}{wrong:7}")
    print("a second run changes", "nothing" if stable else "something")
    every = {v: sum(n for (_, verdict), n in totals.items() if verdict == v) for v in _VERDICTS}
    enough = every["right"] >= _TARGET * sum(every.values())
    return 0 if enough and not every["wrong"] and stable else 1


_VERDICTS = ("right", "wrong", "missed")


def _compare(before: str, after: str, gold: Path) -> Iterator[tuple[str, str, str]]:
    """Yield category, verdict and words of each gold fault of which the readers are certain."""
    lines = _aligned(before.splitlines(keepends=True), after.splitlines(keepends=True))
    for row in gold.read_text("utf-8").splitlines():
        fault = json.loads(row)
        if fault["category"] not in MECHANICAL or not fault["certain"]:
            continue
        line_start, old, new = next(x for x in reversed(lines) if x[0] <= fault["start"])
        now = _words_now(old, new, fault["start"] - line_start, fault["end"] - line_start)
        words = f"{fault['quote']!r} -> {now!r}, gold {fault['fix']}"
        if now == fault["quote"]:
            yield fault["category"], "missed", words
        else:
            yield fault["category"], "right" if now in (fault["fix"] or [""]) else "wrong", words


def _aligned(old: list[str], new: list[str]) -> list[tuple[int, str, str]]:
    """Return each old line with its offset and what became of it; empty if it was deleted."""
    pairs: list[tuple[str, str]] = []
    for _, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        pairs += zip_longest(old[old_start:old_end], new[new_start:new_end], fillvalue="")
    starts = accumulate((len(one) for one, _ in pairs), initial=0)
    return [(start, *pair) for start, pair in zip(starts, pairs, strict=False)]


def _words_now(old: str, new: str, start: int, end: int) -> str:
    """Return what stands in `new` for the characters from `start` to `end` of `old`."""
    parts = []
    for _, *old_range, new_start, new_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if new_end - new_start == old_range[1] - old_range[0]:
            new_end = min(new_end, new_start + end - old_range[0])
            new_start += max(start - old_range[0], 0)
        elif old_range[1] < start or old_range[0] > end:
            continue
        parts.append(new[new_start : max(new_start, new_end)])
    return "".join(parts).strip()


def _is_stable(data: bytes, name: str) -> bool:
    """Say whether fixing the fixed file changes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        job = find_jobs([Path(folder)], Path(folder))[0]
        return not make_fixer(Config(), None)(job).is_changed


if __name__ == "__main__":
    sys.exit(main())

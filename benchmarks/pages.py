"""How well page residue, search phrases, mechanical faults and unexplained terms are found.

    python benchmarks/pages.py [--kept] [--show]

On the pages of tests/data/pages, its articles full of broken grammar, and the articles of
tests/data/jargon: the open ones, with --kept those that nothing was made with. Counted as in
findings.md: recall over certain places, precision over all marked ones; a finding is right when it
overlaps a place of its own category. --show prints what is missed and what is wrong.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from auditor.config import Config
from auditor.discovery import find_jobs
from auditor.reporters.json import as_document
from auditor.run import run_audit

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "training" / "lexicon"))

from claimed import ARTICLES, Marked, plain_lines, read_line  # noqa: E402
from marks import pieces_of  # noqa: E402

DATA = ROOT / "tests" / "data"
CATEGORIES = {
    "residue": "garble.page-residue",
    "stuffing": "garble.keyword-stuffing",
    "joined": "garble.joined-words",
    "apostrophe": "garble.apostrophe",
    "split": "garble.split-token",
    "grammar": "garble.broken-grammar",
}
SPUN, JARGON = "garble.spun-term", "readability.jargon"
_MARK = re.compile(r"\[\[(\??)([a-z]+)\|([^\[\]|]*)(?:\|[^\[\]]*)?\]\]")


Texts = Mapping[str, tuple[str, list[Marked]]]


def read_pages(folder: Path) -> Texts:
    """Return each page's text without its marks, and these. Raise ValueError on a broken mark."""
    pages = {}
    for path in sorted(folder.glob("*.txt")):
        text, marks = read_line(list(pieces_of(path.read_text("utf-8"), _MARK)))
        places = [replace(mark, category=CATEGORIES[mark.category]) for mark in marks]
        if "[[" in text or "]]" in text:
            raise ValueError(f"{path.name}: a mark is broken")
        pages[path.name] = (text, places)
    return pages


def read_terms(file: Path) -> Texts:
    """Return the text of each article of training/claims that the file speaks of, and its terms."""
    rows = defaultdict(list)
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["article"]].append(row)
    articles = {}
    for name, terms in rows.items():
        text = "\n".join(plain_lines(ARTICLES / name))
        places = []
        for row in terms:
            at = -1
            for _ in range(row["nth"]):
                at = text.index(row["term"], at + 1)
            places.append(Marked(at, at + len(row["term"]), JARGON, row["certain"]))
        articles[name] = (text, places)
    return articles


def score(marked: Texts, categories: Iterable[str], show: bool) -> None:
    """Audit the texts and print precision and recall of each category."""
    wanted = tuple(categories)
    with TemporaryDirectory() as folder:
        for name, (text, _) in marked.items():
            (Path(folder) / name).write_text(text, "utf-8")
        jobs = find_jobs([Path(folder)], Path(folder), ())
        report = run_audit(jobs, Config(languagetool="off"), datetime.date(2026, 1, 31))
        articles = list(as_document(report)["articles"])
    said, right, certain, found, words = (Counter[str]() for _ in range(5))
    for article in articles:
        text, places = marked[Path(article["path"]).name]
        words[""] += len(text.split())
        findings = [f for f in article["findings"] if f["category"] in wanted]
        for finding in findings:
            name = finding["category"]
            said[name] += 1
            if any(place.category == name and _meets(place, finding) for place in places):
                right[name] += 1
            elif show:
                print(f"wrong   {article['path']}: {name} {finding['text']!r}")
        for place in places:
            if not place.certain:
                continue
            certain[place.category] += 1
            if any(f["category"] == place.category and _meets(place, f) for f in findings):
                found[place.category] += 1
            elif show:
                print(
                    f"missed  {article['path']}: {place.category} {text[place.start : place.end]!r}"
                )
    print(f"{len(articles)} texts, {words['']} words")
    for name in wanted:
        precision = f"{right[name] / said[name]:.2f}" if said[name] else "-"
        recall = f"{found[name] / certain[name]:.2f}" if certain[name] else "-"
        print(f"{name:26}precision {precision:>4} of {said[name]:3}", end="  ")
        print(f"recall {recall:>4} of {certain[name]}")


def _meets(place: Marked, finding: Mapping[str, Any]) -> bool:
    """Say whether a marked place overlaps a finding of the report."""
    return bool(place.start < finding["end"] and finding["start"] < place.end)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kept", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    part = "kept" if options.kept else "open"
    score(read_pages(DATA / "pages" / part), (*CATEGORIES.values(), SPUN), options.show)
    score(read_pages(DATA / "pages" / f"grammar-{part}"), (CATEGORIES["grammar"],), options.show)
    score(read_terms(DATA / "jargon" / f"{part}.jsonl"), (JARGON,), options.show)


if __name__ == "__main__":
    sys.exit(main())

"""How well spun terms are found and mended, by source, with ablations and calibration.

    python benchmarks/quality.py [--shared ../shared] [--locked]

Sources: the open half of tests/data/spun, with --locked the locked half (each such run is logged in
tests/data/spun/scorings.log), and the five articles with gold of `--shared`. Counted as in
findings.md: recall over certain places, precision over all marked ones; a finding is right when it
overlaps a marked place, a suggestion when it makes the text read like one of the corrections. A
place is mended when the first suggestions of all that overlaps it, and theirs, make it read so.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from auditor.model_reading import blocks_of
from auditor.packs import RuleSet, load_rules
from auditor.readers import read_article
from auditor.spun.features import reckon_article
from auditor.spun.lexicon import Hit, load_lexicon
from auditor.spun.ngrams import load_ngrams
from auditor.spun.prior import Verdict, best_apart, judge
from auditor.spun.repair import suggest
from auditor.spun.restore import Looked, load_restorer
from auditor.spun.weights import load_weights, sigmoid

SPUN = Path(__file__).parents[1] / "tests" / "data" / "spun"
CATEGORY = "garble.spun-term"
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.01)

Change = Callable[[Looked], Looked]
Left = Callable[[Hit], bool]
Marked = Sequence[dict[str, Any]]
# So many ways of mending a line are compared.
MOST_VERSIONS = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the finder says: where, how surely, and what it would put there."""

    start: int
    end: int
    confidence: float
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Articles with their marked places."""

    name: str
    texts: tuple[str, ...]
    gold: tuple[tuple[dict[str, Any], ...], ...]


def read_source(name: str, articles: Path, gold: Path, keep: Callable[[str], bool]) -> Source:
    """Read the articles of a folder and what is marked in them."""
    paths = [path for path in sorted(articles.glob("*.txt")) if keep(path.name)]
    texts = tuple(path.read_text("utf-8") for path in paths)
    marked = []
    for path in paths:
        lines = (gold / f"{path.name}.jsonl").read_text("utf-8").splitlines()
        marked.append(tuple(row for row in map(json.loads, lines) if row["category"] == CATEGORY))
    return Source(name, texts, tuple(marked))


def find(
    text: str, rules: RuleSet, change: Change, alone: bool, known: Left
) -> tuple[list[Said], float]:
    """Return what is found in a text, and the probability that it is spun.

    change: leaves something out of what was seen. alone: each word is judged without its article.
    known: says whether a hit of the pairs is known at all.
    """
    article = read_article("article.txt", text.encode("utf-8"), ".txt")
    blocks, lexicon = blocks_of(article), load_lexicon(rules)
    hits = [[hit for hit in lexicon.find(words) if known(hit)] for words in blocks]
    looked = change(load_restorer(rules).look(blocks, hits))
    weights = load_weights()
    if alone:
        found, rows = reckon_article(blocks, looked, load_ngrams())
        chances = sigmoid(rows @ weights.own)
        some = [(*found[index], float(chances[index])) for index in best_apart(found, chances)]
        verdict = Verdict(0.0, 0.0, ())
    else:
        verdict = judge(blocks, looked, load_ngrams(), weights)
        some = [(s.block, s.reckoning, s.probability) for s in verdict.suspicions]
    limits = {
        bool(weight): rules.rule(f"{CATEGORY}.{name}")
        for weight, name in ((1, "known-pair"), (0, "ill-fitting"))
    }
    said = []
    for block, reckoning, chance in some:
        rule = limits[bool(reckoning.hit.weight)]
        if rule is not None and rule.limit is not None and chance >= rule.limit:
            repair = suggest(article.text, blocks[block], reckoning, lexicon)
            start, end = article.source_map.source_range(repair.span)
            said.append(Said(start, end, chance, repair.suggestions))
    return said, verdict.probability


def _reads(text: str, start: int, end: int, words: str, left: int, right: int) -> str:
    line = text[left:start] + words + text[end:right]
    return re.sub(r"\W+", " ", line).strip().lower()


def rank_of(text: str, said: Said, gold: dict[str, Any]) -> int:
    """Return which suggestion is right, from 1; 0 if none is."""
    left = text.rfind("\n", 0, min(said.start, gold["start"])) + 1
    right = text.find("\n", max(said.end, gold["end"]))
    right = len(text) if right < 0 else right
    wanted = {_reads(text, gold["start"], gold["end"], fix, left, right) for fix in gold["fix"]}
    for rank, words in enumerate(said.suggestions, 1):
        if _reads(text, said.start, said.end, words, left, right) in wanted:
            return rank
    return 0


def is_mended(text: str, place: dict[str, Any], said: Sequence[Said], gold: Marked) -> bool:
    """Say whether the first suggestions mend a marked place, with what they touch beside it.

    A finding may hold several marked places, a place several findings: all of them are put in.
    """
    places, findings = [place], [one for one in said if _meet(one, place)]
    places = [row for row in gold if row is place or any(_meet(one, row) for one in findings)]
    findings = [one for one in said if any(_meet(one, row) for row in places)]
    left = text.rfind("\n", 0, min(row["start"] for row in places)) + 1
    last = max(*(row["end"] for row in places), *(one.end for one in findings), place["end"])
    right = text.find("\n", last)
    line = text[left : len(text) if right < 0 else right]
    put = [
        (one.start, one.end, one.suggestions[:1] or (text[one.start : one.end],))
        for one in findings
    ]
    wanted = [(row["start"], row["end"], tuple(row["fix"])) for row in places]
    made = _versions(line, left, put)
    return bool(made & _versions(line, left, wanted))


def _meet(said: Said, row: dict[str, Any]) -> bool:
    return bool(said.start < row["end"] and row["start"] < said.end)


def _versions(line: str, left: int, repairs: list[tuple[int, int, tuple[str, ...]]]) -> set[str]:
    """Return a line, which starts at `left`, with its repairs put in, in all ways."""
    texts, end = [""], left
    for start, stop, ways in sorted(repairs):
        if start >= end:
            kept = line[end - left : start - left]
            texts = [text + kept + way for text in texts for way in ways][:MOST_VERSIONS]
            end = stop
    return {re.sub(r"\W+", " ", text + line[end - left :]).strip().lower() for text in texts}


def report(
    source: Source,
    rules: RuleSet,
    name: str,
    change: Change = lambda looked: looked,
    *,
    alone: bool = False,
    known: Left = lambda hit: True,
) -> None:
    """Print one row of figures, and for the whole finder its calibration."""
    certain = found = right = said_in_all = asked = first = third = mended = spun = 0
    outcomes: list[tuple[float, bool]] = []
    for text, gold in zip(source.texts, source.gold, strict=True):
        said, probability = find(text, rules, change, alone, known)
        spun += (probability >= 0.5) == (len(gold) >= 10)
        said_in_all += len(said)
        for one in said:
            hit = any(one.start < g["end"] and g["start"] < one.end for g in gold)
            right += hit
            outcomes.append((one.confidence, hit))
        for g in gold:
            hits = [s for s in said if s.start < g["end"] and g["start"] < s.end]
            certain += g["certain"]
            if g["certain"] and hits:
                found += 1
                ranks = [rank for rank in (rank_of(text, s, g) for s in hits) if rank]
                asked += 1
                first += bool(ranks) and min(ranks) == 1
                third += bool(ranks)
                mended += is_mended(text, g, said, gold)
    print(
        f"{source.name:12} {name:34} precision {right / max(said_in_all, 1):.3f} "
        f"recall {found / max(certain, 1):.3f} first right {first / max(asked, 1):.3f} "
        f"of three {third / max(asked, 1):.3f} mended {mended / max(asked, 1):.3f} "
        f"verdicts {spun}/{len(source.texts)}"
    )
    if name == "everything":
        for low, high in pairwise(BINS):
            inside = [hit for chance, hit in outcomes if low <= chance < high]
            if inside:
                print(f"    said {low:.1f} to {min(high, 1):.1f}: {np.mean(inside):.2f} right")


def without_ideas(looked: Looked) -> Looked:
    """Leave out what no pair knows."""
    return replace(looked, hits=tuple(tuple(h for h in hits if h.weight) for hits in looked.hits))


def without_fits(looked: Looked) -> Looked:
    """Leave the ranking of repairs to the counted table."""
    hits = tuple(tuple(replace(h, fits=()) for h in hits) for hits in looked.hits)
    return replace(looked, hits=hits)


def pairs_outside(gold: Marked) -> Left:
    """Return a filter of the pairs whose spun words are marked with one of their repairs."""
    pairs = {(g["quote"].lower(), fix.lower()) for g in gold for fix in g["fix"]}
    return lambda hit: not any((hit.wrong, " ".join(right)) in pairs for right in hit.right)


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--locked", action="store_true", help="score the locked half, and log it")
    parser.add_argument("--reason", default="", help="why the locked half is scored")
    options = parser.parse_args()
    rules = load_rules()
    folders = SPUN / "articles", SPUN / "gold"
    sources = [read_source("open half", *folders, lambda name: int(name[:2]) % 2 == 1)]
    if options.locked:
        sources.append(read_source("locked half", *folders, lambda name: int(name[:2]) % 2 == 0))
        with (SPUN / "scorings.log").open("a", encoding="utf-8") as log:
            log.write(f"{datetime.date.today()} rules {rules.digest[:12]} {options.reason}\n")
    if (options.shared / "gold").is_dir():
        folders = options.shared / "articles", options.shared / "gold"
        sources.append(read_source("five", *folders, lambda name: True))
    for source in sources:
        report(source, rules, "everything")
        report(source, rules, "without the article's own rate", alone=True)
        report(source, rules, "without the encoder's own ideas", without_ideas)
        report(source, rules, "without known pairs", known=lambda hit: False)
        report(source, rules, "repairs ranked without the encoder", without_fits)
        if source.name == "five":
            marked = [row for gold in source.gold for row in gold]
            report(source, rules, "without each pair that gold holds", known=pairs_outside(marked))


if __name__ == "__main__":
    main()

"""Make the spun articles, their gold and their clean originals from the marked sources beside it.

A source is a first line ``%% habit: ...; subject: ...`` and then the article, a paragraph a line.
A spun place is written ``{{spun words|right words}}`` or ``{{spun|right one|right two}}`` (the
first right one is what the author wrote); ``{{?spun|right}}`` marks a place so mild that a careful
editor might let it stand (gold: certain false).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CATEGORY = "garble.spun-term"
ARTICLE_WORDS = range(300, 501)
SPUN_PLACES = range(20, 31)
_MARK = re.compile(r"\{\{(\??)([^{}|]+)\|([^{}]+)\}\}")
_HEADER = re.compile(r"%% habit: (?P<habit>[a-z-]+); subject: (?P<subject>.+)")


class SourceError(Exception):
    """A source file breaks a rule of the set; the message says which file and what."""


@dataclass(frozen=True, slots=True)
class SpunPlace:
    """One replaced stretch: its place in the spun text (code points), and what was there before."""

    start: int
    end: int
    quote: str
    fixes: tuple[str, ...]
    certain: bool

    def as_json(self) -> str:
        """Return the gold line of this place."""
        return json.dumps(
            {
                "category": CATEGORY,
                "start": self.start,
                "end": self.end,
                "quote": self.quote,
                "fix": list(self.fixes),
                "certain": self.certain,
            },
            ensure_ascii=False,
        )


@dataclass(frozen=True, slots=True)
class SpunSource:
    """One parsed source: the text as spun, the text as written, the places where they differ."""

    name: str
    habit: str
    subject: str
    spun: str
    clean: str
    places: tuple[SpunPlace, ...]


def parse_source(path: Path) -> SpunSource:
    """Read one marked source file; raise SourceError if its header or a mark is malformed."""
    header, _, body = path.read_text(encoding="utf-8").partition("\n")
    heading = _HEADER.fullmatch(header)
    if heading is None:
        raise SourceError(f"{path.name}: the first line must be '%% habit: NAME; subject: WORDS'")
    spun: list[str] = []
    clean: list[str] = []
    places: list[SpunPlace] = []
    position = length = 0
    for mark in _MARK.finditer(body):
        before = body[position : mark.start()]
        doubt, quote, right = mark.groups()
        fixes = tuple(right.split("|"))
        start = length + len(before)
        length = start + len(quote)
        places.append(SpunPlace(start, length, quote, fixes, not doubt))
        spun += [before, quote]
        clean += [before, fixes[0]]
        position = mark.end()
    spun.append(body[position:])
    clean.append(body[position:])
    source = SpunSource(
        name=path.stem,
        habit=heading["habit"],
        subject=heading["subject"],
        spun="".join(spun),
        clean="".join(clean),
        places=tuple(places),
    )
    validate_source(source)
    return source


def validate_source(source: SpunSource) -> None:
    """Raise SourceError unless length, number of places, marks and quotes keep the set's rules."""
    problems = []
    for text in (source.spun, source.clean):
        if any(sign in text for sign in "{}|\r\t"):
            problems.append("a mark is left over")
        if re.search(r" {2}| \n|\n\n", text):
            problems.append("there is stray white space")
    words = len(source.spun.split())
    if words not in ARTICLE_WORDS:
        problems.append(f"it has {words} words")
    wanted = range(1) if source.habit == "control" else SPUN_PLACES
    if len(source.places) not in wanted:
        problems.append(f"it has {len(source.places)} spun places")
    for place in source.places:
        if source.spun[place.start : place.end] != place.quote:
            problems.append(f"the quote '{place.quote}' is not at its place")
        if place.quote in place.fixes or not all(place.fixes):
            problems.append(f"'{place.quote}' has an empty or unchanged fix")
        if any(part != part.strip() for part in (place.quote, *place.fixes)):
            problems.append(f"'{place.quote}' or a fix of it begins or ends with white space")
    if problems:
        raise SourceError(f"{source.name}: " + "; ".join(dict.fromkeys(problems)))


def render_outputs(sources: list[SpunSource]) -> dict[Path, str]:
    """Return the text of every file that the sources make, by its path."""
    outputs: dict[Path, str] = {}
    for source in sources:
        file_name = f"{source.name}.txt"
        outputs[HERE / "articles" / file_name] = source.spun
        outputs[HERE / "clean" / file_name] = source.clean
        outputs[HERE / "gold" / f"{file_name}.jsonl"] = "".join(
            place.as_json() + "\n" for place in source.places
        )
    return outputs


def list_stale(outputs: dict[Path, str]) -> list[Path]:
    """Return the paths that are missing, are not what the sources make, or come from none."""
    stale = [
        path
        for path, text in outputs.items()
        if not path.is_file() or path.read_bytes() != text.encode("utf-8")
    ]
    present = (path for kind in ("articles", "clean", "gold") for path in (HERE / kind).glob("*"))
    return stale + [path for path in present if path not in outputs]


def describe_sources(sources: list[SpunSource]) -> str:
    """Return a line for each article and half, and the replacements most often used."""
    lines = []
    articles_with: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for source in sources:
        certain = sum(place.certain for place in source.places)
        several = sum(" " in place.quote for place in source.places)
        lines.append(
            f"{source.name:28} {source.habit:16} {len(source.spun.split()):4} words "
            f"{len(source.places):3} places {certain:3} certain {several:3} of several words"
        )
        for place in source.places:
            articles_with[place.quote.lower(), place.fixes[0].lower()].add(source.name)
    for half, parity in (("open", 1), ("locked", 0)):
        members = [source for source in sources if int(source.name[:2]) % 2 == parity]
        places = [place for source in members for place in source.places]
        habits = Counter(source.habit for source in members)
        lines.append(
            f"{half}: {len(members)} articles, {sum(len(s.spun.split()) for s in members)} words, "
            f"{len(places)} places, {sum(p.certain for p in places)} certain, "
            f"{sum(' ' in p.quote for p in places)} of several words; "
            f"{dict(sorted(habits.items()))}"
        )
    often = sorted(articles_with.items(), key=lambda pair: -len(pair[1]))[:12]
    lines += [f"{len(names)} articles: {right} -> {spun}" for (spun, right), names in often]
    return "\n".join(lines)


def main() -> int:
    """Write the outputs, or with ``--check`` only say which are stale; return the exit code."""
    parser = argparse.ArgumentParser(description="Make the spun articles and their gold.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if an output is stale"
    )
    parser.add_argument("--describe", action="store_true", help="print what the set holds")
    options = parser.parse_args()
    sources: list[SpunSource] = []
    faults: list[SourceError] = []
    for path in sorted((HERE / "source").glob("*.txt")):
        try:
            sources.append(parse_source(path))
        except SourceError as fault:
            faults.append(fault)
    if faults:
        print(*faults, sep="\n", file=sys.stderr)
        return 1
    outputs = render_outputs(sources)
    if options.describe:
        print(describe_sources(sources))
    stale = list_stale(outputs)
    if options.check:
        for path in stale:
            print(f"stale: {path.relative_to(HERE)} (run build.py)", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        if path in outputs:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(outputs[path].encode("utf-8"))
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())

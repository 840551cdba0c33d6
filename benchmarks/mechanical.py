"""How well the mechanical checks do on unseen text: recall on planted faults, alarms on clean text.

    python benchmarks/mechanical.py [--shared ../shared] [--seed 1] [--half 0|1] [--show KIND]
                                    [--grammar]

Faults are planted by a seeded script into clean paragraphs and articles that no word list was made
from, at most one a sentence. A fault is found if a mechanical finding overlaps it, and right if
the first suggestion gives the words that stood there. Alarms are counted on the same text without
planted faults; a part of them are true: clean text has slips, too. --half takes every second
group of paragraphs, to tune on one half and read the other. --grammar plants broken grammar (words
lost, doubled, out of order, in a wrong form) instead, and counts the findings of that category.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.article import Article, count_words
from auditor.checks import CHECKS
from auditor.config import Config
from auditor.corrections import MECHANICAL, apply_edits
from auditor.corrections import Edit as Plant
from auditor.findings import Finding, merge
from auditor.language import load_pipeline, parse
from auditor.packs import load_rules
from auditor.readers import read_article

SHARED = Path(__file__).resolve().parents[2] / "shared"
_PARAGRAPHS_AN_ARTICLE = 15
_MECHANICAL = tuple(name for name in MECHANICAL if name != "garble.page-residue")
_GRAMMAR = ("garble.broken-grammar",)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")

Kinds = Mapping[str, tuple[re.Pattern[str], str]]


def _compiled(*rows: tuple[str, str, str]) -> Kinds:
    return {kind: (re.compile(pattern), made) for kind, pattern, made in rows}


# Each kind of fault: what it is planted into, and what is made of that.
_KINDS = _compiled(
    ("two words joined", r"\b([a-z]{2,}) ([a-z]{2,})\b(?![-'’])", r"\1\2"),
    (
        "a function word joined",
        r"\b(of|the|and|for|with|that|to|in|is|are|or) ([a-z]{4,})\b(?![-'’])",
        r"\1\2",
    ),
    ("dash lost", r"\b([a-z]{3,}), ([a-z]{2,})\b(?![-'’])", r"\1\2"),
    ("space after full stop lost", r"\b([a-z]{2,})\. ([A-Z][a-z]+)\b", r"\1.\2"),
    ("space after comma lost", r"\b([a-z]{2,}), ([a-z]{2,})\b", r"\1,\2"),
    (
        "owner's apostrophe lost",
        r"\b([A-Za-z]*[a-rt-z])['’]s (?=[a-z])(?<!it's )(?<!that's )(?<!what's )",
        r"\1s ",
    ),
    ("contraction's apostrophe lost", r"\b([A-Za-z]+n|they|you|I)['’](t|re|ve|m)\b", r"\1\2"),
    ("contraction split", r"\b([A-Za-z]+)(n['’]t|['’](?:s|re|ve|ll))\b", r"\1 \2"),
    ("its for it's", r"\b([Ii])t['’]s\b", r"\1ts"),
    ("it's for its", r"\b([Ii])ts\b", r"\1t's"),
    ("hyphen split", r"\b([a-z]{2,})-([a-z]{3,})\b(?!-)", r"\1- \2"),
    ("bracket spaced", r" \(([A-Za-z]+)\)", r"( \1)"),
    ("comma spaced", r"\b([a-z]{2,}), ", r"\1 , "),
    ("word torn", r"\b([a-z]{3,8})(ment|tion|ness|ing|ity|ance)\b", r"\1 \2"),
)
_DETERMINER = "(?:the|a|an|your|their|our|its|this|these)"
_PREPOSITION = "(?:of|in|for|with|from|to|by|on|at)"
_MODAL = "(?:can|may|will|should|must|could|might)"
_GRAMMAR_KINDS = _compiled(
    (
        "function word doubled",
        rf"\b({_DETERMINER}|{_PREPOSITION}|is|are|and|or|can|be)(?= )",
        r"\1 \1",
    ),
    ("any word doubled", r"\b([a-z]{3,})(?= )", r"\1 \1"),
    ("run of two words doubled", r"\b([a-z]{2,} [a-z]{2,})(?= )", r"\1 \1"),
    ("second determiner put in", rf"\b({_DETERMINER}) (?=[a-z])", r"\1 the "),
    ("noun lost", rf"\b({_DETERMINER}) [a-z]+ (is|are|was|can|may|has|of|to|and|with)\b", r"\1 \2"),
    ("verb lost after modal", rf"\b({_MODAL}) (?:be |not )?[a-z]+ ([a-z]+)\b", r"\1 \2"),
    ("be lost after modal", rf"\b({_MODAL}) be ([a-z]+)\b", r"\1 \2"),
    ("preposition lost", rf"\b([a-z]+) {_PREPOSITION} ([a-z]+)\b", r"\1 \2"),
    ("article lost", r"\b([a-z]+) (?:the|a|an) ([a-z]+)\b", r"\1 \2"),
    (
        "verb with -s after modal",
        rf"\b({_MODAL}) (?!be\b|have\b|not\b|also\b|often\b)([a-z]+[^sxy\W])\b",
        r"\1 \2s",
    ),
    (
        "verb with -ing after modal",
        rf"\b({_MODAL}) (?!be\b|have\b|not\b|also\b|often\b)([a-z]+[^e\W])\b",
        r"\1 \2ing",
    ),
    (
        "verb with -s after to",
        r"\bto (help|treat|reduce|prevent|find|keep|remove|make|take|improve|protect|avoid)\b",
        r"to \1s",
    ),
    (
        "plural after a",
        r"\b(an?) ([a-z]{3,}[^sxyh\W]) (?=of|in|for|to|is|that|and|with)",
        r"\1 \2s ",
    ),
    ("two words swapped", r"\b([a-z]{2,}) ([a-z]{2,})\b", r"\2 \1"),
    ("last noun lost", r"\b(the|a|an|your|their) [a-z]+\.(?= [A-Z])", r"\1."),
)
# A dash that got lost may be given back as any mark that parts.
_PARTED = re.compile(r"\s*[—–,;-]\s*|\s+")


@dataclass(frozen=True, slots=True)
class Fault:
    """A planted fault: where it stands in the faulty text, its kind and the right words."""

    start: int
    end: int
    kind: str
    right: str


class Checker:
    """The mechanical checks, loaded once."""

    def __init__(self, categories: Sequence[str]) -> None:
        """Load pipeline and the rules of `categories`."""
        every = load_rules()
        self._rules = every.only(r for r in every.rules if r.category in categories)
        self._nlp = load_pipeline()
        self._checks = [e.load() for e in CHECKS if any(map(self._rules.of, e.prefixes))]

    def find(self, text: str) -> tuple[Article, Sequence[Finding]]:
        """Return the article of a Markdown-free text, a line a paragraph, and its findings."""
        article = read_article("sample.txt", text.encode(), ".txt")
        doc = parse(self._nlp, article)
        config = Config()
        found = [f for check in self._checks for f in check(article, doc, self._rules, config)]
        return article, merge(found)


def main() -> None:
    """Print both tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=SHARED)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--half", type=int, choices=(0, 1))
    options.add_argument("--show", default="", help="a kind of fault, or 'alarms'")
    options.add_argument("--grammar", action="store_true")
    given = options.parse_args()
    checker = Checker(_GRAMMAR if given.grammar else _MECHANICAL)
    kinds = _GRAMMAR_KINDS if given.grammar else _KINDS
    sources = {
        "clean paragraphs": _paragraphs(given.shared / "data" / "clean-paragraphs.jsonl"),
        "compliant articles": _articles(given.shared / "data" / "compliant-articles"),
    }
    chance = random.Random(given.seed)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, texts in sources.items():
        chosen = texts if given.half is None else texts[given.half :: 2]
        _print_alarms(checker, name, chosen, show=given.show == "alarms")
        for text in chosen:
            for fault, verdict, line in _judge(checker, *_plant(text, kinds, chance)):
                counts[fault.kind][verdict] += 1
                if given.show == fault.kind and verdict != "right":
                    print(f"  {verdict}: {line}")
    print(f"\n{'planted':32}{'faults':>7}{'found':>7}{'right':>7}")
    for kind in kinds:
        row = counts[kind]
        total = max(sum(row.values()), 1)
        found = row["right"] + row["wrong"]
        print(f"{kind:32}{total:7}{found / total:7.2f}{row['right'] / total:7.2f}")


def _paragraphs(file: Path) -> list[str]:
    rows = [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]
    every = [" ".join(row.split()) for row in rows]
    starts = range(0, len(every), _PARAGRAPHS_AN_ARTICLE)
    return ["\n\n".join(every[at : at + _PARAGRAPHS_AN_ARTICLE]) for at in starts]


def _articles(folder: Path) -> list[str]:
    files = sorted(file for file in folder.iterdir() if file.suffix in (".md", ".txt", ".html"))
    return [read_article(f.name, f.read_bytes(), f.suffix).text for f in files]


def _print_alarms(checker: Checker, name: str, texts: Sequence[str], *, show: bool) -> None:
    words = 0
    alarms: Counter[str] = Counter()
    for text in texts:
        article, findings = checker.find(text)
        words += count_words(article.text)
        for finding in findings:
            alarms[finding.rule_id] += 1
            if show:
                print(f"  {finding.rule_id}: {_in_context(article.text, finding)}")
    rate = 1000 * sum(alarms.values()) / max(words, 1)
    print(f"{name}: {words:,} words, {rate:.2f} alarms for every 1,000")
    for rule, count in sorted(alarms.items()):
        print(f"  {rule:40}{count:5}{1000 * count / words:7.2f}")


def _in_context(text: str, finding: Finding) -> str:
    start, end = finding.span.start, finding.span.end
    before, after = text[max(start - 40, 0) : start], text[end : end + 40]
    one_line = f"{before}<<{finding.quote}>>{after}".replace("\n", "|")
    return f"{one_line}  -> {finding.suggestions[:1]}"


def _plant(text: str, made_of: Kinds, chance: random.Random) -> tuple[str, list[Fault]]:
    """Return the text with faults, about one in each sentence that can hold one, and the faults.

    Kinds that fewer places can hold are drawn the likelier.
    """
    plants: list[tuple[Plant, str, str]] = []
    for start, end in _sentences(text):
        places = {
            kind: found
            for kind, (pattern, _) in made_of.items()
            if (found := list(pattern.finditer(text, start, end)))
        }
        if not places:
            continue
        kinds = list(places)
        kind = chance.choices(kinds, [1 / len(places[one]) for one in kinds])[0]
        match = chance.choice(places[kind])
        plants.append((Plant(*match.span(), match.expand(made_of[kind][1])), kind, match[0]))
    faults = []
    moved = 0
    for plant, kind, right in plants:
        at = plant.start + moved
        faults.append(Fault(at, at + len(plant.new), kind, right))
        moved += len(plant.new) - len(right)
    return apply_edits(text, [plant for plant, _, _ in plants]), faults


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield pairs of sentences, so that a full stop between two can be hurt, every second one."""
    spans = [match.span() for match in _SENTENCE.finditer(text)]
    for at in range(0, len(spans) - 1, 2):
        yield spans[at][0], spans[at + 1][1]


def _judge(
    checker: Checker, text: str, faults: Sequence[Fault]
) -> Iterator[tuple[Fault, str, str]]:
    """Yield each fault with `right`, `wrong` or `missed`, and its words in their context."""
    article, findings = checker.find(text)
    places = article.source_map
    spans = [places.source_range(finding.span) for finding in findings]
    starts = [start for start, _ in spans]
    for fault in faults:
        near = range(max(bisect_right(starts, fault.start) - 2, 0), len(spans))
        hit = next((i for i in near if spans[i][0] < fault.end and fault.start < spans[i][1]), None)
        context = text[max(fault.start - 50, 0) : fault.end + 40].replace("\n", "|")
        words = f"{text[fault.start : fault.end]!r} in {context!r}"
        if hit is None:
            yield fault, "missed", words
            continue
        new = findings[hit].suggestions[:1]
        if new:
            mended = apply_edits(text, [Plant(*spans[hit], new[0])])
            moved = len(mended) - len(text)
            stands = mended[fault.start : fault.end + moved]
            same = stands.lower() == fault.right.lower() or (
                fault.kind == "dash lost"
                and _PARTED.sub(" ", stands) == _PARTED.sub(" ", fault.right)
            )
            yield fault, "right" if same else "wrong", f"{words} -> {new[0]!r}"
        else:
            yield fault, "wrong", words


if __name__ == "__main__":
    main()

"""How well claims are found, with and without the encoder.

    python benchmarks/claims.py [ARTICLES...] [--held-back] [--show missed|wrong]

ARTICLES are marked files of training/claims; --held-back takes those whose treatments neither
encoder nor rules were made with, and the single sentences on such treatments. By place: a claim is
found when a claim finding overlaps it (recall over those that are certain), a finding is right when
it overlaps a marked place. By sentence: macro F1 of claim against none, and of the eight labels; a
sentence that makes two kinds of claims counts as right if one of them is said.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auditor.article import Article, Span
from auditor.checks import balance, contradiction, patterns
from auditor.config import Config
from auditor.findings import Finding, merge
from auditor.language import load_pipeline, parse
from auditor.packs import RuleSet, load_rules
from auditor.readers import read_article

TRAINING = Path(__file__).parents[1] / "training"
sys.path.insert(0, str(TRAINING / "lexicon"))

from claimed import FORMAT, Marked, is_held_out, read_line  # noqa: E402
from marks import read_marked  # noqa: E402

CLAIMS = TRAINING / "claims"
SENTENCES = CLAIMS / "claim-sentences.jsonl"
NONE = "none"


@dataclass(slots=True)
class Score:
    """Counts over articles: marked and found places, findings, and labels by sentence."""

    certain: int = 0
    found: int = 0
    same: int = 0
    said: int = 0
    right: int = 0
    labels: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)

    def by_place(self) -> str:
        """Return precision, recall, and recall in the right category."""
        figures = (
            self.right / max(self.said, 1),
            self.found / max(self.certain, 1),
            self.same / max(self.certain, 1),
        )
        return "precision {:.3f}  recall {:.3f}  in the right category {:.3f}".format(*figures)

    def by_sentence(self) -> str:
        """Return macro F1 of claim or none, and of the eight labels."""
        either = [
            (w if w == {NONE} else {"claim"}, s if s == {NONE} else {"claim"})
            for w, s in self.labels
        ]
        return (
            f"{len(self.labels)} sentences: macro F1 {macro_f1(either):.3f} (claim or none), "
            f"{macro_f1(self.labels):.3f} (eight labels)"
        )


def macro_f1(
    labels: Sequence[tuple[frozenset[str] | set[str], frozenset[str] | set[str]]],
) -> float:
    """Return the mean F1 over labels of (wanted, said) pairs, each a set of one or more."""
    wanted, said, right = Counter[str](), Counter[str](), Counter[str]()
    for want, say in labels:
        both = want & say
        # One of several is enough: what is wanted beside it is not held against the answer.
        for label in both or want:
            wanted[label] += 1
        for label in both or say:
            said[label] += 1
        for label in both:
            right[label] += 1
    scores = [2 * right[label] / (wanted[label] + said[label]) for label in wanted]
    return sum(scores) / len(scores) if scores else 0.0


def read_claimed(path: Path) -> tuple[str, list[Marked]]:
    """Return a marked article's text and its marks. Raise ValueError if it is malformed."""
    _, lines = read_marked(path, FORMAT)
    text = ""
    marks: list[Marked] = []
    for pieces in lines:
        line, more = read_line(pieces, len(text))
        text += line + "\n\n"
        marks += more
    return text, marks


class Finder:
    """Finds the claims of a text by all rules, or by patterns alone."""

    def __init__(self, likely: bool) -> None:
        self._config = Config()
        rules = self._config.rules_on(load_rules())
        self.rules: RuleSet = (
            rules
            if likely
            else rules.only(rule for rule in rules.of("claim") if not rule.id.endswith(".likely"))
        )
        self._nlp = load_pipeline(self._config.model)

    def find(self, text: str) -> tuple[Article, list[Finding], list[Span]]:
        """Return the article, its claim findings, and its sentences."""
        article = read_article("article.txt", text.encode("utf-8"), ".txt")
        doc = parse(self._nlp, article)
        found = merge(
            finding
            for check in (patterns.check, contradiction.check, balance.check)
            for finding in check(article, doc, self.rules, self._config)
            if finding.family == "claim" and finding.confidence >= self._config.min_confidence
        )
        kept = [f for f in found if f.category not in ("claim.contradiction", "claim.fair-balance")]
        sentences = [Span(s.start_char, s.end_char) for s in doc.sents if s.text.strip()]
        return article, kept, sentences


def score(finder: Finder, text: str, marks: Sequence[Marked], into: Score) -> Iterator[str]:
    """Add an article's counts; yield a line on each claim missed and each wrong finding."""
    article, findings, sentences = finder.find(text)
    source = article.source_map.source_range
    said = [(source(f.span), f) for f in findings]
    for mark in marks:
        hits = [f for (start, end), f in said if start < mark.end and mark.start < end]
        if mark.certain:
            into.certain += 1
            into.found += bool(hits)
            into.same += any(f.category == f"claim.{mark.category}" for f in hits)
        if not hits:
            yield f"missed {mark.category}: {text[mark.start : mark.end]}"
    for (start, end), finding in said:
        into.said += 1
        if any(start < mark.end and mark.start < end for mark in marks):
            into.right += 1
        else:
            yield f"wrong {finding.rule_id}: {text[start:end]}"
    for sentence in sentences:
        start, end = source(sentence)
        want = {(m.category, m.certain) for m in marks if m.start < end and start < m.end}
        says = {f.category.removeprefix("claim.") for (a, b), f in said if a < end and start < b}
        certain = frozenset(c for c, sure in want if sure)
        if want and not certain:
            continue
        into.labels.append((certain or frozenset({NONE}), frozenset(says) or frozenset({NONE})))


def main() -> None:
    """Print the figures with and without the encoder."""
    parser = argparse.ArgumentParser(description="How well claims are found.")
    parser.add_argument("articles", nargs="*", type=Path)
    parser.add_argument("--held-back", action="store_true")
    parser.add_argument("--show", choices=["missed", "wrong"])
    parser.add_argument("--only", choices=["patterns", "all"])
    arguments = parser.parse_args()
    for name in ("patterns", "all"):
        if arguments.only not in (None, name):
            continue
        finder, total = Finder(likely=name == "all"), Score()
        held_back = sorted(filter(is_held_out, CLAIMS.glob("*.txt"))) if arguments.held_back else []
        for path in [*arguments.articles, *held_back]:
            for line in score(finder, *read_claimed(path), total):
                if arguments.show and line.startswith(arguments.show):
                    print(path.name[:3], line)
        if arguments.articles or held_back:
            print(f"{name}: {total.by_place()}\n  {total.by_sentence()}")
        if arguments.held_back:
            alone = Score()
            for row in map(json.loads, SENTENCES.read_text("utf-8").splitlines()):
                if (row["part"], row["source"]) != ("held-back", "single"):
                    continue
                label, text = row["label"], row["text"]
                marks = [] if label == NONE else [Marked(0, len(text), label, True)]
                for line in score(finder, text + "\n", marks, alone):
                    if arguments.show and line.startswith(arguments.show):
                        print(line)
            print(f"{name}, sentences alone: {alone.by_place()}\n  {alone.by_sentence()}")
            both = Score(labels=[*total.labels, *alone.labels])
            print(f"{name}, both: {both.by_sentence()}")


if __name__ == "__main__":
    main()

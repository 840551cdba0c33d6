"""Runs the finder over clean text and lists the entries that it would flag there.

    python training/lexicon/check_clean.py ../shared/data [EVERY]

No entry may fire more than once in 50,000 clean words. EVERY reads every n-th document.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from clean_text import BLOCK, SENTENCES, read_sentences

from auditor.model_reading import read_blocks
from auditor.packs import load_rules
from auditor.spun.words import split_words

THRESHOLD = 0.5
SPUN_THRESHOLD = 0.75
WORDS = 50_000


def clean_documents(data: Path) -> Iterator[str]:
    """Yield all clean text, a document of sixty sentences at a time."""
    for name in SENTENCES:
        sentences = read_sentences(data, name)
        for start in range(0, len(sentences), BLOCK):
            yield "\n".join(sentences[start : start + BLOCK])
    with (data / "clean-paragraphs.jsonl").open(encoding="utf-8") as lines:
        paragraphs = [json.loads(line)["text"] for line in lines]
    for start in range(0, len(paragraphs), 20):
        yield "\n".join(paragraphs[start : start + 20])
    for path in sorted((data / "compliant-articles").iterdir()):
        yield path.read_text("utf-8")


def main(data: Path, every: int) -> int:
    """Print what fires; return 1 if an entry fires too often or a document is called spun."""
    rules = load_rules()
    fired: Counter[str] = Counter()
    words = spun = 0
    for number, text in enumerate(clean_documents(data)):
        if number % every:
            continue
        blocks = tuple(tuple(split_words(line)) for line in text.split("\n"))
        verdict = read_blocks(blocks, rules, frozenset()).verdict
        words += sum(len(block) for block in blocks)
        if verdict.probability > SPUN_THRESHOLD:
            spun += 1
            print(f"called spun ({verdict.probability:.2f}): {text[:100]!r}")
        for suspicion in verdict.suspicions:
            if suspicion.probability >= THRESHOLD:
                right = " ".join(suspicion.reckoning.right[0][0])
                fired[f"{suspicion.reckoning.hit.wrong} = {right}"] += 1
    print(f"{words} words, {fired.total()} alarms, {1000 * fired.total() / words:.3f} in 1,000")
    for entry, count in fired.most_common(60):
        print(f"{count:5} {entry}")
    most = max(1.0, words / WORDS)
    return int(spun > 0 or any(count > most for count in fired.values()))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))

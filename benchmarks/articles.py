"""Fresh articles to measure speed on: every one different, made of sentences of the data folder.

python benchmarks/articles.py FOLDER DATA COUNT prints the number of words.
"""

from __future__ import annotations

import json
import lzma
import random
import sys
from collections.abc import Iterator
from pathlib import Path

# So many words an article, as clinics publish them.
WORDS = 700
_PLAIN = ("health-sentences", "nursing-sentences", "public-health-sentences")


def read_sentences(data: Path) -> dict[str, list[str]]:
    """Return the sentences of the data folder by kind: plain ones, selling ones, claims."""
    plain = [
        line
        for name in _PLAIN
        for line in lzma.decompress((data / f"{name}.txt.xz").read_bytes()).decode().split("\n")
    ]
    selling = (data / "marketing-sentences.txt").read_text("utf-8").split("\n")
    lines = (data / "claim-sentences.jsonl").read_text("utf-8").splitlines()
    claims = [json.loads(line)["text"] for line in lines]
    kinds = {"plain": plain, "selling": selling, "claims": claims}
    return {kind: [s for s in sentences if s.strip()] for kind, sentences in kinds.items()}


def write_articles(folder: Path, data: Path, count: int, seed: int = 1) -> int:
    """Write `count` Markdown articles into `folder`; return how many words they have in all."""
    rng = random.Random(seed)
    sentences = read_sentences(data)
    folder.mkdir(parents=True, exist_ok=True)
    words = 0
    for number in range(count):
        text = "\n\n".join(_paragraphs(rng, sentences)) + "\n"
        (folder / f"{number:05}.md").write_text(text, "utf-8")
        words += len(text.split())
    return words


def _paragraphs(rng: random.Random, sentences: dict[str, list[str]]) -> Iterator[str]:
    """Yield a heading for every few paragraphs; a sentence in three sells, one in twelve claims."""
    words = 0
    while words < WORDS:
        if rng.random() < 0.25 or not words:
            yield "## " + " ".join(rng.choice(sentences["selling"]).split()[:6]).rstrip(".,;:")
        kinds = rng.choices(("plain", "selling", "claims"), (7, 4, 1), k=rng.randint(2, 5))
        paragraph = " ".join(rng.choice(sentences[kind]) for kind in kinds)
        words += len(paragraph.split())
        yield paragraph


if __name__ == "__main__":
    print(write_articles(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))

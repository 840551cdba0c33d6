"""The clean text that is counted, and the part of it that is held out for fitting and checks."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path

from marked import read_articles

BLOCK = 60
HELD_OUT_EVERY = {"marketing-sentences.txt": 2}
# A sentence of the few that are selling prose counts several times: the tool reads such prose.
REPEATS = {"marketing-sentences.txt": 4}
# What the hand-spun articles had been, and the field's terms, count as often.
REPEATS_OF_ARTICLES = 4
REPEATS_OF_TERMS = 3
SENTENCES = (
    "health-sentences.txt.xz",
    "nursing-sentences.txt.xz",
    "public-health-sentences.txt.xz",
    "plain-web-sentences.txt.xz",
    "marketing-sentences.txt",
)
TREEBANKS = ("ewt-train", "gum-free-train")
HELD_OUT_TREEBANKS = ("ewt-dev", "gum-free-dev")


def read_sentences(data: Path, name: str) -> list[str]:
    """Return the sentences of one file of `data`."""
    path = data / name
    data_bytes = path.read_bytes()
    text = (lzma.decompress(data_bytes) if name.endswith(".xz") else data_bytes).decode("utf-8")
    return [line.strip() for line in text.split("\n") if line.strip()]


def read_treebank(data: Path, name: str) -> list[str]:
    """Return the sentences of one UD treebank file, textbooks of doubtful licence left out."""
    sentences, skipped = [], False
    with lzma.open(data / "ud" / f"{name}.conllu.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id"):
                skipped = "GUM_textbook" in line
            elif line.startswith("# text = ") and not skipped:
                sentences.append(line[len("# text = ") :].strip())
    return sentences


def read_fluent_articles(data: Path) -> list[str]:
    """Return every other fluent article; the rest are kept for counting false alarms."""
    paths = sorted((data / "compliant-articles").iterdir())
    return [path.read_text("utf-8") for path in paths[::2]]


def is_held_out(name: str, index: int) -> bool:
    """Say whether the sentence of that index belongs to the held-out part of the file."""
    every = HELD_OUT_EVERY.get(name, 12)
    return index // BLOCK % every == every - 1


def counted_sentences(data: Path) -> Iterator[str]:
    """Yield the sentences that are counted, those of small sources repeated."""
    for name in SENTENCES:
        for index, sentence in enumerate(read_sentences(data, name)):
            if not is_held_out(name, index):
                for _ in range(REPEATS.get(name, 1)):
                    yield sentence
    for name in TREEBANKS:
        yield from read_treebank(data, name)
    for article in read_articles(fitting=False):
        for line in article.clean_text().split("\n"):
            for _ in range(REPEATS_OF_ARTICLES):
                yield line
    for term in read_terms():
        for _ in range(REPEATS_OF_TERMS):
            yield term


def read_terms() -> list[str]:
    """Return the field's fixed terms and set phrases."""
    return (Path(__file__).parent / "terms.txt").read_text("utf-8").splitlines()


def held_out_documents(data: Path) -> Iterator[tuple[str, str]]:
    """Yield (source, text) of each held-out block of sentences, a block a document."""
    for name in SENTENCES:
        sentences = read_sentences(data, name)
        held = [s for index, s in enumerate(sentences) if is_held_out(name, index)]
        for start in range(0, len(held), BLOCK):
            yield name, "\n".join(held[start : start + BLOCK])
    for name in HELD_OUT_TREEBANKS:
        held = read_treebank(data, name)
        for start in range(0, len(held), BLOCK):
            yield name, "\n".join(held[start : start + BLOCK])

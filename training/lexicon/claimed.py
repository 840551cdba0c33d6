"""Text with its claims marked: the articles of training/claims, and single sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from marks import Format, Piece, read_marked
from spin import Replaced, SpunDocument

from auditor.encoder import CLAIMS
from auditor.spun.words import Word, split_words

ARTICLES = Path(__file__).resolve().parents[1] / "claims"
# Articles of these groups (the first letter of a file's name), and sentences on the treatments of
# `m` to `s`, are kept for measuring.
HELD_OUT_GROUPS = frozenset("mnqrsuyji")
# These teach the head for claims alone: the encoder that it reads has not seen them.
HEAD_GROUPS = frozenset("h")
# Articles of these groups whose treatment other groups have too.
NOT_HELD_OUT = frozenset({"n02", "q03", "q05", "q06", "q08", "q11"})
HELD_OUT = re.compile(
    r"\b(?:ivf|iui|embryos?|egg.freez\w*|fertility|pcos|endometriosis|fibroids?|menopaus\w*|"
    r"pelvic floor|vasectom\w*|erectile|prostate|kidney stones?|bladder|autis\w*|vaccin\w*|"
    r"sweat\w*|psilocybin|orthokeratology|fungal|bunions?|homeopath\w*|neurofeedback|hypnosis|"
    r"balloon|thermograph\w*|microbiome|cranial|craniosacral|salt|stammer\w*|eyelids?|bed-?wet\w*|"
    r"gout|tongue-?tie|varicocele|vision therapy|"
    r"travel|hiv|prep|hepatitis|diabet\w*|insulin|thyroid|hernias?|gallbladder|h(?:a)?emorrhoids?|"
    r"piles|reflux|radiotherapy|immunotherapy|mistletoe|hospice)\b",
    re.IGNORECASE,
)
CERTAIN, MILD = 1.0, 0.3

FORMAT = Format(
    header=re.compile(r"%% subject: .+; tone: (?:strong|mixed|careful)"),
    example="%% subject: WORDS; tone: mixed",
    mark=re.compile(r"\[\[(\??)([a-z]+)\|([^\[\]|]+)\]\]"),
    stray=re.compile(r".{0,30}(?:\[\[|\]\]).{0,30}"),
)


@dataclass(frozen=True, slots=True)
class ClaimedDocument:
    """Blocks of words, and for each word its category (an index of CLAIMS) and how it counts."""

    name: str
    blocks: tuple[tuple[Word, ...], ...]
    labels: tuple[tuple[int, ...], ...]
    weights: tuple[tuple[float, ...], ...]

    def part(self, start: int, end: int) -> ClaimedDocument:
        """Return the blocks `start` up to `end`."""
        places = slice(start, end)
        return ClaimedDocument(
            self.name, self.blocks[places], self.labels[places], self.weights[places]
        )

    def follow(self, spun: SpunDocument) -> ClaimedDocument:
        """Return the document as a spinner left it; words that it put have the marks of the old."""
        labels, weights = [], []
        for number, (block, replaced) in enumerate(zip(spun.blocks, spun.replaced, strict=True)):
            came_from = _old_places(len(block), replaced)
            labels.append(tuple(self.labels[number][place] for place in came_from))
            weights.append(tuple(self.weights[number][place] for place in came_from))
        return ClaimedDocument(self.name, spun.blocks, tuple(labels), tuple(weights))


def _old_places(size: int, replaced: Sequence[Replaced]) -> list[int]:
    """Return for each of a block's words the place of the word that it came from."""
    places: list[int] = []
    old = 0
    for run in replaced:
        while len(places) < run.start:
            places.append(old)
            old += 1
        places += [old] * (run.end - run.start)
        old += len(run.right)
    places += range(old, old + size - len(places))
    return places


@dataclass(frozen=True, slots=True)
class Marked:
    """A claim that the writer marked: where it stands, its category, and whether it is certain."""

    start: int
    end: int
    category: str
    certain: bool


def read_line(pieces: Sequence[Piece], before: int = 0) -> tuple[str, list[Marked]]:
    """Return a line's text without its marks, and these, `before` characters further on."""
    text = ""
    marks = []
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        start = before + len(text)
        text += piece[3]
        marks.append(Marked(start, before + len(text), piece[2], not piece[1]))
    return text, marks


def plain_lines(path: Path) -> list[str]:
    """Return a marked article's lines without its marks. Raise ValueError if it is malformed."""
    _, lines = read_marked(path, FORMAT)
    return [read_line(pieces)[0] for pieces in lines]


def join(documents: Sequence[ClaimedDocument]) -> ClaimedDocument:
    """Return the blocks of all documents as one."""
    return ClaimedDocument(
        "",
        tuple(block for document in documents for block in document.blocks),
        tuple(labels for document in documents for labels in document.labels),
        tuple(weights for document in documents for weights in document.weights),
    )


def read_article(path: Path) -> ClaimedDocument:
    """Read one marked article. Raise ValueError if its first line or a mark is malformed."""
    _, lines = read_marked(path, FORMAT)
    blocks, labels, weights = [], [], []
    for pieces in lines:
        words: list[Word] = []
        categories: list[int] = []
        counts: list[float] = []
        for piece in pieces:
            text, category, weight = _label(piece)
            found = split_words(text)
            words += found
            categories += [CLAIMS.index(category)] * len(found)
            counts += [weight] * len(found)
        blocks.append(tuple(words))
        labels.append(tuple(categories))
        weights.append(tuple(counts))
    return ClaimedDocument(path.stem, tuple(blocks), tuple(labels), tuple(weights))


def _label(piece: Piece) -> tuple[str, str, float]:
    """Return the piece's text, its category, and how it counts."""
    if isinstance(piece, str):
        return piece, "none", CERTAIN
    return piece[3], piece[2], MILD if piece[1] else CERTAIN


def read_articles(held_out: bool) -> list[ClaimedDocument]:
    """Return the articles that are kept for measuring, or all others."""
    paths = sorted(ARTICLES.glob("*.txt"))
    return [read_article(path) for path in paths if is_held_out(path) == held_out]


def is_held_out(path: Path) -> bool:
    """Say whether a marked article is kept for measuring."""
    return path.name[0] in HELD_OUT_GROUPS and path.name[:3] not in NOT_HELD_OUT


def read_sentences(data: Path, held_out: bool) -> Iterator[tuple[str, str]]:
    """Yield (sentence, category) of the written sentences, those on held-out treatments or not."""
    with (data / "claim-sentences.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if bool(HELD_OUT.search(row["text"])) == held_out:
                yield row["text"], row["label"]


def document_of(sentences: Sequence[tuple[str, str]]) -> ClaimedDocument:
    """Return a document of labelled sentences, a block each."""
    blocks = tuple(tuple(split_words(text)) for text, _ in sentences)
    labels = tuple(
        (CLAIMS.index(label),) * len(words)
        for (_, label), words in zip(sentences, blocks, strict=True)
    )
    return ClaimedDocument("", blocks, labels, tuple((CERTAIN,) * len(b) for b in blocks))

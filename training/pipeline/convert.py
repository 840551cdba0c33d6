"""Turn CoNLL-U files into spaCy's binary training files, with contractions spelt as in the text.

``spacy convert`` skips multiword ranges, so that "don't" becomes "do n't" with a space. Here a
range keeps the spelling of its surface form, with no space between its pieces. Paragraph ends
become line breaks in half of the documents, because the pipeline will read articles whose blocks
are separated by line breaks; a line break is a token of its own (tag ``_SP``).
"""

from __future__ import annotations

import argparse
import lzma
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from augment import Augmentation, read_replacements
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

SENTENCES_PER_DOC = 10


@dataclass(slots=True)
class Sentence:
    """One sentence: parallel lists, heads counted from the sentence's first token."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    poses: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    starts_paragraph: bool = False
    document: str = ""

    def add_line_break(self, break_: str) -> None:
        """End the sentence with a line break, a token that hangs on the last word."""
        self.spaces[-1] = False
        self.words.append(break_)
        self.spaces.append(False)
        self.tags.append("_SP")
        self.poses.append("SPACE")
        self.morphs.append("")
        self.lemmas.append(break_)
        self.heads.append(len(self.words) - 2)
        self.deps.append("dep")

    def drop_end_mark(self) -> None:
        """Take the full stop at the end away, if there is one that nothing hangs on."""
        last = len(self.words) - 1
        if last > 2 and self.words[-1] == "." and last not in self.heads[:-1]:
            self.spaces[-2] = True
            for column in (
                self.words, self.tags, self.poses, self.morphs, self.lemmas, self.heads, self.deps
            ):  # fmt: skip
                column.pop()
            self.spaces.pop()


def split_surface(surface: str, pieces: Sequence[str]) -> list[str]:
    """Cut a surface form into as many strings as it has pieces, so that they rebuild it."""
    if "".join(pieces) == surface:
        return list(pieces)
    cut: list[str] = []
    rest = surface
    for position, piece in enumerate(pieces[:-1]):
        left = len(pieces) - position - 1
        length = max(1, min(len(piece), len(rest) - left))
        cut.append(rest[:length])
        rest = rest[length:]
    return [*cut, rest]


def read_sentences(path: Path, without: Sequence[str] = ()) -> Iterator[Sentence]:
    """Read the sentences of a CoNLL-U file (plain or .xz), leaving out documents by prefix."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        document, starts_paragraph = "", False
        rows: list[list[str]] = []
        for raw in lines:
            line = raw.rstrip("\n")
            if line.startswith("# newdoc id = "):
                document, starts_paragraph = line.split(" = ", 1)[1], True
            elif line.startswith("# newpar"):
                starts_paragraph = True
            elif line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                if not document.startswith(tuple(without) or ("\0",)):
                    sentence = build_sentence(rows)
                    sentence.starts_paragraph, sentence.document = starts_paragraph, document
                    yield sentence
                rows, starts_paragraph = [], False


def build_sentence(rows: Sequence[Sequence[str]]) -> Sentence:
    """Make a sentence of the rows of a CoNLL-U sentence (ten columns each)."""
    sentence = Sentence()
    surfaces: dict[int, str] = {}
    no_space: set[int] = set()
    inside: set[int] = set()
    forms = {row[0]: row[1] for row in rows}
    for row in rows:
        if "-" in row[0]:
            first, last = (int(part) for part in row[0].split("-"))
            pieces = split_surface(row[1], [forms[str(i)] for i in range(first, last + 1)])
            surfaces.update(zip(range(first, last + 1), pieces, strict=True))
            inside.update(range(first, last))
            if "SpaceAfter=No" in row[9]:
                no_space.add(last)
    for row in rows:
        if not row[0].isdigit():
            continue
        number = int(row[0])
        sentence.words.append(surfaces.get(number, row[1]))
        glued = number in inside or number in no_space
        if number not in surfaces:
            glued = "SpaceAfter=No" in row[9]
        sentence.spaces.append(not glued)
        sentence.tags.append(row[4])
        sentence.poses.append(row[3])
        sentence.morphs.append("" if row[5] == "_" else row[5])
        sentence.lemmas.append(row[2])
        head = int(row[6])
        sentence.heads.append(number - 1 if head == 0 else head - 1)
        sentence.deps.append("ROOT" if head == 0 else row[7])
    return sentence


def join(vocab: Vocab, sentences: Sequence[Sentence]) -> Doc:
    """Join sentences to one document with gold annotation."""
    columns: dict[str, list[object]] = {
        name: [] for name in ("words", "spaces", "tags", "poses", "morphs", "lemmas", "deps")
    }
    heads: list[int] = []
    for sentence in sentences:
        heads.extend(head + len(heads) - i for i, head in enumerate(sentence.heads))
        for name, column in columns.items():
            column.extend(getattr(sentence, name))
    # Sentence starts are not given: spaCy derives them from the trees.
    return Doc(
        vocab,
        words=columns["words"],
        spaces=columns["spaces"],
        tags=columns["tags"],
        pos=columns["poses"],
        morphs=columns["morphs"],
        lemmas=columns["lemmas"],
        heads=heads,
        deps=columns["deps"],
    )


def group(
    sentences: Sequence[Sentence], offset: int, chance_of_breaks: float, draw: random.Random
) -> Iterator[list[Sentence]]:
    """Cut a file into groups of ten sentences, some of them with their line breaks."""
    bounds = [0, *range(offset or SENTENCES_PER_DOC, len(sentences), SENTENCES_PER_DOC)]
    for start, end in zip(bounds, [*bounds[1:], len(sentences)], strict=True):
        breaks = draw.random() < chance_of_breaks
        chosen = []
        for position in range(start, end):
            copy = copy_sentence(sentences[position])
            following = sentences[position + 1] if position + 1 < len(sentences) else None
            if following is None or following.starts_paragraph:
                # EWT notes a line break as a missing space; a real one was lost, so put it back.
                copy.spaces[-1] = True
                if breaks and position + 1 < end:
                    copy.add_line_break("\n\n" if draw.random() < 0.7 else "\n")
            chosen.append(copy)
        if chosen:
            yield chosen


def shuffle_within_genres(sentences: Sequence[Sentence], draw: random.Random) -> list[Sentence]:
    """Give each sentence other neighbours of its genre: more ends of sentences to learn from."""
    genres: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        # "reviews-017235-0006", "GUM_news_asylum"
        genre = sentence.document.removeprefix("GUM_").replace("_", "-").split("-", 1)[0]
        genres.setdefault(genre, []).append(sentence)
    for members in genres.values():
        draw.shuffle(members)
    return [sentence for members in genres.values() for sentence in members]


def copy_sentence(sentence: Sentence) -> Sentence:
    """A copy whose lists can be changed."""
    copy = Sentence(starts_paragraph=sentence.starts_paragraph, document=sentence.document)
    for name in ("words", "spaces", "tags", "poses", "morphs", "lemmas", "heads", "deps"):
        setattr(copy, name, list(getattr(sentence, name)))
    return copy


def write(path: Path, docs: Sequence[Doc]) -> None:
    """Write documents as spaCy's binary file."""
    DocBin(docs=docs, store_user_data=False).to_disk(path)
    print(f"{path.name}: {len(docs)} documents, {sum(len(doc) for doc in docs):,} tokens")


def main() -> None:
    """Convert all parts: shards of augmented training text, plain development and test text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebanks", type=Path, help="folder with the .conllu.xz files")
    parser.add_argument("pairs", type=Path, help="folder with the spun pairs (.tsv)")
    parser.add_argument("out", type=Path)
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    vocab = spacy.blank("en").vocab
    replacements = read_replacements(options.pairs)
    # Some textbook titles are under a non-commercial licence: none of them is trained on.
    without = ("GUM_textbook_",)
    train = [
        list(read_sentences(options.treebanks / f"{name}-train.conllu.xz", without))
        # Twice for GUM: articles are nearer to its edited prose than to mail and forums.
        for name in ("ewt", "gum-free", "gum-free")
    ]
    for shard in range(options.shards):
        draw = random.Random(options.seed * 1000 + shard)
        augmentation = Augmentation(replacements, draw)
        docs = []
        for number, sentences in enumerate(train):
            if shard % 2 or number > 1:
                sentences = shuffle_within_genres(sentences, draw)
            for chosen in group(sentences, (shard * 3) % 10, 0.5, draw):
                if shard:
                    augmentation.change(chosen)
                docs.append(join(vocab, chosen))
        write(options.out / f"train-{shard}.spacy", docs)
    for name in ("ewt", "gum-free"):
        for part in ("dev", "test"):
            sentences = list(
                read_sentences(
                    options.treebanks / f"{name}-{part}.conllu.xz",
                    without if part == "dev" else (),
                )
            )
            for suffix, chance in (("", 0.0), ("-blocks", 1.0)):
                draw = random.Random(options.seed)
                docs = [join(vocab, chosen) for chosen in group(sentences, 0, chance, draw)]
                write(options.out / f"{name}-{part}{suffix}.spacy", docs)


if __name__ == "__main__":
    main()

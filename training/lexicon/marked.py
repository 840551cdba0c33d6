"""The articles of training/articles, spun by hand: what was put in, and what had been there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from marks import Format, Piece, read_marked
from spin import Replaced, SpunDocument

from auditor.spun.words import Word, split_words

ARTICLES = Path(__file__).resolve().parents[1] / "articles"
# Articles of these groups (the first letter of a file's name) are kept from the lexicon and from
# the encoder: the weights that judge their word are fitted on them.
FITTING_GROUPS = frozenset("filxyz")
# The weights of a mark: a place that must be mended, and one that an editor might let stand.
CERTAIN, MILD = 4, 1

_FORMAT = Format(
    header=re.compile(r"%% habit: (s[1-5]|control); subject: .+"),
    example="%% habit: s1; subject: WORDS",
    mark=re.compile(r"\{\{(\??)([^{}|]+)\|([^{}]+)\}\}"),
    stray=re.compile(r".{0,30}[{}|].{0,30}"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line: its text, and if a spinner put it what is right there, best first."""

    text: str
    right: tuple[str, ...] = ()
    mild: bool = False


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article spun by hand: the file's name, the spinner's habit, and its lines in parts."""

    name: str
    habit: str
    lines: tuple[tuple[Part, ...], ...]

    def spun_words(self) -> list[str]:
        """Return each run of spun words once, in lower case."""
        return sorted({part.text.lower() for line in self.lines for part in line if part.right})

    def clean_text(self) -> str:
        """Return the article as it was written, a paragraph a line."""
        return "\n".join(
            "".join(part.right[0] if part.right else part.text for part in line)
            for line in self.lines
        )

    def spun(self, undone: frozenset[str] = frozenset()) -> SpunDocument:
        """Return the article as spun, with what was replaced; `undone` spun words are put right."""
        blocks, replaced = [], []
        for line in self.lines:
            words: list[Word] = []
            runs = []
            for part in line:
                start = len(words)
                is_spun = bool(part.right) and part.text.lower() not in undone
                words.extend(split_words(part.text if is_spun or not part.right else part.right[0]))
                if is_spun and len(words) > start:
                    right = tuple(word.text for word in split_words(part.right[0]))
                    weight = MILD if part.mild else CERTAIN
                    runs.append(Replaced(start, len(words), right, weight))
            blocks.append(tuple(words))
            replaced.append(tuple(runs))
        return SpunDocument(tuple(blocks), tuple(replaced))


def read_article(path: Path) -> MarkedArticle:
    """Read one marked article. Raise ValueError if its first line or a mark is malformed."""
    header, lines = read_marked(path, _FORMAT)
    parts = (tuple(map(_part_of, pieces)) for pieces in lines)
    return MarkedArticle(path.stem, header[1], tuple(parts))


def _part_of(piece: Piece) -> Part:
    if isinstance(piece, str):
        return Part(piece)
    return Part(piece[2], tuple(piece[3].split("|")), bool(piece[1]))


def read_articles(fitting: bool) -> list[MarkedArticle]:
    """Return the articles that are kept for fitting, or all others."""
    paths = sorted(ARTICLES.glob("*.txt"))
    return [read_article(path) for path in paths if (path.name[0] in FITTING_GROUPS) == fitting]

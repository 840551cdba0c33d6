"""Pages with an article on them, put together from what was written for each.

`pages/*.txt` hold the surroundings of pages ("shells") and beginnings and endings of articles that
look like a page's; the articles are those of training/claims without their marks.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lexicon"))

from claimed import ARTICLES, plain_lines  # noqa: E402

PARTS = frozenset({"before", "middle", "after", "own head", "own tail"})
_ITEM = re.compile(r"(?:[-*•–✓✔✅])\s+")


@dataclass(slots=True)
class Shell:
    """Lines of a page around an article, and such an article's first and last lines."""

    before: list[str] = field(default_factory=list)
    middle: list[list[str]] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    own_head: list[str] = field(default_factory=list)
    own_tail: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """A page's blocks, which of them are items of a list, and which are the page's own."""

    blocks: tuple[str, ...]
    items: tuple[bool, ...]
    residue: tuple[bool, ...]


def read_shells(path: Path) -> list[Shell]:
    """Return the shells of a file. Raise ValueError with the line's number if one is malformed."""
    shells: list[Shell] = []
    part: list[str] | None = None
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = raw.strip()
        if line.startswith("%%"):
            shells.append(Shell())
            part = None
        elif line.startswith("= "):
            name = line.removeprefix("= ")
            if name not in PARTS or not shells:
                raise ValueError(f"{path.name}:{number}: no part is called '{name}'")
            if name == "middle":
                part = []
                shells[-1].middle.append(part)
            else:
                part = getattr(shells[-1], name.replace(" ", "_"))
        elif line:
            if part is None:
                raise ValueError(f"{path.name}:{number}: the line belongs to no part")
            part.append(line)
    return shells


def read_articles() -> list[list[str]]:
    """Return the lines of each article of training/claims."""
    return [
        [line.strip() for line in plain_lines(path) if line.strip()]
        for path in sorted(ARTICLES.glob("*.txt"))
    ]


def bare_page(article: Sequence[str], random: Random) -> Page:
    """Return an article without a page around it."""
    lines = [*article[:1], *_with_lists(article[1:], random)]
    return _page([(line, False) for line in lines], random)


def compose(shell: Shell, article: Sequence[str], random: Random) -> Page:
    """Return a page of a shell and an article, each time with other lines of the shell."""
    if random.random() < 0.4:
        article = article[: 1 + random.randint(4, max(5, len(article) // 2))]
    head, body = list(article[:1]), _with_lists(article[1:], random)
    if shell.own_head and random.random() < 0.25:
        head = shell.own_head
    tail = shell.own_tail if random.random() < 0.7 else []
    before = _thinned(shell.before, random) if random.random() < 0.8 else []
    after = _thinned(shell.after, random) if random.random() < 0.85 else []
    # A page's title stands among its header's lines, mostly before byline and date.
    behind = 0 if random.random() < 0.4 else random.randint(0, min(6, len(before)))
    header = [(line, True) for line in before]
    header[len(header) - behind : len(header) - behind] = [(line, False) for line in head]
    lines = [*header, *((line, False) for line in [*body, *tail])]
    for middle in shell.middle:
        if random.random() < 0.8 and len(body) > 1:
            at = len(header) + random.randint(1, len(body) - 1)
            lines[at:at] = [(line, True) for line in _thinned(middle, random)]
    return _page([*lines, *((line, True) for line in after)], random)


def _with_lists(body: Sequence[str], random: Random) -> list[str]:
    """Return the lines with up to three lists of snippets among them, half of the time.

    Spun and hurried articles have lists of two or three bare words, as menus and tags are.
    """
    lines = list(body)
    words = [word for line in body for word in line.split() if word.isalpha()]
    for _ in range(random.choice((0, 0, 0, 1, 2, 3))):
        if len(lines) < 3 or len(words) < 50:
            break
        snippets = []
        for _ in range(random.randint(3, 6)):
            start = random.randrange(len(words) - 4)
            snippet = " ".join(words[start : start + random.randint(1, 4)])
            snippets.append("- " + random.choice((snippet, snippet.capitalize(), snippet.title())))
        at = random.randint(1, len(lines) - 1)
        lines[at:at] = snippets
    return lines


def _thinned(lines: Sequence[str], random: Random) -> list[str]:
    share = random.choice((0.0, 0.0, 0.2, 0.5))
    return [line for line in lines if random.random() >= share]


def _page(lines: Sequence[tuple[str, bool]], random: Random) -> Page:
    """Return the page; some scrapers keep the marks of lists, some do not."""
    keeps_marks = random.random() < 0.5
    blocks, items, residue = [], [], []
    for line, is_residue in lines:
        item = _ITEM.match(line)
        blocks.append(line[item.end() :] if item else line)
        items.append(bool(item) and keeps_marks)
        residue.append(is_residue)
    return Page(tuple(blocks), tuple(items), tuple(residue))

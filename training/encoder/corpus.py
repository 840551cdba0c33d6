"""The encoder's training text: clean documents, spun ones, and hand-spun clinic articles."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import claimed
from build_pairs import read_pairs, read_pairs_file
from claimed import ClaimedDocument
from clean_text import BLOCK, SENTENCES, is_held_out, read_fluent_articles, read_sentences
from marked import read_articles
from spin import Spinner, SpunDocument, unspun

from auditor.packs import load_rules
from auditor.spun.inflect import IRREGULAR_LIST, Irregulars
from auditor.spun.words import split_words

HERE = Path(__file__).resolve().parent
# How often each source gives a document.
SHARES = {
    "health-sentences.txt.xz": 0.20,
    "nursing-sentences.txt.xz": 0.08,
    "public-health-sentences.txt.xz": 0.03,
    "plain-web-sentences.txt.xz": 0.10,
    "marketing-sentences.txt": 0.07,
    "compliant-articles": 0.04,
    "articles": 0.30,
    "right-uses": 0.18,
}
CLEAN_SHARE = 0.35
# How often an article spun by hand is read as it was spun, and what share of it is then put right.
AS_SPUN = 0.5
UNDONE = (0.0, 0.15, 0.3, 0.5)
# How often it is spun further, so that no article is learnt by heart.
SPUN_FURTHER = 0.5
FURTHER_RATE = 0.08
RATES = (0.06, 0.1, 0.15, 0.2, 0.3, 0.4)
SENTENCES_OF_A_DOCUMENT = 18
USES_OF_A_WORD = 8
LOST_APOSTROPHES = 0.25
WITH_THESAURUS = 0.35
# How often a document with marked claims is of each kind. In a mixture no line tells of the next,
# so that a claim is known by itself and not by the company it keeps.
CLAIMED_SHARES = {"article": 0.3, "mixture": 0.5, "sentences": 0.2}
# How often its words are replaced: a claim stays one in other words.
CLAIMED_SPUN = 0.5
PLAIN = ("health-sentences.txt.xz", "nursing-sentences.txt.xz", "compliant-articles")
THESAURUS_SHARE = 0.35

_APOSTROPHE = re.compile(r"(?<=[a-z])['’](?=[a-z]{1,2}\b)")


class Corpus:
    """Draws documents without end; the same seed draws the same ones.

    thesauri: files of pairs as `thesaurus.py` writes them, each of them one spinner's dictionary.
    by_hand: how often an article spun by hand is drawn, each habit as often as the others; without
    it as SHARES has it, each article as often as the others.
    """

    def __init__(
        self, data: Path, thesauri: Sequence[Path], seed: int, by_hand: float | None = None
    ) -> None:
        self._random = random.Random(seed)
        self._shares = dict(SHARES)
        if by_hand is not None:
            others = sum(SHARES.values()) - SHARES["articles"]
            self._shares["articles"] = by_hand / (1 - by_hand) * others
        self._texts: dict[str, list[list[str]]] = {}
        for name in SENTENCES:
            kept = [s for i, s in enumerate(read_sentences(data, name)) if not is_held_out(name, i)]
            self._texts[name] = [kept[i : i + BLOCK] for i in range(0, len(kept), BLOCK)]
        self._texts["compliant-articles"] = [
            text.splitlines() for text in read_fluent_articles(data)
        ]
        articles = read_articles(fitting=False)
        self._articles = [articles]
        if by_hand is not None:
            habits = sorted({article.habit for article in articles})
            self._articles = [[a for a in articles if a.habit == habit] for habit in habits]
        written = list(read_pairs(HERE.parent / "lexicon" / "pairs"))
        self._texts["right-uses"] = [self._right_uses(written)]
        irregulars = Irregulars(load_rules().words.get(IRREGULAR_LIST, ()))
        self.pairs = written
        self._claimed = [
            article
            for article in claimed.read_articles(held_out=False)
            if article.name[0] not in claimed.HEAD_GROUPS
        ]
        self._sentences = list(claimed.read_sentences(data, held_out=False))
        self._spinner = Spinner(written, irregulars, seed + 1)
        self._thesauri = [
            Spinner([p for p in read_pairs_file(path) if " " not in p[0]], irregulars, seed)
            for path in thesauri
        ]

    def reseed(self, seed: int) -> None:
        """Draw other documents from now on, those of that seed."""
        self._random.seed(seed)
        for number, spinner in enumerate((self._spinner, *self._thesauri), 1):
            spinner.reseed(seed + number)

    def _right_uses(self, pairs: Sequence[tuple[str, str, int, str]]) -> list[str]:
        """Return clean sentences where a spinner's words stand rightly, a few for each word."""
        wrongs = {wrong.lower() for _, wrong, weight, _ in pairs if weight > 1}
        counts: Counter[str] = Counter()
        found = []
        for name in SENTENCES:
            for sentence in (s for block in self._texts[name] for s in block):
                here = {word.text for word in split_words(sentence)} & wrongs
                if any(counts[word] < USES_OF_A_WORD for word in here):
                    counts.update(here)
                    found.append(sentence)
        self._random.shuffle(found)
        return found

    def draw_claimed(self) -> tuple[SpunDocument, ClaimedDocument]:
        """Return the next document whose claims are marked, often spun, and its marks."""
        claimed = self._draw_marked()
        document = unspun(claimed.blocks)
        if self._random.random() < CLAIMED_SPUN:
            document = self._spinner.respin(document, self._random.choice(RATES))
            claimed = claimed.follow(document)
        return document, claimed

    def _draw_marked(self) -> ClaimedDocument:
        """Return the next document whose claims are marked, as it was written."""
        chance = self._random
        kind = chance.choices(list(CLAIMED_SHARES), list(CLAIMED_SHARES.values()))[0]
        if kind == "article" and self._claimed:
            return chance.choice(self._claimed)
        if kind == "mixture" and self._claimed:
            return claimed.join([self._draw_lines() for _ in range(chance.randrange(5, 11))])
        return claimed.document_of(chance.sample(self._sentences, chance.randrange(4, 16)))

    def _draw_lines(self) -> ClaimedDocument:
        """Return a few lines that stand together, from any source: claims come in all company."""
        chance = self._random
        source = chance.choice(("article", "article", "sentence", "sentence", *PLAIN))
        if source == "article":
            article = chance.choice(self._claimed)
            start = chance.randrange(len(article.blocks))
            return article.part(start, start + chance.randrange(1, 4))
        if source == "sentence":
            return claimed.document_of([chance.choice(self._sentences)])
        lines = chance.choice(self._texts[source])
        start = chance.randrange(len(lines))
        some = lines[start : start + chance.randrange(1, 4)]
        return claimed.document_of([(line, "none") for line in some])

    def draw(self) -> SpunDocument:
        """Return the next document."""
        chance = self._random
        name = chance.choices(list(self._shares), list(self._shares.values()))[0]
        if name == "articles":
            article = chance.choice(chance.choice(self._articles))
            if chance.random() < AS_SPUN and article.habit != "control":
                share = chance.choice(UNDONE)
                undone = frozenset(w for w in article.spun_words() if chance.random() < share)
                spun = article.spun(undone)
                if chance.random() < SPUN_FURTHER:
                    return self._spinner.respin(spun, FURTHER_RATE)
                return spun
            lines = article.clean_text().split("\n")
        else:
            lines = chance.choice(self._texts[name])
            start = chance.randrange(max(1, len(lines) - SENTENCES_OF_A_DOCUMENT))
            lines = lines[start : start + SENTENCES_OF_A_DOCUMENT]
        text = "\n".join(lines)
        if chance.random() < LOST_APOSTROPHES:
            text = _APOSTROPHE.sub("", text)
        if chance.random() < CLEAN_SHARE:
            return self._spinner.spin(text, 0.0)
        rate = chance.choice(RATES)
        if chance.random() < WITH_THESAURUS:
            thesaurus = chance.choice(self._thesauri)
            if chance.random() < 0.5:
                return thesaurus.spin(text, rate * THESAURUS_SHARE)
            return thesaurus.respin(self._spinner.spin(text, rate), rate * THESAURUS_SHARE)
        return self._spinner.spin(text, rate)


def alternatives(pairs: Sequence[tuple[str, str, int, str]]) -> dict[str, list[tuple[str, ...]]]:
    """Return for each spun phrase the right ones that the pairs know."""
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for right, wrong, _, _ in pairs:
        words = tuple(word.text for word in split_words(right))
        found.setdefault(" ".join(w.text for w in split_words(wrong)), {})[words] = None
    return {wrong: list(rights) for wrong, rights in found.items()}

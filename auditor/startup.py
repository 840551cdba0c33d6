"""Keeps start-up short: what is loaded once and kept needs no garbage collection meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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

"""What is made of an article's blocks, kept only where there are few: else it is made again.

The words of five megabytes are 200 MB as Python's objects, and several checks want them. Making
them anew for each costs a hundredth of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

# Of an article of more blocks only those that were asked for last are kept.
KEPT = 1024

_T = TypeVar("_T")
_forget: list[Callable[[], None]] = []


def of_article(cached: _lru_cache_wrapper[_T]) -> _lru_cache_wrapper[_T]:
    """Mark a function whose last results are kept as one of an article's: see `forget_articles`."""
    _forget.append(cached.cache_clear)
    return cached


def forget_articles() -> None:
    """Let go of what is kept of the last articles, at the end of a run or after a long one."""
    for clear in _forget:
        clear()


class Remade(Sequence[_T], Generic[_T]):
    """The results of `make(0)`, `make(1)` ..., each made when it is asked for.

    make: gives the same for the same number, and nobody changes what it gave.
    """

    def __init__(self, make: Callable[[int], _T], count: int) -> None:
        """Stand for `count` results."""
        self._make = lru_cache(maxsize=KEPT)(make)
        self._count = count

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_T]: ...
    def __getitem__(self, index: int | slice) -> _T | Sequence[_T]:
        """Return one, or a tuple of some."""
        if isinstance(index, slice):
            return tuple(self._make(at) for at in range(*index.indices(self._count)))
        return self._make(range(self._count)[index])

"""Articles' parts of a report, kept beside their outcomes as they were written.

A report on five thousand unchanged articles is made of what the cache holds: neither is an outcome
read back into findings, nor are findings written again.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from hashlib import sha256

from auditor.cache import DERIVED_KEY, Cache

# A part shrinks to a fifth; reading it then costs no more than reading it whole.
_LEVEL = 1


class Parts:
    """The articles' parts in the cache, each found by its outcome's key."""

    def __init__(self, cache: Cache) -> None:
        """Keep parts in `cache`; when that is closed, none is found."""
        self._cache = cache

    def find(self, key: bytes, path: str, besides: Mapping[str, str]) -> bytes | None:
        """Return the part of the article at `path` whose outcome has that key, if it was kept.

        besides: what else the part hangs on that is not in the key.
        """
        value = self._cache.get(_part_key(key, path, besides))
        try:
            return None if value is None else zlib.decompress(value)
        except zlib.error:
            return None

    def keep(self, key: bytes, path: str, besides: Mapping[str, str], part: bytes) -> None:
        """Keep a part; see `find`."""
        self._cache.put(_part_key(key, path, besides), zlib.compress(part, _LEVEL))


def _part_key(key: bytes, path: str, besides: Mapping[str, str]) -> bytes:
    digest = sha256(key)
    for text in (path, *(text for item in sorted(besides.items()) for text in item)):
        data = text.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest().ljust(DERIVED_KEY, b"\0")

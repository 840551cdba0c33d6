"""Keeps what was made of unchanged articles: a bounded SQLite file of checksummed values.

SQLite of the standard library, and not a package over it: those keep pickles, which run code when
they are read. Several runs may use the file at once; a killed one leaves whole values.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

FOLDER_VARIABLE = "AUDIT_CACHE"
FILE = "articles.sqlite3"
# The file may grow to so many bytes; then what was not used for longest goes, down to a part.
MOST_BYTES = 1_000_000_000
_KEPT_PART = 0.8
_LAYOUT = 1
# A key of so many bytes is that of what was made of another value: it is not counted.
DERIVED_KEY = 33
_WAIT_SECONDS = 10.0
# Use is noted by the day: a run that finds all it wants then writes nothing.
_DAY = 86_400

_TABLE = """
create table if not exists kept (
    key blob primary key, value blob not null, checksum blob not null, day integer not null
)
"""
# SQLite's own codes for a file that is damaged, or is none of its.
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


@dataclass(frozen=True, slots=True)
class CacheState:
    """What the cache holds.

    values: how many, without what was made of others. size: bytes on disk. problem: why it can't
    be used, or empty.
    """

    file: Path
    values: int
    size: int
    limit: int
    problem: str = ""


def cache_file() -> Path:
    """Return the cache's file: in the folder that AUDIT_CACHE names, else in the user's cache."""
    if chosen := os.environ.get(FOLDER_VARIABLE):
        return Path(chosen) / FILE
    from platformdirs import user_cache_path

    return user_cache_path("clinic-audit", appauthor=False) / FILE


class Cache:
    """Values by key. Whatever is wrong with the file costs time only: nothing is raised."""

    def __init__(self, file: Path, limit: int = MOST_BYTES) -> None:
        """Open or make the cache; `limit` is in bytes."""
        self.file, self._limit = file, limit
        self.problem = ""
        self._used: set[bytes] = set()
        self._today = int(time.time() // _DAY)
        self._database = self._open()

    def get(self, key: bytes) -> bytes | None:
        """Return the value kept under `key`, None if there is none or its bytes were changed."""
        with self._guard():
            row = self._run("select value, checksum, day from kept where key = ?", key).fetchone()
            if row is None:
                return None
            value, checksum, day = row
            if isinstance(value, bytes) and checksum == _checksum(key, value):
                if day != self._today:
                    self._used.add(key)
                return value
            self._run("delete from kept where key = ?", key)
        return None

    def put(self, key: bytes, value: bytes) -> None:
        """Keep `value` under `key`; it is there for other runs at once."""
        with self._guard():
            row = key, value, _checksum(key, value), self._today
            self._run("insert or replace into kept values (?, ?, ?, ?)", *row)

    def close(self) -> None:
        """Note what was used, throw out what is too much, close the file."""
        with self._guard():
            if self._used:
                self._run("begin immediate")
                for key in sorted(self._used):
                    self._run("update kept set day = ? where key = ?", self._today, key)
                self._run("commit")
            if self._size() > self._limit:
                self._shrink()
        self._end()

    def __enter__(self) -> Cache:
        """Return the cache itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the cache."""
        self.close()

    def state(self) -> CacheState:
        """Return what the cache holds."""
        values = size = 0
        with self._guard():
            counted = "select count(*) from kept where length(key) != ?"
            values = self._run(counted, DERIVED_KEY).fetchone()[0]
            size = self._size()
        return CacheState(self.file, values, size, self._limit, self.problem)

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        if self._database is None:
            raise sqlite3.OperationalError(self.problem)
        return self._database.execute(statement, values)

    @contextlib.contextmanager
    def _guard(self) -> Iterator[None]:
        """Make a broken file anew and a lasting fault the end of caching in this run."""
        try:
            yield
        except sqlite3.Error as error:
            self._end()
            if _is_broken(error):
                _delete(self.file)
                self._database = self._open()
            else:  # locked for too long, read-only, the disk is full
                self.problem = self.problem or str(error)

    def _end(self) -> None:
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    def _open(self) -> sqlite3.Connection | None:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                return _connect(self.file)
            except sqlite3.Error as error:
                if not _is_broken(error):
                    raise
                _delete(self.file)
                return _connect(self.file)
        except (OSError, sqlite3.Error) as error:
            self.problem = str(error)
            return None

    def _size(self) -> int:
        pages = self._run("pragma page_count").fetchone()[0]
        free = self._run("pragma freelist_count").fetchone()[0]
        return int((pages - free) * self._run("pragma page_size").fetchone()[0])

    def _shrink(self) -> None:
        """Delete the values that were not used for longest, and give their space back."""
        excess = self._size() - self._limit * _KEPT_PART
        rows = self._run("select key, length(value) from kept order by day, key").fetchall()
        self._run("begin immediate")
        for key, length in rows:
            if excess <= 0:
                break
            self._run("delete from kept where key = ?", key)
            excess -= length
        self._run("commit")
        self._run("pragma incremental_vacuum").fetchall()


def clear_cache() -> int:
    """Delete the cache; return how many bytes that freed. Raise OSError if it can't be deleted."""
    return _delete(cache_file())


def _delete(file: Path) -> int:
    freed = 0
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        path = file.with_name(name)
        with contextlib.suppress(FileNotFoundError):
            size = path.stat().st_size
            path.unlink()
            freed += size
    return freed


def _connect(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        database.execute("pragma auto_vacuum = incremental")
        # Readers and a writer don't wait for each other; a power cut may lose the last values.
        database.execute("pragma journal_mode = wal").fetchone()
        database.execute("pragma synchronous = normal")
        (layout,) = database.execute("pragma user_version").fetchone()
        if layout != _LAYOUT:
            database.execute("drop table if exists kept")
            database.execute(f"pragma user_version = {_LAYOUT}")
        database.execute(_TABLE)
    except BaseException:
        database.close()
        raise
    return database


def _is_broken(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", None) in _BROKEN


def _checksum(key: bytes, value: bytes) -> bytes:
    return blake2b(value, digest_size=16, key=key[:64]).digest()

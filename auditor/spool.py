"""A run's entries in a temporary file, so that memory does not grow with the folder."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import overload

from auditor.brief import Brief, Shared
from auditor.errors import AuditError
from auditor.packs import RuleSet
from auditor.records import Packed, decode_entry, pack_entry
from auditor.report import Entry

# So many bytes are held in memory, so that a small run writes no file.
_IN_MEMORY = 32_000_000
_NOT_UTF8 = -1


class Spool(Sequence[Entry]):
    """Entries that are decoded whenever they are asked for; their briefs stay in memory."""

    def __init__(self, count: int, rules: RuleSet) -> None:
        """Make room for `count` entries, whose findings' rules are among `rules`."""
        self._rules = rules
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._starts = array("q", bytes(8 * count))
        self._lengths = array("q", bytes(8 * count))
        self._briefs: list[Brief] = [Brief("")] * count
        self._pickled: set[int] = set()
        self._shared = Shared()
        self._end = 0

    @property
    def briefs(self) -> Sequence[Brief]:
        """A brief for each entry."""
        return self._briefs

    def put(self, index: int, entry: Entry) -> None:
        """Keep the entry as number `index`. Raise AuditError if the disk has no room."""
        self.put_packed(index, pack_entry(entry, self._rules))

    def put_packed(self, index: int, packed: Packed) -> None:
        """Keep an entry that is bytes already as number `index`."""
        data = packed.data
        if isinstance(data, Entry):
            # Half a surrogate pair, as in a path that is not UTF-8. The file is nobody else's.
            data = pickle.dumps(data)
            self._pickled.add(index)
        try:
            self._file.seek(self._end)
            self._file.write(data)
        except OSError as error:
            raise AuditError(
                f"{tempfile.gettempdir()}: no room for the run's outcomes, 50 KB an article "
                f"({error.strerror}); name another folder in TMPDIR"
            ) from None
        self._starts[index], self._lengths[index] = self._end, len(data)
        self._end += len(data)
        self._briefs[index] = self._shared.share(packed.brief)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._briefs)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | Sequence[Entry]:
        """Return the entry, or a list of some."""
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        index = range(len(self))[index]
        self._file.seek(self._starts[index])
        data = self._file.read(self._lengths[index])
        if index in self._pickled:
            entry = pickle.loads(data)
            assert isinstance(entry, Entry)
            return entry
        found = decode_entry(data, self._briefs[index].path, self._rules)
        if found is None:  # only bytes that our own checksum was forged for
            raise AuditError("the cache holds what is no outcome; delete it: audit cache clear")
        return found

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries one by one."""
        return (self[index] for index in range(len(self)))

    def mapped(self, change: Callable[[Entry], Entry]) -> Spool:
        """Return another spool of what `change` makes of each entry."""
        spool = Spool(len(self), self._rules)
        for index, entry in enumerate(self):
            spool.put(index, change(entry))
        return spool


def map_entries(entries: Sequence[Entry], change: Callable[[Entry], Entry]) -> Sequence[Entry]:
    """Return what `change` makes of each entry, kept as `entries` are."""
    if isinstance(entries, Spool):
        return entries.mapped(change)
    return tuple(map(change, entries))

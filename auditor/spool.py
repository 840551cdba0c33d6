"""A run's entries in a temporary file, so that memory does not grow with the folder."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import overload

from auditor.brief import Brief, Shared
from auditor.errors import AuditError
from auditor.packs import RuleSet
from auditor.parts import Parts
from auditor.records import Packed, decode_entry, pack_entry
from auditor.report import Entry
from auditor.rule import Rule

# So many bytes are held in memory, so that a small run writes no file.
_IN_MEMORY = 32_000_000
_NOT_UTF8 = -1


class Spool(Sequence[Entry]):
    """Entries that are decoded whenever they are asked for; their briefs stay in memory."""

    def __init__(self, count: int, rules: RuleSet, parts: Parts | None = None) -> None:
        """Make room for `count` entries, whose findings' rules are among `rules`.

        parts: where the entries' parts of a report are kept.
        """
        self._rules, self._parts = rules, parts
        self._keys: dict[int, bytes] = {}
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
        self.know(index, packed.key)

    def know(self, index: int, key: bytes) -> None:
        """Remember the key under which the cache has the entry, if it has."""
        if key:
            self._keys[index] = key

    def part(self, index: int, rules: Mapping[str, Rule], make: Callable[[], bytes]) -> bytes:
        """Return the entry's part of the JSON report, which is made only if it was not kept.

        rules: the report's. Those of LanguageTool are made of a finding of another article at
        times, so that what they say is part of the key.
        """
        key = self._keys.get(index)
        if key is None or self._parts is None:
            return make()
        brief = self._briefs[index]
        besides = {
            rule: rules[rule].explanation for rule in brief.rules if self._rules.rule(rule) is None
        }
        part = self._parts.find(key, brief.path, besides)
        if part is None:
            part = make()
            self._parts.keep(key, brief.path, besides, part)
        return part

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

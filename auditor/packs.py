"""Reads and checks rule packs: folders of TOML with rules, word lists, spun pairs and facts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import tomli

from auditor.errors import RuleError
from auditor.facts import FactBase, collect_facts
from auditor.pairs import Pair, PairFiles, parse_pairs
from auditor.rule import Rule, expand_lists, parse_rule
from auditor.startup import without_collection
from auditor.tables import add_once, check_keys, nearest, strings

_LISTS = frozenset({"rule", "words", "pair", "pairs", "fact"})
_NAMED = frozenset({"topic", "property"})
_WORDS_KEYS = frozenset({"name", "entries"})
_LARGE = 100_000
_OTHER_TABLE = re.compile(rb"^\s*\[(?!\[pairs?\]\])", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class RuleSet:
    """Everything that the packs say: rules in the order of their ids, word lists, pairs, facts.

    digest: SHA-256 over the files' names and bytes. away: rules that do not hold where the set
    is for. Compared by identity, so that what is compiled from it can be kept by it.
    """

    rules: tuple[Rule, ...]
    words: Mapping[str, tuple[str, ...]]
    pair_files: PairFiles
    digest: str
    evidence: FactBase = field(default_factory=FactBase)
    away: tuple[Rule, ...] = ()

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The spun pairs."""
        return self.pair_files.found

    def of(self, prefix: str) -> tuple[Rule, ...]:
        """Return the rules whose id is `prefix` or begins with it and a dot."""
        return tuple(r for r in self.rules if r.id == prefix or r.id.startswith(prefix + "."))

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule of that id or former id, if there is one."""
        return self._by_id.get(rule_id)

    def word_set(self, name: str) -> frozenset[str]:
        """Return the entries of the word list `name`, for look-ups. Raise RuleError if absent."""
        known = self._word_sets.get(name)
        if known is None:
            if name not in self.words:
                raise RuleError(f"no word list is named '{name}'; a rule file must define it")
            known = self._word_sets[name] = frozenset(self.words[name])
        return known

    def only(self, rules: Iterable[Rule]) -> RuleSet:
        """Return a set with just these rules, and the same words and pairs."""
        return replace(self, rules=tuple(rules), away=())

    def holding_in(self, jurisdiction: str) -> RuleSet:
        """Return the set without the rules that hold elsewhere; itself if there are none."""
        known = self._by_jurisdiction.get(jurisdiction)
        if known is None:
            away = tuple(rule for rule in self.rules if not rule.holds_in(jurisdiction))
            here = tuple(rule for rule in self.rules if rule.holds_in(jurisdiction))
            known = replace(self, rules=here, away=away) if away else self
            self._by_jurisdiction[jurisdiction] = known
        return known

    @cached_property
    def elsewhere(self) -> RuleSet:
        """The set of the rules that do not hold where this one is for."""
        return self.only(self.away)

    @cached_property
    def _by_jurisdiction(self) -> dict[str, RuleSet]:
        """The sets that were asked for, kept: what is compiled from one is kept by it."""
        return {}

    @cached_property
    def _word_sets(self) -> dict[str, frozenset[str]]:
        """The lists that were asked for, kept: checks ask at every word."""
        return {}

    @cached_property
    def _by_id(self) -> Mapping[str, Rule]:
        table = {alias: rule for rule in self.rules for alias in rule.aliases}
        table.update((rule.id, rule) for rule in self.rules)
        return table


def load_rules(folders: Sequence[Path] = ()) -> RuleSet:
    """Return the built-in packs with those of `folders` over them (same id: the later wins).

    Raise RuleError, naming file, rule and key, for anything that can't be used.
    """
    with without_collection():
        return _load_rules(folders)


def _load_rules(folders: Sequence[Path]) -> RuleSet:
    rules: dict[str, Rule] = {}
    words: dict[str, tuple[str, ...]] = {}
    pairs = PairFiles()
    read: list[dict[str, dict[str, Any]]] = []
    digest = hashlib.sha256()
    for number, pack in enumerate(_packs(folders)):
        own: set[str] = set()
        own_words: set[str] = set()
        read.append({})
        for origin, data in pack:
            digest.update(f"{origin}\0{len(data)}\0".encode())
            digest.update(data)
            # A fault in a file of the user's is told at once.
            if number == 0 and _holds_pairs_alone(data):
                pairs.put_off(partial(_read_pairs, origin, data))
                continue
            tables = read[-1][origin] = _parse_file(origin, data)
            for table in tables.get("words", ()):
                name, entries = _parse_words(origin, table)
                add_once(own_words, name, f"{origin}: words '{name}'", "name")
                words[name] = entries
            pairs.add(parse_pairs(origin, tables))
            for table in tables.get("rule", ()):
                rule = parse_rule(origin, table)
                add_once(own, rule.id, f"{origin}: rule '{rule.id}'", "id")
                rules[rule.id] = replace(rule, built_in=number == 0)
    expanded = [expand_lists(rule, words) for _, rule in sorted(rules.items())]
    evidence = collect_facts(read)
    for rule in expanded:
        for name in rule.about:
            if name not in evidence.properties:
                raise RuleError(
                    f"{rule.origin}: rule '{rule.id}': 'about' names no property '{name}'"
                    f"{nearest(name, evidence.properties)}"
                )
    return RuleSet(tuple(expanded), words, pairs, digest.hexdigest(), evidence)


def _packs(folders: Sequence[Path]) -> Iterator[Iterator[tuple[str, bytes]]]:
    yield _read_folder(files("auditor.rules"), "rules")
    for folder in folders:
        if not folder.is_dir():
            raise RuleError(f"{folder}: no such rule folder; --rules takes a folder of .toml files")
        found = list(_read_folder(folder, folder.as_posix()))
        if not found:
            raise RuleError(f"{folder}: the rule folder holds no .toml file")
        yield iter(found)


def _read_folder(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith((".", "__")):
            continue
        origin = f"{name}/{entry.name}"
        if entry.is_dir():
            yield from _read_folder(entry, origin)
        elif entry.name.endswith(".toml"):
            yield origin, entry.read_bytes()


def _parse_file(origin: str, data: bytes) -> dict[str, Any]:
    try:
        tables = tomli.loads(data.decode("utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{origin}: not valid TOML: {error}") from None
    for name, value in tables.items():
        if name not in _LISTS | _NAMED:
            raise RuleError(
                f"{origin}: unknown table '{name}'{nearest(name, _LISTS | _NAMED)}; a rule file "
                "holds [[rule]], [[words]], [[pair]], [[pairs]], [[fact]], [topic.NAME] and "
                "[property.NAME]"
            )
        if name in _LISTS:
            if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
                raise RuleError(f"{origin}: '{name}' must be written as [[{name}]]")
        elif not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
            raise RuleError(f"{origin}: '{name}' must be written as [{name}.NAME]")
    return tables


def _read_pairs(origin: str, data: bytes) -> Iterator[Pair]:
    return parse_pairs(origin, _parse_file(origin, data))


def _holds_pairs_alone(data: bytes) -> bool:
    """Say whether a large rule file has no tables but [[pair]] and [[pairs]]."""
    return len(data) >= _LARGE and _OTHER_TABLE.search(data) is None


def _parse_words(origin: str, table: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    name = table.get("name")
    where = f"{origin}: words '{name}'"
    check_keys(where, table, _WORDS_KEYS)
    if not isinstance(name, str) or not name:
        raise RuleError(f"{origin}: [[words]] without a name")
    return name, strings(where, table, "entries")

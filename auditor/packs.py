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
from typing import Any, cast

import tomli

from auditor.errors import RuleError
from auditor.facts import (
    STRENGTHS,
    FactBase,
    Jurisdiction,
    Strength,
    collect_facts,
    parse_jurisdictions,
)
from auditor.findings import CATEGORY_SEVERITY, SEVERITIES, Severity, Source
from auditor.pairs import Pair, PairFiles, parse_pairs
from auditor.startup import without_collection
from auditor.tables import add_once, check_keys, choice, nearest, single, string, strings

CONTEXTS = frozenset(
    {
        "asked", "by_reader", "conditional", "equipment", "hedged", "negated", "of_group",
        "of_illness", "quoted", "refuted",
    }
)  # fmt: skip
DEFAULT_CONFIDENCE = 0.85
TokenPattern = tuple[Mapping[str, Any], ...]

_TAG_KEYS = frozenset({"LEMMA", "POS", "TAG", "MORPH"})
_LISTS = frozenset({"rule", "words", "pair", "pairs", "fact"})
_NAMED = frozenset({"topic", "property"})
_WORDS_KEYS = frozenset({"name", "entries"})
_LARGE = 100_000
_OTHER_TABLE = re.compile(rb"^\s*\[(?!\[pairs?\]\])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is a fault, why it matters, on whose authority, and what could stand there.

    Exactly one of swap (wrong words = right words), tokens (spaCy `Matcher` patterns),
    dependencies (`DependencyMatcher` patterns) and limit (a number that the category's own check
    reads) says how it is found. `fallback` holds token patterns for pipelines without the tags
    or parse that the rule needs. about: the properties (rules/evidence/properties.toml) that a
    claim rule speaks of whatever its words are; strength: how strongly it states them.
    jurisdiction: where the rule holds; () is everywhere. bad and good are example texts; `<<`
    `>>` mark what is found. built_in: whether it is of our own packs.
    """

    id: str
    category: str
    severity: Severity
    confidence: float
    message: str
    explanation: str = ""
    sources: tuple[Source, ...] = ()
    suggestions: tuple[str, ...] = ()
    swap: Mapping[str, str] = field(default_factory=dict)
    tokens: tuple[TokenPattern, ...] = ()
    dependencies: tuple[TokenPattern, ...] = ()
    fallback: tuple[TokenPattern, ...] = ()
    unless: frozenset[str] = frozenset()
    limit: float | None = None
    about: tuple[str, ...] = ()
    strength: Strength | None = None
    jurisdiction: tuple[Jurisdiction, ...] = ()
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    origin: str = ""
    built_in: bool = False

    @property
    def family(self) -> str:
        """The id's first part."""
        return self.id.split(".", 1)[0]

    def holds_in(self, jurisdiction: str) -> bool:
        """Say whether the rule holds there."""
        return not self.jurisdiction or jurisdiction in self.jurisdiction


def needs_tags(patterns: Iterable[TokenPattern]) -> bool:
    """Say whether one of the patterns asks for lemmas, parts of speech or morphology."""
    return any(_TAG_KEYS & set(token) for pattern in patterns for token in pattern)


_RULE_KEYS = frozenset(Rule.__dataclass_fields__) - {"category", "origin", "built_in"} | {
    "suggestion"
}


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
                rule = _parse_rule(origin, table)
                add_once(own, rule.id, f"{origin}: rule '{rule.id}'", "id")
                rules[rule.id] = replace(rule, built_in=number == 0)
    expanded = [_expand(rule, words) for _, rule in sorted(rules.items())]
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


def _parse_rule(origin: str, table: Mapping[str, Any]) -> Rule:
    rule_id = table.get("id")
    if not isinstance(rule_id, str) or not rule_id:
        raise RuleError(f"{origin}: a [[rule]] has no id")
    where = f"{origin}: rule '{rule_id}'"
    check_keys(where, table, _RULE_KEYS)
    category = ".".join(rule_id.split(".")[:2])
    if category not in CATEGORY_SEVERITY or category == rule_id:
        raise RuleError(
            f"{where}: the id must begin with a category and a dot, as in 'claim.absolute.my-rule'"
            f"{nearest(category, CATEGORY_SEVERITY)}"
        )
    rule = Rule(
        id=rule_id,
        category=category,
        severity=_parse_severity(where, table.get("severity", CATEGORY_SEVERITY[category])),
        confidence=_parse_confidence(where, table.get("confidence", DEFAULT_CONFIDENCE)),
        message=string(where, table, "message"),
        explanation=string(where, table, "explanation"),
        sources=_parse_sources(where, table.get("sources", [])),
        suggestions=strings(where, table, "suggestions") or single(where, table, "suggestion"),
        swap=_parse_swap(where, table.get("swap", {})),
        tokens=_parse_patterns(where, table, "tokens"),
        dependencies=_parse_patterns(where, table, "dependencies"),
        fallback=_parse_patterns(where, table, "fallback"),
        unless=frozenset(strings(where, table, "unless")),
        limit=_parse_limit(where, table.get("limit")),
        about=strings(where, table, "about"),
        strength=_parse_strength(where, table),
        jurisdiction=parse_jurisdictions(where, table),
        bad=strings(where, table, "bad"),
        good=strings(where, table, "good"),
        aliases=strings(where, table, "aliases"),
        origin=origin,
    )
    _check_rule(where, rule)
    return rule


def _check_rule(where: str, rule: Rule) -> None:
    if not rule.message:
        raise RuleError(f"{where}: 'message' is missing")
    ways = [name for name in ("swap", "tokens", "dependencies") if getattr(rule, name)]
    ways += ["limit"] if rule.limit is not None else []
    if len(ways) != 1:
        given = " and ".join(f"'{way}'" for way in ways) or "none"
        raise RuleError(
            f"{where}: exactly one of 'swap', 'tokens', 'dependencies' and 'limit' is needed; "
            f"found {given}"
        )
    if not rule.bad or not rule.good:
        raise RuleError(f"{where}: at least one 'bad' and one 'good' example are needed")
    for example in rule.bad:
        if example.count("<<") != example.count(">>"):
            raise RuleError(f"{where}: a 'bad' example has << without >>: {example[:60]!r}")
    if unknown := rule.unless - CONTEXTS:
        raise RuleError(
            f"{where}: 'unless' names {sorted(unknown)}; allowed are {', '.join(sorted(CONTEXTS))}"
        )


def _parse_severity(where: str, value: object) -> Severity:
    if value not in SEVERITIES:
        raise RuleError(f"{where}: 'severity' is {value!r}; allowed are {', '.join(SEVERITIES)}")
    return value


def _parse_confidence(where: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise RuleError(f"{where}: 'confidence' is {value!r}; it must be over 0 and at most 1")
    return float(value)


def _parse_limit(where: str, value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RuleError(f"{where}: 'limit' is {value!r}; it must be a number")
    return float(value)


def _parse_strength(where: str, table: Mapping[str, Any]) -> Strength | None:
    if "strength" not in table:
        return None
    return cast(Strength, choice(where, table, "strength", STRENGTHS))


def _parse_sources(where: str, value: object) -> tuple[Source, ...]:
    if not isinstance(value, list):
        raise RuleError(f"{where}: 'sources' must be a list of {{ title, url }}")
    sources = []
    for item in value:
        if not isinstance(item, dict) or set(item) != {"title", "url"}:
            raise RuleError(f"{where}: each of 'sources' needs just 'title' and 'url'")
        if not str(item["url"]).startswith("https://"):
            raise RuleError(f"{where}: the source {item['url']!r} is not an https address")
        sources.append(Source(str(item["title"]), str(item["url"])))
    return tuple(sources)


def _parse_swap(where: str, value: object) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise RuleError(f"{where}: 'swap' must be a table of wrong words = \"right words\"")
    return {str(wrong).lower(): right for wrong, right in value.items()}


def _parse_patterns(where: str, table: Mapping[str, Any], key: str) -> tuple[TokenPattern, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(
        isinstance(pattern, list) and pattern and all(isinstance(t, dict) for t in pattern)
        for pattern in value
    ):
        raise RuleError(f"{where}: '{key}' must be a list of patterns, each a list of tables")
    return tuple(tuple(pattern) for pattern in value)


def _expand(rule: Rule, words: Mapping[str, Sequence[str]]) -> Rule:
    """Put the entries of a word list wherever a pattern says `IN = "@list"`."""
    where = f"{rule.origin}: rule '{rule.id}'"

    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: fill(item) for key, item in value.items()}
        if isinstance(value, list):
            filled = [fill(item) for item in value]
            named = [isinstance(item, str) and item.startswith("@") for item in value]
            nested = [x if many else [x] for x, many in zip(filled, named, strict=True)]
            return [item for items in nested for item in items]
        if isinstance(value, str) and value.startswith("@") and len(value) > 1:
            if value[1:] not in words:
                raise RuleError(
                    f"{where}: no word list is named '{value[1:]}'{nearest(value[1:], words)}"
                )
            return list(words[value[1:]])
        return value

    def fill_all(patterns: tuple[TokenPattern, ...]) -> tuple[TokenPattern, ...]:
        return tuple(tuple(fill(token) for token in pattern) for pattern in patterns)

    if not (rule.tokens or rule.dependencies or rule.fallback):
        return rule
    values = {name: getattr(rule, name) for name in Rule.__dataclass_fields__}
    for name in ("tokens", "dependencies", "fallback"):
        values[name] = fill_all(values[name])
    return Rule(**values)

"""The fact base: what is known of treatments and of advertising rules, each with its source.

Facts are data (`rules/evidence/*.toml`). They speak against claims by meaning: topic, property,
polarity and strength. How a claim is matched with them is in `auditor.claims.evidence`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from auditor.errors import RuleError
from auditor.findings import Caution, Source
from auditor.tables import add_once, check_keys, choice, identify, nearest, string, strings

Polarity = Literal["affirm", "deny"]
Strength = Literal["absolute", "strong", "weak"]
Kind = Literal["risk", "safety", "effect", "status", "rank", "story"]
Jurisdiction = Literal["us", "uk", "au", "eu", "any"]

ANY = "any"
STRENGTHS: tuple[Strength, ...] = ("absolute", "strong", "weak")
JURISDICTIONS: tuple[Jurisdiction, ...] = ("us", "uk", "au", "eu", "any")
SOURCE_KINDS = ("label", "law", "regulator", "trial", "review", "guideline", "press")
GRADES = ("A", "B", "C")
# The statement of a fact that is older is to be looked up again.
REVIEW_MONTHS = 6
# What an overstated claim does with a property: it denies a risk, and affirms all else.
CLAIMED: dict[Kind, Polarity] = {
    "risk": "deny", "safety": "affirm", "effect": "affirm", "status": "affirm", "rank": "affirm",
    "story": "affirm",
}  # fmt: skip

_TOPIC_KEYS = ("names", "spun", "within")
_PROPERTY_KEYS = ("kind", "words", "within")
_AGAINST_KEYS = ("property", "polarity", "strength")
_FACT_KEYS = (
    "id", "topic", "property", "jurisdiction", "statement", "can_say", "cannot_say", "against",
    "when", "unless", "allows", "source_url", "source_title", "source_kind", "source_status",
    "read_at", "grade", "checked", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    """A treatment: the words that name it, spun ones apart, and the wider topic it lies in."""

    name: str
    names: tuple[str, ...]
    spun: tuple[str, ...] = ()
    within: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """Something that claims say of treatments, the words that name it, and the wider property.

    kind: a risk (denied by claims), or what they affirm: safety, an effect, a status with an
    authority, a rank among others, a patient's story.
    """

    name: str
    kind: Kind
    words: tuple[str, ...] = ()
    within: str = ""


@dataclass(frozen=True, slots=True)
class Against:
    """The claims that a fact speaks against."""

    property: str
    polarity: Polarity
    strengths: frozenset[Strength]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of one property, with its source.

    can_say: wording that stands; cannot_say: wording that the fact speaks against. when, unless:
    words of which one must, or none may, stand in a claim's sentence for the fact to speak to it.
    allows: words for what an authority has approved; a status that is claimed for it is true.
    seen: whether the fact was checked against its source or a copy of that; checked: when it was,
    else when it was written. read_at: the address of the copy; of a fact that is not seen, of what
    was read of it. note: what the copy did not hold, and what else the next reader should know.
    grade: A law, label, regulator or large trial; B review, guideline or small trial; C expert.
    """

    id: str
    topic: str
    property: str
    jurisdiction: Jurisdiction
    statement: str
    can_say: tuple[str, ...]
    cannot_say: tuple[str, ...]
    against: tuple[Against, ...]
    source: Source
    source_kind: str
    seen: bool
    grade: str
    checked: datetime.date
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    allows: tuple[str, ...] = ()
    read_at: str = ""
    note: str = ""
    origin: str = ""

    def holds_in(self, jurisdiction: str) -> bool:
        """Say whether the fact holds there."""
        return self.jurisdiction in (jurisdiction, ANY)

    def is_due(self, as_of: datetime.date) -> bool:
        """Say whether the fact was checked more than REVIEW_MONTHS before `as_of`."""
        months = 12 * (as_of.year - self.checked.year) + as_of.month - self.checked.month
        return months - (as_of.day < self.checked.day) >= REVIEW_MONTHS


@dataclass(frozen=True, slots=True)
class FactBase:
    """All topics, properties and facts, facts in the order of their ids."""

    topics: Mapping[str, Topic] = field(default_factory=dict)
    properties: Mapping[str, Property] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()

    def fact(self, fact_id: str) -> Fact | None:
        """Return the fact of that id, if there is one."""
        return next((fact for fact in self.facts if fact.id == fact_id), None)

    def topics_over(self, name: str) -> tuple[str, ...]:
        """Return the topic and those that it lies in, the nearest first."""
        return _chain(name, self.topics)

    def properties_over(self, name: str) -> tuple[str, ...]:
        """Return the property and those that it lies in, the nearest first."""
        return _chain(name, self.properties)


def _chain(name: str, table: Mapping[str, Any]) -> tuple[str, ...]:
    names = [name]
    while (wider := table[names[-1]].within if names[-1] in table else "") and wider not in names:
        names.append(wider)
    return tuple(names)


def due_facts(facts: Iterable[Fact], as_of: datetime.date) -> tuple[Caution, ...]:
    """Return a caution that names the facts which are due for a look, none if no fact is."""
    due = [fact.id for fact in facts if fact.is_due(as_of)]
    if not due:
        return ()
    said = (
        f"facts cited here were last checked over {REVIEW_MONTHS} months before {as_of}; "
        f"look them up again: {', '.join(due)}"
    )
    return (Caution(said),)


def collect_facts(packs: Iterable[Mapping[str, Mapping[str, Any]]]) -> FactBase:
    """Return the facts of packs, each its files' tables by origin; a later pack's id wins.

    Raise RuleError, naming file, fact and key, for what can't be used.
    """
    topics: dict[str, tuple[str, Topic]] = {}
    properties: dict[str, tuple[str, Property]] = {}
    facts: dict[str, Fact] = {}
    for pack in packs:
        own: set[str] = set()
        for origin, tables in pack.items():
            for name, table in tables.get("topic", {}).items():
                topics[name] = origin, _parse_topic(origin, name, table)
            for name, table in tables.get("property", {}).items():
                properties[name] = origin, _parse_property(origin, name, table)
            for table in tables.get("fact", ()):
                fact = _parse_fact(origin, table)
                add_once(own, fact.id, f"{origin}: fact '{fact.id}'", "id")
                facts[fact.id] = fact
    for kind, known in (("topic", topics), ("property", properties)):
        for name, (origin, item) in known.items():
            _refer(f"{origin}: {kind} '{name}'", kind, item.within, known)
    base = FactBase(
        {name: topic for name, (_, topic) in sorted(topics.items())},
        {name: item for name, (_, item) in sorted(properties.items())},
        tuple(fact for _, fact in sorted(facts.items())),
    )
    for fact in base.facts:
        _check_fact(fact, base)
    return base


def parse_jurisdictions(where: str, table: Mapping[str, Any]) -> tuple[Jurisdiction, ...]:
    """Return where a rule holds, by the list at its key `jurisdiction`; () is everywhere.

    Raise RuleError for a name that is none, or for "any" beside others.
    """
    named = strings(where, table, "jurisdiction")
    for name in named:
        if name not in JURISDICTIONS:
            raise RuleError(
                f"{where}: 'jurisdiction' names '{name}'{nearest(name, JURISDICTIONS)}; allowed "
                f"are {', '.join(JURISDICTIONS)}"
            )
    if ANY in named and len(named) > 1:
        raise RuleError(f"{where}: 'jurisdiction' names '{ANY}' beside others")
    return () if ANY in named else cast(tuple[Jurisdiction, ...], named)


def _parse_topic(origin: str, name: str, table: Mapping[str, Any]) -> Topic:
    where = f"{origin}: topic '{name}'"
    check_keys(where, table, _TOPIC_KEYS)
    return Topic(
        name,
        strings(where, table, "names", needed=True),
        strings(where, table, "spun"),
        string(where, table, "within"),
    )


def _parse_property(origin: str, name: str, table: Mapping[str, Any]) -> Property:
    where = f"{origin}: property '{name}'"
    check_keys(where, table, _PROPERTY_KEYS)
    return Property(
        name,
        cast(Kind, choice(where, table, "kind", CLAIMED)),
        strings(where, table, "words"),
        string(where, table, "within"),
    )


def _parse_fact(origin: str, table: Mapping[str, Any]) -> Fact:
    fact_id, where = identify(origin, table, "fact", _FACT_KEYS)
    topic = string(where, table, "topic", needed=True)
    if not fact_id.startswith(f"{topic}."):
        raise RuleError(f"{where}: the id must begin with the topic and a dot, '{topic}.'")
    status = choice(where, table, "source_status", ("seen", "known"))
    url = string(where, table, "source_url", needed=True)
    if not url.startswith("https://"):
        raise RuleError(f"{where}: the source {url!r} is not an https address")
    checked = table.get("checked")
    if type(checked) is not datetime.date:
        raise RuleError(f"{where}: 'checked' must be a date, as in checked = 2026-11-23")
    return Fact(
        id=fact_id,
        topic=topic,
        property=string(where, table, "property", needed=True),
        jurisdiction=cast(Jurisdiction, choice(where, table, "jurisdiction", JURISDICTIONS)),
        statement=string(where, table, "statement", needed=True),
        can_say=strings(where, table, "can_say", needed=True),
        cannot_say=strings(where, table, "cannot_say"),
        against=tuple(_parse_against(where, item) for item in _list(where, table, "against")),
        source=Source(string(where, table, "source_title", needed=True), url),
        source_kind=choice(where, table, "source_kind", SOURCE_KINDS),
        seen=status == "seen",
        grade=choice(where, table, "grade", GRADES),
        checked=checked,
        when=strings(where, table, "when"),
        unless=strings(where, table, "unless"),
        allows=strings(where, table, "allows"),
        read_at=string(where, table, "read_at"),
        note=string(where, table, "note"),
        origin=origin,
    )


def _list(where: str, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise RuleError(f"{where}: '{key}' must be a list of tables, each with a property")
    return value


def _parse_against(where: str, table: Mapping[str, Any]) -> Against:
    check_keys(f"{where}: against", table, _AGAINST_KEYS)
    named = strings(where, table, "strength") or (ANY,)
    for name in named:
        if name not in (*STRENGTHS, ANY):
            raise RuleError(
                f"{where}: 'strength' names '{name}'; allowed are {', '.join(STRENGTHS)} and any"
            )
    strengths = STRENGTHS if ANY in named else cast(tuple[Strength, ...], named)
    polarity = choice(where, table, "polarity", ("affirm", "deny"))
    return Against(
        string(where, table, "property", needed=True),
        cast(Polarity, polarity),
        frozenset(strengths),
    )


def _check_fact(fact: Fact, base: FactBase) -> None:
    where = f"{fact.origin}: fact '{fact.id}'"
    if fact.topic != ANY:
        _refer(where, "topic", fact.topic, base.topics)
    _refer(where, "property", fact.property, base.properties)
    for against in fact.against:
        _refer(where, "property", against.property, base.properties)
        kind = base.properties[against.property].kind
        if against.polarity != CLAIMED[kind]:
            raise RuleError(
                f"{where}: '{against.property}' is a {kind}, which overstated claims "
                f"{CLAIMED[kind]}; 'against' says {against.polarity}"
            )


def _refer(where: str, kind: str, name: str, known: Mapping[str, Any]) -> None:
    if name and name not in known:
        raise RuleError(f"{where}: no {kind} is named '{name}'{nearest(name, known)}")

"""A rule: what it holds, and how it is read from its table and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from auditor.errors import RuleError
from auditor.facts import STRENGTHS, Jurisdiction, Strength, parse_jurisdictions
from auditor.findings import CATEGORY_SEVERITY, SEVERITIES, Severity, Source
from auditor.tables import choice, identify, nearest, single, string, strings

CONTEXTS = frozenset(
    {
        "asked", "by_reader", "conditional", "equipment", "hedged", "negated", "of_group",
        "of_illness", "quoted", "refuted",
    }
)  # fmt: skip
DEFAULT_CONFIDENCE = 0.85
TokenPattern = tuple[Mapping[str, Any], ...]

_TAG_KEYS = frozenset({"LEMMA", "POS", "TAG", "MORPH"})


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


def parse_rule(origin: str, table: Mapping[str, Any]) -> Rule:
    """Return the rule of a `[[rule]]` table. Raise RuleError, naming `origin`, if it is bad."""
    rule_id, where = identify(origin, table, "rule", _RULE_KEYS)
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


def expand_lists(rule: Rule, words: Mapping[str, Sequence[str]]) -> Rule:
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

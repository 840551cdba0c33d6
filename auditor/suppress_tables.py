"""The `[[suppress]]` tables of the settings: what they may hold, what they match, when they end."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from auditor.errors import ConfigError
from auditor.findings import CATEGORY_SEVERITY, Caution, Finding, is_under
from auditor.path_patterns import compile_patterns
from auditor.tables import nearest
from auditor.wording import fold, shorten

if TYPE_CHECKING:
    from auditor.packs import RuleSet

SUPPRESS_KEYS = ("path", "rule", "quote", "reason", "until")
REQUIRED_KEYS = ("rule", "quote", "reason")
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class SuppressTable:
    """One `[[suppress]]` table.

    rule: an id, category or family. quote: the finding's words, case and white space folded;
    empty for a finding on the whole article. path: a pattern as in .gitignore, empty for every
    article. until: the last day that it holds.
    """

    rule: str
    quote: str
    reason: str
    path: str = ""
    until: datetime.date | None = None

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"[[suppress]] {self.rule} “{shorten(self.quote, _LONGEST_QUOTE)}”"

    def covers(self, path: str) -> bool:
        """Say whether it speaks of the article at `path`."""
        return not self.path or compile_patterns((self.path,)).match_file(path)

    def matches(self, path: str, finding: Finding) -> bool:
        """Say whether it puts `finding`, in the article at `path`, aside."""
        return (
            is_under(finding.rule_id, self.rule)
            and fold(finding.quote) == fold(self.quote)
            and self.covers(path)
        )

    def as_json(self) -> dict[str, str | None]:
        """Return it as the JSON report's settings show it."""
        return {
            "path": self.path or None,
            "rule": self.rule,
            "quote": self.quote,
            "reason": self.reason,
            "until": self.until.isoformat() if self.until else None,
        }


@dataclass(frozen=True, slots=True, eq=False)
class RuleNames:
    """What suppressions may name: rules, former ids, categories, families.

    ids: of all rules. former: ids that rules once had. on: ids of the rules that run.
    languagetool: whether its rules, which have no ids of ours, run.
    """

    ids: frozenset[str]
    former: Mapping[str, str]
    on: frozenset[str]
    languagetool: bool = False

    def resolve(self, name: str) -> str | None:
        """Return `name`, today's id for a former one, or None for a name that says nothing."""
        if name in self.former:
            return self.former[name]
        known = (*self.ids, *CATEGORY_SEVERITY)
        if any(is_under(one, name) for one in known):
            return name
        category = ".".join(name.split(".")[:2])
        is_theirs = category in CATEGORY_SEVERITY and category.startswith("language.")
        return name if is_theirs else None

    def is_on(self, name: str) -> bool:
        """Say whether a rule that `name` names runs."""
        if name.startswith("language"):
            return self.languagetool
        return any(is_under(one, name) for one in self.on)

    def nearest(self, name: str) -> str:
        """Return a hint at the nearest name."""
        close = nearest(name, sorted({*self.ids, *CATEGORY_SEVERITY}))
        return close or "; 'audit rules' lists them all"


def name_rules(every: RuleSet, on: RuleSet, *, languagetool: bool) -> RuleNames:
    """Return the names of the rules of `every` pack, of which those of `on` run."""
    return RuleNames(
        ids=frozenset(rule.id for rule in every.rules),
        former={alias: rule.id for rule in every.rules for alias in rule.aliases},
        on=frozenset(rule.id for rule in on.rules),
        languagetool=languagetool,
    )


def parse_suppress_tables(where: str, value: Any) -> tuple[SuppressTable, ...]:
    """Return the tables of a settings file. Raise ConfigError, opening with `where`."""
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise ConfigError(f"{where}'suppress' must be tables; write [[suppress]] above each")
    return tuple(
        _parse_table(f"{where}[[suppress]] number {number}", table)
        for number, table in enumerate(value, start=1)
    )


def _parse_table(where: str, table: dict[str, Any]) -> SuppressTable:
    for key in table:
        if key not in SUPPRESS_KEYS:
            hint = nearest(key, SUPPRESS_KEYS)
            raise ConfigError(
                f"{where}: unknown key '{key}'{hint}; allowed: {', '.join(SUPPRESS_KEYS)}"
            )
    for key in (*REQUIRED_KEYS, "path"):
        if key in REQUIRED_KEYS and key not in table:
            raise ConfigError(
                f"{where}: '{key}' is missing; required are {', '.join(REQUIRED_KEYS)}"
            )
        if not isinstance(table.get(key, ""), str):
            raise ConfigError(f"{where}: '{key}' must be text")
    for key in ("rule", "reason"):
        if not table[key].strip():
            raise ConfigError(f"{where}: '{key}' is empty; say which rule, and why")
    path = table.get("path", "")
    try:
        compile_patterns((path,))
    except ValueError:
        raise ConfigError(f"{where}: path '{path}' is no pattern as in .gitignore") from None
    return SuppressTable(
        rule=table["rule"].strip(),
        quote=table["quote"],
        reason=table["reason"].strip(),
        path=path,
        until=_parse_until(where, table.get("until")),
    )


def _parse_until(where: str, value: Any) -> datetime.date | None:
    try:
        if value is None or type(value) is datetime.date:
            return value
        if isinstance(value, str):
            return datetime.date.fromisoformat(value)
    except ValueError:
        pass
    raise ConfigError(f"{where}: until is '{value}', which is no date; write it as 2026-01-31")


def resolve_rules(tables: Iterable[SuppressTable], names: RuleNames) -> tuple[SuppressTable, ...]:
    """Return the tables, former ids of rules replaced. Raise ConfigError for an unknown rule."""
    resolved = []
    for table in tables:
        rule = names.resolve(table.rule)
        if rule is None:
            hint = names.nearest(table.rule)
            raise ConfigError(f"{table.name}: no rule is named '{table.rule}'{hint}")
        resolved.append(replace(table, rule=rule))
    return tuple(resolved)


def in_force(tables: Iterable[SuppressTable], as_of: datetime.date) -> tuple[SuppressTable, ...]:
    """Return the tables that have not expired on `as_of`."""
    return tuple(table for table in tables if table.until is None or as_of <= table.until)


def judge_tables(
    tables: Iterable[SuppressTable],
    as_of: datetime.date,
    names: RuleNames,
    suppressed: Mapping[str, Collection[Finding]],
    *,
    is_whole: bool,
) -> Iterator[Caution]:
    """Yield a caution for each table that has expired or that put nothing aside in a run.

    suppressed: by the path of each article that was audited. is_whole: whether the run took all
    articles; if it did not, only tables that name one of the articles are called unused.
    """
    for table in resolve_rules(tables, names):
        if table.until and table.until < as_of:
            yield Caution(
                f"{table.name} expired on {table.until}; look at it again, then renew or remove it"
            )
            continue
        looked_at = [path for path in suppressed if table.covers(path)]
        is_used = any(table.matches(path, f) for path in looked_at for f in suppressed[path])
        is_judged = is_whole or (bool(table.path) and bool(looked_at))
        if is_judged and not is_used and names.is_on(table.rule):
            yield Caution(f"{table.name} matches no finding; remove it")

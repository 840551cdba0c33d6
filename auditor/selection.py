"""Checks that what the settings select, ignore or grade exists: a typing error must not pass."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.config import Config
from auditor.errors import ConfigError
from auditor.packs import RuleSet
from auditor.suppress_tables import name_rules


def check_rule_names(config: Config, rules: RuleSet) -> None:
    """Raise ConfigError, naming the nearest, for a name that no rule, category or family has.

    rules: all that there are, on or off.
    """
    names = name_rules(rules, rules, languagetool=True)
    for setting, name in _named(config):
        known = names.resolve(name)
        if known is None:
            raise ConfigError(f"{setting}: no rule is named '{name}'{names.nearest(name)}")
        if known != name:
            raise ConfigError(f"{setting}: the rule '{name}' is now named '{known}'")


def _named(config: Config) -> Iterator[tuple[str, str]]:
    """Yield each setting that names rules, with each name."""
    tables = [("", {s: getattr(config, s) for s in ("select", "ignore", "severity")})]
    tables += [(f"[[path]] {n}: ", dict(o.values)) for n, o in enumerate(config.overrides, start=1)]
    for where, values in tables:
        for setting in ("select", "ignore"):
            yield from ((where + setting, name) for name in values.get(setting, ()))
        yield from ((where + "severity", name) for name, _ in values.get("severity", ()))

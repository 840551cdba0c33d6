"""Settings: found in a file, given on the command line, checked and merged into one `Config`."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from auditor.errors import ConfigError
from auditor.findings import SEVERITIES, Severity, is_under
from auditor.suppress_tables import SuppressTable, parse_suppress_tables

if TYPE_CHECKING:
    from auditor.packs import RuleSet

FailOn = Severity | Literal["never"]
Jurisdiction = Literal["us", "uk", "au", "eu"]
JURISDICTIONS: tuple[Jurisdiction, ...] = ("us", "uk", "au", "eu")
SETTINGS_FILE = ".auditor.toml"


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one run, all checked.

    paths: what is audited when the command line names nothing, relative to `root`.
    select, ignore: dotted prefixes of rule ids; the longest match wins. min_confidence: 0-1.
    rules: folders of further rule packs. languagetool: `auto`, `require`, `off` or a URL.
    model: name or folder of a spaCy pipeline, empty for the embedded one. target_grade: US
    school grade. jurisdiction: whose law and guidance claims are held to. jobs: worker processes,
    0 for one a core. exclude: patterns as in .gitignore. vocabulary: words that are right in this
    house. suppress: findings that are put aside. baseline: file of known findings, empty for
    none. brand_name, brand_logo: whose report it is, for its masthead. template: a folder of
    templates for it; it and the logo from the file's folder. root: the folder that paths are
    relative to. debug: whether a failing check raises instead of costing only its article.
    """

    paths: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn = "error"
    min_confidence: float = 0.5
    rules: tuple[Path, ...] = ()
    languagetool: str = "auto"
    model: str = ""
    target_grade: float = 8.0
    jurisdiction: Jurisdiction = "us"
    jobs: int = 0
    exclude: tuple[str, ...] = ()
    vocabulary: tuple[str, ...] = ()
    suppress: tuple[SuppressTable, ...] = ()
    baseline: str = ""
    brand_name: str = ""
    brand_logo: str = ""
    template: str = ""
    root: Path = Path()
    file: Path | None = None
    debug: bool = False

    def is_on(self, rule_id: str) -> bool:
        """Say whether `select` and `ignore` leave the rule on; the longest prefix wins."""
        chosen = max((len(p) for p in self.select if is_under(rule_id, p)), default=-1)
        put_out = max((len(p) for p in self.ignore if is_under(rule_id, p)), default=-1)
        if chosen < 0 and put_out < 0:
            return not self.select
        return chosen > put_out

    def rules_on(self, every: RuleSet) -> RuleSet:
        """Return the rules of `every` that are on."""
        return every.only(rule for rule in every.rules if self.is_on(rule.id))

    def as_json(self) -> dict[str, Any]:
        """Return what decides the findings, for the JSON report: no path of this machine."""
        return {
            "select": list(self.select),
            "ignore": list(self.ignore),
            "fail_on": self.fail_on,
            "min_confidence": self.min_confidence,
            "languagetool": self.languagetool,
            "model": self.model,
            "target_grade": self.target_grade,
            "jurisdiction": self.jurisdiction,
            "exclude": list(self.exclude),
            "vocabulary": list(self.vocabulary),
            "suppress": [table.as_json() for table in self.suppress],
        }


_NOT_SETTINGS = {"root", "file", "debug"}
KEYS = tuple(f.name.replace("_", "-") for f in fields(Config) if f.name not in _NOT_SETTINGS)


def load_config(start: Path, given: Mapping[str, Any], file: Path | None = None) -> Config:
    """Return the settings in force: `given` (from the command line) over the file over defaults.

    start: where the search for a settings file begins, upward. given: by field name, None for
    "not given". Raise ConfigError for a file or value that can't be used.
    """
    found = file or _find_file(start)
    values: dict[str, Any] = {}
    if found is not None:
        values = _read_file(found)
    values.update({key: value for key, value in given.items() if value is not None})
    root = found.parent if found else _git_top(start) or Path.cwd()
    config = replace(Config(), **values, root=root.resolve(), file=found)
    return _checked(config)


def _find_file(start: Path) -> Path | None:
    folder = start.resolve()
    if not folder.is_dir():
        folder = folder.parent
    for place in (folder, *folder.parents):
        candidate = place / SETTINGS_FILE
        if candidate.is_file():
            return candidate
        project = place / "pyproject.toml"
        if project.is_file() and "auditor" in _parse(project).get("tool", {}):
            return project
    return None


def _git_top(start: Path) -> Path | None:
    folder = start.resolve()
    return next((p for p in (folder, *folder.parents) if (p / ".git").exists()), None)


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from None
    except OSError as error:
        raise ConfigError(f"{file}: can't be read: {error.strerror}") from None


def _read_file(file: Path) -> dict[str, Any]:
    table = _parse(file)
    if file.name == "pyproject.toml":
        table = table.get("tool", {}).get("auditor", {})
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in KEYS:
            close = difflib.get_close_matches(key, KEYS, n=1)
            hint = f" (did you mean '{close[0]}'?)" if close else ""
            raise ConfigError(f"{file}: unknown setting '{key}'{hint}; allowed: {', '.join(KEYS)}")
        values[key.replace("-", "_")] = _convert(file, key, value)
    return values


def _convert(file: Path, key: str, value: Any) -> Any:
    """Return `value` in the type of the field, paths taken from the file's folder."""
    if key == "suppress":
        return parse_suppress_tables(file, value)
    default = getattr(Config(), key.replace("-", "_"))
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ConfigError(f"{file}: '{key}' must be a list of texts")
        return tuple(file.parent / item for item in value) if key == "rules" else tuple(value)
    if isinstance(default, str):
        if not isinstance(value, str):
            raise ConfigError(f"{file}: '{key}' must be text")
        return str(file.parent / value) if key == "baseline" and value else value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigError(f"{file}: '{key}' must be a number")
    return value


def _checked(config: Config) -> Config:
    if config.fail_on not in (*SEVERITIES, "never"):
        raise ConfigError(
            f"fail-on is '{config.fail_on}'; allowed are {', '.join(SEVERITIES)} and never"
        )
    if not 0 <= config.min_confidence <= 1:
        raise ConfigError(f"min-confidence is {config.min_confidence}; it must be from 0 to 1")
    if not 1 <= config.target_grade <= 18:
        raise ConfigError(f"target-grade is {config.target_grade}; it must be from 1 to 18")
    if config.jurisdiction not in JURISDICTIONS:
        raise ConfigError(
            f"jurisdiction is '{config.jurisdiction}'; allowed are {', '.join(JURISDICTIONS)}"
        )
    if config.jobs < 0 or config.jobs != int(config.jobs):
        raise ConfigError(f"jobs is {config.jobs}; it must be a whole number, 0 for one a core")
    if config.languagetool not in ("auto", "require", "off") and not config.languagetool.startswith(
        ("http://", "https://")
    ):
        raise ConfigError(
            f"languagetool is '{config.languagetool}'; allowed are auto, require, off and the "
            "http:// address of a running server"
        )
    return replace(config, jobs=int(config.jobs))

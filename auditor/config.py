"""The settings of a run, all checked: `Config`, and what holds for one article's path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from auditor.findings import SEVERITIES, Finding, Severity, is_under
from auditor.path_patterns import compile_patterns
from auditor.settings import OFF, as_plain, setting, setting_of
from auditor.suppress_tables import SuppressTable

if TYPE_CHECKING:
    from auditor.packs import RuleSet

FailOn = Severity | Literal["never"]
Jurisdiction = Literal["us", "uk", "au", "eu"]
JURISDICTIONS: tuple[Jurisdiction, ...] = ("us", "uk", "au", "eu")
# A rule's, category's or family's severity in this house, or "off"; the longest prefix wins.
Severities = tuple[tuple[str, str], ...]

# Of these, what a [[path]] table names comes on top; anything else it names stands instead.
_ADDED = frozenset({"ignore", "own_hosts", "vocabulary"})
_FROM_HERE = "from this file's folder"
# Standard output is for the run at hand, so that only the command line can name it.
_A_FILE = {"pattern": "(?!-$).*", "allowed": "names of files"}


@dataclass(frozen=True, slots=True)
class Override:
    """A `[[path]]` table: the settings, by field name, of the articles whose path matches.

    match: patterns as in .gitignore, on the path that reports show.
    """

    match: tuple[str, ...]
    values: tuple[tuple[str, Any], ...]

    def matches(self, path: str) -> bool:
        """Say whether the table speaks of the article at `path`."""
        return compile_patterns(self.match).match_file(path)

    def apply(self, config: Config) -> Config:
        """Return `config` with the table's settings over its own."""
        values = dict(self.values)
        for name in _ADDED & values.keys():
            values[name] = tuple(dict.fromkeys((*getattr(config, name), *values[name])))
        if "severity" in values:
            values["severity"] = merge_severities(config.severity, values["severity"])
        return replace(config, **values)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one run.

    root: the folder that paths are relative to. file: the settings file, if there is one.
    only: the ids of the rules that can be on, whatever the settings say; None for all. debug:
    whether a failing check raises instead of costing only its article.
    """

    preset: str = setting("", "text", "A set of settings: strict, editorial or legal.")
    paths: tuple[str, ...] = setting(
        (), "texts", "What 'audit scan' audits when it is given nothing, from this file's folder."
    )
    exclude: tuple[str, ...] = setting(
        (), "texts", "Patterns as in .gitignore of what is left out of folders."
    )
    select: tuple[str, ...] = setting(
        (),
        "texts",
        "Only these rules, categories or families; the longest prefix wins.",
        per_article=True,
    )
    ignore: tuple[str, ...] = setting(
        (),
        "texts",
        "Not these rules, categories or families; the longest prefix wins.",
        per_article=True,
    )
    fail_on: FailOn = setting(
        "error",
        "text",
        "The lowest severity that makes exit code 1.",
        choices=(*SEVERITIES, "never"),
    )
    min_confidence: float = setting(
        0.5, "number", "Findings below are not reported.", low=0, high=1, per_article=True
    )
    rules: tuple[Path, ...] = setting(
        (), "folders", "Folders of further rule packs, from this file's folder."
    )
    languagetool: str = setting(
        "auto",
        "text",
        "LanguageTool: used where it is set up, its server kept for later runs, required, off, or "
        "a running server's address.",
        pattern="auto|keep|require|off|https?://.+",
        allowed="auto, keep, require, off and the http:// address of a running server",
    )
    model: str = setting(
        "", "text", "An installed spaCy pipeline or a folder, instead of the embedded one."
    )
    target_grade: float = setting(
        8.0, "number", "The reading target, as a US school grade.", low=1, high=18, per_article=True
    )
    jurisdiction: Jurisdiction = setting(
        "us",
        "text",
        "Whose law and guidance claims are held to.",
        choices=JURISDICTIONS,
        per_article=True,
    )
    jobs: int = setting(0, "whole", "Processes; 0 is one a core.", low=0)
    vocabulary: tuple[str, ...] = setting(
        (),
        "texts",
        "Words that are right in this house: names of products, places, people.",
        per_article=True,
    )
    own_hosts: tuple[str, ...] = setting(
        (),
        "texts",
        "Hosts of this house's own sites, subdomains too: a link to them supports no claim.",
        pattern=r"(?!www\.)[^\s/:@.]+(?:\.[^\s/:@.]+)+",
        allowed="hosts without www., as in clinic.example",
        per_article=True,
    )
    severity: Severities = setting(
        (),
        "severities",
        "The severity of rules, categories or families; the longest prefix wins.",
        per_article=True,
    )
    suppress: tuple[SuppressTable, ...] = setting(
        (), "suppressions", "Findings that are put aside, each with the reason."
    )
    baseline: str = setting("", "file", "File of known findings, from this file's folder.")
    evidence: str = setting(
        "",
        "file",
        "The register of substantiated claims, from this file's folder; else "
        "claims-register.toml there, if there is one.",
    )
    brand_name: str = setting("", "text", "Whose report it is, for the HTML report's masthead.")
    brand_logo: str = setting("", "file", "A picture for it, from this file's folder.")
    template: str = setting(
        "", "file", "A folder of templates for the HTML report, from this file's folder."
    )
    html: str = setting("", "file", f"The folder of the HTML report, {_FROM_HERE}.")
    json: str = setting("", "file", f"The file of the JSON report, {_FROM_HERE}.", **_A_FILE)
    sarif: str = setting("", "file", f"The file of the SARIF report, {_FROM_HERE}.", **_A_FILE)
    junit: str = setting("", "file", f"The file of the JUnit report, {_FROM_HERE}.", **_A_FILE)
    markdown: str = setting(
        "", "file", f"The file of the Markdown report, {_FROM_HERE}.", **_A_FILE
    )
    gitlab: str = setting("", "file", f"The file of the GitLab report, {_FROM_HERE}.", **_A_FILE)
    rdjson: str = setting("", "file", f"The file of the rdjson report, {_FROM_HERE}.", **_A_FILE)
    format: str = setting(
        "",
        "text",
        "What the terminal shows; without it text, and github under GitHub Actions.",
        choices=("text", "github", "quiet"),
    )
    show_suppressed: bool = setting(
        False, "flag", "Whether suppressed findings are shown, with their reasons."
    )
    overrides: tuple[Override, ...] = setting(
        (), "overrides", "Settings of the articles whose path matches; later tables win."
    )
    root: Path = Path()
    file: Path | None = None
    only: frozenset[str] | None = None
    debug: bool = False

    def is_on(self, rule_id: str) -> bool:
        """Say whether `select`, `ignore` and `severity` leave the rule on."""
        return self._is_selected(rule_id) and self._named_severity(rule_id) != OFF

    def jurisdictions(self) -> tuple[str, ...]:
        """Return those that articles of some path are held to, the file's own first."""
        apart = (override.apply(self).jurisdiction for override in self.overrides)
        return tuple(dict.fromkeys((self.jurisdiction, *apart)))

    def may_be_on(self, rule_id: str) -> bool:
        """Say whether the rule is on for articles of some path."""
        # `select` replaces and `ignore` only grows, so that no two tables together can turn a
        # rule on that neither does.
        apart = [self, *(override.apply(self) for override in self.overrides)]
        return any(replace(one, ignore=self.ignore)._is_selected(rule_id) for one in apart) and any(
            one._named_severity(rule_id) != OFF for one in apart
        )

    def for_path(self, path: str) -> Config:
        """Return what holds for the article at `path` (as reports show it)."""
        if not self.overrides:
            return self
        config = replace(self, overrides=())
        for override in self.overrides:
            if override.matches(path):
                config = override.apply(config)
        return config

    def in_force(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that these settings report, each with the severity they give it."""
        kept = []
        for finding in findings:
            named = self._named_severity(finding.rule_id)
            if named == OFF or not self._is_selected(finding.rule_id):
                continue
            if finding.confidence >= self.min_confidence:
                kept.append(_with_severity(finding, named))
        return kept

    def severity_of(self, rule_id: str, usual: Severity) -> Severity:
        """Return the severity of a rule that is on; `usual` is its own."""
        return _as_severity(self._named_severity(rule_id)) or usual

    def rules_on(self, every: RuleSet) -> RuleSet:
        """Return the rules of `every` that are on for articles of some path."""
        return every.only(rule for rule in every.rules if self.may_be_on(rule.id))

    def as_json(self) -> dict[str, Any]:
        """Return what decides the findings, for the JSON report: no path of this machine."""
        document = {name: as_plain(getattr(self, name)) for name in _IN_REPORT}
        document["suppress"] = [table.as_json() for table in self.suppress]
        document["severity"] = dict(self.severity)
        document["path"] = [
            {"match": list(override.match)}
            | {n: dict(v) if n == "severity" else as_plain(v) for n, v in override.values}
            for override in self.overrides
        ]
        return document

    def _is_selected(self, rule_id: str) -> bool:
        if self.only is not None and rule_id not in self.only:
            return False
        chosen = _longest(self.select, rule_id)
        put_out = _longest(self.ignore, rule_id)
        if not chosen and not put_out:
            return not self.select
        return len(chosen) > len(put_out)

    def _named_severity(self, rule_id: str) -> str:
        named = dict(self.severity)
        return named.get(_longest(named, rule_id), "")


_IN_REPORT = (
    "preset", "select", "ignore", "fail_on", "min_confidence", "languagetool", "model",
    "target_grade", "jurisdiction", "exclude", "vocabulary", "own_hosts",
)  # fmt: skip

# The fields that a settings file can set, by the key that it sets them with.
FIELDS: Mapping[str, str] = {
    "path" if f.name == "overrides" else f.name.replace("_", "-"): f.name
    for f in fields(Config)
    if setting_of(f)
}


def merge_severities(lower: Severities, upper: Severities) -> Severities:
    """Return both tables as one; for a name in both, `upper` decides."""
    return tuple(sorted({**dict(lower), **dict(upper)}.items()))


def _with_severity(finding: Finding, named: str) -> Finding:
    severity = _as_severity(named)
    return replace(finding, severity=severity) if severity else finding


def _as_severity(name: str) -> Severity | None:
    return next((severity for severity in SEVERITIES if severity == name), None)


def _longest(prefixes: Iterable[str], rule_id: str) -> str:
    """Return the longest of the dotted prefixes of `rule_id`, or ""."""
    return max((p for p in prefixes if is_under(rule_id, p)), key=len, default="")

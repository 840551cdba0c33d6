"""Articles' outcomes as bytes: the keys under which they are kept, and how they are written.

A value is MessagePack of plain values, read back into the report's own types. Whatever could
change an outcome is in its key, so that nothing is ever kept too long.
"""

from __future__ import annotations

import contextlib
import platform
import re
from dataclasses import Field, dataclass, fields, replace
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.resources import files
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from auditor import __version__
from auditor.brief import Brief, brief_of
from auditor.config import Config
from auditor.discovery import Job
from auditor.errors import ReadError
from auditor.findings import Finding
from auditor.model_versions import PipelineMeta
from auditor.packs import RuleSet
from auditor.parts import Parts
from auditor.register import Register
from auditor.report import Entry
from auditor.settings import setting_of

if TYPE_CHECKING:
    from auditor.cache import Cache

# Fields that no finding depends on, or that are in the key by what they lead to. So is all that
# names files: those are reports, or are in the key by what they hold.
_NOT_IN_KEY = frozenset(
    {
        *("paths", "exclude", "preset", "fail_on", "languagetool", "model", "jobs", "brand_name"),
        *("format", "show_suppressed", "root", "file", "debug"),
    }
)
_NAMES_FILES = frozenset({"file", "folders"})
# Stands for an explanation and sources that the finding's rule has word for word.
_RULES_OWN = "\0"
_FIELDS = tuple(field.name for field in fields(Finding))
_VALUES = attrgetter(*_FIELDS)
_EXPLANATION, _SOURCES = _FIELDS.index("explanation"), _FIELDS.index("sources")
# Of our own data, larger files are known by name and size: they change with their versions.
_READ_WHOLE = 1_000_000
# What reads articles, parses them or reckons with them.
_PACKAGES = (
    "charset-normalizer", "language_tool_python", "markdown-it-py", "mdit-py-plugins", "numpy",
    "onnxruntime", "py3langid", "python-docx", "spacy", "textstat",
)  # fmt: skip


_VERSION = re.compile(r"^Version: (\S+)$", re.MULTILINE)


class Records:
    """Finds and keeps articles' outcomes, for one run's settings."""

    def __init__(
        self,
        cache: Cache | None,
        config: Config,
        rules: RuleSet,
        pipeline: PipelineMeta,
        languagetool: str,
        register: Register,
    ) -> None:
        """`languagetool` is the version that is asked, empty for none. Without a cache, no-op."""
        # A check that fails must be seen failing.
        self._cache = None if config.debug else cache
        self._rules = rules
        # Settings may hold, and a suppression or a claim's proof may speak of, one path alone.
        self._by_path = bool(config.suppress or config.overrides or register != Register())
        self._digests: dict[str, str] = {}
        self.parts = Parts(self._cache) if self._cache else None
        if self._cache is not None:
            self._setup = setup_digest(config, rules, pipeline, languagetool, register)

    def find(self, job: Job) -> Packed | None:
        """Return what was kept for the job's bytes, None if there is nothing."""
        if self._cache is None:
            return None
        digest = _digest_of(job)
        key = self._key(job, digest)
        value = self._cache.get(key)
        packed = None if value is None else _split(value, job.path)
        if packed is None:
            self._digests[job.path] = digest
            return None
        return replace(packed, key=key)

    def keep(self, job: Job, packed: Packed) -> bytes:
        """Keep an entry under the digest of the bytes that were in fact audited.

        Failures are not kept, nor is what could not be read: a second try may go better. Return
        the key, empty if nothing was kept.
        """
        if self._cache is None:
            return b""
        digest = self._digests.pop(job.path, "")
        if digest != (packed.digest or _digest_of(job)):
            return b""  # the file was changed meanwhile
        if packed.brief.unreadable or packed.brief.failures or isinstance(packed.data, Entry):
            return b""
        key = self._key(job, digest)
        self._cache.put(key, _join(packed))
        return key

    def _key(self, job: Job, digest: str) -> bytes:
        path = job.path if self._by_path else ""
        return _digest([self._setup, job.suffix, path, digest])


def setup_digest(
    config: Config, rules: RuleSet, pipeline: PipelineMeta, languagetool: str, register: Register
) -> str:
    """Return the digest of all but the article that its outcome hangs on."""
    names = [f.name for f in fields(config) if _is_in_key(f)]
    # A named server may have rules of its own.
    server = config.languagetool if "://" in config.languagetool else ""
    parts = [
        __version__,
        _code_digest(),
        platform.python_version(),
        *(_version_of(package) for package in _PACKAGES),
        rules.digest,
        _pipeline_digest(config, pipeline),
        languagetool and f"{languagetool} {server}",
        repr(register),
        *(f"{name}={getattr(config, name)!r}" for name in names),
    ]
    return _digest(parts).hex()


def _is_in_key(setting: Field[Any]) -> bool:
    known = setting_of(setting)
    return setting.name not in _NOT_IN_KEY and not (known and known.kind in _NAMES_FILES)


def _digest_of(job: Job) -> str:
    """Return the digest of the job's bytes, empty if they can't be read."""
    try:
        return sha256(job.read()).hexdigest()
    except ReadError:
        return ""


@dataclass(frozen=True, slots=True)
class Packed:
    """An entry as bytes, with its brief.

    data: the entry itself if it can't be written as UTF-8. digest: of the article's bytes, empty
    if there is no article. key: under which the cache has it, empty if it has not.
    """

    brief: Brief
    data: bytes | Entry
    digest: str = ""
    key: bytes = b""


def pack_entry(entry: Entry, rules: RuleSet) -> Packed:
    """Return the entry as bytes; what its findings' `rules` say word for word is left out."""
    findings = tuple(_without_rule_texts(finding, rules) for finding in entry.findings)
    suppressed = tuple(_without_rule_texts(finding, rules) for finding in entry.suppressed)
    data: bytes | Entry = entry
    with contextlib.suppress(UnicodeEncodeError):
        data = _ENCODER.encode(replace(entry, findings=findings, suppressed=suppressed))
    return Packed(brief_of(entry), data, entry.article.digest if entry.article else "")


def _join(packed: Packed) -> bytes:
    """Return brief and entry as one value, the brief's length before it."""
    assert isinstance(packed.data, bytes)
    brief = _ENCODER.encode(packed.brief)
    return len(brief).to_bytes(4, "big") + brief + packed.data


def _split(value: bytes, path: str) -> Packed | None:
    """Return what `_join` was given, for an article that is at `path` now; None if it is none."""
    end = 4 + int.from_bytes(value[:4], "big")
    try:
        brief = _decoder(Brief).decode(memoryview(value)[4:end])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return Packed(brief.at(path), value[end:])


def decode_entry(data: bytes, path: str, rules: RuleSet) -> Entry | None:
    """Return the entry that was kept, for an article that is at `path` now; None if it is none."""
    try:
        entry = _decoder(Entry).decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    findings = tuple(_with_rule_texts(finding, rules) for finding in entry.findings)
    suppressed = tuple(_with_rule_texts(finding, rules) for finding in entry.suppressed)
    entry = replace(entry, findings=findings, suppressed=suppressed)
    return entry if entry.path == path else _moved(entry, path)


def _moved(entry: Entry, path: str) -> Entry:
    """Return the entry of an article that was found at another path."""
    article = entry.article
    if article is not None:
        title = path if article.title == article.path else article.title
        article = replace(article, path=path, title=title)
    cautions = tuple(replace(caution, path=path) for caution in entry.cautions)
    return replace(entry, path=path, article=article, cautions=cautions)


_ENCODER = msgspec.msgpack.Encoder()


_T = TypeVar("_T", Entry, Brief)


@lru_cache(maxsize=2)
def _decoder(kind: type[_T]) -> msgspec.msgpack.Decoder[_T]:
    return msgspec.msgpack.Decoder(kind)


def _without_rule_texts(finding: Finding, rules: RuleSet) -> Finding:
    """Leave out what the finding's rule says word for word: most of its bytes."""
    rule = rules.rule(finding.rule_id)
    if rule is None or (rule.explanation, rule.sources) != (finding.explanation, finding.sources):
        return finding
    return replace(finding, explanation=_RULES_OWN, sources=())


def _with_rule_texts(finding: Finding, rules: RuleSet) -> Finding:
    if finding.explanation != _RULES_OWN:
        return finding
    rule = rules.rule(finding.rule_id)
    if rule is None:
        return finding
    # As `replace` does, in half of its time: a large folder has a hundred thousand findings.
    values = list(_VALUES(finding))
    values[_EXPLANATION], values[_SOURCES] = rule.explanation, rule.sources
    return Finding(*values)


def _digest(parts: list[str]) -> bytes:
    digest = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


@lru_cache(maxsize=1)
def _code_digest() -> str:
    """Return a digest of our own code and data, so that a changed check is never passed over."""
    top = Path(str(files("auditor")))
    parts = []
    for file in sorted(top.rglob("*")):
        if file.suffix == ".pyc" or not file.is_file():
            continue
        size = file.stat().st_size
        parts += [file.relative_to(top).as_posix(), str(size)]
        if size <= _READ_WHOLE:
            parts.append(sha256(file.read_bytes()).hexdigest())
    return _digest(parts).hex()


def _pipeline_digest(config: Config, pipeline: PipelineMeta) -> str:
    """Return a digest of a pipeline that is not ours, which is known by its files' times."""
    parts = [pipeline.title]
    if config.model and pipeline.folder is not None:
        for file in sorted(pipeline.folder.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                state = file.stat()
                name = file.relative_to(pipeline.folder).as_posix()
                parts.append(f"{name} {state.st_size} {state.st_mtime_ns}")
    return _digest(parts).hex()


def _version_of(package: str) -> str:
    """Return the package's version, empty if it is not installed.

    Read off its metadata's first lines: taking it apart as an e-mail, as `version` does, is the
    larger part of a run in which nothing changed.
    """
    try:
        metadata = distribution(package).read_text("METADATA") or ""
    except PackageNotFoundError:
        return ""
    found = _VERSION.search(metadata)
    return found[1] if found else version(package)

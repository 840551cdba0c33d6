"""LanguageTool: joins a server at an address, or starts a local one where its jars are.

It is used when it is there, and named in every report when it is not. The client is the package
language_tool_python, imported only when a server is to be asked.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.article import Article, Block, Span
from auditor.config import Config
from auditor.errors import LanguageToolError
from auditor.findings import CATEGORY_SEVERITY, Finding
from auditor.lexicon import is_known
from auditor.packs import Rule, RuleSet

if TYPE_CHECKING:
    from language_tool_python import LanguageTool, Match

VERSION = "6.8"
_NOT_SET_UP = "LanguageTool is not set up on this machine: no grammar or spelling was checked"

# LanguageTool's categories in ours; all others are style.
_CATEGORIES = {
    "TYPOS": "language.spelling",
    "GRAMMAR": "language.grammar",
    "CONFUSED_WORDS": "language.grammar",
    "COLLOCATIONS": "language.grammar",
    "COMPOUNDING": "language.spelling",
    "PUNCTUATION": "language.punctuation",
    "TYPOGRAPHY": "language.punctuation",
    "CASING": "language.punctuation",
}
_CONFIDENCE = {"language.grammar": 0.75, "language.spelling": 0.75}
_MOST_SUGGESTIONS = 3
# A heading is no sentence: these rules ask for one.
_SENTENCE_RULES = re.compile("PUNCTUATION_PARAGRAPH_END|REPEAT|SENTENCE_FRAGMENT|UPPERCASE")


@dataclass(frozen=True, slots=True)
class Service:
    """A LanguageTool that answers, or the reason why there is none."""

    tool: LanguageTool | None = None
    version: str = ""
    reason: str = ""


@contextmanager
def serve(config: Config) -> Iterator[Service]:
    """Yield the LanguageTool that the settings ask for, and end it if we started it.

    Raise LanguageToolError if it is required, or named by an address, and does not answer.
    """
    if config.languagetool == "off":
        yield Service(reason="switched off by the setting 'languagetool'")
        return
    tool, reason = _connect(config)
    if tool is None and config.languagetool != "auto":
        raise LanguageToolError(reason)
    if tool is None:
        yield Service(reason=reason)
        return
    try:
        yield Service(tool, "" if tool.is_remote else VERSION)
    finally:
        tool.close()


def check(service: Service, article: Article, config: Config, rules: RuleSet) -> list[Finding]:
    """Return LanguageTool's findings on the article's prose.

    Raise LanguageToolError if the server does not answer.
    """
    if service.tool is None:
        return []
    from language_tool_python.exceptions import LanguageToolError as ClientError

    text = _prose_only(article)
    try:
        service.tool.language = _variant(text, rules)
        matches = service.tool.check(text)
    except (ClientError, OSError, ValueError) as error:
        raise LanguageToolError(f"LanguageTool did not answer: {error}") from None
    own = frozenset(word.lower() for word in config.vocabulary)
    found = (_finding(article, match, own) for match in matches)
    return [finding for finding in found if finding and config.is_on(finding.rule_id)]


def rule_of(finding: Finding) -> Rule:
    """Return the rule that a finding of LanguageTool stands for, as reports list it."""
    return Rule(
        id=finding.rule_id,
        category=finding.category,
        severity=finding.severity,
        confidence=finding.confidence,
        message=finding.message,
        explanation=finding.explanation,
        origin="LanguageTool",
    )


def _connect(config: Config) -> tuple[LanguageTool | None, str]:
    is_address = config.languagetool.startswith("http")
    if not is_address and (missing := _missing()):
        return None, missing
    from language_tool_python import LanguageTool
    from language_tool_python.exceptions import LanguageToolError as ClientError

    try:
        if is_address:
            return LanguageTool("en-US", remote_server=config.languagetool), ""
        settings = {"cacheSize": 2000, "pipelineCaching": True, "maxPipelinePoolSize": 10}
        return LanguageTool("en-US", host="127.0.0.1", config=settings), ""
    except (ClientError, OSError, ValueError) as error:
        where = config.languagetool if is_address else "the local LanguageTool"
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return None, f"{where} does not answer ({reason})"


def _missing() -> str:
    """Return what a local server lacks, or an empty string. Nothing is ever downloaded here."""
    folder = Path(os.environ.get("LTP_PATH") or Path.home() / ".cache" / "language_tool_python")
    jar = folder / f"LanguageTool-{VERSION}" / "languagetool-server.jar"
    if not jar.is_file():
        return f"{_NOT_SET_UP}; it is looked for where LTP_PATH says (LanguageTool-{VERSION})"
    if shutil.which("java") is None:
        return f"{_NOT_SET_UP}; Java 17 or later is missing"
    return ""


def _prose_only(article: Article) -> str:
    """Return the article's text with code made blank, so that all offsets stay."""
    parts, at = [], 0
    for block in article.blocks:
        if block.kind == "code":
            parts += [article.text[at : block.span.start], " " * len(block.span)]
            at = block.span.end
    parts.append(article.text[at:])
    # The server cuts text at NUL, and lone surrogates can't be sent.
    return re.sub("[\x00\ud800-\udfff]", " ", "".join(parts))


def _variant(text: str, rules: RuleSet) -> str:
    """Return en-GB if the article spells more words the British way, else en-US."""
    words = text.lower().split()
    british = sum(word.strip(".,;:!?()") in rules.word_set("british-spellings") for word in words)
    american = sum(word.strip(".,;:!?()") in rules.word_set("american-spellings") for word in words)
    return "en-GB" if british > american else "en-US"


def _finding(article: Article, match: Match, own: frozenset[str]) -> Finding | None:
    span = Span(match.offset, match.offset + match.error_length)
    block = article.block_at(span.start)
    words = article.quote(span)
    if block is None or not words.strip() or "\n" in words:
        return None
    category = _CATEGORIES.get(match.category, "language.style")
    is_speller = match.rule_id.startswith("MORFOLOGIK")
    if is_speller and (words.lower() in own or is_known(words)):
        return None
    if _is_noise(block, match.rule_id):
        return None
    return Finding(
        rule_id=f"{category}.{match.rule_id.lower().replace('_', '-')}",
        category=category,
        severity=CATEGORY_SEVERITY[category],
        confidence=_CONFIDENCE.get(category, 0.6),
        spans=(span,),
        quote=words,
        message=match.message,
        suggestions=tuple(match.replacements[:_MOST_SUGGESTIONS]),
    )


def _is_noise(block: Block, rule_id: str) -> bool:
    return block.kind != "paragraph" and bool(_SENTENCE_RULES.search(rule_id))

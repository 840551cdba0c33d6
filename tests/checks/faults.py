"""What a mechanical check finds in a short text, as pairs of words and first suggestion."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language

from auditor.checks import Check
from auditor.config import Config
from auditor.findings import Finding
from auditor.language import load_pipeline, parse
from auditor.packs import RuleSet, load_rules
from tests.support import article_of


@cache
def rules() -> RuleSet:
    """The built-in rules."""
    return load_rules()


@cache
def pipeline() -> Language:
    """The embedded pipeline, which gives tags."""
    return load_pipeline()


def tagged_faults(check: Check, text: str) -> list[tuple[str, str]]:
    """Return what `check` finds with the embedded pipeline: the words, the first suggestion."""
    article = article_of(text)
    found = check(article, parse(pipeline(), article), rules(), Config())
    return [(f.quote, f.suggestions[0]) for f in sorted(found, key=lambda f: f.span)]


def findings(check: Check, text: str, *vocabulary: str) -> list[Finding]:
    """Return the findings of `check` in `text`, in the order of their places."""
    article = article_of(text)
    doc = parse(spacy.blank("en"), article)
    found = check(article, doc, rules(), Config(vocabulary=vocabulary))
    return sorted(found, key=lambda finding: finding.span)


def faults(check: Check, text: str, *vocabulary: str) -> list[tuple[str, str]]:
    """Return what `findings` finds: the words, and the first suggestion (or nothing)."""
    found = findings(check, text, *vocabulary)
    return [(f.quote, f.suggestions[0] if f.suggestions else "") for f in found]


def quotes(check: Check, text: str, *vocabulary: str) -> list[str]:
    """Return the words that `check` finds fault with."""
    return [finding.quote for finding in findings(check, text, *vocabulary)]

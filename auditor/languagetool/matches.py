"""Judges LanguageTool's matches: which are noise, and which category the others belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from auditor.article import Article, Block, Span
from auditor.findings import CATEGORY_SEVERITY, Finding
from auditor.languagetool.spelling import Known, judge_word
from auditor.packs import RuleSet
from auditor.rule import Rule

SPELLER = "MORFOLOGIK_RULE_EN"
_MAPS = "languagetool:"
_MOST_SUGGESTIONS = 5
_CLEAR_MAJORITY = 3  # spellings of one variety for each of the other
_HEADING_WORDS = 12

_CONFIDENCE = {
    "garble": 0.85,
    "language.spelling": 0.8,
    "language.grammar": 0.7,
    "language.punctuation": 0.7,
    "language.style": 0.6,
}
_MESSAGES = {
    "garble.apostrophe": "LanguageTool finds an apostrophe or hyphen lost or misplaced.",
    "garble.joined-words": "LanguageTool finds words that have run together.",
    "garble.split-token": "LanguageTool finds a stray space.",
    "language.grammar": "LanguageTool finds a fault of grammar.",
    "language.spelling": "LanguageTool does not know the word.",
    "language.punctuation": "LanguageTool finds a fault of punctuation or capitals.",
    "language.style": "LanguageTool knows a plainer way to say it.",
}
_BY_ISSUE = {
    "grammar": "language.grammar",
    "misspelling": "language.spelling",
    "typographical": "language.punctuation",
    "whitespace": "language.punctuation",
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Nd:YAG, mRNA and HbA1c are read by their letters, which LanguageTool does not know.
_ABBREVIATION = re.compile(r"\s+(?=[\w:-]*[A-Z])(?!(?:[A-Z][a-z'’-]*|[A-Z]+s?)\b(?!:))")
_SUSPENDED = re.compile(r"-\s+(?:and|or|to|through|nor)\b", re.IGNORECASE)
_COMPOUND = re.compile(r"^EN_COMPOUNDS_|_COMPOUNDS$")
_PARTICIPLE = re.compile(r"(?:ing|ed|able|ible|friendly)$")
_MORE_WORDS = re.compile(
    r"\s+(?!(?:and|or|but|is|are|was|were|can|may|will|with|for|to|of|in|on|at|by|as|from|that)\b)\w"
)
_NOT_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Match:
    """What LanguageTool says of one place.

    group and issue: its category and its type of issue. title: its short message, or empty.
    """

    rule_id: str
    group: str
    issue: str
    message: str
    title: str
    suggestions: tuple[str, ...]
    block: Block
    span: Span


@dataclass(frozen=True, slots=True)
class Variant:
    """The English that an article is written in: `en-US` or `en-GB`, and whether that is sure."""

    code: str
    is_sure: bool


@dataclass(frozen=True, eq=False)
class LanguageRules:
    """What the rule packs say of LanguageTool.

    categories: the category of each of its rules or groups of rules; a name that ends in `*`
    stands for all that begin so. noise: its rules that are never reported. not_in_headings:
    those that expect a whole sentence. vocabulary: words of the field that it does not know;
    endings: what other such words end in.
    """

    categories: Mapping[str, str]
    noise: frozenset[str]
    not_in_headings: frozenset[str]
    vocabulary: frozenset[str]
    endings: tuple[str, ...]
    british: frozenset[str]
    american: frozenset[str]

    def category_of(self, match: Match) -> str:
        """Return the category of a match: by its rule, its group of rules, or its issue."""
        return (
            _look_up(match.rule_id, self.categories)
            or self.categories.get(match.group, "")
            or _BY_ISSUE.get(match.issue, "language.style")
        )

    def variant(self, text: str) -> Variant:
        """Return the English of `text`, by the spellings that only one variety has."""
        british = american = 0
        for word in _WORD.findall(text.lower()):
            british += word in self.british
            american += word in self.american
        code = "en-GB" if british > american else "en-US"
        most, least = max(british, american), min(british, american)
        return Variant(code, most >= _CLEAR_MAJORITY * max(least, 1))


@lru_cache(maxsize=4)
def language_rules(rules: RuleSet) -> LanguageRules:
    """Return what the word lists of `rules` say of LanguageTool. Raise RuleError if one lacks."""
    categories = {
        entry: name.removeprefix(_MAPS)
        for name, entries in rules.words.items()
        if name.startswith(_MAPS)
        for entry in entries
    }
    return LanguageRules(
        categories=categories,
        noise=rules.word_set("languagetool-noise"),
        not_in_headings=rules.word_set("languagetool-not-in-headings"),
        vocabulary=rules.word_set("field-vocabulary"),
        endings=tuple(sorted(rules.word_set("field-endings"))),
        british=rules.word_set("british-spellings"),
        american=rules.word_set("american-spellings"),
    )


def judge(
    match: Match, article: Article, table: LanguageRules, variant: Variant, own: frozenset[str]
) -> Finding | None:
    """Return the finding that a match makes, or None if it is noise.

    own: the house's words, lower case.
    """
    words = article.quote(match.span)
    if not words.strip() or _is_listed(match.rule_id, table.noise) or match.group in table.noise:
        return None
    category = table.category_of(match)
    if match.rule_id.startswith(SPELLER):
        category = _judge_spelling(match, article, table, variant, own)
        if not category:
            return None
    elif _is_taste(match, article):
        return None
    if _is_heading(match.block, article) and (
        category in ("language.style", "language.punctuation", "language.grammar")
        or _is_listed(match.rule_id, table.not_in_headings)
    ):
        return None
    if match.block.kind in ("item", "cell") and _is_listed(match.rule_id, table.not_in_headings):
        return None
    return Finding(
        rule_id=f"{category}.{_kebab(match.rule_id)}",
        category=category,
        severity=CATEGORY_SEVERITY[category],
        confidence=_CONFIDENCE.get(category) or _CONFIDENCE["garble"],
        spans=(match.span,),
        quote=words,
        message=match.message or _MESSAGES[category],
        explanation=f"LanguageTool's rule {match.rule_id}"
        + (f": {match.title}." if match.title else "."),
        suggestions=tuple(s for s in match.suggestions if s != words)[:_MOST_SUGGESTIONS],
    )


def is_variety(message: str) -> bool:
    """Say whether LanguageTool's message is only that another variety of English spells so."""
    return " is British English" in message or " is American English" in message


def rule_of(finding: Finding) -> Rule:
    """Return the rule that stands for LanguageTool's own in reports' lists of rules."""
    return Rule(
        id=finding.rule_id,
        category=finding.category,
        severity=finding.severity,
        confidence=finding.confidence,
        message=_MESSAGES.get(finding.category, finding.message),
        explanation=finding.explanation,
        origin="LanguageTool",
    )


def _judge_spelling(
    match: Match, article: Article, table: LanguageRules, variant: Variant, own: frozenset[str]
) -> str:
    """Return the category of a word that the speller does not know, or "" for a good word."""
    if is_variety(match.message):
        return "language.style" if variant.is_sure else ""
    return judge_word(
        article.quote(match.span),
        match.suggestions,
        Known(own | table.vocabulary | table.british | table.american, table.endings),
        before=article.text[match.block.span.start : match.span.start],
    )


def _is_taste(match: Match, article: Article) -> bool:
    """Say whether a match is about how compounds are written, or takes part of one for a fault."""
    after = article.text[match.span.end : match.block.span.end]
    if match.rule_id == "EN_A_VS_AN":
        return bool(_ABBREVIATION.match(after))
    if match.rule_id == "WITH_OUT":
        return after.startswith(" of ")  # "with out of date notes"
    words = article.quote(match.span)
    if match.rule_id == "EN_SPLIT_WORDS_HYPHEN":
        return bool(_SUSPENDED.search(words))  # "two- or three-day"
    if not _COMPOUND.search(match.rule_id) or "-" in words:
        return False
    # One word or two is what dictionaries differ on. A hyphen is owed before a noun, and by
    # participles ("habit-forming"); not by a noun that stands alone ("a spring clean").
    is_one = re.sub(r"\s", "", words) in match.suggestions
    return is_one or not (_PARTICIPLE.search(words) or _MORE_WORDS.match(after))


def _is_heading(block: Block, article: Article) -> bool:
    """Say whether a block is a heading, or so short and open-ended that it reads like one."""
    if block.kind in ("heading", "title", "description", "cell"):
        return True
    text = article.quote(block.span).rstrip()
    return not text.endswith((".", "!", "?", "”", '"', ")", ":")) and (
        len(text.split()) <= _HEADING_WORDS
    )


def _is_listed(rule_id: str, names: frozenset[str]) -> bool:
    return rule_id in names or any(n[-1:] == "*" and rule_id.startswith(n[:-1]) for n in names)


def _look_up(rule_id: str, categories: Mapping[str, str]) -> str:
    if rule_id in categories:
        return categories[rule_id]
    starts = [n for n in categories if n[-1:] == "*" and rule_id.startswith(n[:-1])]
    return categories[max(starts, key=len)] if starts else ""


def _kebab(rule_id: str) -> str:
    """Return a rule's name in our style; the speller's without its country."""
    name = SPELLER if rule_id.startswith(SPELLER) else rule_id
    return _NOT_ID.sub("-", name.lower()).strip("-")

"""Lost hyphens of compounds: "long term use", "non addictive", "ketamine assisted therapy"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from auditor.article import Article, Span
from auditor.checks.words import Word, next_word, previous_word
from auditor.findings import Finding, make_finding
from auditor.lexicon import FAMILIAR, known_words
from auditor.packs import RuleSet


def find_lost_hyphens(article: Article, rules: RuleSet, words: list[Word]) -> Iterator[Finding]:
    """Yield the findings of `garble.apostrophe.compound` among the words of a block."""
    rule = rules.rule("garble.apostrophe.compound")
    if rule is None:
        return
    taken = 0
    for index in range(len(words)):
        if index < taken:
            continue
        count = _compound_length(rules, words, index)
        if not count:
            continue
        parts = words[index : index + count]
        taken = index + count
        span = Span(parts[0].start, parts[-1].end)
        yield make_finding(rule, article, span, suggestions=["-".join(part.text for part in parts)])


@lru_cache(maxsize=4)
def _compounds(rules: RuleSet, name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the compounds of a word list by their first words, the longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for entry in rules.words[name]:
        parts = tuple(entry.split())
        table.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in table.items()}


def _compound_length(rules: RuleSet, words: list[Word], index: int) -> int:
    """Return of how many words the compound at `index` is made, 0 if there is none."""
    first = words[index].lower
    for parts in _compounds(rules, "hyphened-anywhere").get(first, ()):
        # "A habit forming slowly" is a noun with what it does.
        a_noun = previous_word(words, index).lower in rules.word_set("determiners")
        if _matches(words, index, parts) and (
            not a_noun or _modifies_noun(rules, words, index, len(parts))
        ):
            return len(parts)
    for parts in _compounds(rules, "hyphened-compounds").get(first, ()):
        if _matches(words, index, parts) and _modifies_noun(rules, words, index, len(parts)):
            return len(parts)
    second = next_word(words, index)
    if first == "follow" and second.lower == "up":
        visit = next_word(words, index + 1).lower in rules.word_set("visits")
        follows = previous_word(words, index).lower in rules.word_set("before-verbs")
        return 2 if visit and not follows else 0
    if first == "non" and second.text.islower():
        latin = second.lower in rules.word_set("latin-after-non")
        return 2 if known_words().get(second.lower, FAMILIAR) < FAMILIAR and not latin else 0
    if (
        second.lower in ("based", "related")
        and words[index].gap != "-"
        and words[index].text.islower()
        and first not in rules.word_set("function-words")
        and first not in rules.word_set("not-before-based")
        and first not in rules.word_set("plain-verbs")
        and not first.endswith(("s", "ly", "ed", "ing"))
        and known_words().get(first, FAMILIAR) < FAMILIAR
        and previous_word(words, index).lower not in ("the", "to", "and", "or", "who")
    ):
        return 2 if _modifies_noun(rules, words, index, 2) else 0
    if first in rules.word_set("hyphened-firsts"):
        follower = next_word(words, index + 1).lower
        if second.lower in rules.word_set("hyphened-participles"):
            return 2 if _modifies_noun(rules, words, index, 2) else 0
        if second.lower in rules.word_set("hyphened-before-therapy"):
            return 2 if follower in rules.word_set("kinds-of-care") else 0
    return 0


def _matches(words: list[Word], index: int, parts: tuple[str, ...]) -> bool:
    found = words[index : index + len(parts)]
    return [word.lower for word in found] == list(parts) and all(w.follows for w in found[1:])


def _modifies_noun(rules: RuleSet, words: list[Word], index: int, count: int) -> bool:
    """Say whether a noun seems to follow, so that the words before it are one adjective."""
    after = next_word(words, index + count - 1)
    before = previous_word(words, index)
    if not after.text.isalpha() or after.lower in rules.word_set("function-words"):
        return False
    if after.lower.endswith("ly") or before.lower == "not":
        return False
    # "In the long term patients do well" has no noun to modify.
    return not (
        before.lower == "the"
        and previous_word(words, index - 1).lower in rules.word_set("prepositions")
        and words[index + count - 1].lower == "term"
    )

"""Keyword stuffing: a search phrase dropped into a sentence where no writer would put it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.checks.search_questions import find_bare_question, find_repeated_questions
from auditor.checks.words import (
    CLOSING_QUOTES,
    OPENING_QUOTES,
    Word,
    next_word,
    previous_word,
    prose_words,
    word_at,
)
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet
from auditor.remade import Remade

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MOST_WORDS_BEFORE = 4
# "A clinic near me" is what a patient may say; nobody says "a migraine botox doctor near me".
_MANY_WORDS = 3
_LONGEST_QUOTED = 10
_SURELY_SPUN = 4
_NOT_IN_TEXT = frozenset({"title", "description", "heading"})


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `garble.keyword-stuffing.*`; titles and headings are left alone."""
    every = prose_words(article)
    of_text = [
        index for index, block in enumerate(article.prose()) if block.kind not in _NOT_IN_TEXT
    ]
    blocks = Remade(lambda index: every[of_text[index]][1], len(of_text))
    exact = Counter(word.text for words in blocks for word in words)
    for words in blocks:
        for index in range(len(words)):
            yield from _near_me(article, rules, words, index)
            yield from _place(article, rules, words, index)
            yield from _small_acronym(article, rules, words, index, exact)
            yield from _pile(article, rules, words, index)
            yield from find_bare_question(article, rules, words, index)
    yield from find_repeated_questions(article, rules, blocks)
    yield from _repeated_places(article, rules, blocks)


def _near_me(article: Article, rules: RuleSet, words: list[Word], index: int) -> Iterator[Finding]:
    rule = rules.rule("garble.keyword-stuffing.near-me")
    if rule is None or words[index].lower != "near" or next_word(words, index).lower != "me":
        return
    last = _searched_on(rules, words, index + 1)
    goes_on = last > index + 1
    first = _phrase_start(rules, words, index, may_be_named=1 if goes_on else _MANY_WORDS)
    if first is not None:
        span = Span(words[first].start, words[last].end)
        phrase = article.text[words[first].start : words[index - 1].end]
        fixes = () if goes_on else _unspun(rules, f"{phrase} nearby")
        yield make_finding(rule, article, span, suggestions=fixes)


@lru_cache(maxsize=4)
def _places(rules: RuleSet) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the places by their first words, the longest names first."""
    table: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for place in rules.words["places"]:
        parts = tuple(place.split())
        table[parts[0]].append(parts)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in table.items()}


def _place_at(rules: RuleSet, words: list[Word], index: int) -> int:
    """Return of how many words the place's name at `index` is made, 0 if there is none."""
    for parts in _places(rules).get(words[index].lower, ()):
        found = words[index : index + len(parts)]
        if [w.lower for w in found] == list(parts) and all(w.follows for w in found[1:]):
            return len(parts)
    return 0


def _place(article: Article, rules: RuleSet, words: list[Word], index: int) -> Iterator[Finding]:
    """Find a place in small letters, or one that follows a treatment without "in"."""
    rule = rules.rule("garble.keyword-stuffing.place")
    count = _place_at(rules, words, index)
    if rule is None or not count or word_at(words, index + count).gap.startswith(("-", "_", "/")):
        return
    last = index + count - 1
    name = article.text[words[index].start : words[last].end]
    tail = index
    if name.islower():
        if previous_word(words, index).lower == "in":
            tail -= 1
    else:
        service = previous_word(words, index)
        after = next_word(words, last)
        goes_on = after.text and after.lower not in rules.word_set("function-words")
        if (
            not name[0].isupper()
            or name.isupper()
            or goes_on
            or not service.text.islower()
            or service.lower not in rules.word_set("searched-services")
        ):
            return
    first = _phrase_start(rules, words, tail, may_be_named=_MANY_WORDS)
    if first is None or (tail < index and tail - first < 2):
        return
    phrase = " ".join(_written(rules, word) for word in words[first:tail])
    place = " ".join(
        part.upper() if len(part) <= (3 if " " not in name else 2) else part.title()
        for part in name.split()
    )
    end = _searched_on(rules, words, last) if name.islower() else last
    span = Span(words[first].start, words[end].end)
    fixes = _unspun(rules, f"{phrase} in {place}") if end == last else ()
    yield make_finding(rule, article, span, suggestions=fixes)


def _searched_on(rules: RuleSet, words: list[Word], last: int) -> int:
    """Return the last word of a search phrase that goes on after its place: "tampa fl prices"."""
    further = rules.word_set("after-searched-place")
    while True:
        after = next_word(words, last)
        if not after.text.islower():
            return last
        if count := _place_at(rules, words, last + 1):
            last += count
        elif after.lower in further:
            last += 1
        else:
            return last


def _small_acronym(
    article: Article, rules: RuleSet, words: list[Word], index: int, exact: Counter[str]
) -> Iterator[Finding]:
    rule = rules.rule("garble.keyword-stuffing.small-acronym")
    word = words[index]
    if rule is None or word.text not in rules.word_set("acronyms-typed-small"):
        return
    # Who always writes "iv" just writes so.
    if exact[word.text] >= (rule.limit or 0) and not exact[word.text.upper()]:
        return
    subjects = rules.word_set("searched-services") | rules.word_set("searched-treatments")
    first, last = index, index
    while index - first < _MOST_WORDS_BEFORE and previous_word(words, first).lower in subjects:
        first -= 1
    while last - first < _MOST_WORDS_BEFORE:
        after = next_word(words, last)
        if not after.text.islower() or after.lower not in subjects:
            break
        last += 1
    before = previous_word(words, first).lower
    if before in rules.word_set("determiners") or not any(
        w.lower in subjects for w in words[first : last + 1] if w is not word
    ):
        return
    phrase = [_written(rules, w) for w in words[first : last + 1]]
    if word.text == "iv" and index > first:
        # The way of giving comes before what is given: "IV ketamine".
        phrase.insert(0, phrase.pop(index - first))
    span = Span(words[first].start, words[last].end)
    yield make_finding(rule, article, span, suggestions=_unspun(rules, " ".join(phrase)))


def _pile(article: Article, rules: RuleSet, words: list[Word], index: int) -> Iterator[Finding]:
    """Find "botox wrinkles cost" and "ketamine addictive potential": nouns without their links."""
    rule = rules.rule("garble.keyword-stuffing.noun-pile")
    treatment = words[index]
    if rule is None or treatment.lower not in rules.word_set("searched-treatments"):
        return
    if previous_word(words, index).lower in ("of", "than", "versus", "vs"):
        return
    at = index + 1
    quality = next_word(words, index)
    detail = next_word(words, at)
    if (
        quality.lower in rules.word_set("searched-qualities")
        and detail.lower in rules.word_set("details-of-quality")
        and quality.text.islower()
    ):
        fix = f"{quality.text} {detail.text} of {treatment.text}"
        yield make_finding(rule, article, Span(treatment.start, detail.end), suggestions=[fix])
        return
    if quality.lower == "and":
        at += 1
    count = _listed_at(rules, "searched-conditions", words, at)
    details = _listed_at(rules, "searched-details", words, at + count) if count else 0
    if not details or not words[at].text.islower():
        return
    last = words[at + count + details - 1]
    condition = article.text[words[at].start : words[at + count - 1].end]
    tail = article.text[words[at + count].start : last.end]
    fixes = [f"{treatment.text} {tail} for {condition}", f"{treatment.text} {tail}"]
    if tail == "dosage":
        fixes.insert(1, f"{treatment.text} dose for {condition}")
    yield make_finding(rule, article, Span(treatment.start, last.end), suggestions=fixes)


def _listed_at(rules: RuleSet, name: str, words: list[Word], index: int) -> int:
    """Return of how many words the entry of a list at `index` is made, 0 if there is none."""
    entries = rules.word_set(name)
    one = word_at(words, index)
    if not one.follows:
        return 0
    two = next_word(words, index)
    if two.text and f"{one.lower} {two.lower}" in entries:
        return 2
    return 1 if one.lower in entries else 0


def _repeated_places(
    article: Article, rules: RuleSet, blocks: Sequence[list[Word]]
) -> Iterator[Finding]:
    """Yield one finding for a treatment that is named with its place again and again."""
    rule = rules.rule("garble.keyword-stuffing.repeated-place")
    if rule is None or rule.limit is None:
        return
    places: defaultdict[tuple[str, ...], list[Span]] = defaultdict(list)
    for words in blocks:
        for index in range(3, len(words)):
            count = _place_at(rules, words, index)
            phrase = words[index - 3 : index + count]
            if (
                count
                and words[index - 1].lower == "in"
                and words[index - 2].lower in rules.word_set("searched-services")
                and all(w.follows for w in phrase[1:])
                and phrase[0].lower not in rules.word_set("function-words")
            ):
                key = tuple(w.lower for w in phrase)
                places[key].append(Span(phrase[0].start, phrase[-1].end))
    total = sum(len(words) for words in blocks)
    for spans in places.values():
        if len(spans) >= rule.limit and len(spans) * 1000 >= rule.limit * total:
            yield make_finding(rule, article, [spans[1], spans[0], *spans[2:]])


def _phrase_start(rules: RuleSet, words: list[Word], tail: int, may_be_named: int) -> int | None:
    """Return the index of the first content word of the phrase before `tail`, if there is one.

    None, too, if the phrase is quoted, or named as a thing ("a clinic near me") and of fewer than
    `may_be_named` words.
    """
    first = tail
    while first > 0 and tail - first < _MOST_WORDS_BEFORE:
        before = previous_word(words, first)
        if not before.text.isalpha() or before.lower in rules.word_set("search-words"):
            break
        is_ing = before.lower.endswith("ing") and len(before.lower) > 5
        if is_ing and before.lower not in rules.word_set("treatments-in-ing"):
            break
        # "Therapy for anxiety houston" is one phrase; "a plan for ketamine therapy houston" is two.
        joins = before.lower == "for" and tail - first == 1 and first > 1
        if joins and words[first - 2].lower in rules.word_set("searched-services"):
            first -= 2
            continue
        if before.lower in rules.word_set("function-words"):
            break
        first -= 1
    is_named = previous_word(words, first).lower in ("a", "an", "any", "no", "other")
    if first == tail or (is_named and tail - first < may_be_named):
        return None
    return None if _is_quoted(words, first) else first


def _is_quoted(words: list[Word], index: int) -> bool:
    """Say whether a quotation mark opens before the word and has not closed yet."""
    for word in reversed(words[max(index - _LONGEST_QUOTED, 1) : index + 1]):
        if word.gap[-1:] in OPENING_QUOTES:
            return True
        if word.gap[:1] in CLOSING_QUOTES:
            return False
    return False


@lru_cache(maxsize=4)
def _services_for(rules: RuleSet) -> dict[str, tuple[str, ...]]:
    """Return the services that a spun name of a service may stand for ("remedy": "therapy")."""
    services = rules.word_set("searched-services")
    return {
        pair.wrong: tuple(right for right in pair.right if right in services)
        for pair in rules.pairs
        if pair.wrong in services and pair.weight >= _SURELY_SPUN
    }


def _unspun(rules: RuleSet, phrase: str) -> list[str]:
    """Return the phrase with its spun service put right, in the likeliest ways; itself last."""
    words = phrase.split()
    for index, word in enumerate(words):
        if rights := _services_for(rules).get(word):
            return [" ".join([*words[:index], r, *words[index + 1 :]]) for r in rights] + [phrase]
    return [phrase]


def _written(rules: RuleSet, word: Word) -> str:
    return word.text.upper() if word.lower in rules.word_set("acronyms-typed-small") else word.text

"""Keyword stuffing: questions that people type into a search box, set into sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditor.article import Article, Span
from auditor.checks.words import OPENING_QUOTES, Word, next_word, previous_word, word_at
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet

_QUESTION_WORDS = 4
_LONGEST_QUESTION = 10
_REACH_OF_MARK = 120


def find_bare_question(
    article: Article, rules: RuleSet, words: list[Word], index: int
) -> Iterator[Finding]:
    """Find a question in a question's order of words, set into a statement.

    "People ask how much does botox cost" would be "how much botox costs" in a writer's words.
    """
    rule = rules.rule("garble.keyword-stuffing.bare-question")
    word = words[index]
    if rule is None or not word.text.islower() or not word.follows:
        return
    auxiliaries = rules.word_set("asking-auxiliaries")
    start = _asks(rules, words, index)
    if not start or not word_at(words, index + start).text.islower():
        return
    subject = word_at(words, index + start)
    if subject.lower in rules.word_set("never-searched-subjects"):
        return
    end = index + start
    while end - index < _LONGEST_QUESTION:
        after = next_word(words, end)
        if not after.text or (after.lower in auxiliaries and end > index + start):
            break
        end += 1
    if end - index < _QUESTION_WORDS - 1:
        return
    rest = article.text[words[end].end : words[end].end + _REACH_OF_MARK]
    if "?" in rest.split(". ")[0]:
        return
    yield make_finding(rule, article, Span(word.start, words[end].end))


def _asks(rules: RuleSet, words: list[Word], index: int) -> int:
    """Return how many words begin a bare question at `index`, its auxiliary among them, else 0.

    "Ask what can go wrong" and "who will come" have no other order of words: there a bare question
    shows only in "does".
    """
    word, two, three = words[index], next_word(words, index), next_word(words, index + 1)
    before = previous_word(words, index).lower
    if word.lower in rules.word_set("bare-auxiliaries"):
        return int(before in rules.word_set("before-bare-question"))
    if before not in rules.word_set("before-indirect-question"):
        return 0
    if f"{word.lower} {two.lower}" in rules.word_set("measuring-questions"):
        return 3 if three.lower in rules.word_set("asking-auxiliaries") else 0
    return 2 if word.lower in rules.word_set("question-words") and two.lower == "does" else 0


def find_repeated_questions(
    article: Article, rules: RuleSet, blocks: Sequence[list[Word]]
) -> Iterator[Finding]:
    """Yield each place of an indirect question that the text repeats word for word."""
    rule = rules.rule("garble.keyword-stuffing.repeated-question")
    if rule is None or rule.limit is None:
        return
    places: defaultdict[tuple[str, ...], list[Span]] = defaultdict(list)
    subjects = rules.word_set("searched-treatments") | rules.word_set("searched-conditions")
    for words in blocks:
        for index, word in enumerate(words):
            found = words[index : index + _QUESTION_WORDS]
            key = tuple(w.lower for w in found)
            if (
                len(found) == _QUESTION_WORDS
                and f"{key[0]} {key[1]}" in rules.word_set("questions-begin")
                and word.text.islower()
                and word.gap[-1:] not in OPENING_QUOTES
                and all(w.follows for w in found[1:])
                and subjects & set(key)
                and "?" not in article.text[found[-1].end : found[-1].end + 40]
            ):
                places[key].append(Span(word.start, found[-1].end))
    for spans in places.values():
        if len(spans) >= rule.limit:
            for span in spans:
                yield make_finding(rule, article, span)

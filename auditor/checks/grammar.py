"""Broken grammar that word classes show and counts of clean writing confirm."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from auditor.article import Article, Span
from auditor.checks.counted import (
    CHANCE,
    count_pairs,
    count_words,
    expected_pairs,
    is_unwritten,
    stands_as_noun,
)
from auditor.checks.tokens import Tokens
from auditor.checks.words import Word, next_word, previous_word, prose_words, word_at
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.language import has_tags
from auditor.lexicon import is_function_word, known_words
from auditor.packs import RuleSet
from auditor.rule import Rule
from auditor.spun.inflect import find_bases, load_irregulars

if TYPE_CHECKING:
    from spacy.tokens import Doc


# The one rule that nothing but tags can tell.
_ORDER = "garble.broken-grammar.order"
# How many words before two verbs a clause's opener may stand that makes them good.
_REACH = 7
_REACH_OF_MODAL = 5
# A pair counts as never written only if chance alone would have made it so often.
_LEAST_EXPECTED = 3.0
# How often the right form must have been counted in the place of a wrong one.
_LEAST_OF_MODAL = 2
_LEAST_OF_TO = 8
_LEAST_OF_NOUN = 3
# How often a word must have been counted that is said never to be a noun.
_LEAST_OF_VERB = 10
_LEAST_OF_ADJECTIVE = 20
_NOUNS, _FINITE = ("NN", "NNS"), ("VBP", "VBZ", "VBD", "MD")
# Such adjectives do stand behind: "the best care available", "the drugs tested".
_AFTER_NOUN = ("able", "ible", "ed", "en")
# An unknown verb may end so, and be taken for an adjective: "adults can approximate it".
_VERB_ENDINGS = ("ed", "en", "ate", "ise", "ize", "fy")
_STOPS = frozenset(".;:!?")


class _Found(NamedTuple):
    """Up to which word of the block a fault reaches, and what could stand there."""

    last: int
    suggestions: list[str]


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield findings of `garble.broken-grammar` that take word classes, tags and counts."""
    yield from _order(rules, doc, article)
    tokens = Tokens(doc)
    judges = [
        (rule, judge)
        for name, judge in (
            ("clash", _clash),
            ("no-noun", _lacks_noun),
            ("verb-form", _wrong_form),
            ("no-verb", _lacks_verb),
            ("number", _wrong_number),
        )
        if (rule := rules.rule(f"garble.broken-grammar.{name}"))
    ]
    repeated = rules.rule("garble.broken-grammar.repeated-run")
    openers = _openers(rules)
    sentence = rules.rule("garble.broken-grammar.new-sentence")
    sentence_openers = rules.word_set("openers-of-a-sentence")
    for block, words in prose_words(article):
        is_heading = block.kind == "heading"
        lower = [word.lower for word in words]
        taken = -1
        for index in range(len(words) - 1):
            if index <= taken:
                continue
            if repeated and lower[index + 1] in lower[index + 3 : index + 5]:
                found = _repeats(rules, words, index)
                if found is not None:
                    yield _finding(repeated, article, words, index, found)
                    taken = found.last
                    continue
            opens = not is_heading and lower[index + 1] in sentence_openers
            if sentence and opens and _opens_sentence(words, index):
                yield _finding(sentence, article, words, index, _Found(index + 1, []))
                continue
            if lower[index] not in openers:
                continue
            for rule, judge in judges:
                found = judge(rules, words, index, tokens)
                if found is not None:
                    yield _finding(rule, article, words, index, found)
                    break


def _finding(rule: Rule, article: Article, words: list[Word], index: int, found: _Found) -> Finding:
    span = Span(words[index].start, words[found.last].end)
    return make_finding(rule, article, span, suggestions=found.suggestions)


@lru_cache(maxsize=4)
def _openers(rules: RuleSet) -> frozenset[str]:
    """Return the words that a fault can begin with, a run that stands twice aside."""
    lists = ("never-last", "modals-before-verb")
    return frozenset(_clashes(rules)).union(("to",), *(rules.words[name] for name in lists))


def _clash(rules: RuleSet, words: list[Word], index: int, tokens: Tokens) -> _Found | None:
    """Find two words of classes that never meet: "the is", "of they"."""
    one = words[index]
    seconds = _clashes(rules).get(one.lower)
    if seconds is None:
        return None
    two = next_word(words, index)
    may_end_clause = seconds.get(two.lower)
    if may_end_clause is None or not _is_plain(rules, words, index):
        return None
    token = tokens.at(one.start)
    # "God's will has" and "the can is" are nouns.
    if token is not None and one.lower in ("can", "will", "might", "must") and token.tag_ != "MD":
        return None
    before = {word.lower for word in words[max(index - _REACH, 0) : index]}
    if may_end_clause and before & rules.word_set("clause-carriers"):
        return None
    return _Found(index + 1, []) if is_unwritten(one.lower, two.lower, _LEAST_EXPECTED) else None


@lru_cache(maxsize=4)
def _clashes(rules: RuleSet) -> dict[str, dict[str, bool]]:
    """Return for each first word the words that can't follow, and whether a clause clears them."""
    table: dict[str, dict[str, bool]] = {}
    for name in ("clashes", "clashes-unless-clause"):
        for entry in rules.words[name]:
            first, second = entry.split()
            for word in rules.words[first]:
                row = table.setdefault(word, {})
                for other in rules.words[second]:
                    row.setdefault(other, name != "clashes")
    return table


def _is_plain(rules: RuleSet, words: list[Word], index: int) -> bool:
    """Say whether neither word is a name, a letter or a part of a compound."""
    one, two = words[index], words[index + 1]
    if (
        not two.text.islower()
        or one.text.isupper()
        or not (one.text[1:].islower() or one.text == "a")
    ):
        return False
    if one.gap.endswith("-") or word_at(words, index + 2).gap == "-":
        return False
    return one.lower != "a" or previous_word(words, index).lower not in rules.word_set(
        "lettered-nouns"
    )


def _lacks_noun(rules: RuleSet, words: list[Word], index: int, tokens: Tokens) -> _Found | None:
    """Find an article right before the end of its clause: "take the."."""
    one, two = words[index], words[index + 1]
    if one.lower not in rules.word_set("never-last") or not one.text.islower():
        return None
    if two.gap[:1] not in _STOPS or not two.gap[1:2].isspace() or not two.text[0].isupper():
        return None
    if one.lower == "a" and not previous_word(words, index).text.islower():
        return None
    if one.lower == "a" and previous_word(words, index).lower in rules.word_set("lettered-nouns"):
        return None
    return _Found(index, [])


def _repeats(rules: RuleSet, words: list[Word], index: int) -> _Found | None:
    """Find two or three words that stand twice in a row: "of the of the"."""
    for count in (3, 2):
        run = words[index : index + 2 * count]
        if len(run) < 2 * count or not all(word.follows for word in run[1:]):
            continue
        first, second = run[:count], run[count:]
        # "Other risk factors Other risk factors include" is a heading that its text took over.
        if [w.text for w in first[1:]] != [w.text for w in second[1:]] or not all(
            w.text.islower() for w in second
        ):
            continue
        if first[0].lower != second[0].lower:
            continue
        if any(w.lower in rules.word_set("rightly-repeated") for w in first):
            continue
        if first[0].lower == "and" or first[0].lower == first[1].lower:
            continue
        # "An organization of organizations of organizations" nests.
        if previous_word(words, index).lower.rstrip("s") == run[-1].lower.rstrip("s"):
            continue
        return _Found(index + 2 * count - 1, [" ".join(word.text for word in first)])
    return None


def _opens_sentence(words: list[Word], index: int) -> bool:
    """Say whether a sentence begins behind a comma: "the best care, If you are"."""
    one, two, three = words[index], words[index + 1], word_at(words, index + 2)
    return (
        two.gap.startswith(",")
        and two.gap[1:].isspace()
        and one.text.islower()
        and two.text.istitle()
        and three.follows
        and three.text.islower()
    )


def _order(rules: RuleSet, doc: Doc, article: Article) -> Iterator[Finding]:
    """Find an adjective between its noun and the verb: "the patients elderly need rest"."""
    rule = rules.rule(_ORDER)
    if rule is None or not has_tags(doc):
        return
    tags = [doc.vocab.strings[tag] for tag in doc.to_array("TAG").tolist()]
    for at in range(1, len(tags) - 1):
        if tags[at] != "JJ" or tags[at - 1] not in _NOUNS or tags[at + 1] not in _FINITE:
            continue
        noun, adjective, verb = doc[at - 1], doc[at], doc[at + 1]
        if not (noun.is_lower and adjective.is_lower and adjective.is_alpha and verb.is_lower):
            continue
        if not (noun.whitespace_ and adjective.whitespace_) or adjective.head.i > at + 1:
            continue
        # "Somebody sober stays", "the word permanent can".
        if noun.lower_ in rules.word_set("nouns-before-adjective"):
            continue
        if adjective.lower_.endswith(_AFTER_NOUN) or adjective.lower_ in rules.word_set(
            "adjectives-after-noun"
        ):
            continue
        line = noun.lower_, adjective.lower_, verb.lower_
        if any(count_pairs(line[:2], line[1:])):
            continue
        if count_words([adjective.lower_])[0] < _LEAST_OF_ADJECTIVE:
            continue
        yield make_finding(rule, article, Span(noun.idx, verb.idx + len(verb)))


def _wrong_form(rules: RuleSet, words: list[Word], index: int, tokens: Tokens) -> _Found | None:
    """Find a verb that should have no ending: "can helps", "to treats the"."""
    one = words[index]
    modal = one.lower in rules.word_set("modals-before-verb")
    # "Can drops dissolve it?": a modal that opens a sentence asks, and its subject follows.
    if not one.text.islower() or not (modal or one.lower == "to"):
        return None
    token = tokens.at(one.start)
    if token is not None and modal and token.tag_ not in ("MD", "VBP", "VBZ", "VBD"):
        return None
    at = index + 1
    while modal and word_at(words, at).lower in rules.word_set("adverbs-before-verb"):
        at += 1
    verb = word_at(words, at)
    if not verb.text or not all(word.follows for word in words[index + 1 : at + 1]):
        return None
    if not verb.text.islower() or not verb.lower.endswith(("s", "ed", "ing")):
        return None
    if word_at(words, at + 1).gap == "-":
        return None
    if not modal and (
        verb.lower.endswith("ing")
        or not (
            next_word(words, at).lower in rules.word_set("openers-of-an-object")
            or _is_never_noun(verb.lower)
        )
    ):
        return None
    right = _base_that_fits(
        rules, one.lower, verb.lower, _LEAST_OF_MODAL if modal else _LEAST_OF_TO
    )
    if right is None:
        return None
    return _Found(at, [" ".join([*(word.text for word in words[index:at]), right])])


def _lacks_verb(rules: RuleSet, words: list[Word], index: int, tokens: Tokens) -> _Found | None:
    """Find a modal whose verb is missing: "health care can costly", "you can clothing"."""
    one, two = words[index], next_word(words, index)
    if one.lower not in rules.word_set("modals-before-verb") or not two.text.islower():
        return None
    subject = previous_word(words, index)
    if not _is_modal_without_verb(tokens, subject, one, two):
        return None
    near = {word.lower for word in words[max(index - _REACH, 0) : index]}
    if near & rules.word_set("verb-left-out-after") or word_at(words, index + 2).gap == "-":
        return None
    if two.lower.endswith(_VERB_ENDINGS) or two.lower in rules.word_set("nouns-that-are-verbs"):
        return None
    modals = sorted(rules.word_set("plain-modals"))
    seen = sum(count_pairs(modals, [two.lower] * len(modals)))
    by_chance = expected_pairs(sum(count_words(modals)), count_words([two.lower])[0])
    never = by_chance >= _LEAST_EXPECTED and seen <= CHANCE * by_chance
    return _Found(index + 1, []) if never else None


def _is_modal_without_verb(tokens: Tokens, subject: Word, modal: Word, after: Word) -> bool:
    """Say whether a subject stands before the modal, and no verb behind it, as far as tags tell."""
    if not subject.text:
        return False
    before, helper, behind = (tokens.at(word.start) for word in (subject, modal, after))
    if before is None or helper is None or behind is None:
        return not is_function_word(subject.lower) and not after.lower.endswith("ly")
    # "What can patients do" has its verb behind.
    return (
        helper.tag_ == "MD"
        and before.pos_ in ("NOUN", "PROPN", "PRON")
        and behind.pos_ not in ("ADV", "CCONJ", "AUX")
        and not tokens.has_base_verb(after.end, _REACH_OF_MODAL)
    )


def _is_never_noun(word: str) -> bool:
    """Say whether clean writing has the word, and never where nouns stand."""
    return not stands_as_noun(word) and count_words([word])[0] >= _LEAST_OF_VERB


def _base_that_fits(rules: RuleSet, before: str, verb: str, least: int) -> str | None:
    """Return the base form of `verb` that is written after `before`, if `verb` itself never is."""
    bases = dict(find_bases(verb, known_words(), load_irregulars(rules)))
    if not bases or verb in bases:
        return None
    candidates = [verb, *bases]
    counts = count_pairs([before] * len(candidates), candidates)
    if counts[0] > 0:
        return None
    best = max(range(1, len(candidates)), key=lambda at: counts[at])
    return candidates[best] if counts[best] >= least else None


def _wrong_number(rules: RuleSet, words: list[Word], index: int, tokens: Tokens) -> _Found | None:
    """Find a plural after "a" or "an": "a benefits of it"."""
    one, two = words[index], next_word(words, index)
    if one.lower not in ("a", "an") or (one.text == "A" and not one.starts_sentence):
        return None
    noun, after = tokens.at(two.start), word_at(words, index + 2)
    if not two.text.islower() or after.gap == "-" or (noun is not None and noun.tag_ != "NNS"):
        return None
    following = tokens.at(after.start) if after.text and after.follows else None
    # "A sports club": the plural only says what kind of thing.
    if noun is None and after.follows and not is_function_word(after.lower):
        return None
    if following is not None and following.pos_ in ("NOUN", "PROPN", "ADJ", "NUM"):
        return None
    if not two.lower.endswith("s") or previous_word(words, index).lower in rules.word_set(
        "lettered-nouns"
    ):
        return None
    bases = [base for base, _ in find_bases(two.lower, known_words(), load_irregulars(rules))]
    if not bases or count_pairs([one.lower], [two.lower])[0] > 0:
        return None
    singles = count_pairs([one.lower] * len(bases), bases)
    best = max(range(len(bases)), key=lambda at: singles[at])
    if singles[best] < _LEAST_OF_NOUN:
        return None
    return _Found(index + 1, [f"{one.text} {bases[best]}", two.text])

"""Lost and misplaced apostrophes: contractions ("dont", "do'nt"), "its" for "it's", "your".

Owners without their apostrophe and lost hyphens have modules of their own; all three run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.article import Article
from auditor.checks.hyphens import find_lost_hyphens
from auditor.checks.owners import Tokens, find_lost_owners, is_counted_it_is, is_counted_its
from auditor.checks.words import (
    Word,
    apostrophe_of,
    next_word,
    previous_word,
    prose_words,
    word_at,
)
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.language import has_tags
from auditor.packs import RuleSet
from auditor.rule import Rule

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FALSE_MARKS = re.compile(r"[`´ʼ]")
_HAS_FALSE_MARK = re.compile(r"[a-z][`´](?:s|t|re|ve|ll|d|m)$")


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `garble.apostrophe.*`."""
    mark = apostrophe_of(article)
    own = frozenset(word.lower() for word in config.vocabulary)
    tokens = {token.idx: token for token in doc} if has_tags(doc) else {}
    for block, words in prose_words(article):
        tail = article.text[words[-1].end : block.span.end] if words else ""
        for index, word in enumerate(words):
            if word.lower in own:
                continue
            found = (
                _find_contraction(rules, words, index, tail)
                or _find_its(rules, words, index, tokens)
                or _find_owner_contraction(rules, words, index)
            )
            if found is not None:
                rule, right = found
                yield make_finding(
                    rule, article, word.span, suggestions=[_in_style(word.text, right, mark)]
                )
        yield from find_lost_owners(article, rules, words, mark, own, tokens)
        yield from find_lost_hyphens(article, rules, words)


def _in_style(wrong: str, right: str, mark: str) -> str:
    """Return `right` with the case of `wrong` and the article's own apostrophe."""
    if len(wrong) > 1 and wrong.isupper():
        right = right.upper()
    elif wrong[0].isupper():
        right = right[0].upper() + right[1:]
    return right.replace("'", mark)


@lru_cache(maxsize=4)
def _broken_contractions(rules: RuleSet) -> dict[str, str]:
    """Return each form of a contraction that is no word, and the right form."""
    forms: dict[str, str] = {}
    for right in rules.words["contractions"]:
        lower = right.lower()
        forms[lower.replace("'", "")] = right
        at = lower.index("'")
        if lower.endswith("n't"):
            forms[f"{lower[: at - 1]}'nt"] = right
    for right in rules.words["contractions-like-words"]:
        lower = right.lower()
        if lower.endswith("n't"):
            forms[f"{lower[:-3]}'nt"] = right
    return forms


def _find_contraction(
    rules: RuleSet, words: list[Word], index: int, tail: str
) -> tuple[Rule, str] | None:
    rule = rules.rule("garble.apostrophe.contraction")
    word = words[index]
    if rule is None:
        return None
    if _HAS_FALSE_MARK.search(word.text):
        return rule, _FALSE_MARKS.sub("'", word.text.lower())
    if word.gap.endswith(("'", "-")) or (
        word.text.isupper() and not word_at(words, index + 1).text.isupper()
    ):
        return None
    right = _broken_contractions(rules).get(word.lower) or _contraction_by_context(
        rules, words, index, tail
    )
    return None if right is None else (rule, right)


def _contraction_by_context(rules: RuleSet, words: list[Word], index: int, tail: str) -> str | None:
    """Return the contraction that a word such as "cant", "wont", "lets" or "Im" stands for."""
    word = words[index]
    before, after = previous_word(words, index), next_word(words, index)
    verbs = rules.word_set("plain-verbs")
    helpers = ("be", "have", "do")
    if word.lower in ("cant", "wont"):
        # As nouns (the cant of a jaw, as is her wont) they have an owner or an article.
        is_noun = before.lower in rules.word_set("determiners") or after.lower == "to"
        follows = after.lower in helpers or after.lower not in rules.word_set("function-words")
        is_verb = (after.text.islower() and follows) or after.lower in (
            "just",
            "only",
            "even",
            "also",
        )
        return f"{word.lower[:-1]}'t" if is_verb and not is_noun else None
    if word.text in ("Im", "im", "Ive", "ive"):
        is_name = word.text[0] == "I" and not word.starts_sentence
        if not after.text.islower() or (is_name and before.text[:1].isupper()):
            return None
        return "I'm" if word.lower == "im" else "I've"
    if word.text == "Id" and after.lower in rules.word_set("verbs-after-i-would"):
        return "I'd"
    if word.text == "Ill" and after.lower in verbs:
        return "I'll"
    if word.lower == "lets" and after.lower in verbs:
        urged = before.lower in rules.word_set("words-before-let-us")
        return "let's" if word.starts_clause or urged else None
    if not word.starts_sentence or not word.text[0].isupper():
        return None
    if word.lower == "well" and after.lower in rules.word_set("verbs-after-we-will"):
        return "we'll"
    if word.lower == "were" and _says_we_are(rules, words, index):
        return None if _is_question(words, index, tail) else "we're"
    return None


def _says_we_are(rules: RuleSet, words: list[Word], index: int) -> bool:
    place = _skip_adverbs(rules, words, index + 1)
    does = words[place].lower if place < len(words) and words[place].follows else ""
    return does in rules.word_set("words-after-we-are") or (
        does.endswith("ing") and len(does) > 4 and does not in rules.word_set("ing-nouns")
    )


def _is_question(words: list[Word], index: int, tail: str) -> bool:
    """Say whether the sentence of the word ends in a question mark; tail follows the last word."""
    for word in words[index + 1 :]:
        if word.starts_sentence:
            return "?" in word.gap
    return "?" in tail


def _find_its(
    rules: RuleSet, words: list[Word], index: int, tokens: Tokens
) -> tuple[Rule, str] | None:
    """Judge "its", "it's" and "your" by the words around them."""
    word = words[index]
    if word.lower == "its":
        rule = rules.rule("garble.apostrophe.its-verb")
        it_is = _means_it_is(rules, words, index) or is_counted_it_is(words, index, tokens)
        return (rule, "it's") if rule and it_is else None
    if word.lower == "it's":
        rule = rules.rule("garble.apostrophe.its-owner")
        owns = _means_its(rules, words, index) or is_counted_its(words, index, tokens)
        return (rule, "its") if rule and owns else None
    if word.lower == "your":
        rule = rules.rule("garble.apostrophe.your")
        return (rule, "you're") if rule and _means_you_are(rules, words, index) else None
    return None


def _means_it_is(rules: RuleSet, words: list[Word], index: int) -> bool:
    before, after = previous_word(words, index), next_word(words, index)
    # "Its so-called safety" owns; "its no-nonsense staff" does, too.
    if not after.text or word_at(words, index + 2).gap == "-":
        return False
    if after.lower in rules.word_set("its-then-never-owned"):
        return True
    if before.lower in rules.word_set("prepositions"):
        return False
    starts = words[index].starts_clause or before.lower in rules.word_set("its-clause-openers")
    place = _skip_adverbs(rules, words, index + 1)
    judged, then = words[place], next_word(words, place)
    if judged.lower == "best" and not starts:
        return False
    if judged.lower in rules.word_set("its-judging-words"):
        if then.lower in rules.word_set("its-judging-followers"):
            return True
        return starts and not then.text and not word_at(words, place + 1).gap.startswith("-")
    if judged.lower == "worth":
        return then.lower.endswith("ing") or then.lower in rules.word_set("determiners")
    if judged.lower == "going":
        return then.lower == "to"
    if judged.lower == "time":
        measured = next_word(words, place + 1).lower in rules.word_set("ends-of-measured-times")
        return starts and then.lower == "to" and not measured
    if judged.lower.endswith("ed") and judged.lower not in rules.word_set("nouns-in-ed"):
        return then.lower in rules.word_set("prepositions-after-participle")
    if judged.lower.endswith("ing") and judged.lower not in rules.word_set("ing-nouns"):
        return starts and then.lower in rules.word_set("objects-after-ing")
    if place > index + 1 and judged.lower in rules.word_set("its-then-never-owned"):
        return True
    return starts and judged.lower in rules.word_set("its-at-clause-start")


def _skip_adverbs(rules: RuleSet, words: list[Word], place: int) -> int:
    """Return the index of the first word from `place` on that is no adverb, if one follows."""
    while next_word(words, place).text and (
        words[place].lower in rules.word_set("its-adverbs")
        or (
            words[place].lower.endswith("ly")
            and words[place].lower not in rules.word_set("ly-words-but-adverbs")
        )
    ):
        place += 1
    return place


def _means_its(rules: RuleSet, words: list[Word], index: int) -> bool:
    before, after = previous_word(words, index), next_word(words, index)
    then = word_at(words, index + 2)
    if not after.text or then.gap == "-":
        return False
    if after.lower == "own" or (
        after.lower in rules.word_set("it-owns") and not (then.text and "!" in then.gap)
    ):
        return True
    return (
        before.lower in rules.word_set("prepositions-before-owner")
        and after.lower.isalpha()
        and after.lower not in rules.word_set("function-words")
        and after.lower not in rules.word_set("its-judging-words")
        and not after.lower.endswith(("ing", "ly", "ed"))
    )


def _means_you_are(rules: RuleSet, words: list[Word], index: int) -> bool:
    before, after = previous_word(words, index), next_word(words, index)
    then = next_word(words, index + 1)
    if after.lower in rules.word_set("your-then-never-owned"):
        return True
    if after.lower in rules.word_set("your-before-to"):
        return then.lower in ("to", "for", "about", "that", "with")
    return (
        before.lower in rules.word_set("conditions")
        and after.lower.endswith("ing")
        and after.lower not in rules.word_set("ing-nouns")
        and then.lower in rules.word_set("objects-after-ing") | rules.word_set("prepositions")
    )


def _find_owner_contraction(
    rules: RuleSet, words: list[Word], index: int
) -> tuple[Rule, str] | None:
    """Find apostrophes where none belongs: "who's life", "the patient's are", "many patient's"."""
    rule = rules.rule("garble.apostrophe.misplaced")
    word = words[index]
    if rule is None or not word.lower.endswith("'s"):
        return None
    before, after = previous_word(words, index), next_word(words, index)
    stem = word.lower[:-2]
    if stem == "who":
        owned = after.lower in rules.word_set("owned-by-people")
        return (rule, "whose") if owned and word_at(words, index + 2).gap != "-" else None
    capital = word.text[0].isupper() and not word.text[:-2].isupper()
    if capital or stem in rules.word_set("never-plural-with-apostrophe") or stem.endswith("s"):
        return None
    counted = before.lower in rules.word_set("counting-words")
    if counted or after.lower in ("are", "were", "have", "aren't", "weren't", "haven't"):
        return rule, word.text.lower()[:-2] + "s" if not word.text[
            :-2
        ].isupper() else stem.upper() + "s"
    return None

"""Joined words: two words, or a sentence's end and the next word, run together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.article import Article, Block, Span
from auditor.checks.breaks import Break, find_break
from auditor.checks.words import Word, next_word, previous_word, prose_words, word_at
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.lexicon import COMMON, FAMILIAR, known_words
from auditor.packs import RuleSet
from auditor.rule import Rule

if TYPE_CHECKING:
    from spacy.tokens import Doc

_RUN_IN = re.compile(
    r"(?<![\w.@/#&’'-])([A-Za-z’']{2,40})([.!?,;:])([A-Za-z’']{2,40})(?![\w@/’'-]|\.\w)"
)
_RUN_IN_AFTER_MARK = re.compile(
    r"(?:(?<![\w.,])(\d{2,4})|([)\]%”]))([.!?])([A-Z][a-z]*)\b|([.!?][”\"])([A-Z][a-z]*)\b"
)
_COMMA_A = re.compile(r"(?<![\w.@/#&’'-])([a-z]{3,40})(,a|\.A)(?= [a-z]{2})")
_OPEN_PAREN = re.compile(r"(?<![\w-])([A-Za-z]{4,40})\(([A-Za-z][A-Za-z-]{2,40})(?=[ )])")
_CLOSE_PAREN = re.compile(r"\b([A-Za-z]{1,40}\))([a-z]{2,40})\b")
_CAPITAL_INSIDE = re.compile(r"[a-z]{3,}[A-Z][a-z]*|[A-Z][a-z]{3,}[A-Z][a-z]+")
_COUNT = re.compile(r"(\d{1,4})([a-z]{3,})")
_LONGEST = 40
# The scores (natural logarithms) from which two words are meant; measured by
# benchmarks/mechanical.py. Word lists hold joined words, too, beyond the rank `_RARE`.
_SURE = -17.0
_SURE_OF_KNOWN = -12.0
# No name and no rare word ends like some words ("whether"): these need that much less.
_OF_SURE_SECOND = 3.0
_RARE = 40_000
# How often words stand side by side, against chance, that a lost mark has parted: most surely
# less than `_SELDOM`, and less than `_OFTEN` in an article that lost a few dashes for sure.
_SELDOM = 0.05
_OFTEN = 3.0
_FEW = 2
# What makes the lost mark certain, so that nobody need choose; measured on planted faults. A dash
# is lost if the words stand side by side less than `_NEVER` against chance, and would do so
# `_EXPECTED` times by chance; a space if they stand side by side more than `_USUAL`. Of lost
# spaces one in six looks like a dash, so that `_ENOUGH` of those alone are dashes.
_NEVER = 0.1
_EXPECTED = 10.0
_USUAL = 5.0
_ENOUGH = 4
_UNSURE_OF_MARK = 0.7
# A rule, the words that may stand there, best first, and how sure it is.
_Found = tuple[Rule, list[str], float]


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `garble.joined-words.*`."""
    known = known_words()
    own = rules.word_set("closed-compounds").union(map(str.lower, config.vocabulary))
    blocks = prose_words(article)
    counts = Counter(word.lower for _, words in blocks for word in words)
    pairs: list[tuple[Word, Word, Break]] = []
    for block, words in blocks:
        yield from _sentence_ends(article, rules, known, block)
        yield from _brackets(article, rules, known, block)
        for index, word in enumerate(words):
            if word.lower in own or not 4 <= len(word.lower) <= _LONGEST:
                continue
            found = (
                _common_pair(rules, word)
                or _capital_inside(rules, known, words, index, counts)
                or _counted(rules, word)
            )
            if found is not None:
                rule, suggestions, confidence = found
                yield make_finding(
                    rule, article, word.span, suggestions=suggestions, confidence=confidence
                )
            elif pair := _two_words(rules, known, words, index, counts):
                pairs.append((word, next_word(words, index), pair))
    rule_of_pairs = rules.rule("garble.joined-words.two-words")
    if rule_of_pairs is not None:
        yield from _pairs(article, rules, rule_of_pairs, pairs)


def _sentence_ends(
    article: Article, rules: RuleSet, known: Mapping[str, int], block: Block
) -> Iterator[Finding]:
    rule = rules.rule("garble.joined-words.sentence-end")
    if rule is None:
        return
    domains = rules.word_set("domain-endings")
    openers = rules.word_set("sentence-openers")
    for match in _RUN_IN.finditer(article.text, block.span.start, block.span.end):
        left, mark, right = match.groups()
        if not _is_end(rules, known, left, mark, right):
            continue
        if right.isupper() and len(right) > 1:
            continue
        # "Note:this" is a slip; most else with a colon is no prose.
        if mark == ":" and not all(
            known.get(word, COMMON) < COMMON and len(word) > 3 for word in (left, right)
        ):
            continue
        if mark in ".!?" and not right[0].isupper():
            # "example.com" looks the same: only a sentence's usual first word counts.
            if right.lower() in domains or right.lower() not in openers:
                continue
        elif mark == "." and right.lower() in domains:
            continue
        is_name = left[0].isupper() and right[0].isupper() and mark == "."
        if is_name and (known.get(left.lower(), FAMILIAR) >= COMMON or len(left) < 3):
            continue
        yield make_finding(
            rule, article, Span(*match.span()), suggestions=[f"{left}{mark} {right}"]
        )
    for match in _COMMA_A.finditer(article.text, block.span.start, block.span.end):
        if _is_word(match[1], known):
            fix = f"{match[1]}{match[2][0]} {match[2][1]}"
            yield make_finding(rule, article, Span(*match.span()), suggestions=[fix])
    for match in _RUN_IN_AFTER_MARK.finditer(article.text, block.span.start, block.span.end):
        right = match[4] or match[6]
        if right.lower() in openers and article.text[match.end() : match.end() + 1] not in "./@":
            left = article.quote(Span(match.start(), match.end() - len(right)))
            yield make_finding(rule, article, Span(*match.span()), suggestions=[f"{left} {right}"])


def _is_end(rules: RuleSet, known: Mapping[str, int], left: str, mark: str, right: str) -> bool:
    """Say whether the words on either side of a mark are two words, not parts of a name."""
    if _is_word(left, known) and _is_word(right, known):
        return True
    if not left.islower() or len(left) < 4:
        return False
    if mark in ",;":
        return right in rules.word_set("function-words")
    # After an unknown word a usual opener must follow; after a known one a name may.
    opens = right[0].isupper() and right.lower() in rules.word_set("sentence-openers")
    named = len(right) > 3 and right[0].isupper() and right[1:].islower()
    return opens or (named and mark != ":" and _is_word(left, known))


def _brackets(
    article: Article, rules: RuleSet, known: Mapping[str, int], block: Block
) -> Iterator[Finding]:
    rule = rules.rule("garble.joined-words.bracket")
    if rule is None:
        return
    for match in _OPEN_PAREN.finditer(article.text, block.span.start, block.span.end):
        left, right = match.groups()
        if _is_word(left, known) and (_is_word(right, known) or right.isupper()):
            yield make_finding(rule, article, Span(*match.span()), suggestions=[f"{left} ({right}"])
    for match in _CLOSE_PAREN.finditer(article.text, block.span.start, block.span.end):
        # "(re)the" is no word either; a word with a part in brackets goes on with that part.
        if match[2] in rules.word_set("function-words"):
            yield make_finding(
                rule, article, Span(*match.span()), suggestions=[f"{match[1]} {match[2]}"]
            )


@lru_cache(maxsize=4)
def _glued_pairs(rules: RuleSet) -> Mapping[str, str]:
    """Return the pairs of the word list without their space, and the pairs."""
    return {pair.replace(" ", ""): pair for pair in rules.words["glued-pairs"]}


def _common_pair(rules: RuleSet, word: Word) -> _Found | None:
    """Find pairs that are run together so often that they look like words: "alot", "ofthe"."""
    rule = rules.rule("garble.joined-words.two-words")
    pair = _glued_pairs(rules).get(word.lower)
    if rule is None or pair is None or (word.text[0].isupper() and not word.starts_sentence):
        return None
    return rule, [word.text[0] + pair[1:]], rule.confidence


def _capital_inside(
    rules: RuleSet, known: Mapping[str, int], words: list[Word], index: int, counts: Counter[str]
) -> _Found | None:
    """Find "treatmentThe"; names such as "LiverTox", "iPhone" and `programNames` are left alone."""
    rule = rules.rule("garble.joined-words.capital-inside")
    word = words[index]
    if not (word.follows or word.gap == "\n") or not next_word(words, index).text:
        return None
    if rule is None or not _CAPITAL_INSIDE.fullmatch(word.text) or counts[word.lower] > 1:
        return None
    at = next(i for i, letter in enumerate(word.text) if i and letter.isupper())
    left, right = word.text[:at], word.text[at:]
    if known.get(left.lower(), FAMILIAR) >= FAMILIAR:
        return None
    if left[0].isupper() and right.lower() not in rules.word_set("openers-after-name"):
        return None
    suggestions = [f"{left}. {right}", f"{left} {right}"]
    if right.lower() in rules.word_set("sentence-openers"):
        return rule, suggestions, rule.confidence
    # Where no sentence begins, a heading, a button or a name may have stood there.
    if left[0].islower() and len(left) > 4 and known.get(right.lower(), COMMON) < COMMON:
        return rule, suggestions, min(_UNSURE_OF_MARK, rule.confidence)
    return None


def _counted(rules: RuleSet, word: Word) -> _Found | None:
    """Find "6weeks"; units as short as "5mg" are a matter of style."""
    rule = rules.rule("garble.joined-words.number")
    match = _COUNT.fullmatch(word.text)
    if rule is None or match is None or match[2] not in rules.word_set("counted-words"):
        return None
    return rule, [f"{match[1]} {match[2]}"], rule.confidence


def _two_words(
    rules: RuleSet, known: Mapping[str, int], words: list[Word], index: int, counts: Counter[str]
) -> Break | None:
    """Find two words in one that is not known: "smokingbefore", "pillits"."""
    word = words[index]
    if known.get(word.lower, _RARE) < _RARE:
        return None
    stems = (word.lower.removesuffix("'s"), word.lower.removesuffix("s"))
    if any(stem in known for stem in stems if stem != word.lower):
        return None
    if "-" in (word.gap[-1:], word_at(words, index + 1).gap[:1]) or not word.text[1:].islower():
        return None
    capital = word.text[0].isupper()
    if not word.lower.replace("'", "").isalpha() or (capital and not word.starts_sentence):
        return None
    before, after = previous_word(words, index).lower, next_word(words, index).lower
    found = find_break(word.lower, before, after, rules, known, counts)
    if found is None or not _is_sure(
        rules, found, word, after, counts, is_known=word.lower in known
    ):
        return None
    return found


def _pairs(
    article: Article, rules: RuleSet, rule: Rule, pairs: list[tuple[Word, Word, Break]]
) -> Iterator[Finding]:
    """Yield the findings of two words in one, with a space or a dash between them.

    Where it is not certain which of the two was lost, the confidence says so.
    """
    openers = rules.word_set("dash-openers")
    parted = sum(not found.together and found.right in openers for _, _, found in pairs)
    # An export that drops dashes drops them all.
    has_dashes = "—" in article.text or " – " in article.text
    lost_dashes = parted >= _FEW and not has_dashes
    breaks = [found for _, _, found in pairs]
    surely_lost = (
        not has_dashes
        and not any(_is_surely_space(rules, found) for found in breaks)
        and sum(_is_clause_start(rules, found, lost_dashes=False) for found in breaks) >= _ENOUGH
    )
    for word, after, found in pairs:
        left, right = word.text[: len(found.left)], word.text[len(found.left) :]
        if right == "its" and after.lower in rules.word_set("its-then-never-owned"):
            right = "it's"
        marks = [" ", "—", ", "]
        if _is_clause_start(rules, found, lost_dashes=lost_dashes):
            marks = [", ", "—", " "] if right == "however" else ["—", " ", ", "]
        suggestions = [f"{left}{mark}{right}" for mark in marks]
        if marks[0] == " ":
            sure = _is_surely_space(rules, found)
        else:
            sure = surely_lost or _is_surely_parted(found)
        confidence = rule.confidence if sure else min(_UNSURE_OF_MARK, rule.confidence)
        yield make_finding(rule, article, word.span, suggestions=suggestions, confidence=confidence)


def _is_surely_parted(found: Break) -> bool:
    """Say whether the two words are so seldom side by side that a mark must have parted them."""
    return found.together < _NEVER and found.expected >= _EXPECTED


def _is_surely_space(rules: RuleSet, found: Break) -> bool:
    """Say whether nothing but a space can have parted the two words."""
    takes_no_mark = rules.word_set("determiners") | rules.word_set("prepositions")
    return found.together >= _USUAL or found.left in takes_no_mark


def _is_sure(
    rules: RuleSet, found: Break, word: Word, after: str, counts: Counter[str], *, is_known: bool
) -> bool:
    """Say whether a break is no compound, no name and no rare word by chance."""
    least = _SURE_OF_KNOWN if is_known else _SURE
    if found.right in rules.word_set("joined-second-sure"):
        least -= _OF_SURE_SECOND
    if found.score < least:
        return False
    glued = found.left in rules.word_set("joined-first")
    if word.text[0].isupper() and not (
        glued or found.right in rules.word_set("joined-second-sure") or found.together >= _USUAL
    ):
        return False
    # "Noway" is a spinner's word, and "inapparent" is one word.
    glue = rules.word_set("function-words")
    if found.left in rules.word_set("prefixes") and (
        not found.together or (is_known and found.right not in glue)
    ):
        return False
    if found.left in rules.word_set("compound-firsts") and found.right not in glue:
        return False
    if found.right in rules.word_set("compound-seconds") and not glued:
        return False
    if found.left in glue or found.right in glue:
        return glued or not _ends_name(rules, found, after)
    return counts[word.lower] < 2


def _ends_name(rules: RuleSet, found: Break, after: str) -> bool:
    """Say whether the second word is likelier the end of a Latin name or of an agent."""
    if found.right not in rules.word_set("endings-of-names"):
        return False
    if found.right == "a":
        return len(found.left) < 5 or not after or found.left.endswith(("i", "ic", "al", "ous"))
    is_plain = known_words().get(after, FAMILIAR) < COMMON and after != found.right
    stem = found.left.endswith(("ar", "ss", "ct", "at"))
    return not found.together and (len(found.left) < 5 or not is_plain or stem)


def _is_clause_start(rules: RuleSet, found: Break, *, lost_dashes: bool) -> bool:
    """Say whether a dash was likelier lost than a space: the words seldom stand side by side."""
    if found.left in rules.word_set("determiners") | rules.word_set("prepositions"):
        return False
    opens = found.right in rules.word_set("dash-openers")
    if lost_dashes and opens:
        return found.together < _OFTEN
    if found.left in rules.word_set("function-words"):
        return not found.together and found.left not in rules.word_set("joined-first")
    return found.together < (1 if opens else _SELDOM)


def _is_word(word: str, known: Mapping[str, int]) -> bool:
    lower = word.lower().replace("’", "'").strip("'")
    return len(lower) > 1 and known.get(lower.removesuffix("'s"), FAMILIAR * 3) < FAMILIAR * 2

"""Joined words: two words, or a sentence's end and the next word, run together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.article import Article, Block, Span
from auditor.checks.words import Word, next_word, prose_words, word_at
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.lexicon import COMMON, FAMILIAR, known_words
from auditor.packs import Rule, RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_RUN_IN = re.compile(
    r"(?<![\w.@/#&’'-])([A-Za-z’']{2,40})([.!?,;:])([A-Za-z’']{2,40})(?![\w@/’'-]|\.\w)"
)
_RUN_IN_AFTER_MARK = re.compile(
    r"(?:(?<![\w.,])(\d{2,4})|([)\]%”]))([.!?])([A-Z][a-z]*)\b|([.!?][”\"])([A-Z][a-z]*)\b"
)
_COMMA_A = re.compile(r"(?<![\w.@/#&’'-])([a-z]{3,40}),(a)(?= [a-z]{2})")
_OPEN_PAREN = re.compile(r"(?<![\w-])([A-Za-z]{4,40})\(([A-Za-z][A-Za-z-]{2,40})(?=[ )])")
_CLOSE_PAREN = re.compile(r"\b([A-Za-z]{1,40}\))([a-z]{2,40})\b")
_CAPITAL_INSIDE = re.compile(r"[a-z]{3,}[A-Z][a-z]*|[A-Z][a-z]{3,}[A-Z][a-z]+")
_COUNT = re.compile(r"(\d{1,4})([a-z]{3,})")
_SHORTEST_CONTENT_WORD = 5
_LONGEST = 40
# Two words of this rank or better are read apart; rarer ones make compounds and names.
_EVERYDAY = 5_000


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `garble.joined-words.*`."""
    known = known_words()
    own = frozenset(word.lower() for word in config.vocabulary)
    blocks = list(prose_words(article))
    counts = Counter(word.lower for _, words in blocks for word in words)
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
                or _two_words(rules, known, words, index, counts)
            )
            if found is not None:
                rule, suggestions = found
                yield make_finding(rule, article, word.span, suggestions=suggestions)


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
        if mark == ":" or (right.isupper() and len(right) > 1):
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
            yield make_finding(
                rule, article, Span(*match.span()), suggestions=[f"{match[1]}, {match[2]}"]
            )
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


def _common_pair(rules: RuleSet, word: Word) -> tuple[Rule, list[str]] | None:
    """Find pairs that are run together so often that they look like words: "alot", "ofthe"."""
    rule = rules.rule("garble.joined-words.two-words")
    pair = _glued_pairs(rules).get(word.lower)
    if rule is None or pair is None or (word.text[0].isupper() and not word.starts_sentence):
        return None
    return rule, [word.text[0] + pair[1:]]


def _capital_inside(
    rules: RuleSet, known: Mapping[str, int], words: list[Word], index: int, counts: Counter[str]
) -> tuple[Rule, list[str]] | None:
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
    if right.lower() in rules.word_set("sentence-openers") or (
        left[0].islower() and len(left) > 4 and known.get(right.lower(), COMMON) < COMMON
    ):
        return rule, [f"{left}. {right}", f"{left} {right}"]
    return None


def _counted(rules: RuleSet, word: Word) -> tuple[Rule, list[str]] | None:
    """Find "6weeks"; units as short as "5mg" are a matter of style."""
    rule = rules.rule("garble.joined-words.number")
    match = _COUNT.fullmatch(word.text)
    if rule is None or match is None or match[2] not in rules.word_set("counted-words"):
        return None
    return rule, [f"{match[1]} {match[2]}"]


def _two_words(
    rules: RuleSet, known: Mapping[str, int], words: list[Word], index: int, counts: Counter[str]
) -> tuple[Rule, list[str]] | None:
    rule = rules.rule("garble.joined-words.two-words")
    word = words[index]
    stems = (word.lower, word.lower.removesuffix("'s"), word.lower.removesuffix("s"))
    if rule is None or any(stem in known for stem in stems):
        return None
    if "-" in (word.gap[-1:], word_at(words, index + 1).gap[:1]) or not word.text[1:].islower():
        return None
    capital = word.text[0].isupper()
    if not word.lower.replace("'", "").isalpha() or (capital and not word.starts_sentence):
        return None
    at = _split_place(rules, known, word.lower, next_word(words, index), counts)
    if at == 0 or (capital and word.lower[at:] not in rules.word_set("joined-second-sure")):
        return None
    left, right = word.text[:at], word.text[at:]
    if right == "its" and next_word(words, index).lower in rules.word_set("its-then-never-owned"):
        right = "it's"
    if _is_clause_start(rules, left.lower(), right.lower()):
        return rule, [f"{left}—{right}", f"{left} {right}", f"{left}, {right}"]
    return rule, [f"{left} {right}", f"{left}—{right}"]


def _split_place(
    rules: RuleSet, known: Mapping[str, int], word: str, after: Word, counts: Counter[str]
) -> int:
    """Return where the likeliest pair of words in `word` meets, 0 if it is no pair.

    One of them must be a word that sentences are glued by ("the", "it's", "whether"), or both
    long and common, so that new compounds and unknown drug names are left alone.
    """
    best = (0, 0)
    for at in range(1, len(word)):
        left, right = word[:at], word[at:]
        rank = known.get(left, 0 if counts[left] > 1 else -1)
        if rank < 0 or right not in known:
            continue
        if (
            _glues_right(rules, known, left, right, after, counts)
            or _glues_left(rules, known, left, right)
            or (counts[word] < 2 and _are_plain_words(rules, known, left, right, counts))
        ):
            total = rank + known[right]
            if not best[0] or total < best[1]:
                best = (at, total)
    return best[0]


def _glues_right(
    rules: RuleSet,
    known: Mapping[str, int],
    left: str,
    right: str,
    after: Word,
    counts: Counter[str],
) -> bool:
    """Say whether `right` is a word that often follows a lost dash or space."""
    rank = known.get(left, COMMON)
    near = rank < FAMILIAR or counts[left] > 0
    if right in rules.word_set("joined-second-sure"):
        return len(left) >= 4 or left in rules.word_set("joined-first")
    # Endings such as "is" and "or" also end Latin names and agents: the next word must be plain.
    plain_next = known.get(after.lower, FAMILIAR) < COMMON and after.lower != right
    if right == "a":
        named = known.get(after.lower, FAMILIAR * 2) < FAMILIAR * 2
        return len(left) >= 7 and near and named and not left.endswith(("i", "ic", "al", "ous"))
    if right in rules.word_set("joined-second"):
        if left in rules.word_set("joined-first"):
            return len(left) + len(right) >= 5
        latin = right in rules.word_set("endings-of-names")
        if latin and (len(left) < 5 or not plain_next or left.endswith(("ar", "ss", "ct", "at"))):
            return False
        return len(left) >= 4 and near
    return False


def _glues_left(rules: RuleSet, known: Mapping[str, int], left: str, right: str) -> bool:
    """Say whether `left` is a word that often has lost the space after it ("theclinic")."""
    return left in rules.word_set("joined-first") and len(right) >= 4 and known[right] < COMMON


def _are_plain_words(
    rules: RuleSet, known: Mapping[str, int], left: str, right: str, counts: Counter[str]
) -> bool:
    """Say whether two long words meet that no compound joins, as in "connectionsketamine"."""
    if left in rules.word_set("compound-firsts") or right in rules.word_set("compound-seconds"):
        return False
    ranks = known.get(left, FAMILIAR), known[right]
    shortest = min(len(left), len(right))
    if shortest >= 4 and len(left) + len(right) >= 10 and max(ranks) < _EVERYDAY:
        return True
    if shortest < _SHORTEST_CONTENT_WORD:
        return False
    if ranks[0] >= COMMON or (ranks[1] >= FAMILIAR and not counts[right]):
        return False
    if not left.endswith(("s", "ing", "ed", "ly", "tion", "ity")) or left.endswith("ss"):
        return False
    # "Needlesticks" are sticks of needles, not ticks.
    letter, rest = left[-1], left[:-1]
    compound = (
        known.get(rest, FAMILIAR) < FAMILIAR and known.get(letter + right, FAMILIAR) < FAMILIAR
    )
    return not compound


def _is_clause_start(rules: RuleSet, left: str, right: str) -> bool:
    """Say whether a dash was likelier lost than a space: before a clause, after a content word."""
    starts = right in rules.word_set("joined-second") or right in ("a", "an")
    return starts and left not in rules.word_set("joined-first")


def _is_word(word: str, known: Mapping[str, int]) -> bool:
    lower = word.lower().replace("’", "'").strip("'")
    return len(lower) > 1 and known.get(lower.removesuffix("'s"), FAMILIAR * 3) < FAMILIAR * 2

"""Judges the speller's alarms: slips, words that have run together, or good words it lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from auditor.lexicon import COMMON, FAMILIAR, known_words

_NAME_LENGTH = 7  # shorter capitalised words are too near to other names
_NAME_LIKENESS = 0.87
_LIKENESS = 0.8
_SLIP_LIKENESS = 0.9  # to a common word that ends as the field's words do
_SHORTEST_JOINED = 5
_COMMONEST = 100  # ranks: what short or rare words may be run into
_COMMON_SHORT = 300
_REST = 4
_SURE_ABBREVIATION = 4

# What makes new words of known ones: the speller would part "reinjury" as "rein jury".
_PREFIXES = (
    "ab", "ante", "anti", "audio", "bi", "bio", "cardio", "co", "cross", "de", "dermo", "dis",
    "electro", "endo", "extra", "fore", "gastro", "hyper", "hypo", "infra", "inter", "intra",
    "macro", "mal", "mega", "meta", "micro", "mid", "mini", "mis", "mono", "multi", "neuro",
    "non", "ortho", "osteo", "out", "over", "para", "peri", "photo", "poly", "post", "pre",
    "pseudo", "psycho", "radio", "re", "retro", "self", "semi", "sub", "super", "supra", "tele",
    "thermo", "trans", "tri", "ultra", "un", "under", "uni", "vaso",
)  # fmt: skip
# "Fasciola gigantica": the second part of a name in Latin, after a word that is capitalised too.
_GENUS = re.compile(r"(?:^|\s)([A-Z][a-z]{3,}|[A-Z]\.)\s+$")
_LATIN = ("us", "um", "a", "ae", "is", "i", "ens", "ans", "es", "on", "ium")
_STEM_BEFORE = ("-", "–", "/")


@dataclass(frozen=True, slots=True)
class Known:
    """Words that are good though the speller lacks them, and what other good ones end in."""

    words: frozenset[str]
    endings: tuple[str, ...]


def judge_word(words: str, suggestions: Sequence[str], known: Known, before: str = "") -> str:
    """Return the category of what the speller does not know, or "" for a good word.

    before: the text in front of it, from the beginning of its block.
    """
    first = suggestions[0] if suggestions else ""
    if words.lower() in known.words and _lacks_capitals(words, first):
        return "language.spelling"
    if _is_good(words, known.words) or _is_name_part(words, before):
        return ""
    if any(letter.isupper() for letter in words):
        return "language.spelling" if _is_mistyped(words, first) else ""
    if _is_joined(words, suggestions):
        return "garble.joined-words"
    if _is_derived(words) or (words.endswith(known.endings) and not _is_near(words, first)):
        return ""
    return "language.spelling" if _is_meant(words, first) else ""


def _lacks_capitals(word: str, suggestion: str) -> bool:
    """Say whether a word is an abbreviation of the field in lower case: "ptsd", not "qi"."""
    if not word.islower() or suggestion != word.upper():
        return False
    return len(word) >= _SURE_ABBREVIATION or not set(word) & set("aeiou")


def _is_good(words: str, good: frozenset[str]) -> bool:
    """Say whether a word, or each part of a hyphened one, is good English."""
    lower = words.lower().replace("’", "'")
    parts = [part for part in re.split(r"[-–/]", lower) if part]
    return lower in good or all(_is_good_part(part, good, len(parts)) for part in parts)


def _is_good_part(part: str, good: frozenset[str], parts: int) -> bool:
    if part in good or part.removesuffix("'s") in good or part.removesuffix("s") in good:
        return True
    return parts > 1 and (known_words().get(part, COMMON) < COMMON or not part.isalpha())


def _is_name_part(words: str, before: str) -> bool:
    """Say whether a word is the second part of a Latin name, or the end of another word."""
    if before.endswith(_STEM_BEFORE):
        return True
    genus = _GENUS.search(before)
    if genus is None or not words.islower() or not words.endswith(_LATIN):
        return False
    return known_words().get(genus[1].lower(), COMMON) >= COMMON


def _is_mistyped(words: str, suggestion: str) -> bool:
    """Say whether a word is surely meant for a common one that differs by a letter or two.

    Names and new terms lie near other words too: only long words that are hardly known and
    nearly equal to a common one count.
    """
    if not (words.isalpha() and len(words) >= _NAME_LENGTH) or words.isupper():
        return False
    known = known_words()
    lower, other = words.lower(), suggestion.lower()
    if known.get(other, COMMON) >= COMMON or known.get(lower, FAMILIAR) < FAMILIAR:
        return False
    return SequenceMatcher(None, lower, other).ratio() >= _NAME_LIKENESS


def _is_meant(word: str, suggestion: str) -> bool:
    """Say whether a lower-case word is a common one, mistyped or without its capital.

    A word that is near to nothing common is a rare term, not a mistake.
    """
    known = known_words()
    other = suggestion.lower()
    if other == word:
        # A name; what the speller would have all in capitals may be anything: "hic", "ng".
        return suggestion == word.capitalize()
    is_long = len(word) >= _NAME_LENGTH and word not in known
    if is_long and known.get(other, FAMILIAR) < FAMILIAR and _is_near(word, suggestion):
        return True
    if known.get(other, COMMON) >= COMMON or known.get(word, FAMILIAR) < COMMON:
        return False
    return sorted(word) == sorted(other) or (
        len(word) > _SHORTEST_JOINED and SequenceMatcher(None, word, other).ratio() >= _LIKENESS
    )


def _is_near(word: str, suggestion: str) -> bool:
    return SequenceMatcher(None, word, suggestion.lower()).ratio() >= _SLIP_LIKENESS


def _is_joined(words: str, suggestions: Sequence[str]) -> bool:
    """Say whether the speller would part a word into two that are at home in daily prose."""
    known = known_words()
    if len(words) < _SHORTEST_JOINED or words in known or _is_derived(words):
        return False
    for suggestion in suggestions:
        parts = suggestion.lower().split(" ")
        ranks = [known.get(part, 0) for part in parts]
        if "".join(parts) != words or not all(part in known for part in parts):
            continue
        if max(ranks) >= FAMILIAR and min(ranks) >= _COMMONEST:
            continue
        if all(len(p) > 2 or r < _COMMONEST for p, r in zip(parts, ranks, strict=True)):
            return True
    return False


def _is_derived(word: str) -> bool:
    """Say whether a word is a known one with a prefix before it: "peridomestic"."""
    known = known_words()
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if len(rest) >= _REST and rest != word and known.get(rest, 0) >= _COMMON_SHORT:
            return True
    return False

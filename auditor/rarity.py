"""How rare a word is: its Zipf frequency, and what stands for it where the table has no entry.

Zipf frequency is the logarithm (base 10) of a word's uses in a thousand million words: 7 and more
for "the" and "to", 4 for "painful", 2 for "concomitantly". The table was made from the data of
the package wordfreq (docs/readability.md names licence and credit).
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from auditor.lexicon import known_words

# The table's own rarest word has 1.0; a word that it lacks is rarer.
UNSEEN = 0.5
# A number is quickly read and slowly weighed, a name need not be understood to be read past, and
# an abbreviation is harder than the word that its letters happen to spell ("IT", "WHO", "AIDS").
NUMBER, NAME, ABBREVIATION = 5.0, 3.5, 3.5
_STEPS = 20
# A form that is rarer than its base ("infuses", "infuse") costs the reader little more.
_PRICE_OF_AN_ENDING = 0.5
_PRICE_OF_A_PREFIX = 1.0
_ENDINGS = (
    ("'s", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""),
    ("ing", "e"), ("ly", ""), ("er", ""), ("er", "e"), ("est", ""), ("est", "e"), ("ness", ""),
)  # fmt: skip
_PREFIXES = ("anti", "inter", "multi", "non", "over", "post", "pre", "re", "self", "sub", "un")
_FEWEST_LETTERS_OF_A_BASE = 3
_FEWEST_LETTERS_AFTER_A_PREFIX = 5
_FAMILIAR_ENOUGH_FOR_A_PREFIX = 2.5
# An unknown word is a slip of the finger if one step makes it a word of daily use.
_SHORTEST_SLIP, _LONGEST_SLIP = 5, 14
_DAILY = 3.3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PART = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@lru_cache(maxsize=1 << 15)
def zipf_of(word: str) -> float:
    """Return the Zipf frequency of `word`: 7.7 ("the") to `UNSEEN`.

    A word with hyphens is as rare as its rarest part. One that the table lacks gets that of its
    base ("dog" for "dogs"), of what follows its prefix, or of the daily word that it misspells.
    """
    plain = word.replace("’", "'").lower()
    parts = _PART.findall(plain)
    if not parts:
        return NUMBER
    return min(_zipf_of_part(part) for part in parts)


def _zipf_of_part(part: str) -> float:
    if any(character.isdigit() for character in part):
        return NUMBER if sum(map(str.isalpha, part)) <= 1 else ABBREVIATION
    found = max(
        _entry(part),
        max((_entry(base) for base in _bases(part)), default=0.0) - _PRICE_OF_AN_ENDING,
    )
    if found <= UNSEEN:
        found = max(_without_prefix(part), _as_a_slip(part), UNSEEN)
    return found


def _entry(word: str) -> float:
    """Return the table's entry, 0 if there is none."""
    rank = known_words().get(word)
    return _table()[rank] / _STEPS if rank is not None else 0.0


def _bases(word: str) -> Iterator[str]:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _FEWEST_LETTERS_OF_A_BASE:
            base = word[: -len(ending)] + instead
            yield base
            if ending in ("ed", "ing", "er", "est") and not instead and base[-1] == base[-2]:
                yield base[:-1]


def _without_prefix(word: str) -> float:
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _FEWEST_LETTERS_AFTER_A_PREFIX:
            found = _entry(rest)
            if found >= _FAMILIAR_ENOUGH_FOR_A_PREFIX:
                return found - _PRICE_OF_A_PREFIX
    return 0.0


def _as_a_slip(word: str) -> float:
    """Return the Zipf frequency of the commonest daily word that is one step away, else 0."""
    if not _SHORTEST_SLIP <= len(word) <= _LONGEST_SLIP or not word.isascii():
        return 0.0
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = {head + tail[1:] for head, tail in cuts if tail}
    near |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    near |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS}
    near |= {head + letter + tail for head, tail in cuts for letter in _LETTERS}
    best = max(map(_entry, near))
    return best if best >= _DAILY else 0.0


@lru_cache(maxsize=1)
def _table() -> bytes:
    """Return the Zipf frequencies of the known words in the order of their ranks, in steps."""
    packed = files("auditor") / "models" / "words" / "zipf.xz"
    return lzma.decompress(packed.read_bytes())

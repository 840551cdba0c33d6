"""English endings: which base forms a word may come from, and a word in a given form."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import lru_cache
from typing import Literal

from auditor.packs import RuleSet

Form = Literal["", "s", "ed", "ing", "'s"]

IRREGULAR_LIST = "irregular-forms"
_VOWELS = frozenset("aeiou")
_SIBILANTS = ("s", "x", "z", "ch", "sh")


class Irregulars:
    """The forms that follow no rule, from lines such as "take took taken" and "+ foot feet".

    A line holds base, past and participle of a verb, or after "+" a noun and its plural.
    """

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._forms: dict[tuple[str, Form], tuple[str, ...]] = {}
        self._bases: dict[str, list[tuple[str, Form]]] = {}
        for line in lines:
            words = line.split()
            if len(words) == 3 and words[0] == "+":
                self._add(words[1], "s", words[2:])
            elif len(words) >= 2:
                self._add(words[0], "ed", words[1:])

    def _add(self, base: str, form: Form, forms: Iterable[str]) -> None:
        self._forms[base, form] = tuple(dict.fromkeys(forms))
        for word in self._forms[base, form]:
            self._bases.setdefault(word, []).append((base, form))

    def bases_of(self, word: str) -> list[tuple[str, Form]]:
        """Return the base forms of an irregular form, each with the form that it is in."""
        return self._bases.get(word, [])

    def forms_of(self, base: str, form: Form) -> tuple[str, ...]:
        """Return `base` in that form, if it has an irregular one."""
        return self._forms.get((base, form), ())


@lru_cache(maxsize=4)
def load_irregulars(rules: RuleSet) -> Irregulars:
    """Return the irregular forms that the rules list."""
    return Irregulars(rules.words[IRREGULAR_LIST])


def find_bases(word: str, known: Container[str], irregulars: Irregulars) -> list[tuple[str, Form]]:
    """Return those base forms of `word` that are `known`, each with the form that `word` is in."""
    found = [(base, form) for base, form in irregulars.bases_of(word) if base in known]
    for base, form in _regular_bases(word):
        if base in known and (base, form) not in found and not irregulars.forms_of(base, form):
            found.append((base, form))
    return found


def _regular_bases(word: str) -> Iterable[tuple[str, Form]]:
    if len(word) < 4:
        return
    if word.endswith("'s"):
        yield word[:-2], "'s"
        return
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies"):
            yield word[:-3] + "y", "s"
        if word.endswith("es") and word[:-2].endswith(_SIBILANTS):
            yield word[:-2], "s"
        yield word[:-1], "s"
    for ending, form in (("ed", "ed"), ("ing", "ing")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            yield stem, form  # type: ignore[misc]
            yield stem + "e", form  # type: ignore[misc]
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1], form  # type: ignore[misc]
            if stem.endswith("i") and ending == "ed":
                yield stem[:-1] + "y", form  # type: ignore[misc]


def inflect(word: str, form: Form, irregulars: Irregulars) -> tuple[str, ...]:
    """Return `word` in that form; several where past and participle differ."""
    if not form:
        return (word,)
    if forms := irregulars.forms_of(word, form):
        return forms
    if form == "'s":
        return (word + ("'" if word.endswith("s") else "'s"),)
    if form == "s":
        if word.endswith("y") and word[-2:-1] not in _VOWELS:
            return (word[:-1] + "ies",)
        return (word + ("es" if word.endswith(_SIBILANTS) else "s"),)
    ending = form
    if form == "ed" and word.endswith("e"):
        return (word + "d",)
    if word.endswith("e") and not word.endswith(("ee", "ye", "oe")):
        return (word[:-1] + ending,)
    if word.endswith("y") and form == "ed" and word[-2:-1] not in _VOWELS:
        return (word[:-1] + "ied",)
    if _doubles(word):
        return (word + word[-1] + ending,)
    return (word + ending,)


def _doubles(word: str) -> bool:
    """Whether the last consonant doubles: one short vowel before it, in a word of one syllable."""
    if len(word) < 3 or word[-1] in "aeiouwxy" or word[-2] not in _VOWELS:
        return False
    return sum(letter in _VOWELS for letter in word) == 1

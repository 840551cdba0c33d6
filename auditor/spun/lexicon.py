"""The known pairs of spun and right words, and where an article has their spun words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from auditor.lexicon import is_function_word
from auditor.packs import RuleSet
from auditor.pairs import Pair
from auditor.spun.inflect import IRREGULAR_LIST, Form, Irregulars, find_bases, inflect
from auditor.spun.words import Word
from auditor.startup import without_collection

NEAR = 8
ALWAYS = 5

_Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """Spun words found at `start:end` (indices of words) with what may be right, likeliest first.

    weight: of the pair, 1-5; an `ALWAYS` hit stands on its own; 0 if no pair knows the words.
    exact: whether the pair names these very forms. fits: how much better each right phrase fits
    than the words as they stand, by the encoder (log-odds); empty where it was not asked. kin:
    whether each is a neighbour of the words in the thesaurus; empty as above. costs: where a known
    term stands behind the words (`auditor.spun.terms`), each phrase's log-probability of being
    taken apart so; empty for all others.
    """

    start: int
    end: int
    wrong: str
    right: tuple[_Phrase, ...]
    weight: int
    exact: bool
    fits: tuple[float, ...] = ()
    kin: tuple[bool, ...] = ()
    costs: tuple[float, ...] = ()


class Lexicon:
    """Pairs indexed by the first of their spun words."""

    def __init__(self, pairs: Iterable[Pair], irregulars: Irregulars) -> None:
        self._irregulars = irregulars
        # By the first word, and under it by the second ("" where there is none).
        self._by_words: dict[str, dict[str, list[tuple[_Phrase, Pair]]]] = {}
        self._words: dict[str, None] = {}
        self._pairs = tuple(pairs)
        for pair in self._pairs:
            words = _split(pair.wrong)
            under = self._by_words.setdefault(words[0], {})
            under.setdefault(words[1] if len(words) > 1 else "", []).append((words[1:], pair))
            self._words[words[0]] = self._words[words[-1]] = None
        self._bases: dict[str, tuple[tuple[str, Form], ...]] = {}
        self._rights: dict[tuple[str, Form, bool], tuple[_Phrase, ...]] = {}
        self._rights_of: dict[tuple[str, Form, bool, tuple[str, ...]], tuple[_Phrase, ...]] = {}

    def find(self, words: Sequence[Word]) -> list[Hit]:
        """Return every hit in `words`, several for one place where several pairs know it."""
        texts = [word.text for word in words]
        hits = []
        for start, form, rest, pair in self._candidates(texts):
            hit = self._hit(texts, start, form, rest, pair)
            if hit is not None:
                hits.append(hit)
        return hits

    def spell(self, phrase: Sequence[str]) -> str:
        """Return a right phrase as most pairs write it, with its hyphens and capitals."""
        words = tuple(phrase)
        for place in dict.fromkeys((len(words) - 1, 0)):
            for base in self._spelled_bases(words[place]):
                spelled = self._spellings.get((*words[:place], base, *words[place + 1 :]))
                if spelled is not None:
                    return (
                        spelled if base == words[place] else _put_word(spelled, place, words[place])
                    )
        return " ".join(words)

    def _spelled_bases(self, word: str) -> Iterator[str]:
        """Yield the words that pairs may spell where a phrase has `word`."""
        yield word
        for base, _ in find_bases(word, self._spelled_words, self._irregulars):
            yield base

    @cached_property
    def _spellings(self) -> dict[_Phrase, str]:
        """Right phrases that more pairs write with hyphens or capitals than without, as they do."""
        written: dict[_Phrase, Counter[str]] = {}
        rights = [words for pair in self._pairs for words in pair.right]
        for words in rights:
            if "-" in words or words != words.lower():
                written.setdefault(_split(words), Counter())[words] += 1
        for words in rights:
            if (found := written.get(tuple(words.split(" ")))) is not None:
                found[words] += 1
        best = ((phrase, found.most_common(1)[0][0]) for phrase, found in written.items())
        return {phrase: words for phrase, words in best if words != " ".join(phrase)}

    @cached_property
    def _spelled_words(self) -> frozenset[str]:
        return frozenset(word for phrase in self._spellings for word in (phrase[0], phrase[-1]))

    def find_entries(self, words: Sequence[Word]) -> set[str]:
        """Return the spun words, as their pairs name them, that stand in `words`."""
        texts = [word.text for word in words]
        return {
            pair.wrong
            for start, form, rest, pair in self._candidates(texts)
            if self._match(texts, start, form, rest) is not None
        }

    def _candidates(self, texts: Sequence[str]) -> Iterator[tuple[int, Form, _Phrase, Pair]]:
        """Yield each entry that may begin at a place: its first two words stand there."""
        for start, text in enumerate(texts):
            for base, form in self._bases_of(text):
                under = self._by_words.get(base)
                if under is None:
                    continue
                seconds = {""}
                if start + 1 < len(texts) and under.keys() != {""}:
                    seconds.add(texts[start + 1])
                    seconds.update(second for second, _ in self._bases_of(texts[start + 1]))
                for second in sorted(seconds):
                    for rest, pair in under.get(second, ()):
                        yield start, form, rest, pair

    def _bases_of(self, text: str) -> tuple[tuple[str, Form], ...]:
        bases = self._bases.get(text)
        if bases is None:
            forms: list[tuple[str, Form]] = [(text, "")] if text in self._words else []
            forms += [
                (base, form)
                for base, form in find_bases(text, self._words, self._irregulars)
                # "That's" is short for two words.
                if form != "'s" or not is_function_word(base)
            ]
            bases = self._bases[text] = tuple(forms)
        return bases

    def _match(self, texts: Sequence[str], start: int, form: Form, rest: _Phrase) -> Form | None:
        """Return the form in which `rest` follows the word at `start`, None if it does not."""
        if start + len(rest) >= len(texts):
            return None
        for offset, wanted in enumerate(rest, 1):
            text = texts[start + offset]
            if text == wanted:
                continue
            if offset < len(rest) or form:
                return None
            form = next((f for base, f in self._bases_of(text) if base == wanted and f), "")
            if not form:
                return None
        return form

    def _hit(
        self, texts: Sequence[str], start: int, form: Form, rest: _Phrase, pair: Pair
    ) -> Hit | None:
        end_form = self._match(texts, start, form, rest)
        if end_form is None:
            return None
        end = start + 1 + len(rest)
        if pair.context or pair.clears:
            around = {*texts[max(start - NEAR, 0) : start], *texts[end : end + NEAR]}
            if pair.clears & around or (pair.context and not pair.context & around):
                return None
        wrong = " ".join(texts[start:end]) if rest else texts[start]
        right = self._rights_for(wrong, end_form, bool(form and rest), pair)
        return Hit(start, end, wrong, right, pair.weight, not end_form) if right else None

    def _rights_for(
        self, wrong: str, end_form: Form, on_first: bool, pair: Pair
    ) -> tuple[_Phrase, ...]:
        """Return the right phrases of `pair` in the form of the words `wrong`; kept: most recur."""
        key = wrong, end_form, on_first, pair.right
        known = self._rights_of.get(key)
        if known is None:
            phrases = (p for words in pair.right for p in self._inflect(words, end_form, on_first))
            known = tuple(dict.fromkeys(phrase for phrase in phrases if " ".join(phrase) != wrong))
            self._rights_of[key] = known
        return known

    def _inflect(self, words: str, form: Form, on_first: bool) -> tuple[_Phrase, ...]:
        key = words, form, on_first
        known = self._rights.get(key)
        if known is None:
            phrase = _split(words)
            places = {0} if on_first or form in ("ed", "ing") else {len(phrase) - 1}
            found = []
            for place in places:
                for changed in inflect(phrase[place], form, self._irregulars):
                    found.append((*phrase[:place], changed, *phrase[place + 1 :]))
            known = self._rights[key] = tuple(found)
        return known


def _split(words: str) -> _Phrase:
    return tuple(words.lower().replace("-", " ").split())


def _put_word(phrase: str, place: int, word: str) -> str:
    """Return `phrase` with its word at `place`, counted over spaces and hyphens, made `word`."""
    pieces = re.split(r"([ -]+)", phrase)
    pieces[2 * place] = word
    return "".join(pieces)


@lru_cache(maxsize=4)
def load_lexicon(rules: RuleSet) -> Lexicon:
    """Return the lexicon of the rule packs' pairs."""
    pairs, irregulars = rules.pairs, Irregulars(rules.words.get(IRREGULAR_LIST, ()))
    with without_collection():
        return Lexicon(pairs, irregulars)

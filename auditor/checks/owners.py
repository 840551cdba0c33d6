"""Owners that have lost their apostrophe: "ketamines effect", "the bodys defences"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from auditor.article import Article
from auditor.checks.words import Word, next_word, previous_word, word_at
from auditor.findings import Finding, make_finding
from auditor.lexicon import COMMON, FAMILIAR, known_words
from auditor.packs import RuleSet
from auditor.spun.ngrams import load_ngrams

if TYPE_CHECKING:
    from spacy.tokens import Token

Tokens = Mapping[int, "Token"]

_MOST_ADJECTIVES = 3
# An unknown form in -s of these is a verb ("moralizes") or a singular.
_VERB_ENDINGS = ("s", "ize", "ise", "ate", "ify", "en")
# How often the form with an apostrophe must have been counted, and its share of both forms;
# after a word that owners are counted before, that much likelier than the plural is enough.
_LEAST_COUNT = 2
_LEAST_SHARE = 0.1
_LEAST_SHARE_OF_VERB = 0.5
_TIMES_LIKELIER = 4
_TIMES_LIKELIER_ITS = 2
_SHORTEST_OWNER = 4
# How often a pair that was never counted is taken to stand in as much text.
_UNSEEN = 0.25


def find_lost_owners(
    article: Article,
    rules: RuleSet,
    words: list[Word],
    mark: str,
    own: frozenset[str],
    tokens: Tokens,
) -> Iterator[Finding]:
    """Yield the findings of `garble.apostrophe.owner` and `.never-plural` among `words`.

    mark: the apostrophe to suggest. own: words of the house, which are right as they are.
    tokens: the tagged tokens by their places, empty if the pipeline gives no tags.
    """
    owner = rules.rule("garble.apostrophe.owner")
    never = rules.rule("garble.apostrophe.never-plural")
    for index, word in enumerate(words):
        if not word.lower.endswith("s") or "'" in word.lower or word.lower in own:
            continue
        stem = word.text[:-1]
        if never and _never_is_plural(rules, words, index):
            yield make_finding(never, article, word.span, suggestions=[f"{stem}{mark}s"])
        elif owner and (_thing_owns(rules, words, index) or _time_owns(rules, words, index)):
            yield make_finding(owner, article, word.span, suggestions=[f"{stem}{mark}s"])
        elif owner and _person_owns(rules, words, index):
            one = previous_word(words, index).lower in rules.word_set("one-thing-determiners")
            forms = [f"{stem}{mark}s", f"{word.text}{mark}"]
            yield make_finding(owner, article, word.span, suggestions=forms[: 1 if one else 2])
        elif owner and _is_counted_owner(rules, words, index, tokens):
            yield make_finding(owner, article, word.span, suggestions=[f"{stem}{mark}s"])


def _never_is_plural(rules: RuleSet, words: list[Word], index: int) -> bool:
    """Say whether the word with its bare s does not exist: "todays", "bodys"."""
    word, after = words[index], next_word(words, index)
    if word.text[0].isupper() and not word.starts_sentence:
        return False
    if word.lower in rules.word_set("never-plural"):
        return after.text.islower() and after.lower not in rules.word_set("not-after-owner")
    stem = word.lower[:-1]
    return (
        stem.endswith("y")
        and len(stem) > 3
        and stem[-2] not in "aeiou"
        and known_words().get(stem, COMMON) < COMMON
        and known_words().get(word.lower, FAMILIAR) >= FAMILIAR
        and after.text.islower()
        and after.lower not in rules.word_set("function-words")
    )


def _thing_owns(rules: RuleSet, words: list[Word], index: int) -> bool:
    """Say whether a substance, an organ or an unknown plural stands before what it owns."""
    word = words[index]
    name = word.lower[:-1]
    if word.text.isupper():
        return False
    if name in rules.word_set("owning-organs"):
        # "Our minds function alike" is no fault: these nouns have plurals.
        before = previous_word(words, index).lower
        alone = before not in ("the", "a", "this", "that", "each", "every", "your")
        if alone and next_word(words, index).lower not in rules.word_set("owned-by-one-only"):
            return False
    elif name not in rules.word_set("owners-without-plural") and (
        name not in known_words() or word.lower in known_words() or name.endswith(_VERB_ENDINGS)
    ):
        return False
    return _owns_next(rules, words, index, "owned-nouns")


def _time_owns(rules: RuleSet, words: list[Word], index: int) -> bool:
    """Say whether a stretch of time stands before what only it could own: "this months issue"."""
    word, after = words[index], next_word(words, index)
    if word.lower not in rules.word_set("owning-times"):
        return False
    before = previous_word(words, index)
    if after.lower == "worth":
        return True
    if before.lower not in rules.word_set("words-before-owning-time"):
        return False
    # "In her last months she slept" has a plural.
    if before.lower == "last" and previous_word(words, index - 1).text:
        return False
    return after.text.islower() and after.lower not in rules.word_set("function-words")


def _person_owns(rules: RuleSet, words: list[Word], index: int) -> bool:
    """Say whether a person stands before what only an owner could: "the patients body"."""
    word, before = words[index], previous_word(words, index).lower
    # "The Veterans Health Administration" is a name.
    named = not next_word(words, index).text.islower()
    if named or word.lower not in rules.word_set("owning-people"):
        return False
    if next_word(words, index).lower in rules.word_set("owned-by-many"):
        return before not in rules.word_set("counting-words")
    if before in rules.word_set("owners-of-anything"):
        return next_word(words, index).lower not in rules.word_set("function-words")
    if before not in rules.word_set("owner-determiners") and word.lower not in ("peoples", "mens"):
        return False
    return _owns_next(rules, words, index, "owned-by-people")


def _is_counted_owner(rules: RuleSet, words: list[Word], index: int, tokens: Tokens) -> bool:
    """Say whether clean writing has the form with an apostrophe there: "the hearts upper half".

    A determiner must stand before the word, and what it could own behind it; or it is a name
    before a disease ("Crohns disease").
    """
    word, before, after = words[index], previous_word(words, index), next_word(words, index)
    token, following = _token_of(word, tokens), _token_of(after, tokens)
    is_pronoun = word.lower in rules.word_set("plural-pronouns")
    if token is None or following is None or len(word.text) < _SHORTEST_OWNER or is_pronoun:
        return False
    named = word.text[0].isupper() and after.lower in rules.word_set("named-after-people")
    if not named and not (
        word.text.islower()
        and before.lower in (*rules.word_set("owner-determiners"), "own")
        and _can_be_owned(following, _token_of(word_at(words, index + 2), tokens))
    ):
        return False
    table = load_ngrams()
    owner = f"{word.lower[:-1]}'s"
    as_owner, as_plural = map(float, table.count_words([owner, word.lower]))
    share = as_owner / (as_owner + as_plural + 1)
    if token.tag_ == "VBZ" and share < _LEAST_SHARE_OF_VERB:
        return False
    if as_owner >= _LEAST_COUNT and share >= _LEAST_SHARE:
        return True
    pairs = table.count_pairs([owner, word.lower], [after.lower, after.lower])
    likelier = pairs[0] * as_plural > _TIMES_LIKELIER * pairs[1] * as_owner
    return as_owner >= _LEAST_COUNT and pairs[0] > 0 and bool(likelier)


def is_counted_its(words: list[Word], index: int, tokens: Tokens) -> bool:
    """Say whether "it's" stands where clean writing has "its": "it drains it's fluid".

    A preposition or a verb must stand before it, and a noun behind.
    """
    before = _token_of(previous_word(words, index), tokens)
    if before is None or before.pos_ not in ("ADP", "VERB"):
        return False
    its, it_is = _count_its(next_word(words, index).lower)
    return _has_noun(words, index, tokens) and its > _TIMES_LIKELIER_ITS * max(it_is, _UNSEEN)


def is_counted_it_is(words: list[Word], index: int, tokens: Tokens) -> bool:
    """Say whether "its" stands where clean writing has "it's": "its not the dose".

    No noun may stand behind, nor a preposition before it.
    """
    before, after = _token_of(previous_word(words, index), tokens), next_word(words, index)
    if not tokens or (before is not None and before.pos_ == "ADP") or after.lower == "worth":
        return False
    its, it_is = _count_its(after.lower)
    return not _has_noun(words, index, tokens) and it_is > _TIMES_LIKELIER * max(its, _UNSEEN)


def _count_its(after: str) -> tuple[float, float]:
    """Return how often "its" and "it's" were counted before the word `after`."""
    if not after:
        return 0.0, 0.0
    pairs = load_ngrams().count_pairs(["its", "it's"], [after, after])
    return float(pairs[0]), float(pairs[1])


def _token_of(word: Word, tokens: Tokens) -> Token | None:
    return tokens.get(word.start) if word.text else None


def _has_noun(words: list[Word], index: int, tokens: Tokens) -> bool:
    """Say whether a noun follows the word at `index`, or an adjective with a noun."""
    following = _token_of(next_word(words, index), tokens)
    then = _token_of(word_at(words, index + 2), tokens)
    if following is None:
        return False
    is_described = following.pos_ in ("ADJ", "VERB") and then is not None and then.pos_ == "NOUN"
    return following.pos_ == "NOUN" or is_described


def _can_be_owned(following: Token, then: Token | None) -> bool:
    """Say whether a noun begins behind the owner, by the tags: "body", "main duct", "writing"."""
    if following.lower_ == "own":
        return False
    if following.pos_ == "ADV":
        return then is not None and then.pos_ == "ADJ"
    return following.pos_ in ("NOUN", "NUM", "ADJ") or following.tag_ == "VBG"


def _owns_next(rules: RuleSet, words: list[Word], index: int, owned: str) -> bool:
    """Say whether the next word, after adjectives at most, is in the word list `owned`."""
    describing = rules.word_set("owned-adjectives")
    for after in words[index + 1 : index + 2 + _MOST_ADJECTIVES]:
        if not after.follows and after.gap != "-":
            return False
        if after.lower in rules.word_set(owned):
            return True
        if after.lower not in describing:
            return False
    return False

"""What a claim says, apart from its words: of which treatments, which properties, how strongly.

Polarity needs no field of its own: a claim denies risks and affirms all else (`facts.CLAIMED`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from auditor.article import Article, Span
from auditor.claims.judge import Claim
from auditor.claims.reading import Reading
from auditor.facts import FactBase, Kind, Strength
from auditor.packs import RuleSet
from auditor.remade import of_article

_BREAKS = re.compile(r"[\s\-‐‑–]+")
_CURLY = str.maketrans("’‘", "''")
# What each category can be about; an absolute and an invoked proof can be about anything.
_KINDS: dict[str, frozenset[Kind]] = {
    "claim.safety": frozenset({"risk", "safety"}),
    "claim.efficacy": frozenset({"effect"}),
    "claim.regulatory": frozenset({"status", "risk"}),
    "claim.superiority": frozenset({"rank"}),
    "claim.testimonial": frozenset({"story", "effect"}),
}
# Words of a match that compares its treatment with another.
_COMPARING = frozenset({"as", "generic", "like", "than", "unlike"})
# A sentence that begins so speaks of what the one before speaks of.
_REFERRING = frozenset({"it", "its", "this", "that", "these", "such"})
_EVERY_KIND: frozenset[Kind] = frozenset({"risk", "safety", "effect", "status", "rank", "story"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A claim's topics, properties (the narrowest that are named) and strength."""

    topics: frozenset[str]
    properties: frozenset[str]
    strength: Strength


class NameIndex:
    """Finds names in text by whole words: case, hyphens and white space make no difference."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._owners: dict[str, set[str]] = {}
        for owner, names in table.items():
            for name in names:
                self._owners.setdefault(plain(name), set()).add(owner)
        longest_first = sorted(self._owners, key=lambda name: (-len(name), name))
        words = "|".join(re.escape(name) for name in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)" if words else r"(?!)")

    def find(self, text: str) -> Iterator[frozenset[str]]:
        """Yield, for each name in `text`, whose it is; of names in one place the longest counts."""
        for match in self._pattern.finditer(plain(text)):
            yield frozenset(self._owners[match.group()])

    def owners(self, text: str) -> frozenset[str]:
        """Return whose names stand in `text`."""
        return frozenset(owner for owners in self.find(text) for owner in owners)


def plain(text: str) -> str:
    """Return `text` in lower case, with straight quotes, and one space for spaces and hyphens."""
    return _BREAKS.sub(" ", text.translate(_CURLY).lower())


@lru_cache(maxsize=4)
def topic_names(rules: RuleSet) -> NameIndex:
    """Return the names of the topics of a rule set."""
    topics = rules.evidence.topics.values()
    return NameIndex({topic.name: (*topic.names, *topic.spun) for topic in topics})


@lru_cache(maxsize=4)
def property_names(rules: RuleSet) -> NameIndex:
    """Return the words for the properties of a rule set."""
    return NameIndex({item.name: item.words for item in rules.evidence.properties.values()})


def kinds_of(category: str) -> frozenset[Kind]:
    """Return what kinds of properties claims of the category are about."""
    return _KINDS.get(category, _EVERY_KIND)


def frame_of(reading: Reading, claim: Claim) -> Frame:
    """Return what the claim says."""
    return Frame(
        _topics(reading, claim),
        _properties(reading, claim),
        _strength(claim),
    )


def _strength(claim: Claim) -> Strength:
    if claim.rule.strength is not None:
        return claim.rule.strength
    return "absolute" if claim.rule.category == "claim.absolute" else "strong"


def _topics(reading: Reading, claim: Claim) -> frozenset[str]:
    """Return the topics that the claim is about: what its clause names, else what is nearest.

    Nearest is its sentence, its block, the headings over it, the title, and last the topic that
    the article names most. Where the match compares, what its clause names may be the other
    treatment: the next nearest counts too.
    """
    compared = any(reading.words[index] in _COMPARING for index in claim.own)
    names, article = topic_names(reading.rules), reading.article
    found: frozenset[str] = frozenset()
    for text in _places(reading, claim.span):
        found |= names.owners(text)
        if found and not (compared and found == names.owners(article.quote(claim.span))):
            return found
    return found or main_topics(article, reading.rules)


def named_topics(reading: Reading, token: int) -> frozenset[str]:
    """Return the topics of the token's sentence; those of the one before if it begins with "it"."""
    names = topic_names(reading.rules)
    index = reading.index_at(token)
    sentence = reading.sentences[index]
    found = names.owners(reading.quote(sentence.start, sentence.end))
    if not found and index and reading.words[sentence.start] in _REFERRING:
        before = reading.sentences[index - 1]
        found = names.owners(reading.quote(before.start, before.end))
    return found


@of_article
@lru_cache(maxsize=2)
def main_topics(article: Article, rules: RuleSet) -> frozenset[str]:
    """Return the topics that the article names most."""
    names = topic_names(rules)
    counts = Counter(owner for owners in names.find(article.text) for owner in sorted(owners))
    most = max(counts.values(), default=0)
    return frozenset(owner for owner, count in counts.items() if count == most)


def _places(reading: Reading, span: Span) -> Iterator[str]:
    article = reading.article
    yield article.quote(span)
    yield sentence_text(reading, span)
    block = article.block_at(span.start)
    if block is not None:
        yield article.quote(block.span)
    for other in reversed(article.blocks):
        if other.kind in ("heading", "title") and other.span.start < span.start:
            yield article.quote(other.span)
    yield article.own_title


def sentence_text(reading: Reading, span: Span) -> str:
    """Return the sentence that holds the beginning of `span`."""
    token = reading.doc.char_span(span.start, span.start + 1, alignment_mode="expand")
    if token is None:
        return reading.article.quote(span)
    sentence = reading.sentence_at(token.start)
    return reading.quote(sentence.start, sentence.end)


def _properties(reading: Reading, claim: Claim) -> frozenset[str]:
    """Return the properties that the rule and the words name.

    Of the clause's words only those count that are of one kind with what the match's own words
    name: "not addictive when used for depression" says nothing of depression, "safe for your
    heart" denies a risk, and an invoked proof is about whatever follows.
    """
    base, names = reading.rules.evidence, property_names(reading.rules)
    allowed = kinds_of(claim.rule.category)
    own = names.owners(reading.quote(min(claim.own), max(claim.own) + 1))
    own = _of_kinds(own | set(claim.rule.about), allowed, base)
    kinds = frozenset(base.properties[name].kind for name in own) or allowed
    if "safety" in kinds:
        kinds |= {"risk"}
    if claim.rule.category == "claim.evidence":
        kinds = allowed
    named = _of_kinds(names.owners(reading.article.quote(claim.span)), kinds, base)
    return _narrowest(own | named, base)


def _of_kinds(names: Iterable[str], kinds: frozenset[Kind], base: FactBase) -> frozenset[str]:
    return frozenset(name for name in names if base.properties[name].kind in kinds)


def _narrowest(names: frozenset[str], base: FactBase) -> frozenset[str]:
    wider = {over for name in names for over in base.properties_over(name)[1:]}
    return names - wider

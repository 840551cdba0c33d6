"""An article as the claim rules read it: plain words, sentences with clauses, phrases in place."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.article import Article, Block, Span
from auditor.claims.clauses import (
    Clause,
    Sentence,
    clause_at,
    clause_span,
    grammar_of,
    sentences_of,
)
from auditor.claims.phrases import Hit, PhraseIndex, plain_words
from auditor.packs import RuleSet
from auditor.remade import of_article

if TYPE_CHECKING:
    from spacy.tokens import Doc

# The word lists whose phrases are looked for, as rules/words/claims-*.toml name them.
PHRASE_LISTS = (
    "hedges", "modals", "limited", "exceptions", "stated-risks", "most", "shields", "comparators",
    "real-conditions", "open-invitations", "refuters", "reporters", "negators", "false-negators",
    "duties", "patient-voice", "story-limits", "logistics", "other-settings", "journals",
    "organisations", "saying-verbs", "comparing", "yes", "no", "advice-openers", "sales-openers",
    "evidence-limits", "varying", "repeating", "fading", "unknown-safety", "named-risks",
    "told-risks", "admissions", "risks-at-large", "risk-reducers", "invitations", "slow-onset",
    "status-given",
    "status-denied", "status-mentioned", "acting-verbs", "acted-on-brain", "acted-on-nerves",
    "acted-on-hormones", "acted-on-immunity", "acted-on-blood", "acted-on-muscle",
    "acted-on-genes", "inverters", "claiming", "false-refuters",
    "denied-goods", "untreated",
)  # fmt: skip
# So begin the names of further lists: each is what one risk is called.
SAME_RISK = "same-risk-"


# Clinics speak of themselves in at least one word of so many; a short text is not judged.
_WORDS_A_SELLER_WORD = 400
_FEWEST_WORDS = 120


@dataclass(frozen=True, eq=False)
class Reading:
    """What all decisions about an article's claims are made from.

    own_hosts: the hosts that the settings name as the clinic's own.
    """

    article: Article
    doc: Doc
    rules: RuleSet
    words: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    hits: dict[str, tuple[Hit, ...]]
    sentence_starts: tuple[int, ...]
    impersonality: float
    own_hosts: tuple[str, ...] = ()

    def sentence_at(self, token: int) -> Sentence:
        """Return the sentence that holds the token, or the one before it."""
        return self.sentences[self.index_at(token)]

    def index_at(self, token: int) -> int:
        """Return which sentence holds the token."""
        return max(bisect_right(self.sentence_starts, token) - 1, 0)

    def clause_at(self, token: int) -> Clause:
        """Return the clause that holds the token."""
        return clause_at(self.sentence_at(token), token)

    def place(self, start: int, end: int) -> Span:
        """Return where the tokens `start` up to `end` stand in the text."""
        last = self.doc[end - 1]
        return Span(self.doc[start].idx, last.idx + len(last))

    def following(self, index: int) -> Sentence | None:
        """Return the sentence after the one of that index, if it stands in the same block."""
        if index + 1 == len(self.sentences):
            return None
        sentence, following = self.sentences[index : index + 2]
        in_block = self.block_at(following.start) is self.block_at(sentence.start)
        return following if in_block else None

    def quote(self, start: int, end: int) -> str:
        """Return the text of the tokens `start` up to `end`."""
        return self.article.quote(self.place(start, end))

    def span(self, first: int, last: int) -> Span | None:
        """Return what a finding on the tokens `first` to `last` covers."""
        sentence, grammar = self.sentence_at(first), grammar_of(self.rules)
        return clause_span(self.doc, self.words, sentence, first, last, grammar)

    def within(self, kind: str, start: int, end: int) -> list[Hit]:
        """Return the phrases of a word list that lie in the tokens `start` up to `end`."""
        hits = self.hits.get(kind, ())
        if not hits:
            return []
        first = bisect_right(hits, start - 1, key=lambda hit: hit.start)
        found = []
        # No slice: an article of megabytes has as many hits as sentences, and each sentence asks.
        for hit in map(hits.__getitem__, range(first, len(hits))):
            if hit.start >= end:
                break
            if hit.end <= end:
                found.append(hit)
        return found

    def block_at(self, token: int) -> Block | None:
        """Return the block that holds the token."""
        return self.article.block_at(self.doc[token].idx)

    def is_prose(self, token: int) -> bool:
        """Say whether the token is read by people: not in a block of code."""
        block = self.block_at(token)
        return block is not None and block.kind != "code"


@of_article
@lru_cache(maxsize=1)
def read(article: Article, doc: Doc, rules: RuleSet, own_hosts: tuple[str, ...] = ()) -> Reading:
    """Return the reading of an article; linear in its length, and kept for the next check."""
    words = plain_words(doc)
    sentences = sentences_of(doc, words, grammar_of(rules))
    hits: dict[str, list[Hit]] = {}
    for hit in _phrases(rules).find(words):
        hits.setdefault(hit.kind, []).append(hit)
    return Reading(
        article=article,
        doc=doc,
        rules=rules,
        words=words,
        sentences=sentences,
        hits={kind: tuple(found) for kind, found in hits.items()},
        sentence_starts=tuple(sentence.start for sentence in sentences),
        impersonality=_impersonality(words, rules),
        own_hosts=tuple(map(str.lower, own_hosts)),
    )


def _impersonality(words: tuple[str, ...], rules: RuleSet) -> float:
    """Return 0 if somebody speaks for a clinic here, 1 if nobody does; a short text counts as 0."""
    if len(words) < _FEWEST_WORDS:
        return 0.0
    own = frozenset(rules.words.get("seller-words", ()))
    share = sum(word in own for word in words) * _WORDS_A_SELLER_WORD / len(words)
    return max(0.0, 1.0 - share)


@lru_cache(maxsize=4)
def _phrases(rules: RuleSet) -> PhraseIndex:
    risks = (name for name in rules.words if name.startswith(SAME_RISK))
    return PhraseIndex({name: rules.words.get(name, ()) for name in (*PHRASE_LISTS, *risks)})

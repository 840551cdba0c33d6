"""Support of a claim: a source that the reader can follow, how far it reaches, what it carries."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from auditor.article import Article
from auditor.claims.clauses import Sentence
from auditor.claims.reading import Reading
from auditor.claims.sources import ends_with_mark, has_year, stands_in
from auditor.packs import RuleSet
from auditor.remade import of_article

Support = Literal["none", "half", "followable"]

LOST_LINKS = (
    "This article was read as plain text, and its links seem lost (“click here”): a claim that "
    "shows no source may have had one. Audit the page itself, or its Markdown."
)
_INSTITUTION = re.compile(
    r"\b(?:University|College|Institute) of [A-Z]|\b(?:[A-Z]\w+ )?(?:University|Hospital)\b"
    r"|\b(?:Harvard|Yale|Stanford|Oxford|Cambridge|Johns Hopkins|Mayo Clinic|Cleveland Clinic)\b"
)
# How many words after "The" or "In that" a source must be named for the sentence to refer back.
_NAMED_WITHIN = 4


def support_of(reading: Reading, own: frozenset[int]) -> Support:
    """Return what supports a claim on the words `own`: a followable source, an institution, none.

    A followable source stands in the sentence, in the next one if that refers back, or as a mark
    at the end of the paragraph. Links to shops, review sites and the clinic's own pages are none,
    and neither is the authority that the claim itself invokes.
    """
    token = min(own)
    index = reading.index_at(token)
    sentence = reading.sentences[index]
    words = reading.place(sentence.start, sentence.end)
    if stands_in(reading, words, sentence.start, sentence.end, own):
        return "followable"
    following = reading.following(index)
    if following is not None and _refers_back(reading, following):
        after = reading.place(following.start, following.end)
        if stands_in(reading, after, following.start, following.end):
            return "followable"
    block = reading.block_at(token)
    if block is not None and ends_with_mark(reading, block.span):
        return "followable"
    quoted = reading.article.quote(words)
    if not _INSTITUTION.search(quoted):
        return "none"
    named = reading.rules.word_set("source-nouns")
    is_study = not named.isdisjoint(reading.words[sentence.start : sentence.end])
    return "followable" if is_study and has_year(quoted) else "half"


def is_comparison(reading: Reading, own: frozenset[int]) -> bool:
    """Say whether the claim's sentence, or the next one, tells of a comparison or a ranking.

    A source carries a claim of superiority only if it compares.
    """
    index = reading.index_at(min(own))
    sentence, following = reading.sentences[index], reading.following(index)
    end = sentence.end if following is None else following.end
    return bool(reading.within("comparing", sentence.start, end))


def _refers_back(reading: Reading, sentence: Sentence) -> bool:
    """Say whether a sentence gives the source of the one before: "This comes from ...".

    After "The" or "In" it must name a study: "The FDA warns ..." supports nothing.
    """
    opening = reading.words[sentence.start]
    if opening in reading.rules.word_set("back-references"):
        return True
    if opening not in reading.rules.word_set("study-openers"):
        return False
    start = sentence.start + 1
    return not reading.rules.word_set("source-nouns").isdisjoint(
        reading.words[start : min(start + _NAMED_WITHIN, sentence.end)]
    )


@of_article
@lru_cache(maxsize=1)
def has_lost_links(article: Article, rules: RuleSet) -> bool:
    """Say whether a plain text shows that it had links before it became one."""
    entries = rules.words.get("lost-links", ())
    if article.format != "txt" or not entries:
        return False
    phrases = (r"\s*".join(map(re.escape, entry.split())) for entry in entries)
    return bool(re.search("|".join(phrases), article.text, re.IGNORECASE))

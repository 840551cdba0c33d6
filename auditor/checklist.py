"""What a program can see of the CDC's Clear Communication Index and AHRQ's PEMAT.

Each item has a test that returns yes, no or "can't tell", and what was seen. The tests are
signs, not proofs: whether a summary sums up is for people to say.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from auditor.article import Article, count_words
from auditor.findings import Finding
from auditor.language import has_parse, has_tags
from auditor.lexicon import COMMON, known_words
from auditor.packs import RuleSet
from auditor.report import ChecklistItem, Readability, Verdict
from auditor.syntax import PASSIVES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Answer = tuple[Verdict, str]
_HARD_SENTENCE = 60.0
_FUNCTION_WORDS = 150
_WORD = re.compile(r"[^\W\d_]{3,}")
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_SUMMARY = re.compile(
    r"\b(?:summary|key (?:points|facts|messages)|in (?:short|brief)|at a glance|conclusions?"
    r"|take-?aways?|to sum up|bottom line|remember)\b",
    re.IGNORECASE,
)
_PERCENTAGE = re.compile(r"\d ?(?:%|per ?cent\b)", re.IGNORECASE)
_PEOPLE = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|half) (?:in|out of|of) "
    r"(?:every )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred)\b",
    re.IGNORECASE,
)
_RISK = re.compile(
    r"\b(?:risks?|side effects?|adverse|complications?|harms?|harmful|warnings?|unsafe)\b",
    re.IGNORECASE,
)
_BENEFIT = re.compile(
    r"\b(?:benefits?|helps?|helped|improv\w+|reliev\w+|reliefs?|eases?|effective\w*|works?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the tests look at."""

    article: Article
    doc: Doc
    readability: Readability
    findings: Sequence[Finding]
    rules: RuleSet


def fill_checklist(seen: Seen) -> tuple[ChecklistItem, ...]:
    """Return the items with their answers, in the order of the file; none without prose."""
    if not seen.readability.sentences:
        return ()
    return tuple(
        ChecklistItem(
            item["id"],
            item["index"],
            item["question"],
            item["url"],
            *_TESTS[item["id"]](seen, item["limit"]),
        )
        for item in _items()
    )


@lru_cache(maxsize=1)
def _items() -> tuple[Mapping[str, Any], ...]:
    text = (files("auditor.reports") / "checklist.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["item"])


def _decide(holds: bool, detail: str) -> Answer:
    return ("yes" if holds else "no"), detail


def _main_message(seen: Seen, limit: float) -> Answer:
    topic = [word for word in map(str.lower, _WORD.findall(seen.article.title)) if _is_topic(word)]
    if not topic or seen.article.title == seen.article.path:
        return "can't tell", "The article has no title."
    prose = [seen.article.quote(p.span) for p in seen.readability.paragraphs]
    opening = " ".join(" ".join(prose).lower().split()[: int(limit)])
    missing = [word for word in topic if word.rstrip("s") not in opening]
    if len(missing) == len(topic):
        return "no", f"The first {limit:g} words name nothing of the title."
    return "yes", f"The first {limit:g} words name “{next(w for w in topic if w not in missing)}”."


def _is_topic(word: str) -> bool:
    return known_words().get(word, COMMON) >= _FUNCTION_WORDS


def _action(seen: Seen, limit: float) -> Answer:
    if not has_tags(seen.doc):
        return "can't tell", "The language pipeline gives no tags."
    found = [sentence[0].sent.text for sentence in seen.doc.sents if _is_command(sentence[0])]
    return _decide(len(found) >= limit, f"Sentences that say what to do: {len(found)}.")


def _is_command(first: Token) -> bool:
    """Say whether a sentence begins with a bare verb and has no subject before it."""
    if first.lower_ in ("please", "always", "never") and first.i + 1 < len(first.doc):
        first = first.nbor(1)
    if first.lower_ == "do" and first.i + 1 < len(first.doc):
        return first.nbor(1).lower_ in ("not", "n't", "n’t")
    return first.tag_ == "VB" or (first.pos_ == "VERB" and "Mood=Imp" in str(first.morph))


def _direct_address(seen: Seen, limit: float) -> Answer:
    texts = _sentences(seen)
    share = sum(bool(_YOU.search(text)) for text in texts) / len(texts)
    return _decide(share >= limit, f"{share:.0%} of the sentences say “you” or “your”.")


def _steps(seen: Seen, limit: float) -> Answer:
    if not has_tags(seen.doc):
        return "can't tell", "The language pipeline gives no tags."
    items = {b.span.start for b in seen.article.blocks if b.kind == "item"}
    steps = sum(_is_command(s[0]) for s in seen.doc.sents if s.start_char in items)
    if _action(seen, 1)[0] == "no":
        return "can't tell", "It asks the reader to do nothing."
    return _decide(steps >= limit, f"List items that begin with what to do: {steps}.")


def _active_voice(seen: Seen, limit: float) -> Answer:
    if not has_parse(seen.doc):
        return "can't tell", "The language pipeline gives no parse."
    places = [sentence.span for sentence in seen.readability.sentences]
    passives = [token.idx for token in seen.doc if token.dep_ in PASSIVES]
    count = sum(bisect_left(passives, p.start) < bisect_left(passives, p.end) for p in places)
    share = count / len(places)
    return _decide(share <= limit, f"{share:.0%} of the sentences hold a passive verb.")


def _everyday_words(seen: Seen, limit: float) -> Answer:
    sentences = seen.readability.sentences
    share = sum(s.difficulty > _HARD_SENTENCE for s in sentences) / len(sentences)
    detail = f"{share:.0%} of the sentences have a difficulty over {_HARD_SENTENCE:g}."
    return _decide(share <= limit, detail)


def _terms_explained(seen: Seen, limit: float) -> Answer:
    if not seen.rules.of("readability.jargon"):
        return "can't tell", "The rules on technical terms are switched off."
    terms = sum(finding.category == "readability.jargon" for finding in seen.findings)
    return _decide(terms <= limit, f"Terms that stand unexplained: {terms}.")


def _lists(seen: Seen, limit: float) -> Answer:
    items = sum(block.kind == "item" for block in seen.article.blocks)
    return _decide(items >= limit, f"List items: {items}.")


def _sections(seen: Seen, limit: float) -> Answer:
    longest = max(section.words for section in seen.readability.sections)
    return _decide(longest <= limit, f"The longest section has {longest} words.")


def _headings(seen: Seen, limit: float) -> Answer:
    texts = [seen.article.quote(b.span) for b in seen.article.blocks if b.kind == "heading"]
    if not texts:
        return "no", "There are no headings."
    labels = [text for text in texts if count_words(text) < limit]
    if not labels:
        return "yes", f"Headings: {len(texts)}, each of {limit:g} words or more."
    return _decide(
        len(labels) == 1 < len(texts), f"Headings of a single word: {len(labels)} of {len(texts)}."
    )


def _paragraphs(seen: Seen, limit: float) -> Answer:
    words = [count_words(seen.article.quote(p.span)) for p in seen.readability.paragraphs]
    return _decide(max(words) <= limit, f"The longest has {max(words)} words.")


def _summary(seen: Seen, limit: float) -> Answer:
    headings = (seen.article.quote(b.span) for b in seen.article.blocks if b.kind == "heading")
    found = next((text for text in headings if _SUMMARY.search(text)), None)
    if found:
        return "yes", f"A heading says so: “{found}”."
    if count_words(seen.article.text) <= limit:
        return "can't tell", f"An article of up to {limit:g} words needs none."
    return "no", "No heading announces one."


def _numbers(seen: Seen, limit: float) -> Answer:
    text = "\n".join(_sentences(seen))
    percentages = len(_PERCENTAGE.findall(text))
    if not percentages:
        return "can't tell", "There are no percentages."
    people = len(_PEOPLE.findall(text))
    detail = f"Percentages: {percentages}; numbers given as people: {people}."
    return _decide(people > 0 or percentages <= limit, detail)


def _risks_and_benefits(seen: Seen, limit: float) -> Answer:
    risks, benefits = (len(kind.findall(seen.article.text)) for kind in (_RISK, _BENEFIT))
    if benefits < limit:
        return "can't tell", "It names no benefit."
    return _decide(risks >= limit, f"Mentions of benefits: {benefits}; of risks: {risks}.")


def _sentences(seen: Seen) -> list[str]:
    return [seen.article.quote(sentence.span) for sentence in seen.readability.sentences]


_TESTS: Mapping[str, Callable[[Seen, float], Answer]] = {
    "main-message": _main_message,
    "action": _action,
    "direct-address": _direct_address,
    "steps": _steps,
    "active-voice": _active_voice,
    "everyday-words": _everyday_words,
    "terms-explained": _terms_explained,
    "lists": _lists,
    "sections": _sections,
    "headings": _headings,
    "paragraphs": _paragraphs,
    "summary": _summary,
    "numbers": _numbers,
    "risks-and-benefits": _risks_and_benefits,
}

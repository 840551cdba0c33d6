"""Contradictions of mechanism: a treatment acts on a part of the body here, and does not elsewhere.

Such a denial is often a slip of a rewriting tool ("doesn't just target" that lost its "just"), so
a spun article is asked only after its words are put right, and a denial that still looks like the
slip counts for nothing there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.article import Article, Span
from auditor.claims.clauses import Clause
from auditor.claims.context import Context, context_of
from auditor.claims.frames import sentence_text, topic_names
from auditor.claims.judge import is_statement
from auditor.claims.reading import Reading, read
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

RULE = "claim.contradiction.acts-and-not"
PARTS = (
    "acted-on-brain", "acted-on-nerves", "acted-on-hormones", "acted-on-immunity",
    "acted-on-blood", "acted-on-muscle", "acted-on-genes",
)  # fmt: skip
_TURNS = frozenset({";", ",", "-", "–", "—", ":"})
# How many words there are at most from the verb to the name of what it acts on.
_REACH = 8


@dataclass(frozen=True, slots=True)
class Action:
    """A clause that says, or denies, that something acts on a part of us.

    part: the name of the word list that the part is in. topics: the treatments of the sentence.
    subject: the words before the verb. general: they may stand for any treatment ("it").
    """

    span: Span
    part: str
    denied: bool
    topics: frozenset[str]
    subject: frozenset[str]
    general: bool

    def is_denied_by(self, other: Action) -> bool:
        """Say whether `other` denies this, of the same treatment."""
        return (
            other.denied and not self.denied and self.part == other.part and self._is_of_same(other)
        )

    def _is_of_same(self, other: Action) -> bool:
        if self.topics and other.topics:
            return bool(self.topics & other.topics)
        return self.general or other.general or bool(self.subject & other.subject)


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the finding that a mechanism is stated and denied: the statement first."""
    yield from _find(article, doc, rules, config, spun=False)


def check_repaired(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the same for a spun article whose words are put right."""
    yield from _find(article, doc, rules, config, spun=True)


def _find(
    article: Article, doc: Doc, rules: RuleSet, config: Config, *, spun: bool
) -> Iterator[Finding]:
    rule = rules.rule(RULE)
    if rule is None:
        return
    reading = read(article, doc, rules, config.own_hosts)
    actions = list(_actions(reading, spun=spun))
    for denial in (action for action in actions if action.denied):
        stated = next((action for action in actions if action.is_denied_by(denial)), None)
        if stated is not None:
            yield make_finding(rule, article, [stated.span, denial.span])
            return


def _actions(reading: Reading, *, spun: bool) -> Iterator[Action]:
    """Yield what the article states flatly about where a treatment acts, in its order."""
    word_set = reading.rules.word_set
    no_subjects = word_set("acting-people") | word_set("problems") | word_set("risk")
    for verb in reading.hits.get("acting-verbs", ()):
        clause = reading.clause_at(verb.start)
        part = _part(reading, verb.end, clause)
        before = frozenset(reading.words[clause.start : verb.start])
        if part is None or not before or before & no_subjects or not reading.is_prose(verb.start):
            continue
        name, end = part
        context = context_of(reading, range(verb.start, verb.end))
        span = reading.span(verb.start, end - 1)
        if span is None or not _is_flat(context) or _is_weighed(reading, verb.start):
            continue
        if context.negated and (before & word_set("in-part") or (spun and _goes_on(reading, end))):
            continue
        topics = topic_names(reading.rules).owners(sentence_text(reading, span))
        subject = before - word_set("acting-fillers")
        general = bool(before & word_set("acting-subjects")) or not subject
        yield Action(span, name, context.negated, topics, subject, general)


def _is_flat(context: Context) -> bool:
    """Say whether the clause states or denies without doubt, of all cases."""
    open_to_doubt = context.hedged or context.limited or context.conditional or context.titled
    return is_statement(context) and not open_to_doubt


def _part(reading: Reading, start: int, clause: Clause) -> tuple[str, int] | None:
    """Return the list that names what the verb acts on, and the token after the name."""
    end = min(start + _REACH, clause.end)
    hits = [hit for name in PARTS for hit in reading.within(name, start, end)]
    first = min(hits, key=lambda hit: (hit.start, -hit.end), default=None)
    return None if first is None else (first.kind, first.end)


def _is_weighed(reading: Reading, token: int) -> bool:
    """Say whether the sentence weighs one treatment against another."""
    sentence = reading.sentence_at(token)
    words = reading.words[sentence.start : sentence.end]
    return not reading.rules.word_set("weighed-against").isdisjoint(words)


def _goes_on(reading: Reading, end: int) -> bool:
    """Say whether the sentence goes on as after "doesn't just ...": "; it touches the soul"."""
    sentence = reading.sentence_at(end - 1)
    for index in range(end, min(end + _REACH, sentence.end - 1)):
        if reading.words[index] in _TURNS:
            return reading.words[index + 1] in reading.rules.word_set("acting-subjects")
    return False

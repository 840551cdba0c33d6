"""Sentences that stop readers: too long, nested, passive throughout, nouns stacked on nouns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from auditor.article import Article, Span
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.language import has_parse
from auditor.packs import RuleSet
from auditor.readability import is_prose
from auditor.rule import Rule
from auditor.syntax import Shape, noun_runs, shapes_of
from auditor.turning import Turn, turn_of

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as Sentence

_MOST_SENTENCES = 5
# Steps of confidence: just over the limit is a matter of taste, far over it is not.
_AT_LIMIT, _FAR_OVER = 0.6, 0.95


class _Fault(NamedTuple):
    """A rule that a sentence breaks: how many times its limit, where, and what to do."""

    rule: Rule
    times: float
    span: Span
    message: str


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `readability.sentence.*`: the worst sentences, a fault for each."""
    limits = {
        _name(rule): rule for rule in rules.of("readability.sentence") if rule.limit is not None
    }
    graded = {block.span for block in article.blocks if is_prose(article, block)}
    worst: list[tuple[_Fault, Sentence]] = []
    for sentence, shape in shapes_of(doc):
        block = article.block_at(sentence.start_char)
        if block is None or block.span not in graded:
            continue
        faults = list(_faults(sentence, shape, limits))
        if faults:
            worst.append((max(faults, key=lambda fault: fault.times), sentence))
    worst.sort(key=lambda pair: (-pair[0].times, pair[0].span))
    for fault, sentence in worst[:_MOST_SENTENCES]:
        turn = turn_of(sentence) if has_parse(doc) and fault.span == _place(sentence) else None
        yield _finding(article, fault, turn)


def _faults(sentence: Sentence, shape: Shape, limits: dict[str, Rule]) -> Iterator[_Fault]:
    place = _place(sentence)
    for name, value, message in (
        ("long", shape.words, "This sentence has {} words."),
        ("nested", shape.depth, "In this sentence {} clauses lie inside one another."),
        ("passive", shape.passives, "This sentence has {} passive verbs. Say who does it."),
    ):
        rule = limits.get(name)
        if rule is not None and rule.limit is not None and value > rule.limit:
            yield _Fault(rule, value / rule.limit, place, message.format(value))
    rule = limits.get("noun-stack")
    if rule is not None and rule.limit is not None:
        for run, span in noun_runs(sentence):
            if run > rule.limit:
                message = f"{run} nouns stand in a row. Part them with “of”, “for” or a verb."
                yield _Fault(rule, run / rule.limit, span, message)


def _finding(article: Article, fault: _Fault, turn: Turn | None) -> Finding:
    spans: Sequence[Span] = (fault.span,)
    message = fault.message
    if fault.rule.id.endswith((".long", ".nested")):
        message += f" {turn.advice}" if turn else " Split it in two or three."
        if turn:
            spans = (fault.span, turn.span)
    sure = _AT_LIMIT + (_FAR_OVER - _AT_LIMIT) * (fault.times - 1)
    return make_finding(
        fault.rule, article, spans, message=message, confidence=min(sure, _FAR_OVER)
    )


def _name(rule: Rule) -> str:
    return rule.id.rpartition(".")[2]


def _place(sentence: Sentence) -> Span:
    text = sentence.text
    start = sentence.start_char + len(text) - len(text.lstrip())
    return Span(start, sentence.start_char + len(text.rstrip()))

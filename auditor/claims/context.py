"""What stands round a proposed claim: asked, refuted, negated, hedged, advised, limited, ...

Decided here for all claim rules alike. One principle holds throughout: the words that a pattern
asks for are never the context of its own match, so that "is not addictive" is not negated by its
own "not", and "addiction is unlikely" not hedged by its own "unlikely".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

from auditor.claims.clauses import Sentence, clause_at
from auditor.claims.equipment import is_of_equipment
from auditor.claims.phrases import Hit
from auditor.claims.reading import Reading
from auditor.claims.subjects import is_by_reader, is_of_group, is_of_illness, verb_of
from auditor.language import has_parse

# A phrase list's hits between two tokens that are no words of the match itself.
_Outside = Callable[[str, int, int], list[Hit]]
_NEGATION_REACH = 8
_MOST_QUOTED = 120
_LONGEST_TITLE = 14
_LONGEST_DENIAL = 9
_OBJECT_WITHIN = 3
_LONGEST_ORDER = 6
# What may come after a denial in its sentence: the reason.
_TURNS = frozenset({":", ";", "–", "—"})
_JOINING = (("and",), ("or",), (",",))
_SHARE_OF_CAPITALS = 0.75
_BARE_OPENERS = frozenset("-•*✓✔>·\"'") | {"–", "—", "(", ")"}


@dataclass(frozen=True, slots=True)
class Context:
    """The context of one match; each field says whether it holds.

    titled: it stands in a heading. advised: in an order or advice. reported: somebody else's
    words. limited: it speaks of some cases only. excepted: the promise is taken back nearby.
    risk_stated: a risk is named nearby. compared: it is denied only by comparison. equipment: its
    status is a device's, for a use that is said. by_reader: the reader does it. of_illness: an
    illness or a symptom does it. of_group: it tells people apart ("people who have no pain").
    """

    asked: bool = False
    titled: bool = False
    advised: bool = False
    refuted: bool = False
    reported: bool = False
    negated: bool = False
    hedged: bool = False
    limited: bool = False
    conditional: bool = False
    logistics: bool = False
    shielded: bool = False
    most: bool = False
    compared: bool = False
    excepted: bool = False
    risk_stated: bool = False
    quoted: bool = False
    patient: bool = False
    equipment: bool = False
    by_reader: bool = False
    of_illness: bool = False
    of_group: bool = False

    def named(self) -> frozenset[str]:
        """Return the names of the contexts that hold."""
        return frozenset(f.name for f in fields(self) if getattr(self, f.name))


def context_of(reading: Reading, own: Iterable[int]) -> Context:
    """Return the context of the match whose own words are the tokens `own`."""
    tokens = frozenset(own)
    first, last = min(tokens), max(tokens)
    sentence = reading.sentence_at(first)
    start, end = _scope(reading, sentence, first, last)

    def outside(kind: str, left: int, right: int) -> list[Hit]:
        return [
            hit
            for hit in reading.within(kind, left, right)
            if tokens.isdisjoint(range(hit.start, hit.end))
        ]

    quoted = _is_quoted(reading, first)
    patient = _is_patient(reading, sentence, quoted)
    verb = verb_of(reading, tokens)
    return Context(
        asked=is_question(reading, sentence),
        titled=is_title(reading, sentence),
        advised=_is_advised(reading, tokens, start, first)
        or _is_purpose(reading, sentence, first, last)
        or bool(reading.within("invitations", start, last + 1)),
        refuted=_is_refuted(reading, outside, sentence) or _is_refuted_next(reading, sentence),
        reported=bool(outside("reporters", sentence.start, first))
        or _is_others_claim(reading, sentence, first)
        or (quoted and not patient and _is_mentioned(reading, sentence, last)),
        negated=_is_negated(reading, tokens, start, first, last),
        hedged=_is_hedged(reading, outside, start, end, last),
        limited=bool(outside("limited", start, end)),
        conditional=_is_conditional(reading, outside, sentence)
        or _is_in_condition(reading, sentence, first)
        or bool(reading.within("untreated", sentence.start, sentence.end)),
        logistics=bool(outside("logistics", start, end)) and not _is_of_health(reading, tokens),
        shielded=bool(outside("shields", start, end)),
        most=bool(outside("most", start, end)),
        compared=bool(outside("comparators", first, sentence.end)),
        excepted=bool(outside("exceptions", *_with_next(reading, sentence))),
        risk_stated=bool(outside("stated-risks", last, _with_next(reading, sentence)[1])),
        quoted=quoted,
        patient=patient,
        equipment=is_of_equipment(reading, tokens),
        by_reader=verb is not None and is_by_reader(verb),
        of_illness=verb is not None and is_of_illness(reading, verb),
        of_group=verb is not None and is_of_group(verb),
    )


def is_question(reading: Reading, sentence: Sentence) -> bool:
    """Say whether the sentence asks: by its mark, or a heading by its first word."""
    last = sentence.end - 1
    while last > sentence.start and reading.words[last] in ('"', "'", ")", "*"):
        last -= 1
    if reading.words[last].endswith("?"):
        return True
    block = reading.block_at(sentence.start)
    is_heading = block is not None and block.kind in ("heading", "title")
    return (is_heading or is_title(reading, sentence)) and _opening(
        reading, sentence
    ) in reading.rules.word_set("question-openers")


def is_title(reading: Reading, sentence: Sentence) -> bool:
    """Say whether the sentence is a heading: by its block, or by capitals and no end mark."""
    block = reading.block_at(sentence.start)
    if block is not None and block.kind in ("heading", "title"):
        return True
    last = sentence.end - 1
    if sentence.end - sentence.start > _LONGEST_TITLE or reading.words[last] in (
        ".",
        "!",
        '"',
        ";",
        ",",
    ):
        return False
    long = [t for t in reading.doc[sentence.start : sentence.end] if len(t) > 3 and t.is_alpha]
    if sum(t.text[0].isupper() for t in long) < max(2, _SHARE_OF_CAPITALS * len(long)):
        return False
    return block is not None and block.kind != "item"


def _opening(reading: Reading, sentence: Sentence) -> str:
    index = sentence.start
    while index < sentence.end - 1 and reading.words[index] in _BARE_OPENERS:
        index += 1
    return reading.words[index]


def _scope(reading: Reading, sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """Return the clauses that the match lies in; content ("that ...") reaches back to its verb."""
    clauses = [c for c in sentence.clauses if c.end > first and c.start <= last]
    start = clauses[0].start if clauses else sentence.start
    end = clauses[-1].end if clauses else sentence.end
    if clauses and clauses[0].joined:
        start = next((c.start for c in sentence.clauses if c.end == start), start)
    return start, end


def _with_next(reading: Reading, sentence: Sentence) -> tuple[int, int]:
    """Return the sentence and the one after it, if that stands in the same block."""
    following = reading.following(reading.index_at(sentence.start))
    return sentence.start, (following or sentence).end


def _is_refuted(reading: Reading, outside: _Outside, sentence: Sentence) -> bool:
    """Say whether the sentence calls it false: "it is a myth that ...", but not "it's no myth"."""
    friends = reading.within("false-refuters", sentence.start, sentence.end)
    return any(
        not any(friend.start <= hit.start < friend.end for friend in friends)
        for hit in outside("refuters", sentence.start, sentence.end)
    )


def _is_purpose(reading: Reading, sentence: Sentence, first: int, last: int) -> bool:
    """Say whether the match is what an order is for: "To lower the risk, wash your hands"."""
    words = reading.words
    if words[sentence.start] != "to" or "," in words[sentence.start : first]:
        return False
    return "," in words[last + 1 : sentence.end]


def _is_refuted_next(reading: Reading, sentence: Sentence) -> bool:
    """Say whether the next sentence takes the words back: "They are not.", "That is a myth."."""
    _, end = _with_next(reading, sentence)
    if end == sentence.end:
        return False
    marks = (at for at in range(sentence.end, end) if reading.words[at] in _TURNS)
    end = next(marks, end)
    if end - sentence.end > _LONGEST_DENIAL:
        return False
    opening = reading.words[sentence.end]
    if opening not in reading.rules.word_set("denial-openers"):
        return False
    return bool(
        reading.within("refuters", sentence.end, end)
        or reading.within("negators", sentence.end, end)
    )


def _is_mentioned(reading: Reading, sentence: Sentence, last: int) -> bool:
    """Say whether quoted words are spoken about: the sentence goes on after them with a verb."""
    for index in range(last + 1, sentence.end - 1):
        if reading.words[index] == '"':
            return (
                index - last < _MOST_QUOTED
                and reading.words[index - 1] not in (".", "!", "?", ",")
                and reading.words[index + 1] in reading.rules.word_set("mention-verbs")
            )
    return False


def _is_hedged(reading: Reading, outside: _Outside, start: int, end: int, last: int) -> bool:
    modals = {(hit.start, hit.end) for hit in outside("modals", start, end)}
    return any(
        hit.start < last or (hit.start, hit.end) not in modals
        for hit in _uninvited(reading, outside("hedges", start, end), start, end)
    )


def _is_conditional(reading: Reading, outside: _Outside, sentence: Sentence) -> bool:
    hits = outside("real-conditions", sentence.start, sentence.end)
    return bool(_uninvited(reading, hits, sentence.start, sentence.end))


def _is_of_health(reading: Reading, tokens: frozenset[int]) -> bool:
    """Say whether the match, or what follows it, names a complaint: "a visit cures snoring"."""
    after = reading.clause_at(max(tokens)).end
    following = reading.words[max(tokens) + 1 : min(max(tokens) + 1 + _OBJECT_WITHIN, after)]
    said = {*following, *(reading.words[token] for token in tokens)}
    return not reading.rules.word_set("problems").isdisjoint(said)


def _is_in_condition(reading: Reading, sentence: Sentence, first: int) -> bool:
    """Say whether the match stands in what only says when: "When there is no pain, ..."."""
    clause = clause_at(sentence, first)
    opened = reading.words[clause.start] in reading.rules.word_set("when-openers")
    return opened and clause.end < sentence.end and reading.words[clause.end - 1] == ","


def _is_others_claim(reading: Reading, sentence: Sentence, first: int) -> bool:
    """Say whether others claim it: "sellers of such drops claim that ..."; we claim nothing so."""
    own = reading.rules.word_set("own-voice")
    return any(
        own.isdisjoint(reading.words[sentence.start : hit.start])
        for hit in reading.within("claiming", sentence.start, first)
    )


def _uninvited(reading: Reading, hits: list[Hit], start: int, end: int) -> list[Hit]:
    """Return the hits that leave something open: not so "even if you have tried everything"."""
    invitations = reading.within("open-invitations", start, end)
    return [
        hit
        for hit in hits
        if not any(i.start <= hit.start < i.end for i in invitations)
        and not _leaves_no_case(reading, hit)
    ]


def _leaves_no_case(reading: Reading, hit: Hit) -> bool:
    """Say whether "whether" opens the sentence and names all cases: "Whether at home or here,"."""
    sentence = reading.sentence_at(hit.start)
    words = reading.words[hit.start : sentence.end]
    if words[0] != "whether" or hit.start != sentence.start or "or" not in words:
        return False
    return "," in words[words.index("or") :]


def _is_negated(
    reading: Reading, tokens: frozenset[int], start: int, first: int, last: int
) -> bool:
    """Say whether an odd number of negations reaches the match: before it, or in its gaps."""
    friends = [
        hit
        for hit in reading.within("false-negators", start, min(last + 3, len(reading.words)))
        # "No surgery is free of risk": the phrase is what the match is said of, and denies it.
        if not (hit.end == first - 1 and reading.words[hit.end] in reading.rules.word_set("be"))
    ]
    left = max(start, first - _NEGATION_REACH)
    zero = reading.rules.word_set("zero")
    # "No marks and no scars": each denies its own.
    apart = reading.words[first] in zero and reading.words[first - 1 : first] in _JOINING
    negations: list[Hit] = []
    for hit in reading.within("negators", left, last):
        if not tokens.isdisjoint(range(hit.start, hit.end)):
            continue
        if any(f.start <= hit.start < f.end for f in friends):
            continue
        if reading.words[hit.end] == "," or reading.words[hit.start] == "nor":
            continue
        # "Without a diagnosis no drug is safe": it says when, and negates nothing.
        if hit.start == start and reading.words[start] == "without":
            continue
        if apart and reading.words[hit.start] in zero:
            continue
        if not negations or hit.start >= negations[-1].end:
            negations.append(hit)
    return len(negations) % 2 == 1


def _is_advised(reading: Reading, tokens: frozenset[int], start: int, first: int) -> bool:
    """Say whether the clause gives an order or says what must be done."""
    index = start
    while index < first and reading.words[index] in _BARE_OPENERS | {"and", "so", ",", "then"}:
        index += 1
    sales = reading.within("sales-openers", index, index + _LONGEST_ORDER)
    sold = any(hit.start == index for hit in sales)
    opened = not sold and any(
        hit.start == index
        and tokens.isdisjoint(range(hit.start, hit.end))
        and not _is_in_subject(reading, index)
        for hit in reading.within("advice-openers", index, index + 4)
    )
    return opened or bool(reading.within("duties", start, first + 1))


def _is_in_subject(reading: Reading, index: int) -> bool:
    """Say whether the word is part of a subject's name: "Sleep specialists prefer ..."."""
    if not has_parse(reading.doc):
        return False
    token = reading.doc[index]
    return token.dep_ in ("compound", "amod") and token.head.dep_.startswith("nsubj")


def _is_quoted(reading: Reading, first: int) -> bool:
    """Say whether the token stands between quotation marks of its block."""
    index = first - 1
    count = 0
    while index >= 0 and "\n" not in reading.doc[index].text and first - index < _MOST_QUOTED:
        count += reading.words[index] == '"'
        index -= 1
    return count % 2 == 1


def _is_patient(reading: Reading, sentence: Sentence, quoted: bool) -> bool:
    """Say whether a patient speaks: in the first person, quoted or of himself."""
    people = reading.rules.word_set("first-person")
    words = reading.words[sentence.start : sentence.end]
    if people.intersection(words):
        return True
    return quoted and bool(reading.within("patient-voice", sentence.start, sentence.end))

"""Softens the clause of a claim by its grammar: nothing is added but doubt.

Only clauses of known build are touched: a subject at the clause's beginning and a finite verb next
to it. All else gives no rewrite, so that whatever is offered is grammatical by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.claims.frames import Frame
from auditor.claims.judge import Claim
from auditor.claims.phrases import PhraseIndex
from auditor.claims.reading import Reading
from auditor.labels import either
from auditor.language import has_parse, has_tags
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

# A picture of how something works, or a life saved, is no better with "may" before it.
_NEVER = frozenset({"mechanism", "efficacy-suicidality", "approval", "identity"})
_LONGEST = 40
_BE = frozenset({"is", "are", "'s", "'re", "’s", "’re", "am"})
_NOT = frozenset({"not", "never"})
_NO = frozenset({"no", "zero"})
_HAVING = frozenset({"have", "carry", "pose", "cause", "bring", "involve"})
_POSSIBLE = frozenset({"will", "can", "'ll", "’ll", "shall"})
_DENYING = _POSSIBLE | {"do", "does"}
_PREPOSITIONS = frozenset({"for", "in", "on", "with", "to"})
# What must not be left in a softened clause.
_EACH = frozenset({"all", "each", "every"})
_SURE = frozenset({"bound", "certain", "guaranteed", "sure"})
_UNIVERSAL = frozenset(
    {"all", "any", "anybody", "anyone", "each", "every", "everybody", "everyone", "nobody", "none",
     "no", "nothing", "neither", "zero"}
)  # fmt: skip
_SUBJECTS = either("nsubj", "nsubj:pass", "expl")
_OBJECTS = either("obj")
_FINITE = frozenset({"VBZ", "VBP"})


@dataclass(frozen=True, slots=True)
class _Lists:
    """The word lists of rules/words/claims-rewrite.toml."""

    nouns: Mapping[str, str]
    denials: Mapping[str, str]
    hyphened: Mapping[str, str]
    verbs: Mapping[str, str]
    mass: frozenset[str]
    risks: frozenset[str]
    everybody: frozenset[str]
    extremes: frozenset[str]
    grave: frozenset[str]
    treatments: frozenset[str]
    dropped: PhraseIndex


@dataclass(frozen=True, slots=True)
class _Clause:
    """Subject, first word after it, head of the predicate and end, as token indices."""

    reading: Reading
    lists: _Lists
    start: int
    verb: int
    head: int
    end: int
    changed: dict[int, str] = field(default_factory=dict)

    @property
    def doc(self) -> Doc:
        return self.reading.doc

    def word(self, index: int) -> str:
        """Return the plain word there, empty beyond the end."""
        return self.reading.words[index] if index < self.end else ""

    def with_predicate(self, words: str, after: int, *, hedged: bool = True) -> str:
        """Return the clause with `words` for its predicate up to the token `after`.

        Empty if what follows can't stand behind it. hedged: whether `words` begin with "may", so
        that a further verb under it can be put into its base form.
        """
        rest = self._rest(after, hedged=hedged)
        if rest is None:
            return ""
        subject = self._text(self.start, self.verb)
        return " ".join(f"{subject} {words} {rest}".split())

    def _rest(self, after: int, *, hedged: bool) -> str | None:
        for index in range(after, self.end):
            token = self.doc[index]
            is_further = token.dep_ == "conj" and token.tag_ in _FINITE
            if not is_further or any(child.dep_ in _SUBJECTS for child in token.children):
                continue
            if not hedged or any(child.dep_.startswith(("aux", "cop")) for child in token.children):
                return None
            self.changed[index] = self.lists.verbs.get(token.lemma_, token.lemma_)
        self._soften_rest(after)
        words = self._text(after, self.end)
        left = {self.word(i) for i in range(after, self.end) if i not in self.changed}
        return None if left & (_NO | _EACH | {"guarantee"} | self.lists.extremes) else words

    def _soften_rest(self, after: int) -> None:
        for hit in self.lists.dropped.find(self.reading.words[after : self.end]):
            self.changed.update(dict.fromkeys(range(after + hit.start, after + hit.end), ""))
        for index in range(after, self.end):
            word, following = self.word(index), self.word(index + 1)
            if index + 1 in self.changed:
                continue
            if word in _PREPOSITIONS and following in self.lists.everybody:
                is_alone = self.doc[index + 1].head.i <= index or following != "all"
                self.changed[index + 1] = "some people" if is_alone else "some"
            elif word in self.lists.extremes and self.doc[index].dep_ == "amod":
                if self.word(index - 1) not in ("a", "an"):
                    self.changed[index] = ""
            elif word == "without" or (word == "with" and following in _NO):
                self._soften_lack(index)

    def _soften_lack(self, index: int) -> None:
        """Make "without any scarring" "with less scarring"."""
        begin = index + (self.word(index + 1) in _NO | {"any"}) + 1
        fewer = self.fewer(begin)
        if fewer:
            self.changed.update(dict.fromkeys(range(index, begin), ""))
            self.changed[index] = f"with {fewer}"

    def fewer(self, begin: int) -> str:
        """Return "fewer", "less" or "a lower" for the risk that begins there; empty for none."""
        head = begin
        while head < self.end and self.doc[head].dep_ in ("compound", "amod"):
            head += 1
        word = self.word(head)
        if word not in self.lists.risks and word not in ("effects", "effect"):
            return ""
        if word in ("risk", "chance"):
            return "a lower"
        if self.doc[head].tag_ == "NNS":
            return "fewer"
        return "less" if word in self.lists.mass else ""

    def _text(self, start: int, end: int) -> str:
        """Return the text of the tokens with what was changed."""
        parts = []
        for index in range(start, end):
            token = self.doc[index]
            space = token.whitespace_ if index + 1 < end else ""
            parts.append(self.changed.get(index, token.text) + space)
        return "".join(parts).strip()


def soften(reading: Reading, claim: Claim, frame: Frame) -> str:
    """Return words that could stand for the claim's span, empty where grammar is not sure."""
    if claim.rule.category not in _BUILDERS or frame.properties & _NEVER:
        return ""
    clause = _clause_of(reading, claim)
    if clause is None:
        return ""
    for build in _BUILDERS[claim.rule.category]:
        if words := build(replace(clause, changed={})):
            return words
    return ""


def _clause_of(reading: Reading, claim: Claim) -> _Clause | None:
    doc = reading.doc
    if not (has_tags(doc) and has_parse(doc)):
        return None
    tokens = doc.char_span(claim.span.start, claim.span.end)
    if tokens is None or len(tokens) > _LONGEST:
        return None
    if _lists(reading.rules).grave & set(reading.words[tokens.start : tokens.end]):
        return None
    for token in tokens:
        if token.dep_ not in _SUBJECTS or token.left_edge.i != tokens.start:
            continue
        verb = token.right_edge.i + 1
        is_plain = not _UNIVERSAL & set(reading.words[tokens.start : verb])
        is_about = max(claim.own) >= verb and tokens.start <= token.head.i < tokens.end
        if verb < tokens.end and is_about and is_plain:
            lists = _lists(reading.rules)
            return _Clause(reading, lists, tokens.start, verb, token.head.i, tokens.end)
    return None


def _soften_being(clause: _Clause) -> str:
    """Soften "is not addictive", "is completely safe", "is the best clinic", "is better than"."""
    if clause.word(clause.verb) not in _BE or clause.doc[clause.start].dep_ == "expl":
        return ""
    at = clause.verb + 1
    denied = clause.word(at) in _NOT
    at = _skip_adverbs(clause, at + denied)
    word = clause.word(at)
    hyphened = "".join(clause.word(i) for i in range(at, at + 3))
    if denied:
        if hyphened == "habit-forming":
            return clause.with_predicate("may carry a lower risk of dependence", at + 3)
        noun = clause.lists.nouns.get(word)
        return clause.with_predicate(f"may carry a lower risk of {noun}", at + 1) if noun else ""
    if hyphened in clause.lists.hyphened:
        return clause.with_predicate(f"may {clause.lists.hyphened[hyphened]}", at + 3)
    if word in clause.lists.denials:
        if clause.word(at + 1) in ("for", "in", "to"):
            is_all = clause.word(at + 2) in clause.lists.everybody
            return clause.with_predicate("may be suitable", at + 1) if is_all else ""
        return clause.with_predicate(f"may {clause.lists.denials[word]}", at + 1)
    if word in _SURE and clause.word(at + 1) == "to" and clause.doc[at + 2].tag_ == "VB":
        return clause.with_predicate("may", at + 2)
    if word == "guaranteed":
        return clause.with_predicate("can't be guaranteed", at + 1, hedged=False)
    if word == "the":
        return _soften_rank(clause, at + 1)
    if clause.doc[at].tag_ == "JJR" and clause.word(at + 1) == "than":
        if clause.word(at + 2) in _UNIVERSAL | {"most", "other"}:
            return ""
        return (
            clause.with_predicate("is another option beside", at + 2, hedged=False)
            if (clause.word(clause.verb) in ("is", "'s", "’s"))
            else ""
        )
    if clause.doc[at].pos_ == "ADJ" and at == clause.head:
        return clause.with_predicate("may be", at)
    return ""


def _soften_rank(clause: _Clause, at: int) -> str:
    """Soften "is the best clinic": a superlative dropped, "the" made "a"."""
    is_most = clause.word(at) == "most" and clause.doc[at + 1].pos_ == "ADJ"
    if not (is_most or clause.doc[at].tag_ == "JJS"):
        return ""
    noun = at + 1 + is_most
    head = clause.doc[clause.head]
    # A noun in the singular, one of a kind that has more than one.
    if (
        clause.head < noun
        or head.tag_ != "NN"
        or clause.doc[noun].pos_ not in ("NOUN", "ADJ", "PROPN")
    ):
        return ""
    article = "an" if _sounds_open(clause.doc[noun].text) else "a"
    be = clause.doc[clause.verb].text
    space = "" if be[0] in "'’" else " "
    subject = clause.with_predicate(f"{be} {article}", noun, hedged=False)
    return subject if space else subject.replace(f" {be} ", f"{be} ", 1)


def _soften_there(clause: _Clause) -> str:
    """Soften "there is no risk of scarring"."""
    if clause.word(clause.start) != "there" or clause.word(clause.verb) not in _BE:
        return ""
    if clause.word(clause.verb + 1) not in _NO:
        return ""
    fewer = clause.fewer(clause.verb + 2)
    return clause.with_predicate(f"may be {fewer}", clause.verb + 2) if fewer else ""


def _soften_denied(clause: _Clause) -> str:
    """Soften "does not cause dependence", "will never leave you dependent"."""
    at = clause.verb
    if clause.word(at) in _DENYING:
        at += 1
    if clause.word(at) not in _NOT:
        return ""
    verb = _skip_adverbs(clause, at + 1)
    token = clause.doc[verb] if verb < clause.end else None
    if token is None or token.tag_ not in ("VB", *_FINITE) or token.lemma_ in ("be", "have", "do"):
        return ""
    if clause.word(verb + 1) == "any":
        clause.changed[verb + 1] = ""
    clause.changed[verb] = token.lemma_
    return clause.with_predicate("may be less likely to", verb)


def _soften_having(clause: _Clause) -> str:
    """Soften "has no side effects", "carries no risk of infection", "comes with no downtime"."""
    at = clause.verb + (clause.word(clause.verb) in _POSSIBLE)
    token = clause.doc[at] if at < clause.end else None
    if token is None or token.tag_ not in ("VB", *_FINITE):
        return ""
    if token.lemma_ not in _HAVING | {"come"}:
        return ""
    begin = at + 1 + (token.lemma_ == "come" and clause.word(at + 1) == "with")
    if clause.word(begin) not in _NO:
        return ""
    fewer = clause.fewer(begin + 1)
    verb = "come with" if token.lemma_ == "come" else token.lemma_
    return clause.with_predicate(f"may {verb} {fewer}", begin + 1) if fewer else ""


def _soften_acting(clause: _Clause) -> str:
    """Soften "cures migraines", "will end your pain", "guarantees smoother skin"."""
    at = clause.verb + (clause.word(clause.verb) in _POSSIBLE)
    at = _skip_adverbs(clause, at)
    token = clause.doc[at] if at < clause.end else None
    if token is None or at != clause.head or token.pos_ != "VERB":
        return ""
    if token.tag_ not in ("VB", *_FINITE) or token.lemma_ in ("be", "have", "do"):
        return ""
    # "Our eye drops cure ...": parsers take the noun for the verb.
    if clause.word(at) in clause.lists.treatments:
        return ""
    if token.lemma_ == "guarantee":
        is_thing = any(child.dep_ in _OBJECTS for child in token.children)
        aims = "aims at" if token.tag_ == "VBZ" else "aim at"
        return clause.with_predicate(aims, at + 1, hedged=False) if is_thing else ""
    softer = token.lemma_
    if _begins_object(clause, at + 1):
        softer = clause.lists.verbs.get(softer, softer)
    return clause.with_predicate(f"may {softer}", at + 1)


# What can be built for each category. A verb with "may" makes a ranking no humbler, and turns a
# reassurance ("you can drive home") into a permission.
_BUILDERS: Mapping[str, tuple[Callable[[_Clause], str], ...]] = {
    "claim.absolute": (
        _soften_being, _soften_there, _soften_denied, _soften_having, _soften_acting,
    ),
    "claim.safety": (_soften_being, _soften_there, _soften_denied, _soften_having),
    "claim.efficacy": (_soften_being, _soften_denied, _soften_acting),
    "claim.superiority": (_soften_being,),
}  # fmt: skip


def _begins_object(clause: _Clause, at: int) -> bool:
    """Say whether an object may begin there: a noun phrase, none of time ("any time")."""
    if at >= clause.end or "time" in (clause.word(at), clause.word(at + 1)):
        return False
    return clause.doc[at].pos_ in ("ADJ", "DET", "NOUN", "NUM", "PRON", "PROPN", "VERB")


def _skip_adverbs(clause: _Clause, at: int) -> int:
    """Return the token after the adverbs that are dropped there: "completely", "100 %"."""
    lengths = [
        hit.end
        for hit in clause.lists.dropped.find(clause.reading.words[at : clause.end])
        if hit.start == 0
    ]
    return at + max(lengths, default=0)


def _sounds_open(word: str) -> bool:
    """Say whether "an" stands before the word: by its first letter, of initials by its name."""
    if word.isupper() and len(word) > 1:
        return word[0] in "AEFHILMNORSX"
    return word[0].lower() in "aeio" or (
        word[0].lower() == "u" and not word.lower().startswith("uni")
    )


@lru_cache(maxsize=4)
def _lists(rules: RuleSet) -> _Lists:
    def table(name: str) -> dict[str, str]:
        return dict(entry.split(" ", 1) for entry in rules.words[f"rewrite-{name}"])

    return _Lists(
        nouns=table("risk-nouns"),
        denials=table("denials"),
        hyphened=table("hyphened-denials"),
        verbs=table("verbs"),
        mass=rules.word_set("rewrite-mass-risks"),
        risks=rules.word_set("risk"),
        everybody=rules.word_set("rewrite-everybody"),
        grave=rules.word_set("rewrite-grave"),
        treatments=rules.word_set("treatments"),
        extremes=rules.word_set("rewrite-dropped-adjectives"),
        dropped=PhraseIndex({"dropped": rules.words["rewrite-dropped"]}),
    )

"""Word boundaries: what English tokens look like in clinics' articles, beyond spaCy's own rules.

The rules are data (patterns and exceptions), so a pipeline that is saved with them loads anywhere
with plain ``spacy.load``. One principle: what a rule must be able to match or negate is a token of
its own, in every pipeline alike, so a hyphen between letters is always split ("non - addictive",
"risk - free"), whereas a thing that has no parts for a reader is one token ("24/7", "555-123-4567",
"#ketamine", an address of a page).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from spacy.symbols import NORM, ORTH, SENT_START
from spacy.tokenizer import Tokenizer
from spacy.util import (
    compile_infix_regex,
    compile_prefix_regex,
    compile_suffix_regex,
    registry,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from spacy.language import Language
    from spacy.tokens import Doc, Token

# The registered name of a tokenizer without rules, which a saved one is then read into.
UNFILLED = "auditor.unfilled"

_UNITS = "mg|mcg|µg|μg|ug|ng|g|kg|lbs?|mL|ml|dL|dl|L|IU|iu|mmol|mEq|cm|mm|min|hrs?|Hz|kHz|mA|kV"
_UNIT = re.compile(
    rf"(?:{_UNITS}|tab|tabs|cap|caps|min|sec|wk|wks|mo|mos|yr|yrs|No|Vol|vol|pp)$"
).match

_PREFIXES = (
    r"-(?=[A-Za-z]{2})",  # "pain -related"
    r"[•●▪‣·►➢✓✔✅]",
    r"--+",
    r"(?:[!?][!?]+|==+|\*\*+|__+|~~+|>>+|<<+)",
)
_SUFFIXES = (
    r"(?<=[A-Za-z]{2})-",  # "trauma- related", as spinners leave it
    r"(?<=\S)--+",
    r"(?:[!?][!?]+|==+|\*\*+|__+|~~+|>>+|<<+)",
    rf"(?<=[0-9])(?:{_UNITS})",
    r"[•●▪‣·►➢]",
)
_INFIXES = (
    r"[–—―]",  # an em dash needs no spaces, nor does a range with an en dash
    r"(?<=[^\s-])--+(?=[^\s-])",
    rf"(?<=[0-9])(?=(?:{_UNITS})/)",  # "0.5mg/kg" is 0.5 mg / kg
    r"(?<=[a-z])[!?](?=[A-Z][a-z])",  # "pain?Our"; "pain.Our" is in spaCy's own rules
    r"(?<=[0-9%)\]”])[.!?](?=[A-Z][a-z])",
    r"(?<=[A-Za-z]{2})[(\[](?=[A-Za-z])",  # "TMS(transcranial"
    r"(?<=[a-z0-9%])[)\]](?=[A-Za-z])",
    r"(?<=[A-Za-z]{2});(?=[A-Za-z])",
    r"(?<=\w)[)\]”\"]+(?=[–—.,;:!?])",
)
# One token each, whatever the patterns above say.
_WHOLE = (
    r"(?:\+?\d{1,3}[-.])?(?:\(\d{3}\)[-.]?|\d{3}[-.])\d{3}[-.]\d{4}",  # phone numbers
    r"\d{3}-\d{4}",
    r"#[A-Za-z]\w+",
    r"\d{1,4}[/-]\d{1,2}[/-]\d{1,4}",  # dates and "24/7/365"
    r"[!?][!?]+|==+|\*\*+|__+|~~+|>>+|<<+",
)
# Abbreviations whose full stop does not end a sentence.
_ABBREVIATIONS = (
    "approx.", "etc.", "Fig.", "fig.", "cf.", "al.", "Nos.", "Prof.", "Rep.", "Dept.", "Ave.",
    "Blvd.", "Rd.", "Ste.", "Apt.", "Univ.", "D.O.", "R.N.", "B.S.", "M.S.", "Pharm.D.", "Psy.D.",
    "F.D.A.", "I.V.", "i.v.", "I.M.", "i.m.", "p.o.", "b.i.d.", "t.i.d.", "q.d.", "U.S.A.",
    "U.K.", "al.", "E.U.", "U.N.", "D.C.", "P.S.", "c.f.", "viz.", "incl.", "excl.", "Ext.", "ext.",
)  # fmt: skip


def _make_unfilled() -> Callable[[Language], Tokenizer]:
    return lambda nlp: Tokenizer(nlp.vocab)


registry.tokenizers.register(UNFILLED, func=_make_unfilled)


def extend_tokenizer(nlp: Language) -> bool:
    """Add the field's rules to the tokenizer of an English pipeline, in place.

    Calling it again changes nothing. A pipeline that is not English, or whose tokenizer is not
    spaCy's with its English defaults, was trained on tokens of its own and stays as it is.

    Returns whether the pipeline has the field's rules now.
    """
    tokenizer = nlp.tokenizer
    if nlp.lang != "en" or not isinstance(tokenizer, Tokenizer):
        return False
    defaults = nlp.Defaults
    infixes = compile_infix_regex([*(defaults.infixes or ()), *_INFIXES])
    current = _pattern_of(tokenizer.infix_finditer)
    if (
        current != infixes.pattern
        and current != compile_infix_regex(defaults.infixes or ()).pattern
    ):
        return False
    # Setting a pattern makes the tokenizer read all its special cases anew, so only what is new
    # is set: the embedded pipeline was saved with the rules.
    for name, method, pattern in (
        ("prefix_search", "search", compile_prefix_regex([*(defaults.prefixes or ()), *_PREFIXES])),
        ("suffix_search", "search", compile_suffix_regex([*(defaults.suffixes or ()), *_SUFFIXES])),
        ("infix_finditer", "finditer", infixes),
        ("token_match", "match", re.compile(rf"(?:{'|'.join(_WHOLE)})$")),
    ):
        if _pattern_of(getattr(tokenizer, name)) != pattern.pattern:
            setattr(tokenizer, name, getattr(pattern, method))
    cases = {text: [{ORTH: text}] for text in _ABBREVIATIONS}
    cases |= {text: [{ORTH: text, NORM: norm}] for text, norm in _split_contractions()}
    known = tokenizer.rules or {}
    for text, case in cases.items():
        if known.get(text) != case:
            tokenizer.add_special_case(text, case)
    return True


def mark_sentence_starts(doc: Doc, block_starts: Container[int]) -> None:
    """Set the sentence starts that are certain, before a component finds the others.

    A token at one of `block_starts` (offsets in characters) starts a sentence. White space does
    not, nor does a word in lower case after an abbreviated unit or title ("5 mg. daily"), nor a
    word after another with no mark between: where lines are known, lists and signatures need no
    guess, and "our client Sheila" stays whole. The senter, the parser and the sentencizer of a
    pipeline keep what is set; all else is left open.
    """
    starts = np.zeros(len(doc), np.int64)
    before = previous = None
    for index, token in enumerate(doc):
        if token.is_space:
            starts[index] = -1
        elif token.idx in block_starts:
            starts[index] = 1
        elif (previous and previous.text[-1].isalnum()) or (
            before and previous and _follows_abbreviation(before, previous, token)
        ):
            starts[index] = -1
        before, previous = previous, token
    # All at once: setting one token looks through the whole document first.
    doc.from_array([SENT_START], starts.astype(np.uint64))  # type: ignore[arg-type]


def _follows_abbreviation(before: Token, previous: Token, token: Token) -> bool:
    return (
        previous.text == "."
        and token.is_lower
        and not before.whitespace_
        and bool(previous.whitespace_)
        and _UNIT(before.text) is not None
    )


def _pattern_of(method: object) -> str:
    """The pattern of a bound method of a compiled regular expression, or an empty string."""
    return str(getattr(getattr(method, "__self__", None), "pattern", ""))


def _split_contractions() -> list[tuple[str, str]]:
    """Endings of contractions that stand alone, as in "is n't" and "it 's", and their norms."""
    endings = (("n't", "not"), ("'s", "'s"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"))
    return [(form, norm) for ending, norm in endings for form in (ending, ending.replace("'", "’"))]

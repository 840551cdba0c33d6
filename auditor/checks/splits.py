"""Split tokens: a word broken by a stray space, or a stray space at punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.article import Article, Block, Span
from auditor.checks.words import next_word, word_at, words_of
from auditor.config import Config
from auditor.findings import Finding, make_finding
from auditor.lexicon import COMMON, known_words
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

_GAP = r"[ \t\u00a0]{1,3}"
_CONTRACTION = re.compile(
    rf"\b([A-Za-z]{{1,40}})({_GAP})(n['’]t|['’](?:s|re|ve|ll|d|m))\b(?!['’])", re.IGNORECASE
)
_SPACED_APOSTROPHE = re.compile(
    rf"\b([A-Za-z]{{1,40}})(?:{_GAP})?(['’])(?:{_GAP})(s|t|re|ve|ll|d|m)\b(?!['’])"
)
_HYPHEN = re.compile(
    rf"(?<![\w-])((?:[A-Za-z]{{1,40}}-){{0,3}}[A-Za-z0-9]{{1,40}}-)({_GAP})([A-Za-z]{{2,40}})(?!\w)"
)
_HYPHEN_BEFORE = re.compile(rf"\b([A-Za-z]{{1,40}})({_GAP})(-[a-z]{{2,40}})\b")
_HYPHEN_APART = re.compile(rf"\b([A-Za-z]{{1,40}}){_GAP}-{_GAP}([A-Za-z]{{1,40}})\b")
_CHROMOSOME = re.compile(r"\d+[pq]-")
_LESS_SURE = 0.7
_BRACKET = re.compile(rf"(\b[A-Za-z]{{1,40}})?({_GAP})?\((?:{_GAP})(\w[\w-]{{0,40}})(\))?")
_BRACKET_END = re.compile(rf"\b(\w{{1,40}})({_GAP})\)")
_MARK = re.compile(rf"(?<!\w)([A-Za-z][\w’'-]{{0,40}})({_GAP})([,;.?!])(?=[\s”\"’)]|$)")
# Both faults at once: "rest ,and" has its space on the wrong side.
_MARK_BEFORE_WORD = re.compile(
    rf"(?<!\w)([A-Za-z][\w’'-]{{0,40}})({_GAP})([,;])([A-Za-z]{{2,40}})\b"
)
_QUOTE = re.compile(rf"“({_GAP})([^“”\n]{{1,60}}?)({_GAP})?”|“([^“”\n]{{1,60}}?)({_GAP})”")
_STRAIGHT_QUOTE = re.compile('"')
_LONGEST_QUOTE = 60
# "Well cared for —Ann Lee" signs a quote.
_DASH = re.compile(
    r"\b([A-Za-z]{1,40})(?:[ \t\u00a0][—–](?=[a-z])|[—–][ \t\u00a0])([A-Za-z]{1,40})"
)
# Beyond this rank the table of known words holds more slips than words.
_RAREST = 60_000
_TWO_WORDS = re.compile(r"(?<![\w’'.-])([a-z]{2,40})( )([a-z]{2,40})(?![\w’'-]|\.\w)")


def check(article: Article, doc: Doc, rules: RuleSet, config: Config) -> Iterator[Finding]:
    """Yield the findings of `garble.split-token.*` that code finds; some are swaps."""
    for block in article.prose():
        yield from _contractions(article, rules, block)
        yield from _hyphens(article, rules, block)
        yield from _brackets(article, rules, block)
        yield from _marks(article, rules, block)
        yield from _dashes(article, rules, block)
        yield from _set_words(article, rules, block)
        yield from _broken_words(article, rules, block, config)


def _contractions(article: Article, rules: RuleSet, block: Block) -> Iterator[Finding]:
    rule = rules.rule("garble.split-token.contraction")
    if rule is None:
        return
    verbs = rules.word_set("contracting-verbs")
    for match in _CONTRACTION.finditer(article.text, *_range(block)):
        word, _, ending = match.groups()
        if ending.lower().startswith("n") and word.lower() not in verbs:
            continue
        yield make_finding(rule, article, Span(*match.span()), suggestions=[word + ending])
    contractions = rules.word_set("contractions") | rules.word_set("contractions-like-words")
    for match in _SPACED_APOSTROPHE.finditer(article.text, *_range(block)):
        # In "the clinics' s-shaped desk" nothing is split.
        if f"{match[1]}'{match[3]}".lower() in contractions:
            fixed = match[1] + match[2] + match[3]
            yield make_finding(rule, article, Span(*match.span()), suggestions=[fixed])


def _hyphens(article: Article, rules: RuleSet, block: Block) -> Iterator[Finding]:
    rule = rules.rule("garble.split-token.hyphen")
    if rule is None:
        return
    joiners = rules.word_set("suspended-hyphen-joiners")
    clause_starts = rules.word_set("joined-second-sure") | rules.word_set("determiners")
    for match in _HYPHEN.finditer(article.text, *_range(block)):
        left, _, right = match.groups()
        # "pre- and post-treatment" is right, and "3p- syndrome" is a chromosome's.
        goes_on = article.text[match.end() : match.end() + 1] == "-"
        if (right.lower() in joiners and not goes_on) or _CHROMOSOME.fullmatch(left):
            continue
        if right[0].isupper() and (
            not left[0].isupper() or (right.lower() in known_words() and not right.isupper())
        ):
            continue
        dashed = [f"{left[:-1]}—{right}", f"{left[:-1]} - {right}"]
        is_dash = right in clause_starts and not goes_on
        fixes = dashed if is_dash else [left + right]
        yield make_finding(rule, article, Span(*match.span()), suggestions=fixes)
    endings = rules.word_set("word-endings")
    for match in _HYPHEN_BEFORE.finditer(article.text, *_range(block)):
        left, _, right = match.groups()
        # "The -galactosidase" has lost a Greek letter, not a space too many.
        if left.lower() in joiners or left.lower() in rules.word_set("determiners"):
            continue
        if right[1:] in endings or right[1:] not in known_words():
            continue
        fixes = [left + right, f"{left}—{right[1:]}"]
        if right[1:] in clause_starts:
            fixes.reverse()
        yield make_finding(
            rule, article, Span(*match.span()), suggestions=fixes, confidence=_LESS_SURE
        )
    compounds = rules.word_set("hyphened-compounds")
    for match in _HYPHEN_APART.finditer(article.text, *_range(block)):
        if f"{match[1]} {match[2]}".lower() in compounds:
            yield make_finding(
                rule, article, Span(*match.span()), suggestions=[f"{match[1]}-{match[2]}"]
            )


def _brackets(article: Article, rules: RuleSet, block: Block) -> Iterator[Finding]:
    rule = rules.rule("garble.split-token.bracket")
    if rule is None:
        return
    for match in _BRACKET.finditer(article.text, *_range(block)):
        word, gap, inside, closing = match.groups()
        left = f"{word} (" if word else "("
        start = (
            match.start() if word and not gap else match.start() + len((word or "") + (gap or ""))
        )
        words = left if word and not gap else "("
        yield make_finding(
            rule,
            article,
            Span(start, match.end()),
            suggestions=[words + inside + (closing or "")],
        )
    for match in _BRACKET_END.finditer(article.text, *_range(block)):
        yield make_finding(rule, article, Span(*match.span()), suggestions=[match[1] + ")"])


def _marks(article: Article, rules: RuleSet, block: Block) -> Iterator[Finding]:
    rule = rules.rule("garble.split-token.punctuation")
    if rule is None:
        return
    for match in _MARK.finditer(article.text, *_range(block)):
        yield make_finding(rule, article, Span(*match.span()), suggestions=[match[1] + match[3]])
    for match in _MARK_BEFORE_WORD.finditer(article.text, *_range(block)):
        fixed = f"{match[1]}{match[3]} {match[4]}"
        yield make_finding(rule, article, Span(*match.span()), suggestions=[fixed])
    for match in _QUOTE.finditer(article.text, *_range(block)):
        words = (match[2] or match[4]).strip()
        yield make_finding(rule, article, Span(*match.span()), suggestions=[f"“{words}”"])
    for span, words in _spaced_straight_quotes(article, block):
        yield make_finding(rule, article, span, suggestions=[f'"{words}"'])


def _spaced_straight_quotes(article: Article, block: Block) -> Iterator[tuple[Span, str]]:
    """Yield the short quotes whose straight marks have a space inside at both ends.

    Straight marks don't say whether they open or close: every second one is taken to close.
    """
    marks = [match.start() for match in _STRAIGHT_QUOTE.finditer(article.text, *_range(block))]
    if len(marks) % 2:
        return
    for opening, closing in zip(marks[::2], marks[1::2], strict=True):
        inside = article.text[opening + 1 : closing]
        if len(inside) <= _LONGEST_QUOTE and inside[:1].isspace() and inside[-1:].isspace():
            yield Span(opening, closing + 1), inside.strip()


def _dashes(article: Article, rules: RuleSet, block: Block) -> Iterator[Finding]:
    rule = rules.rule("garble.split-token.dash")
    if rule is None:
        return
    for match in _DASH.finditer(article.text, *_range(block)):
        yield make_finding(
            rule,
            article,
            Span(*match.span()),
            suggestions=[f"{match[1]}—{match[2]}", f"{match[1]} — {match[2]}"],
        )


def _set_words(article: Article, rules: RuleSet, block: Block) -> Iterator[Finding]:
    """Find "with out": pieces that are words of their own, but never stand in this order."""
    rule = rules.rule("garble.split-token.set-words")
    if rule is None:
        return
    words = words_of(article, block)
    for index, one in enumerate(words):
        two, after = next_word(words, index), word_at(words, index + 2)
        # "With out-of-pocket costs" is right.
        if not two.text or after.gap == "-" or after.lower == "of":
            continue
        if f"{one.lower} {two.lower}" in rules.word_set("split-in-two"):
            span = Span(one.start, two.end)
            yield make_finding(rule, article, span, suggestions=[one.text + two.text])


def _broken_words(
    article: Article, rules: RuleSet, block: Block, config: Config
) -> Iterator[Finding]:
    """Find "treat ment": pieces of which one is no word, and that make a common word together."""
    rule = rules.rule("garble.split-token.broken-word")
    if rule is None:
        return
    known = known_words()
    own = frozenset(word.lower() for word in config.vocabulary)
    function_words = rules.word_set("function-words")
    at, end = _range(block)
    while match := _TWO_WORDS.search(article.text, at, end):
        left, _, right = match.groups()
        at = match.start(3)
        if known.get(left + right, COMMON) >= COMMON:
            continue
        torn = right in rules.word_set("torn-endings") and left not in function_words
        if torn or any(known.get(p, _RAREST) >= _RAREST and p not in own for p in (left, right)):
            yield make_finding(rule, article, Span(*match.span()), suggestions=[left + right])


def _range(block: Block) -> tuple[int, int]:
    return block.span.start, block.span.end

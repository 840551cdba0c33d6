"""Findings that a program can mend, as edits of the source that leave markup alone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from auditor.article import Article, Block, Span
from auditor.findings import Finding, order_of
from auditor.inline_code import touches_code

MECHANICAL = (
    "garble.apostrophe",
    "garble.joined-words",
    "garble.page-residue",
    "garble.split-token",
)
SUGGESTED = "garble.spun-term"

# A mechanical finding below this leaves the choice to an editor.
LEAST_SURE = 0.75
# What only takes words away must be surer: a lost line is not missed.
LEAST_SURE_TO_DELETE = 0.9

_ENTITY = re.compile(r"&#?\w+;")
_LINE_END = re.compile(r"\r\n?|\n")
# What may stand before a block on its own line: a list's, a quote's or a heading's mark.
_LINE_MARK = re.compile(r"[ \t>]*(?:[-*+•]|#{1,6}|\(?\d{1,3}[.)])?[ \t]*")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What is to stand in place of the source from `start` to `end`, in code points."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A finding's first suggestion as edits, ordered and apart: of the source and of the text."""

    finding: Finding
    new: str
    edits: tuple[Edit, ...]
    text_edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A finding that is not corrected, and why."""

    finding: Finding
    reason: str


class _UnsafeError(Exception):
    """The source at a span is not what the text shows; the message says what is in the way."""


def choose_corrections(
    article: Article, source: str, findings: Iterable[Finding], least_suggested: float | None
) -> tuple[list[Correction], list[Refusal]]:
    """Return the corrections of `findings` that can be made at once, and those that can't.

    Mechanical findings are corrected, and spun terms if `least_suggested` (a confidence, 0-1)
    is given and reached. Where two overlap the surer wins; the other is in neither list.
    """
    chosen: list[Correction] = []
    refused: list[Refusal] = []
    for finding in sorted(findings, key=lambda f: (-f.confidence, -len(f.span), order_of(f))):
        if not _is_wanted(finding, least_suggested):
            if finding.category in MECHANICAL and finding.suggestions:
                refused.append(Refusal(finding, _doubt(finding)))
            continue
        try:
            correction = _correct(article, source, finding)
        except _UnsafeError as error:
            refused.append(Refusal(finding, str(error)))
            continue
        if all(_are_apart(correction, other) for other in chosen):
            chosen.append(correction)
    chosen.sort(key=lambda correction: correction.edits)
    return chosen, sorted(refused, key=lambda refusal: order_of(refusal.finding))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with the edits made, which are ordered and don't overlap."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.new)
        at = edit.end
    return "".join((*parts, text[at:]))


def offset_before(edits: Iterable[Edit], offset: int) -> int:
    """Return where the character at `offset` of the edited text stood before the edits."""
    moved = 0
    for edit in edits:
        if offset < edit.start + moved:
            break
        if offset < edit.start + moved + len(edit.new):
            return edit.start
        moved += len(edit.new) - (edit.end - edit.start)
    return offset - moved


def _is_wanted(finding: Finding, least_suggested: float | None) -> bool:
    if not len(finding.span) or not finding.suggestions:
        return False
    if finding.category in MECHANICAL:
        is_deletion = not finding.suggestions[0]
        return finding.confidence >= (LEAST_SURE_TO_DELETE if is_deletion else LEAST_SURE)
    return (
        finding.category == SUGGESTED
        and least_suggested is not None
        and finding.confidence >= least_suggested
    )


def _doubt(finding: Finding) -> str:
    """Return why a mechanical finding needs an editor."""
    offered = " or ".join(f"“{words}”" for words in finding.suggestions[:3] if words)
    if len(finding.suggestions) > 1:
        return f"only its writer knows which it was: {offered}"
    return f"it may be right as it is; if not: {offered or 'delete it'}"


def _are_apart(one: Correction, other: Correction) -> bool:
    """Say whether neither the words nor the source ranges of two corrections meet."""
    if one.finding.span.overlaps(other.finding.span):
        return False
    (*_, first), (second, *_) = sorted((one.edits, other.edits))
    return first.end < second.start or (first.end == second.start and second.end > second.start)


def _correct(article: Article, source: str, finding: Finding) -> Correction:
    new = finding.suggestions[0]
    block = article.block_at(finding.span.start)
    if block is None or finding.span.end > block.span.end:
        raise _UnsafeError("the words are not in one paragraph")
    if touches_code(article, finding.span):
        raise _UnsafeError("it is code")
    if new:
        edits, text_edits = _replace(article, source, finding, new, block)
    elif finding.span == block.span:
        edits, text_edits = _delete_block(article, source, block)
    else:
        edits, text_edits = _delete(article, finding.span, block)
    return Correction(finding, new, edits, text_edits)


def _replace(
    article: Article, source: str, finding: Finding, new: str, block: Block
) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """Return the edits that make `new` of the finding's words.

    Where markup or an entity stands among the words only what differs is touched.
    """
    start, end = finding.span.start, finding.span.end
    if article.source_map.is_verbatim(finding.span):
        place = article.source_map.source_range(finding.span)
        return (Edit(*place, _escape(article, block, new)),), (Edit(start, end, new),)
    matcher = SequenceMatcher(None, finding.quote, new, autojunk=False)
    text_edits = tuple(
        Edit(start + old_start, start + old_end, new[new_start:new_end])
        for what, old_start, old_end, new_start, new_end in matcher.get_opcodes()
        if what != "equal"
    )
    edits = tuple(
        Edit(
            *_safe_range(article, source, Span(edit.start, edit.end), finding.span),
            _escape(article, block, edit.new),
        )
        for edit in text_edits
    )
    return edits, text_edits


def _safe_range(article: Article, source: str, span: Span, words: Span) -> tuple[int, int]:
    """Return the source of `span`, a part of `words`; raise _UnsafeError if it can't be replaced.

    An empty span is a place to insert at: beside the character before it, else the one after.
    """
    places = article.source_map
    if not len(span):
        before = places.source_range(Span(span.start - 1, span.start))[1]
        after = places.source_range(Span(span.start, span.start + 1))[0]
        if span.start == words.start:
            return after, after
        if span.start < words.end and before != after:
            raise _UnsafeError("markup stands inside the words")
        return before, before
    start, end = places.source_range(span)
    if places.is_verbatim(span) or _is_one_entity(article, source, span):
        return start, end
    raise _UnsafeError(_obstacle(source[start:end]))


def _is_one_entity(article: Article, source: str, span: Span) -> bool:
    start, end = article.source_map.source_range(span)
    if article.format not in ("html", "md") or not _ENTITY.fullmatch(source, start, end):
        return False
    neighbours = (Span(span.start - 1, span.start), Span(span.end, span.end + 1))
    ranges = [article.source_map.source_range(beside) for beside in neighbours]
    # An entity may stand for two characters: then the span must be both.
    return (start, end) not in ranges


def _obstacle(source: str) -> str:
    if _LINE_END.search(source):
        return "a line break stands inside the words"
    if "<" in source:
        return "markup stands inside the words"
    return "the source writes these words in another way"


def _delete_block(
    article: Article, source: str, block: Block
) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """Return the edits that delete a block with its lines; raise _UnsafeError if they hold more."""
    if article.format == "html" or block.kind in ("title", "description"):
        raise _UnsafeError("an empty element would stay")
    start, end = article.source_map.source_range(block.span)
    line_start = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
    line_end = _LINE_END.search(source, end)
    stop = line_end.start() if line_end else len(source)
    if not _LINE_MARK.fullmatch(source, line_start, start) or source[end:stop].strip():
        raise _UnsafeError("other text or markup stands on the line")
    if line_end:
        stop = line_end.end()
        # One of the blank lines around goes with it.
        blank = re.compile(r"[ \t]*(?:\r\n?|\n)").match(source, stop)
        before = source[:line_start].splitlines()[-1:]
        if blank and not any(line.strip() for line in before):
            stop = blank.end()
    # The line feed that joins it to the next block; the last block has none.
    text_end = min(block.span.end + 1, len(article.text))
    return (Edit(line_start, stop, ""),), (Edit(block.span.start, text_end, ""),)


def _delete(
    article: Article, span: Span, block: Block
) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """Return the edits that delete words at a block's end, with the space before them."""
    start = span.start
    while start > block.span.start and article.text[start - 1].isspace():
        start -= 1
    whole = Span(start, span.end)
    if not article.source_map.is_verbatim(whole):
        raise _UnsafeError("markup or a line break stands inside the words")
    return (Edit(*article.source_map.source_range(whole), ""),), (Edit(start, span.end, ""),)


def _escape(article: Article, block: Block, new: str) -> str:
    if article.format != "html":
        return new
    escaped = html.escape(new, quote=block.kind == "description")
    return escaped.encode(article.encoding, "xmlcharrefreplace").decode(article.encoding)

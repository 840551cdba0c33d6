"""One paragraph of a Word file: its words as they will be printed, its links and its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.article import BlockKind
from auditor.readers.references import is_reference_mark

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT_BOX = WORD + "txbxContent"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Deleted words, the place that words were moved from, and the copy of a drawing for old programs.
GONE = frozenset(
    {
        WORD + "del",
        WORD + "moveFrom",
        WORD + "instrText",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
_CHARACTERS = {"tab": " ", "br": " ", "cr": " ", "ptab": " ", "noBreakHyphen": "-"}
_LINE_ENDS = re.compile(r"[\r\n\t\v\f\x85\u2028\u2029]+")
_FIELD_LINK = re.compile(r"\s*HYPERLINK\s+(?:\\l\s+)?\"([^\"]+)\"", re.IGNORECASE)
_HEADING = re.compile(r"heading (\d)")
_CODE = re.compile(r"\bcode\b|preformatted")
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of figures")
_LONGEST_STYLE_CHAIN = 20


@dataclass(slots=True)
class Paragraph:
    """A block's words, its links as (start, end, target), and the text boxes anchored in it.

    goes_on: the mark at its end was deleted, so that the next paragraph's words belong to it.
    """

    kind: BlockKind = "paragraph"
    level: int = 0
    text: str = ""
    links: list[tuple[int, int, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    goes_on: bool = False


class Styles:
    """The paragraph styles of a document, each with those it is based on."""

    def __init__(self, root: Any) -> None:
        self._by_id = {style.get(WORD + "styleId"): style for style in root.iter(WORD + "style")}

    def chain(self, style_id: str) -> Iterator[tuple[str, Any]]:
        """Yield name in lower case and properties of a style and of those it is based on."""
        for _ in range(_LONGEST_STYLE_CHAIN):
            style = self._by_id.get(style_id)
            if style is None:
                return
            yield _value(style, "name").lower(), style.find(WORD + "pPr")
            style_id = _value(style, "basedOn")


def read_paragraph(
    element: Any, styles: Styles, targets: Mapping[str, str], *, in_cell: bool
) -> Paragraph | None:
    """Return what a `w:p` holds; None for a line of a table of contents.

    targets: the addresses that the part's relations lead to.
    """
    properties = element.find(WORD + "pPr")
    chain = list(styles.chain(_value(properties, "pStyle")))
    if chain and _CONTENTS.match(chain[0][0]):
        return None
    words = _Words(targets)
    words.read(element)
    paragraph = words.paragraph
    paragraph.text = "".join(words.parts)
    paragraph.kind, paragraph.level = _kind(properties, chain, in_cell)
    mark = properties.find(WORD + "rPr") if properties is not None else None
    paragraph.goes_on = mark is not None and mark.find(WORD + "del") is not None
    return paragraph


def is_on(properties: Any, name: str) -> bool:
    """Say whether a switch such as `w:vanish` is set."""
    switch = properties.find(WORD + name) if properties is not None else None
    return switch is not None and switch.get(WORD + "val") not in ("0", "false", "off")


def _value(parent: Any, name: str) -> str:
    child = parent.find(WORD + name) if parent is not None else None
    return (child.get(WORD + "val") or "") if child is not None else ""


def _kind(properties: Any, chain: list[tuple[str, Any]], in_cell: bool) -> tuple[BlockKind, int]:
    sources = [properties, *(style for _, style in chain)]
    for name, _ in chain:
        if heading := _HEADING.match(name):
            return "heading", int(heading[1])
        if name in ("title", "subtitle"):
            return "heading", 1 if name == "title" else 2
    outline = next((level for s in sources if (level := _value(s, "outlineLvl"))), "")
    if outline.isdecimal() and int(outline) < 9:
        return "heading", int(outline) + 1
    if in_cell:
        return "cell", 0
    names = [name for name, _ in chain]
    if _is_numbered(sources) or any(name.startswith("list") for name in names):
        return "item", 0
    if any("quote" in name or name == "block text" for name in names):
        return "quote", 0
    return ("code" if any(_CODE.search(name) for name in names) else "paragraph"), 0


def _is_numbered(sources: list[Any]) -> bool:
    for properties in sources:
        numbering = properties.find(WORD + "numPr") if properties is not None else None
        if numbering is not None:
            # The number 0 takes away what the style gave.
            return _value(numbering, "numId") != "0"
    return False


class _Words:
    """Collects the words and links of a paragraph in reading order."""

    def __init__(self, targets: Mapping[str, str]) -> None:
        self.paragraph = Paragraph()
        self.parts: list[str] = []
        self._length = 0
        self._targets = targets
        self._word_start, self._before = 0, ""
        # Complex fields, which are not nested elements: instruction, and where the result begins.
        self._fields: list[tuple[str, int]] = []

    def read(self, element: Any) -> None:
        # A link's element comes twice: when it is entered, and with its start when it is left.
        stack: list[tuple[Any, int | None]] = [(element, None)]
        while stack:
            node, link_start = stack.pop()
            if link_start is not None:
                self._link(link_start, self._target(node))
                continue
            name = str(node.tag).removeprefix(WORD)
            if name == "instrText":
                self._read_instruction(node.text or "")
            elif node.tag in GONE or (name == "r" and self._is_skipped(node)):
                continue
            elif node.tag == TEXT_BOX:
                self.paragraph.boxes.append(node)
            elif name == "t":
                self._add(_LINE_ENDS.sub(" ", node.text or ""))
            elif name in _CHARACTERS:
                # A tab in the paragraph's properties is a tab stop, not a character.
                if str(node.getparent().tag) != WORD + "tabs":
                    self._add(_CHARACTERS[name])
            elif name in ("footnoteReference", "endnoteReference"):
                kind = name.removesuffix("Reference")
                self._link(self._word_start, f"#{kind}-{node.get(WORD + 'id')}")
            elif name == "fldChar":
                self._turn_field(node.get(WORD + "fldCharType"))
            else:
                if name == "hyperlink":
                    stack.append((node, self._length))
                stack += [(child, None) for child in reversed(node)]

    def _is_skipped(self, run: Any) -> bool:
        """Say whether a run is hidden, or a note's mark, which is noted as a link."""
        properties = run.find(WORD + "rPr")
        if is_on(properties, "vanish"):
            return True
        if _value(properties, "vertAlign") != "superscript":
            return False
        mark = "".join(text.text or "" for text in run.iter(WORD + "t"))
        if not is_reference_mark(mark, self._before):
            return False
        self._link(self._word_start, f"#{mark.strip()}")
        return True

    def _read_instruction(self, text: str) -> None:
        if self._fields:
            instruction, start = self._fields[-1]
            self._fields[-1] = (instruction + text, start)

    def _turn_field(self, turn: str | None) -> None:
        if turn == "begin":
            self._fields.append(("", self._length))
        elif turn == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], self._length)
        elif turn == "end" and self._fields:
            instruction, start = self._fields.pop()
            if link := _FIELD_LINK.match(instruction):
                self._link(start, link[1])

    def _target(self, node: Any) -> str:
        anchor = node.get(WORD + "anchor")
        return self._targets.get(node.get(_RELATION) or "", f"#{anchor}" if anchor else "")

    def _link(self, start: int, target: str) -> None:
        if target and self._length > start:
            self.paragraph.links.append((start, self._length, target))

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)
        _, space, last = text.rpartition(" ")
        if space:
            self._word_start = self._length - len(last)
        self._before = last[-8:] if space else (self._before + text)[-8:]

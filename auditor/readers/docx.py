"""Word files: body, tables, content controls, text boxes and notes; deleted text is left out."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditor.article import Article, ArticleBuilder, BlockKind
from auditor.errors import ReadError

if TYPE_CHECKING:
    from docx.document import Document

# A zip bomb is small on disk: what it unpacks to is bounded instead.
_MOST_UNPACKED = 100_000_000
_MOST_MEMBERS = 5_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LINK_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOTES = ("footnotes", "endnotes")
_GONE = frozenset({_WORD + "del", _WORD + "moveFrom", _FALLBACK, _WORD + "instrText"})
_HEADING = re.compile(r"heading (\d)")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    kind: BlockKind
    level: int
    text: str
    links: tuple[tuple[int, int, str], ...]


def read_docx(path: str, data: bytes) -> Article:
    """Return the article of a Word file; its source is its text, a paragraph a line.

    Tracked insertions are read, deletions are not. Raise ReadError for a file that is broken,
    protected by a password, or unpacks to over 100 MB.
    """
    document = _open(data)
    try:
        paragraphs = [p for p in _paragraphs(document) if p.text.strip()]
    except (KeyError, ValueError, AttributeError) as error:
        raise ReadError(f"the Word file is broken ({error}); save it again from Word") from None
    builder = ArticleBuilder("\n".join(p.text for p in paragraphs))
    at = 0
    for paragraph in paragraphs:
        builder.open(paragraph.kind, paragraph.level)
        done = at
        for start, end, target in paragraph.links:
            builder.verbatim(done, at + start)
            begin = builder.length
            builder.verbatim(at + start, at + end)
            builder.link(begin, target)
            done = at + end
        builder.verbatim(done, at + len(paragraph.text))
        builder.close()
        at += len(paragraph.text) + 1
    return builder.build(
        path=path, format="docx", digest=hashlib.sha256(data).hexdigest(), encoding=""
    )


def _open(data: bytes) -> Document:
    if data.startswith(_OLD_OFFICE):
        raise ReadError("the file is protected by a password or is an old .doc; save it as .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise ReadError("this is no Word file, or a broken one; save it again as .docx") from None
    if len(members) > _MOST_MEMBERS or sum(m.file_size for m in members) > _MOST_UNPACKED:
        raise ReadError("the Word file unpacks to over 100 MB; split it")
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        return docx.Document(io.BytesIO(data))
    except (
        OpcError,
        LxmlError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        EOFError,
        OSError,
    ):
        raise ReadError("the Word file is broken; save it again as .docx") from None


def _paragraphs(document: Document) -> Iterator[_Paragraph]:
    styles = {style.style_id: (style.name or "").lower() for style in document.styles}
    part = document.part
    yield from _in_element(document.element.body, styles, part.rels)
    for relation in part.rels.values():
        name = relation.reltype.rsplit("/", 1)[-1]
        if name in _NOTES and not relation.is_external:
            from docx.oxml.parser import parse_xml

            notes = parse_xml(relation.target_part.blob)
            yield from _in_element(notes, styles, relation.target_part.rels)


def _in_element(root: Any, styles: dict[str, str], relations: Any) -> Iterator[_Paragraph]:
    """Yield the paragraphs below `root` in reading order, those of its text boxes after theirs."""
    stack = [(root, False)]
    while stack:
        element, in_cell = stack.pop()
        if element.tag in _GONE:
            continue
        if element.tag == _WORD + "p":
            yield _paragraph(element, styles, relations, in_cell)
            boxes = [
                box for box in element.iter(_WORD + "txbxContent") if not _is_gone(box, element)
            ]
            stack += [(box, in_cell) for box in reversed(boxes)]
            continue
        in_cell = in_cell or element.tag == _WORD + "tc"
        stack += [(child, in_cell) for child in reversed(element)]


def _is_gone(element: Any, top: Any) -> bool:
    while element is not None and element is not top:
        if element.tag in _GONE:
            return True
        element = element.getparent()
    return False


def _paragraph(element: Any, styles: dict[str, str], relations: Any, in_cell: bool) -> _Paragraph:
    parts: list[str] = []
    links: list[tuple[int, int, str]] = []
    length = 0
    stack: list[tuple[Any, tuple[int, str] | None]] = [(element, None)]
    while stack:
        node, link = stack.pop()
        if link is not None:
            if length > link[0]:
                links.append((link[0], length, link[1]))
            continue
        if node.tag in _GONE or node.tag == _WORD + "txbxContent":
            continue
        words = _words(node)
        if words:
            parts.append(words)
            length += len(words)
        if node.tag == _WORD + "hyperlink" and (target := _target(node, relations)):
            stack.append((node, (length, target)))
        stack += [(child, None) for child in reversed(node)]
    kind, level = _kind(element, styles, in_cell)
    return _Paragraph(kind, level, "".join(parts), tuple(sorted(links)))


def _words(node: Any) -> str:
    if node.tag == _WORD + "t":
        # A line feed inside a run is white space; blocks alone are divided by line feeds.
        return re.sub(r"[\r\n]", " ", node.text or "")
    names = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
    return names.get(str(node.tag).removeprefix(_WORD), "")


def _target(node: Any, relations: Any) -> str:
    relation = relations.get(node.get(_LINK_ID) or "")
    return str(relation.target_ref) if relation is not None and relation.is_external else ""


def _kind(element: Any, styles: dict[str, str], in_cell: bool) -> tuple[BlockKind, int]:
    properties = element.find(_WORD + "pPr")
    style, numbered = "", False
    if properties is not None:
        named = properties.find(_WORD + "pStyle")
        style = styles.get(named.get(_WORD + "val"), "") if named is not None else ""
        numbered = properties.find(_WORD + "numPr") is not None
    if heading := _HEADING.match(style):
        return "heading", int(heading[1])
    if style == "title":
        return "heading", 1
    if in_cell:
        return "cell", 0
    if numbered or style.startswith("list"):
        return "item", 0
    return ("quote", 0) if "quote" in style else ("paragraph", 0)

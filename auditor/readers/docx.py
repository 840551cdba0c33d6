"""Word files: body, tables, content controls, text boxes and notes; deleted text is left out."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from auditor.article import Article, Piece, SourceMap, line_starts
from auditor.article_builder import ArticleBuilder
from auditor.errors import ReadError
from auditor.readers.docx_paragraph import (
    GONE,
    TEXT_BOX,
    WORD,
    Paragraph,
    Styles,
    is_on,
    read_paragraph,
)

# A zip bomb is small on disk: what it unpacks to is bounded instead.
_MOST_UNPACKED = 100_000_000
_MOST_MEMBERS = 5_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NOTES = {"footnotes": WORD + "footnote", "endnotes": WORD + "endnote"}


@dataclass(frozen=True, slots=True)
class _Story:
    """A part of the file that holds paragraphs, and the addresses that its links lead to."""

    root: Any
    targets: Mapping[str, str]


def read_docx(path: str, data: bytes) -> Article:
    """Return the article of a Word file; its source is its text, a paragraph a line.

    Tracked insertions are read, deletions and hidden words are not; a note's mark becomes a link
    on the word before it, and the notes stand at the end. Raise ReadError for a file that is
    broken, protected by a password, or unpacks to over 100 MB.
    """
    _check_archive(data)
    stories, styles, title = _load(data)
    found = (p for story in stories for p in _paragraphs(story, styles))
    paragraphs = [p for p in _join_broken(found) if p.text.strip()]
    builder = ArticleBuilder("\n".join(p.text for p in paragraphs))
    at = 0
    for paragraph in paragraphs:
        _add_paragraph(builder, paragraph, at)
        at += len(paragraph.text) + 1
    has_heading = any(p.kind == "heading" for p in paragraphs)
    article = builder.build(
        path=path,
        format="docx",
        digest=hashlib.sha256(data).hexdigest(),
        title="" if has_heading else title,
        encoding="",
    )
    return replace(article, source_map=_map_to_itself(article.text))


def _map_to_itself(text: str) -> SourceMap:
    pieces = (Piece(0, len(text), 0, len(text), verbatim=True),) if text else ()
    return SourceMap(pieces, line_starts(text))


def _check_archive(data: bytes) -> None:
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            raise ReadError("the Word file is protected by a password; save it without one")
        raise ReadError("this is an old .doc file; save it as .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise ReadError("this is no Word file, or a broken one; save it again as .docx") from None
    if len(members) > _MOST_MEMBERS or sum(m.file_size for m in members) > _MOST_UNPACKED:
        raise ReadError("the Word file unpacks to over 100 MB or 5,000 parts; split it")


def _load(data: bytes) -> tuple[list[_Story], Styles, str]:
    import docx
    from docx.oxml.parser import parse_xml

    # Its parser resolves no entities and opens no network, and lxml bounds depth and text.
    try:
        document = docx.Document(io.BytesIO(data))
        part = document.part
        stories = [_Story(document.element.body, _targets(part.rels))]
        for relation in part.rels.values():
            tag = _NOTES.get(relation.reltype.rsplit("/", 1)[-1])
            if tag and not relation.is_external:
                targets = _targets(relation.target_part.rels)
                notes = parse_xml(relation.target_part.blob).iter(tag)
                # A note with a type is a line that separates notes from text.
                stories += [_Story(n, targets) for n in notes if n.get(WORD + "type") is None]
        return stories, Styles(document.styles.element), document.core_properties.title
    # Whatever a broken part makes the library raise, the file can't be read.
    except Exception:
        raise ReadError("the Word file is broken; open it in Word and save it again") from None


def _targets(relations: Mapping[str, Any]) -> dict[str, str]:
    return {
        key: str(relation.target_ref) for key, relation in relations.items() if relation.is_external
    }


def _paragraphs(story: _Story, styles: Styles) -> Iterator[Paragraph]:
    """Yield a story's paragraphs in reading order, those of a text box after their anchor's."""
    stack = [(story.root, False)]
    while stack:
        element, in_cell = stack.pop()
        if element.tag in GONE or _is_left_out(element):
            continue
        if element.tag == WORD + "p":
            paragraph = read_paragraph(element, styles, story.targets, in_cell=in_cell)
            if paragraph is not None:
                yield paragraph
                stack += [(box, False) for box in reversed(paragraph.boxes)]
            continue
        in_cell = element.tag != TEXT_BOX and (in_cell or element.tag == WORD + "tc")
        stack += [(child, in_cell) for child in reversed(element)]


def _is_left_out(element: Any) -> bool:
    """Say whether a table row was deleted, or a content control shows its placeholder alone."""
    if element.tag == WORD + "tr":
        properties = element.find(WORD + "trPr")
        return properties is not None and properties.find(WORD + "del") is not None
    return element.tag == WORD + "sdt" and is_on(element.find(WORD + "sdtPr"), "showingPlcHdr")


def _join_broken(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Join each paragraph whose end was deleted with the next, whose kind the two then have."""
    begun: Paragraph | None = None
    for paragraph in paragraphs:
        if begun is not None:
            shift = len(begun.text)
            moved = [(start + shift, end + shift, to) for start, end, to in paragraph.links]
            paragraph.links = begun.links + moved
            paragraph.text = begun.text + paragraph.text
        begun = paragraph if paragraph.goes_on else None
        if begun is None:
            yield paragraph
    if begun is not None:
        yield begun


def _add_paragraph(builder: ArticleBuilder, paragraph: Paragraph, at: int) -> None:
    builder.open(paragraph.kind, paragraph.level)
    first = builder.length
    builder.verbatim(at, at + len(paragraph.text))
    for start, end, target in sorted(paragraph.links):
        builder.link(first + start, target, first + end)
    builder.close()

"""Writes articles/iv-vitamin-drips.docx from iv-vitamin-drips.txt, the same bytes every time.

Run it as ``python examples/make_docx.py`` after changing the text. It needs python-docx, which the
auditor installs anyway.

The text opens with ``title:``, ``author:`` and ``description:`` lines. Below them, ``#`` begins the
title, ``##`` a heading, ``-`` a list item and ``|`` a table row (the first row is the table's
head); any other line is a paragraph.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import docx
from docx.document import Document

FOLDER = Path(__file__).resolve().parent
SOURCE = FOLDER / "iv-vitamin-drips.txt"
TARGET = FOLDER / "articles" / "iv-vitamin-drips.docx"
WRITTEN = datetime.datetime(2024, 1, 1)

STYLES = {"# ": "Title", "## ": "Heading 1", "- ": "List Bullet"}


def split_source(text: str) -> tuple[dict[str, str], list[str]]:
    """Return the properties at the head of `text`, and its body's lines without the blank ones."""
    head, _, body = text.partition("\n\n")
    properties = dict(line.split(": ", 1) for line in head.splitlines())
    return properties, [line for line in body.splitlines() if line.strip()]


def add_table(document: Document, rows: Iterable[str]) -> None:
    """Add the `| a | b |` lines in `rows` to `document` as a table with a bold first row."""
    cells = [[cell.strip() for cell in row.strip("| ").split("|")] for row in rows]
    table = document.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
    for row_index, row in enumerate(cells):
        for column_index, cell in enumerate(row):
            run = table.cell(row_index, column_index).paragraphs[0].add_run(cell)
            run.bold = row_index == 0


def add_line(document: Document, line: str) -> None:
    """Add one line of the source to `document`, in the style that its first characters name."""
    for mark, style in STYLES.items():
        if line.startswith(mark):
            document.add_paragraph(line.removeprefix(mark), style=style)
            return
    document.add_paragraph(line)


def build_document(text: str) -> Document:
    """Return the Word document that the plain text `text` describes."""
    properties, lines = split_source(text)
    document = docx.Document()
    core = document.core_properties
    core.title = properties["title"]
    core.author = core.last_modified_by = properties["author"]
    core.subject = properties["description"]
    core.comments = ""
    core.created = core.modified = WRITTEN
    for is_table, group in groupby(lines, key=lambda line: line.startswith("|")):
        if is_table:
            add_table(document, group)
        else:
            for line in group:
                add_line(document, line)
    return document


def pack_document(document: Document) -> bytes:
    """Return `document` as the bytes of a .docx file.

    A zip archive holds the time of writing and the system it was written on. Both are set here, so
    that the bytes depend on the text and on the versions of python-docx and zlib alone.
    """
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, date_time=WRITTEN.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o644 << 16
            target.writestr(member, source.read(name))
    return packed.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(pack_document(build_document(SOURCE.read_text(encoding="utf-8"))))

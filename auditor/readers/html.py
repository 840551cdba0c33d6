"""HTML: the article's own words in blocks, with entities and markup mapped to their source."""

from __future__ import annotations

import hashlib
import re

from auditor.article import Article
from auditor.article_builder import ArticleBuilder
from auditor.readers.decode import decode
from auditor.readers.html_content import find_content
from auditor.readers.html_tokens import attribute
from auditor.readers.html_tree import Tree, parse_tree
from auditor.readers.html_writer import HtmlWriter

# The charset must be named near the top; the XML declaration names it too.
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,80}?encoding=[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_CHARSET_WITHIN = 4096


def read_html(path: str, data: bytes) -> Article:
    """Return the article of a web page. Raise ReadError if the bytes are no text."""
    declared = _CHARSET.search(data[:_CHARSET_WITHIN])
    charset = (declared[1] or declared[2]).decode("ascii", "replace") if declared else ""
    decoded = decode(data, charset)
    source = decoded.text
    tree = parse_tree(source)
    builder = ArticleBuilder(source)
    writer = HtmlWriter(builder, source, tree)
    _write_head(writer, source, tree)
    writer.write(find_content(source, tree))
    writer.write_comments()
    return builder.build(
        path=path,
        format="html",
        digest=hashlib.sha256(data).hexdigest(),
        encoding=decoded.encoding,
        notes=decoded.notes,
    )


def _write_head(writer: HtmlWriter, source: str, tree: Tree) -> None:
    """Add the page's title and description as blocks of their own."""
    title: tuple[int, int] | None = None
    descriptions: dict[str, tuple[int, int]] = {}
    index = 0
    while index < len(tree.events):
        event = tree.events[index]
        if event.tag in ("body", "svg") and event.what == "enter":
            if event.tag == "body":
                break
            index = tree.leaves[index]
        elif event.tag == "title" and event.what == "enter" and title is None:
            words = tree.events[index + 1]
            title = (words.start, words.end)
        elif event.tag == "meta" and "content" in event.attributes:
            named = (attribute(source, event.attributes, name) for name in ("name", "property"))
            name = next(filter(None, named), "")
            descriptions.setdefault(name.strip().lower(), event.attributes["content"])
        index += 1
    if title is not None:
        writer.write_whole("title", *title)
    for name in ("description", "og:description", "twitter:description"):
        start, end = descriptions.get(name, (0, 0))
        if source[start:end].strip():
            writer.write_whole("description", start, end)
            break

"""HTML: the article's own words, without the page around them, entities mapped to their source."""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from auditor.article import Article, ArticleBuilder, BlockKind, Span, count_words
from auditor.readers.decode import decode

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_NEVER_READ = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas"}
    | {"button", "select", "textarea", "audio", "video", "head", "dialog"}
)
_AROUND = frozenset({"nav", "footer", "aside", "form"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS: dict[str, BlockKind] = {
    "li": "item",
    "dt": "item",
    "dd": "item",
    "blockquote": "quote",
    "td": "cell",
    "th": "cell",
    "pre": "code",
    **dict.fromkeys(_HEADINGS, "heading"),
}
_BLOCKS = frozenset(
    {"address", "article", "body", "caption", "center", "details", "div", "dl", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "header", "hr", "html", "main", "nav", "ol"}
    | {"p", "section", "summary", "table", "tbody", "tfoot", "thead", "title", "tr", "ul", "aside"}
    | set(_KINDS)
)
# A start tag of the key ends an open element of the values, up to the fence.
_IMPLIED_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "tr": (frozenset({"tr", "td", "th"}), frozenset({"table"})),
}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_TEXT = re.compile(
    r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?|[ \t\r\n\f]+|[^& \t\r\n\f]+|&"
)
_CONTENT = re.compile(r"\scontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_SPACE = " \t\r\n\f"


@dataclass(frozen=True, slots=True)
class _Event:
    """`enter` or `leave` an element, or `text`; `start` and `end` are its place in the source."""

    what: str
    tag: str
    start: int
    end: int
    attributes: dict[str, str] = field(default_factory=dict)


class _Scanner(HTMLParser):
    """Collects the page's events, every `enter` with its `leave`, in one linear pass."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.events: list[_Event] = []
        self._lines = [0, *(m.end() for m in re.finditer("\n", source))]
        self._stack: list[str] = []
        self._open: Counter[str] = Counter()
        self.feed(source)
        self._text_end(len(source))
        self.close()
        self._text_end(len(source))
        while self._stack:
            self._leave(len(source))

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _text_end(self, at: int) -> None:
        """Give the text event that is still open its end."""
        if self.events and self.events[-1].what == "text" and self.events[-1].end < 0:
            last = self.events[-1]
            self.events[-1] = _Event("text", "", last.start, max(at, last.start))

    def _text(self) -> None:
        here = self._here()
        self._text_end(here)
        self.events.append(_Event("text", "", here, -1))

    def _leave(self, at: int) -> None:
        tag = self._stack.pop()
        self._open[tag] -= 1
        self.events.append(_Event("leave", tag, at, at))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = self._here()
        self._text_end(here)
        if tag in _BLOCKS and self._open["p"] and self._stack[-1] == "p":
            self._leave(here)
        ends, fence = _IMPLIED_ENDS.get(tag, (frozenset(), frozenset()))
        if any(self._open[name] for name in ends):
            depth = next(
                (d for d in range(len(self._stack) - 1, -1, -1) if self._stack[d] in ends | fence),
                -1,
            )
            if depth >= 0 and self._stack[depth] in ends:
                while len(self._stack) > depth:
                    self._leave(here)
        end = here + len(self.get_starttag_text() or "")
        attributes = {name: value or "" for name, value in attrs}
        self.events.append(_Event("enter", tag, here, end, attributes))
        if tag in _VOID:
            self.events.append(_Event("leave", tag, end, end))
        else:
            self._stack.append(tag)
            self._open[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        here = self._here()
        self._text_end(here)
        if self._open[tag] <= 0:
            return
        while self._stack:
            last = self._stack[-1]
            self._leave(here)
            if last == tag:
                break

    def handle_data(self, data: str) -> None:
        self._text()

    def handle_entityref(self, name: str) -> None:
        self._text()

    def handle_charref(self, name: str) -> None:
        self._text()

    def handle_comment(self, data: str) -> None:
        self._text_end(self._here())

    def handle_decl(self, decl: str) -> None:
        self._text_end(self._here())

    def handle_pi(self, data: str) -> None:
        self._text_end(self._here())

    def unknown_decl(self, data: str) -> None:
        self._text_end(self._here())


def read_html(path: str, data: bytes) -> Article:
    """Return the article of a web page. Raise ReadError if the bytes are no text."""
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii") if declared else "")
    source = decoded.text
    events = _Scanner(source).events
    builder = ArticleBuilder(source)
    title = _read_head(builder, source, events)
    content = _content_of(source, events)
    _Writer(builder, source).write(content)
    return builder.build(
        path=path,
        format="html",
        digest=hashlib.sha256(data).hexdigest(),
        title=title,
        encoding=decoded.encoding,
        notes=decoded.notes,
    )


def _read_head(builder: ArticleBuilder, source: str, events: Sequence[_Event]) -> str:
    """Add title and description as blocks of their own; return the title."""
    described = [e for e in events if e.what == "enter" and e.tag == "meta"]
    wanted = next(
        (e for e in described if e.attributes.get("name", "").lower() == "description"), None
    )
    if wanted is None:
        property_ = "og:description"
        wanted = next((e for e in described if e.attributes.get("property") == property_), None)
    title = ""
    for index, event in enumerate(events):
        if event.what == "enter" and event.tag == "title" and not title:
            builder.open("title")
            before = builder.length
            for inner in events[index + 1 :]:
                if inner.what != "text":
                    break
                _add_text(builder, source, inner.start, inner.end)
            title = "title" if builder.length > before else ""
            builder.close()
        elif event is wanted and (match := _CONTENT.search(source, event.start, event.end)):
            group = 1 if match[1] is not None else 2
            builder.open("description")
            _add_text(builder, source, match.start(group), match.end(group))
            builder.close()
        elif event.what == "enter" and event.tag == "body":
            break
    if not title:
        return ""
    built = builder.build(path="", format="html", digest="")
    first = next((b for b in built.blocks if b.kind == "title"), None)
    return built.quote(first.span) if first else ""


def _content_of(source: str, events: Sequence[_Event]) -> list[_Event]:
    """Return the events of the article's own words.

    The largest `article` or `main`, else the body; without navigation, forms and hidden parts.
    Where a form holds the whole page, as some systems do, its words are kept.
    """
    roots = [r for r in _elements(events, {"article", "main"}) if _size(source, events, r) > 0]
    if roots:
        root = max(roots, key=lambda r: (_size(source, events, r), r.end - r.start))
        kept = list(_without(events[root.start : root.end], _AROUND))
    else:
        bodies = list(_elements(events, {"body"})) or [Span(0, len(events))]
        inside = events[bodies[0].start : bodies[0].end]
        kept = list(_without(inside, _AROUND | {"header"}))
    if _words(source, kept) or not events:
        return kept
    return list(_without(events, _AROUND - {"form"}))


def _elements(events: Sequence[_Event], tags: set[str]) -> Iterator[Span]:
    """Yield the index ranges of the elements of these tags, the outermost ones."""
    depth, begin = 0, 0
    for index, event in enumerate(events):
        if event.tag not in tags:
            continue
        if event.what == "enter":
            begin = index if depth == 0 else begin
            depth += 1
        elif event.what == "leave":
            depth -= 1
            if depth == 0:
                yield Span(begin, index + 1)


def _size(source: str, events: Sequence[_Event], element: Span) -> int:
    return _words(source, _without(events[element.start : element.end], _AROUND))


def _words(source: str, events: Iterable[_Event]) -> int:
    return sum(count_words(source[e.start : e.end]) for e in events if e.what == "text")


def _without(events: Sequence[_Event], dropped: frozenset[str]) -> Iterator[_Event]:
    """Yield the events that are not inside an element of `dropped`, never-read or hidden ones."""
    depth = 0
    for event in events:
        if depth or (event.what == "enter" and _is_dropped(event, dropped)):
            depth += {"enter": 1, "leave": -1}.get(event.what, 0)
            continue
        yield event


def _is_dropped(event: _Event, dropped: frozenset[str]) -> bool:
    if event.tag in dropped or event.tag in _NEVER_READ:
        return True
    style = event.attributes.get("style", "").replace(" ", "").lower()
    return (
        "hidden" in event.attributes
        or event.attributes.get("aria-hidden") == "true"
        or "display:none" in style
    )


class _Writer:
    """Adds events to the builder: blocks by their elements, links with their targets."""

    def __init__(self, builder: ArticleBuilder, source: str) -> None:
        self._builder = builder
        self._source = source
        self._kinds: list[str] = []
        self._links: list[tuple[str, int | None]] = []
        self._breaks = 0

    def write(self, events: Iterable[_Event]) -> None:
        for event in events:
            if event.what == "text":
                self._write_text(event)
            elif event.tag == "br":
                self._write_break(event)
            elif event.tag in _BLOCKS:
                self._end_block()
                self._follow(event)
            elif event.tag == "a":
                self._write_link(event)
        self._end_block()

    def _follow(self, event: _Event) -> None:
        if event.tag not in _KINDS:
            return
        if event.what == "enter":
            self._kinds.append(event.tag)
        elif self._kinds:
            self._kinds.pop()

    def _write_text(self, event: _Event) -> None:
        words = self._source[event.start : event.end]
        if not self._builder.is_open:
            if not words.strip(_SPACE):
                return
            tag = self._kinds[-1] if self._kinds else "p"
            self._builder.open(_KINDS.get(tag, "paragraph"), _HEADINGS.get(tag, 0))
        if words.strip(_SPACE):
            self._breaks = 0
        at = self._builder.length
        self._links = [(target, at if start is None else start) for target, start in self._links]
        if "pre" in self._kinds:
            self._builder.verbatim(event.start, event.end)
        else:
            _add_text(self._builder, self._source, event.start, event.end)

    def _write_break(self, event: _Event) -> None:
        if event.what == "leave" or not self._builder.is_open:
            return
        self._breaks += 1
        if self._breaks > 1:
            self._end_block()
        elif self._builder.last_character() not in ("", " "):
            self._builder.replace(" ", event.start, event.end)

    def _write_link(self, event: _Event) -> None:
        if event.what == "enter":
            self._links.append((event.attributes.get("href", ""), None))
        elif self._links:
            target, start = self._links.pop()
            if start is not None and self._builder.is_open:
                self._builder.link(start, target)

    def _end_block(self) -> None:
        self._breaks = 0
        for target, start in self._links:
            if start is not None:
                self._builder.link(start, target)
        self._links = [(target, None) for target, _ in self._links]
        self._builder.close()


def _add_text(builder: ArticleBuilder, source: str, start: int, end: int) -> None:
    """Add source text as a browser shows it: entities decoded, white space folded to one space."""
    for match in _TEXT.finditer(source, start, end):
        piece = match[0]
        if piece[0] in _SPACE:
            if builder.last_character() in ("", " "):
                continue
            if piece == " ":
                builder.verbatim(*match.span())
            else:
                builder.replace(" ", *match.span())
        elif piece[0] == "&" and (decoded := html.unescape(piece)) != piece:
            builder.replace(decoded.replace("\xad", ""), *match.span())
        else:
            builder.verbatim(*match.span())

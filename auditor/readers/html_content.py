"""Which part of a web page is the article: its own words, without the page around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.article import count_words
from auditor.readers.html_tokens import Attributes, attribute
from auditor.readers.html_tree import Event, Tree

NEVER_READ = frozenset(
    {"audio", "button", "canvas", "datalist", "dialog", "head", "iframe", "map", "math", "noembed"}
    | {"noframes", "noscript", "object", "script", "select", "style", "svg", "template"}
    | {"textarea", "title", "video", "xmp"}
)
_LEADS_ELSEWHERE = frozenset({"nav", "search"})
_AROUND = _LEADS_ELSEWHERE | {"aside"}
_AROUND_ROLES = frozenset(
    {"banner", "complementary", "contentinfo", "dialog", "navigation", "search"}
)
_SECTIONS = frozenset({"article", "main", "section"})
_INVISIBLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# A form with a heading or this many paragraphs holds the page itself, as some systems have it.
_PARAGRAPHS_OF_A_PAGE = 3
# The main part must hold this share of the page's words, the article that of its surroundings'.
_LEAST_MAIN = 0.2
_LEAST_ARTICLE_OF_MAIN = 0.5
_LEAST_ARTICLE_OF_PAGE = 0.3


def find_content(source: str, tree: Tree) -> list[tuple[int, Event]]:
    """Return the events of the article's own words, each with its index in the tree.

    They are those of the largest `article` if it holds most of the `main` part or much of the
    page, else of `main`, else of the page; without navigation, header and footer of the page,
    asides, forms, scripts and what is hidden. If that leaves nothing, only scripts go.
    """
    page = list(_walk(source, tree, 0, len(tree.events)))
    words, total = _count_words(source, tree, page)
    mains = [start for start in words if _is_main(source, tree.events[start])]
    main = max(mains, key=words.__getitem__, default=None)
    articles = [start for start in words if tree.events[start].tag == "article"]
    article = max(articles, key=words.__getitem__, default=None)
    if main is not None and words[main] < max(1, _LEAST_MAIN * total):
        main = None
    around = total if main is None else words[main]
    least = _LEAST_ARTICLE_OF_PAGE if main is None else _LEAST_ARTICLE_OF_MAIN
    chosen = article if article is not None and words[article] >= max(1, least * around) else main
    if chosen is not None:
        return list(_walk(source, tree, chosen, tree.leaves[chosen] + 1))
    if total:
        return page
    return list(_walk(source, tree, 0, len(tree.events), everything=True))


def find_shown(source: str, tree: Tree) -> list[tuple[int, Event]]:
    """Return the events of HTML that is part of an article, each with its index in the tree.

    Its writer put everything there on purpose, boxes and footers too; only what is no prose or
    hidden goes.
    """
    shown: list[tuple[int, Event]] = []
    index = 0
    while index < len(tree.events):
        event = tree.events[index]
        if event.what == "enter" and is_unread(source, event.tag, event.attributes):
            index = tree.leaves[index]
        else:
            shown.append((index, event))
        index += 1
    return shown


def is_unread(source: str, tag: str, attributes: Attributes) -> bool:
    """Say whether the writer's own element is no prose, leads elsewhere or is hidden."""
    return tag in NEVER_READ or tag in _LEADS_ELSEWHERE or _is_hidden(source, attributes)


def _is_main(source: str, event: Event) -> bool:
    return event.tag == "main" or attribute(source, event.attributes, "role") == "main"


def _count_words(
    source: str, tree: Tree, visible: list[tuple[int, Event]]
) -> tuple[dict[int, int], int]:
    """Return the words in each `article` and `main` by its index, and those of the page."""
    words: dict[int, int] = {}
    within: list[int] = []
    total = 0
    for index, event in visible:
        if event.what == "text":
            count = count_words(source[event.start : event.end])
            total += count
            if within:
                words[within[-1]] += count
        elif event.what == "enter" and (event.tag == "article" or _is_main(source, event)):
            within.append(index)
            words[index] = 0
        elif event.what == "leave" and within and tree.leaves[within[-1]] == index:
            inner = within.pop()
            if within:
                words[within[-1]] += words[inner]
    return words, total


def _walk(
    source: str, tree: Tree, start: int, end: int, *, everything: bool = False
) -> Iterator[tuple[int, Event]]:
    """Yield the events from `start` to `end` that an article's reader sees."""
    sections: list[int] = []
    quotes: list[int] = []
    index = start
    while index < end:
        event = tree.events[index]
        for open_ones in (sections, quotes):
            while open_ones and open_ones[-1] <= index:
                open_ones.pop()
        if event.what == "enter":
            dropped = event.tag in NEVER_READ
            if not dropped and not everything:
                dropped = (
                    _is_around(source, event)
                    or (event.tag == "header" and not sections)
                    or (event.tag == "footer" and not quotes)
                    or (event.tag == "form" and not _holds_page(tree, index))
                )
            if dropped:
                index = tree.leaves[index] + 1
                continue
            if event.tag in _SECTIONS:
                sections.append(tree.leaves[index])
            elif event.tag == "blockquote":
                quotes.append(tree.leaves[index])
        yield index, event
        index += 1


def _is_around(source: str, event: Event) -> bool:
    if event.tag in _AROUND or _is_hidden(source, event.attributes):
        return True
    return attribute(source, event.attributes, "role").strip().lower() in _AROUND_ROLES


def _is_hidden(source: str, attributes: Attributes) -> bool:
    if not attributes:
        return False
    hidden = "hidden" in attributes and (
        attribute(source, attributes, "hidden").lower() != "until-found"
    )
    return (
        hidden
        or attribute(source, attributes, "aria-hidden").strip().lower() == "true"
        or bool(_INVISIBLE.search(attribute(source, attributes, "style")))
    )


def _holds_page(tree: Tree, form: int) -> bool:
    tags = [e.tag for e in tree.events[form : tree.leaves[form]] if e.what == "enter"]
    return tags.count("p") >= _PARAGRAPHS_OF_A_PAGE or not {"h1", "main", "article"}.isdisjoint(
        tags
    )

"""Signs of a source that a reader can follow: addresses, reference marks, authors with a year."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.article import Article, Span
from auditor.claims.reading import Reading
from auditor.packs import RuleSet
from auditor.remade import of_article

_ADDRESS = re.compile(r"\bdoi\.org|\bdoi:|\bPMID\b|\bPMC\d{5,}|\bNCT\d{6,}", re.I)
_WEB = re.compile(r"https?://[^\s)\]>]+", re.I)
_NUMBERS = r"\d{1,3}(?:\s*[,–-]\s*\d{1,3})*"
_MARK = re.compile(
    rf"\[{_NUMBERS}\]|\({_NUMBERS}\)|[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]*|\bRefs?\. {_NUMBERS}"
    r"|(?<=[a-z][.,])\d{1,3}(?=\s|$)"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NAME = r"[A-Z][\w’'-]{1,30}"
_YEAR = r"(?:19|20)\d\d[a-z]?\b"
_AUTHOR_YEAR = re.compile(
    rf"\((?:see |cf\. |e\.g\.,? )?(?P<a>{_NAME})(?:,? (?:and|&) {_NAME}| et al\.?| and colleagues)?"
    rf",? {_YEAR}"
    rf"|{_NAME} (?:et al\.?|and colleagues),? \(?(?:in )?{_YEAR}"
    rf"|(?P<b>{_NAME})(?: (?:and|&) {_NAME})? \({_YEAR}"
    rf"|\b{_YEAR} [\w -]{{0,40}}\b(?:study|trial|review|survey|analysis|report|guideline)s?"
    r"\b[^.]{0,60}\b(?:by|from|in|at|of)\b"
    rf"|\b(?P<c>{_NAME})(?:'s|’s) {_YEAR}"
    rf"|\((?P<d>{_NAME})[ ,]+(?:{_NAME}[ ,]+){{0,5}}{_YEAR}\)"
)
_ANY_YEAR = re.compile(rf"\b{_YEAR}")
_WORK_TITLE = re.compile(r"[“\"][^”\"]+(?:\s[^”\"]+){2,}[”\"]")
_LISTED = re.compile(r"(?:^|\s)[\[(]?(\d{1,3})[.)\]]\s")
_NOTE = re.compile(r"#\D*?(\d{1,3})\D*$")
_WRITTEN_NOTE = re.compile(r"#(?:footnote|endnote)-")
_LONGEST_HEAD = 30


def stands_in(
    reading: Reading, span: Span, start: int, end: int, own: frozenset[int] = frozenset()
) -> bool:
    """Say whether a source that can be followed stands in `span`, the tokens `start` to `end`.

    own: the claim's own words; the authority that it invokes itself is no source.
    """
    words = reading.article.quote(span)
    if _ADDRESS.search(words) or any(is_source(reading, web[0]) for web in _WEB.finditer(words)):
        return True
    if has_author_and_year(reading, words) or has_mark(reading, words):
        return True
    if _has_names(reading, "journals", start, end) and (
        _ANY_YEAR.search(words) or _WORK_TITLE.search(words)
    ):
        return True
    if _has_names(reading, "organisations", start, end, own) and (
        reading.within("saying-verbs", start, end) or _ANY_YEAR.search(words)
    ):
        return True
    return any(
        link.span.overlaps(span) and is_source(reading, link.target)
        for link in reading.article.links
    )


def has_author_and_year(reading: Reading, words: str) -> bool:
    """Say whether an author's name with a year stands in `words`: no month, no "Since 2015"."""
    others = reading.rules.word_set("no-authors")
    for match in _AUTHOR_YEAR.finditer(words):
        named = next((name for name in match.group("a", "b", "c", "d") if name), "")
        if named.lower() not in others:
            return True
    return False


def has_year(words: str) -> bool:
    """Say whether a year stands in `words`."""
    return bool(_ANY_YEAR.search(words))


def has_mark(reading: Reading, words: str) -> bool:
    """Say whether a mark refers there to a number that the article's references have."""
    marks = list(_MARK.finditer(words))
    return any(_numbers(mark[0]) & references_of(reading.article, reading.rules) for mark in marks)


def ends_with_mark(reading: Reading, span: Span) -> bool:
    """Say whether the words of `span` end with such a mark, or with a note's raised one."""
    tail = Span(max(span.start, span.end - 12), span.end)
    words = reading.article.quote(tail)
    last = max((mark.end() for mark in _MARK.finditer(words)), default=0)
    if last and len(words) - last <= 1 and has_mark(reading, words):
        return True
    return any(
        link.target.startswith("#")
        and span.end - 1 <= link.span.end <= span.end
        and is_source(reading, link.target)
        for link in reading.article.links
    )


def is_source(reading: Reading, target: str) -> bool:
    """Say whether a link leads to a source: no shop, no review site, no page of the clinic's own.

    A link inside the page is one if it leads to a numbered reference, or a note of the writer's.
    """
    if target.startswith("#"):
        note = _NOTE.match(target)
        listed = references_of(reading.article, reading.rules)
        return bool(_WRITTEN_NOTE.match(target) or (note and int(note[1]) in listed))
    if not target.lower().startswith(("http://", "https://")):
        return False
    host = _host(target)
    parts = set(re.split(r"[^a-z0-9]+", _path(target)))
    word_set = reading.rules.word_set
    if not parts.isdisjoint(word_set("no-source-pages")):
        return False
    if host in _own_hosts(reading.article, reading.rules):
        return False
    if any(host == own or host.endswith(f".{own}") for own in reading.own_hosts):
        return False
    return word_set("no-source-hosts").isdisjoint(host.split("."))


def _host(target: str) -> str:
    """Return the host of an address, without a user's name before it or a port after it."""
    named = re.split(r"[/?#]", target, maxsplit=3)[2].lower().rsplit("@", 1)[-1]
    return named.partition(":")[0].removeprefix("www.")


def _path(target: str) -> str:
    return "".join(target.split("/", 3)[3:]).lower()


@of_article
@lru_cache(maxsize=1)
def _own_hosts(article: Article, rules: RuleSet) -> frozenset[str]:
    """Return the hosts where the article sends readers to book or to ask: the clinic's own."""
    asking = rules.word_set("own-pages")
    return frozenset(
        _host(link.target)
        for link in article.links
        if link.target.lower().startswith(("http://", "https://"))
        and not asking.isdisjoint(re.split(r"[^a-z0-9]+", _path(link.target)))
    )


@of_article
@lru_cache(maxsize=1)
def references_of(article: Article, rules: RuleSet) -> frozenset[int]:
    """Return the numbers of the article's list of references, counted where none are written."""
    heads = rules.word_set("reference-heads")
    listed: list[str] = []
    inside = False
    for block in article.blocks:
        words = article.quote(block.span)
        if len(words) < _LONGEST_HEAD and words.lower().strip(" :#") in heads:
            inside = block.kind in ("heading", "paragraph")
        elif block.kind == "heading":
            inside = False
        elif inside:
            listed.append(words)
    written = {int(number) for words in listed for number in _LISTED.findall(words)}
    return frozenset(written or range(1, len(listed) + 1))


def _numbers(mark: str) -> frozenset[int]:
    """Return the numbers that a mark names, each of a range."""
    found: set[int] = set()
    for piece in re.findall(r"\d+(?:\s*[–-]\s*\d+)?", mark.translate(_RAISED)):
        ends = [int(number) for number in re.findall(r"\d+", piece)]
        found.update(range(ends[0], ends[-1] + 1))
    return frozenset(found)


def _has_names(
    reading: Reading, kind: str, start: int, end: int, own: frozenset[int] = frozenset()
) -> bool:
    """Say whether a name of the list stands there, capitalised: "who" is not the WHO."""
    return any(
        own.isdisjoint(range(hit.start, hit.end))
        and reading.doc[hit.start].text[0].isupper()
        and (len(reading.words[hit.start]) > 4 or reading.doc[hit.start].text[-1:].isupper()
             or hit.end - hit.start > 1)
        for hit in reading.within(kind, start, end)
    )  # fmt: skip

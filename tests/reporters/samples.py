"""Reports of small articles, and their pages parsed."""

from __future__ import annotations

import datetime
from dataclasses import replace
from html.parser import HTMLParser

from auditor.article import Span
from auditor.config import Config
from auditor.findings import Finding, Reason, Source
from auditor.report import (
    BaselineEntry,
    BaselineOutcome,
    Entry,
    NotRun,
    ParagraphGrade,
    Readability,
    Report,
    SentenceGrade,
    SpunVerdict,
    Versions,
)
from auditor.reporters.html import render_html
from tests.support import article_of

VOID = {"meta", "input", "br", "img", "rect", "line", "path"}
TEXT = """\
# Drips and sleep
You dont need to stay the night. Our drip is not addictive at all, and it works for everyone.
Studies show that seventeen kinds of unspecified neurophysiological maladaptation remit.
"""


class Page(HTMLParser):
    """A parsed page: its elements, and each block of the article as it is and repaired."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.repaired: list[str] = []
        self._blocks: list[list[str]] = []
        self._text: list[str] = []
        self._open: list[tuple[str, set[str]]] = []
        self.feed(text)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag in VOID:
            return
        classes = set(given.get("class", "").split())
        self._open.append((tag, classes))
        if "fixed" in classes:
            self.repaired.append("")
        elif "text" in classes:
            self._blocks.append([])

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        opened, _ = self._open.pop()
        assert opened == tag, f"{opened} closed by {tag}"

    def handle_data(self, data):
        around = [classes for _, classes in self._open]
        if self._open and self._open[-1][0] not in ("style", "script"):
            self._text.append(data)
        if any("fixed" in c for c in around):
            self.repaired[-1] += data
        elif any("text" in c for c in around):
            self._blocks[-1].append(data)

    @property
    def text(self) -> str:
        return "".join(self._text)

    @property
    def blocks(self) -> list[str]:
        return ["".join(parts) for parts in self._blocks]

    def attributes(self, name: str) -> list[str]:
        return [given[name] for _, given in self.elements if name in given]


def finding(text: str, words: str, category: str = "garble.apostrophe", **given) -> Finding:
    start = text.index(words)
    fields = {
        "rule_id": f"{category}.some-rule",
        "category": category,
        "severity": "note",
        "confidence": 0.9,
        "spans": (Span(start, start + len(words)),),
        "quote": words,
        "message": "These words are wrong.",
    }
    return Finding(**{**fields, **given})


def entry_of(text: str = TEXT, path: str = "blog/drips.txt", **given) -> Entry:
    article = replace(article_of(text), path=path)
    return Entry(path=path, article=article, **given)


def report_of(*entries: Entry, **given) -> Report:
    fields = {
        "config": Config(),
        "versions": Versions("0.1.0", "abcdef0123456789", "en_clinic 1.0.0"),
        "as_of": datetime.date(2026, 11, 24),
        "rules": {},
    }
    return Report(entries=entries, **{**fields, **given})


def sample() -> Report:
    article = article_of(TEXT)
    body = article.text
    block = article.blocks[2]
    findings = (
        finding(body, "Drips and sleep", "readability.grade", spans=(Span(0, 0),), quote=""),
        finding(body, "dont", suggestions=("don't", "do not")),
        finding(
            body,
            "Our drip is not addictive at all",
            "claim.absolute",
            severity="error",
            suggestions=("carries some risk of addiction",),
            explanation="Supervision lowers the risk; it does not remove it.",
            sources=(Source("A guide", "https://example.org/guide?a=1&b=2"),),
            also=(Reason("claim.safety.bare", "A risk is denied."),),
        ),
        finding(
            body,
            "works for everyone",
            "claim.contradiction",
            severity="warning",
            confidence=0.7,
            spans=tuple(Span(body.index(w), body.index(w) + 8) for w in ("works fo", "seventee")),
        ),
        finding(body, body[block.span.start :], "readability.paragraph"),
    )
    grades = Readability(
        {"flesch_kincaid_grade": 11.25, "smog_index": 12.0},
        tuple(
            ParagraphGrade(b.span, g) for b, g in zip(article.blocks[1:], (6.2, 19.9), strict=True)
        ),
        (SentenceGrade(block.span, 11, 19.9),),
    )
    audited = entry_of(findings=findings, readability=grades, spun=SpunVerdict(0.93, 0.12))
    return report_of(
        audited,
        Entry("blog/broken.docx", unreadable="not a Word file; save it again"),
        entry_of(path="blog/clean.txt"),
        entry_of("Ceci n'est pas anglais.", path="blog/fr.txt", skipped="not English"),
        not_run=(NotRun("language", "LanguageTool is not set up"),),
    )


def pages_of(report: Report) -> dict[str, str]:
    return {name: data.decode("utf-8") for name, data in render_html(report)}


def article_page(report: Report, name: str = "articles/blog__drips.txt.html") -> Page:
    return Page(pages_of(report)[name])


def compared() -> Report:
    """Return a report with a baseline: a new finding, known ones, and one that is gone."""
    article = article_of(TEXT)
    known = finding(article.text, "dont", suggestions=("don't",), state="known")
    new = finding(article.text, "not addictive", "claim.absolute", severity="error")
    gone = BaselineEntry("blog/drips.txt", "claim.x.y", "gone", "0")
    return report_of(
        entry_of(findings=(known, new)),
        entry_of(path="blog/old.txt", findings=(known,)),
        baseline=BaselineOutcome("baseline.json", (gone,)),
    )


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style></script><b>",
    "a \u202eright to left\u202c b",
    "{{ 7 * 7 }}{% raw %}",
    "nul \x00 and half \ud800 a pair",
    "emoji 👩‍⚕️ first",
)

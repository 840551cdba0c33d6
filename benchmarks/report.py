"""Times the HTML report, and weighs its pages.

    python benchmarks/report.py [--articles N] [--rows N]

No article is audited: findings of the usual length are set into made-up text. "again" writes the
same report once more. Times are CPU seconds; sizes are in thousands of bytes.
"""

from __future__ import annotations

import argparse
import datetime
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from auditor.article import Article, Span
from auditor.article_builder import ArticleBuilder
from auditor.config import Config
from auditor.findings import Finding, Source
from auditor.report import Entry, ParagraphGrade, Readability, Report, SpunVerdict, Versions
from auditor.reporters.html import write_html

WORDS = ("the", "patient", "may", "feel", "a", "calmer", "mood", "within", "hours", "of", "this")
WHY = "Rewriting tools swap words without regard to sense. Put the right words back. " * 3
SOURCES = (
    Source(
        "A guide with a name of the usual length, for instance", "https://example.org/" + "a" * 40
    ),
    Source("Another guide", "https://example.org/" + "b" * 40),
)
KINDS = (
    ("garble.spun-term", "warning", ("mental health", "mind")),
    ("garble.apostrophe", "note", ("don't",)),
    ("claim.safety", "error", ("happens in some patients; ask us how often",)),
    ("readability.jargon", "note", ("a docking place on nerve cells",)),
)


def make_entry(path: str, words: int, findings: int, chance: random.Random) -> Entry:
    """Return an entry of an article of about `words` words in paragraphs of 60."""
    lines = [
        " ".join(chance.choices(WORDS, k=60)).capitalize() + "." for _ in range(max(words // 60, 1))
    ]
    article = make_article("\n".join(lines), path)
    places = sorted(chance.sample(range(len(article.text) - 20), findings))
    return Entry(
        path,
        article,
        tuple(make_finding(article, at, chance.choice(KINDS)) for at in places),
        readability=Readability(
            {"flesch_kincaid_grade": 12.3, "smog_index": 12.0},
            tuple(ParagraphGrade(block.span, 12.3) for block in article.blocks),
        ),
        spun=SpunVerdict(0.9, 0.2),
    )


def make_article(text: str, path: str) -> Article:
    """Return an article whose paragraphs are the lines of `text`."""
    builder = ArticleBuilder(text)
    start = 0
    for line in text.splitlines(keepends=True):
        builder.open("paragraph")
        builder.verbatim(start, start + len(line.rstrip("\n")))
        builder.close()
        start += len(line)
    return replace(builder.build(path=path, format="txt", digest="0" * 64), title=f"About {path}")


def make_finding(article: Article, start: int, kind: tuple[str, str, tuple[str, ...]]) -> Finding:
    """Return a finding of the usual length at `start`."""
    category, severity, suggestions = kind
    span = Span(start, start + 12)
    return Finding(
        rule_id=f"{category}.known-pair",
        category=category,
        severity=severity,
        confidence=0.7,
        spans=(span,),
        quote=article.quote(span),
        message="These words don't belong here: they look like what a rewriting tool puts.",
        explanation=WHY,
        suggestions=suggestions,
        sources=SOURCES,
    )


def make_report(articles: int, words: int, findings: int) -> Report:
    """Return a report of so many articles of so many words and findings."""
    chance = random.Random(7)
    entries = (make_entry(f"blog/{n:05}.txt", words, findings, chance) for n in range(articles))
    return Report(
        tuple(entries),
        Config(),
        Versions("0", "0" * 16, "none"),
        datetime.date(2026, 1, 1),
        {},
    )


def timed(act: Callable[[], object]) -> float:
    """Return how long `act` takes, in CPU seconds."""
    start = time.process_time()
    act()
    return time.process_time() - start


def measure(name: str, report: Report) -> None:
    """Print how long the report takes to write, and again, and what its pages weigh."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        first, again = (timed(lambda: write_html(report, folder)) for _ in range(2))
        pages = [page.stat().st_size for page in folder.glob("articles/*.html")]
        index = (folder / "index.html").stat().st_size
    print(
        f"{name:<34} {first:7.2f} s  again {again:6.2f} s  "
        f"index {index / 1000:8.0f} KB  largest page {max(pages) / 1000:7.0f} KB"
    )


def main() -> None:
    """Measure what issue and design set bounds for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=10_000)
    given = parser.parse_args()
    measure("1 article, 200 findings", make_report(1, 2000, 200))
    measure("1 article, 500 findings", make_report(1, 3000, 500))
    measure("1 article, 20,000 findings", make_report(1, 60_000, 20_000))
    measure(f"{given.articles:,} articles, 20 findings each", make_report(given.articles, 800, 20))
    measure(f"{given.rows:,} articles, 2 findings each", make_report(given.rows, 100, 2))


if __name__ == "__main__":
    main()

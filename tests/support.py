"""Small things that several tests need: articles from plain text, and shared paths."""

import hashlib
from pathlib import Path

from auditor.article import Article, Span
from auditor.article_builder import ArticleBuilder
from auditor.findings import Finding

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def article_of(text: str) -> Article:
    """Return an article whose blocks are the lines of `text`.

    A line that begins with `# ` is a heading, one that begins with `- ` an item.
    """
    builder = ArticleBuilder(text)
    start = 0
    for line in text.splitlines(keepends=True):
        kind, skip = {"# ": ("heading", 2), "- ": ("item", 2)}.get(line[:2], ("paragraph", 0))
        builder.open(kind, level=1 if kind == "heading" else 0)
        builder.verbatim(start + skip, start + len(line.rstrip("\n")))
        builder.close()
        start += len(line)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return builder.build(path="sample.txt", format="txt", digest=digest)


def finding_at(rule: str, quote: str, start: int) -> Finding:
    """Return a sure error of `rule` on the words `quote`, which stand at `start`."""
    return Finding(
        rule_id=rule,
        category=rule.rpartition(".")[0],
        severity="error",
        confidence=0.9,
        spans=(Span(start, start + len(quote)),),
        quote=quote,
        message="",
    )

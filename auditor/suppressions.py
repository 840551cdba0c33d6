"""Suppressions: findings that were put aside with a reason, in the article or in the settings.

A comment in Markdown and HTML speaks of the block that it stands in or before, or of the file:
`<!-- audit: ignore RULE[,RULE] reason -->`, `<!-- audit: ignore-file RULE[,RULE] reason -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.article import Article, Directive, Span
from auditor.findings import Caution, Finding, Suppression, is_under
from auditor.path_patterns import pattern_of
from auditor.suppress_tables import RuleNames, SuppressTable
from auditor.tables import nearest, quoted

_VERBS = ("ignore", "ignore-file")
_HOW = "write <!-- audit: ignore RULE reason -->"
_SAID = re.compile(r"(?P<rules>[\w.-]+(?:\s*,\s*[\w.-]+)*)(?P<reason>.*)", re.DOTALL)
_MOST_COMMENTS = 500
_REASON = "say why this may stand"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The findings that count, those that do not, and what is wrong with the comments."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class _Comment:
    """One rule that a comment names; `span` is None if it speaks of the whole file."""

    rule: str
    reason: str
    line: int
    span: Span | None

    def matches(self, finding: Finding) -> bool:
        is_inside = self.span is None or (
            len(finding.span) > 0 and self.span.start <= finding.span.start < self.span.end
        )
        return is_inside and is_under(finding.rule_id, self.rule)


def suppress(
    article: Article,
    findings: Iterable[Finding],
    tables: Sequence[SuppressTable],
    names: RuleNames,
) -> Outcome:
    """Return what of `findings` counts, and what the article's comments or `tables` put aside.

    A finding that is suppressed already stays so. A comment on a rule that is off is not called
    unused.
    """
    comments, cautions = _read_comments(article, names)
    used: set[_Comment] = set()
    counted: list[Finding] = []
    suppressed: list[Finding] = []
    for finding in findings:
        here = [comment for comment in comments if comment.matches(finding)]
        used.update(here)
        found = finding.suppressed or _reason_for(finding, here, tables, article.path)
        if found:
            suppressed.append(replace(finding, suppressed=found))
        else:
            counted.append(finding)
    for comment in comments:
        if comment not in used and names.is_on(comment.rule):
            where = "in this block" if comment.span else "in this file"
            said = f"the suppression of {comment.rule} matches no finding {where}; remove it"
            cautions.append(Caution(said, article.path, comment.line))
    return Outcome(
        tuple(counted),
        tuple(suppressed),
        tuple(sorted(cautions, key=lambda caution: caution.line)),
    )


def _reason_for(
    finding: Finding, comments: Sequence[_Comment], tables: Sequence[SuppressTable], path: str
) -> Suppression | None:
    if comments:
        return Suppression("inline", comments[0].reason)
    table = next((table for table in tables if table.matches(path, finding)), None)
    return Suppression("settings", table.reason) if table else None


def _read_comments(article: Article, names: RuleNames) -> tuple[list[_Comment], list[Caution]]:
    comments: list[_Comment] = []
    cautions: list[Caution] = []
    for directive in article.directives[:_MOST_COMMENTS]:
        for read in _read_directive(directive, names):
            if isinstance(read, str):
                cautions.append(Caution(read, article.path, directive.line))
            else:
                comments.append(read)
    if len(article.directives) > _MOST_COMMENTS:
        said = f"this article has over {_MOST_COMMENTS} audit comments; the rest do not count"
        cautions.append(Caution(said, article.path, article.directives[_MOST_COMMENTS].line))
    return comments, cautions


def _read_directive(directive: Directive, names: RuleNames) -> Iterator[_Comment | str]:
    """Yield what a comment suppresses, or else what is wrong with it."""
    verb, _, said = directive.words.partition(" ")
    parts = _SAID.match(said)
    if verb not in _VERBS:
        yield f"'audit: {verb[:40]}' is unknown{nearest(verb, _VERBS)}; {_HOW}"
        return
    if parts is None:
        yield f"'audit: {verb}' names no rule; {_HOW}"
        return
    reason = parts["reason"].strip(" -–—:")
    for name in re.split(r"\s*,\s*", parts["rules"]):
        rule = names.resolve(name)
        if rule is None:
            hint = names.nearest(name)
            yield f"'audit: {verb}' names the unknown rule '{name[:80]}'{hint}; {_HOW}"
        elif not reason:
            yield f"the suppression of {name} gives no reason and so does not count; {_HOW}"
        elif verb == "ignore" and directive.span is None:
            yield f"the suppression of {name} has no text after it; put it before the text"
        else:
            span = directive.span if verb == "ignore" else None
            yield _Comment(rule, reason, directive.line, span)


def suppression_snippet(finding: Finding, article: Article) -> str:
    """Return what suppresses `finding` once its reason is filled in.

    A comment for the line above the words in Markdown and HTML, else a table for the settings.
    """
    block = article.block_at(finding.span.start) if len(finding.span) else None
    in_front_matter = article.format == "md" and block and block.kind in ("title", "description")
    if article.format in ("md", "html") and not in_front_matter:
        verb = "ignore" if block else "ignore-file"
        return f"<!-- audit: {verb} {finding.rule_id} {_REASON} -->"
    lines = [
        "[[suppress]]",
        f"path = {quoted(pattern_of(article.path))}",
        f"rule = {quoted(finding.rule_id)}",
        f"quote = {quoted(' '.join(finding.quote.split()))}",
        f"reason = {quoted(_REASON)}",
    ]
    return "\n".join(lines)

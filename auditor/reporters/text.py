"""The terminal summary: the worst article first, a few lines each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import click

from auditor.brief import Brief, tally
from auditor.findings import SEVERITIES, Caution, Finding, Severity
from auditor.report import BaselineEntry, Entry, Report
from auditor.reporters.document import LABELS, one_line
from auditor.wording import clean, plural

_COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}
_FINDINGS_AN_ARTICLE = 4
_ARTICLES_SHOWN = 20
_FIXED_SHOWN = 10
_CAUTIONS_SHOWN = 20
_QUOTE_LENGTH = 70


def render_text(report: Report, *, show_suppressed: bool = False) -> str:
    """Return the summary, with colour codes that `click.echo` strips off a pipe."""
    return "\n".join(_lines(report, show_suppressed)) + "\n"


def _lines(report: Report, show_suppressed: bool) -> Iterator[str]:
    ordered = report.by_risk()
    with_news = [at for at in ordered if _has_news(report.briefs[at])]
    for at in with_news[:_ARTICLES_SHOWN]:
        yield from _entry_lines(report.entries[at])
        yield ""
    if len(with_news) > _ARTICLES_SHOWN:
        yield f"... and {plural(len(with_news) - _ARTICLES_SHOWN, 'more article')} with findings"
        yield ""
    quiet = len(ordered) - len(with_news)
    if quiet:
        new = " new" if report.baseline else ""
        yield f"{plural(quiet, 'article')} without a{new} finding"
    if show_suppressed:
        yield from _suppressed_lines(report)
    yield from _fixed_lines(report)
    for caution in report.cautions[:_CAUTIONS_SHOWN]:
        yield click.style(_caution_line(caution), fg="magenta")
    if len(report.cautions) > _CAUTIONS_SHOWN:
        yield f"... and {plural(len(report.cautions) - _CAUTIONS_SHOWN, 'more warning')}"
    for missing in report.not_run:
        yield click.style(f"not run: {missing.check}: {missing.reason}", fg="magenta")
    yield _verdict(report)


def _has_news(brief: Brief) -> bool:
    return bool(brief.new or brief.unreadable or brief.skipped or brief.failures)


def _new(entry: Entry) -> list[Finding]:
    return [finding for finding in entry.findings if finding.state == "new"]


def _entry_lines(entry: Entry) -> Iterator[str]:
    if entry.unreadable:
        yield click.style(f"{clean(entry.path)}: can't be read: {entry.unreadable}", fg="red")
        return
    if entry.skipped:
        yield click.style(f"{clean(entry.path)}: skipped: {entry.skipped}", fg="yellow")
        return
    new = _new(entry)
    counts = Counter(finding.severity for finding in new)
    parts = [f"{counts[s]:,} {LABELS[s]}" for s in SEVERITIES if counts[s]]
    if len(new) < len(entry.findings):
        parts.append(f"{len(entry.findings) - len(new):,} known")
    if entry.readability and entry.readability.grade is not None:
        parts.append(f"grade {entry.readability.grade:.1f}")
    yield click.style(clean(entry.path), bold=True) + "  " + ", ".join(parts)
    worst = sorted(new, key=lambda f: (SEVERITIES.index(f.severity), -f.confidence, f.span.start))
    for finding in worst[:_FINDINGS_AN_ARTICLE]:
        yield _finding_line(entry, finding)
    for failure in entry.failures:
        yield click.style(f"  check '{failure.check}' failed: {clean(failure.reason)}", fg="red")
    if len(worst) > _FINDINGS_AN_ARTICLE:
        yield f"  ... and {len(worst) - _FINDINGS_AN_ARTICLE:,} more"


def _suppressed_lines(report: Report) -> Iterator[str]:
    for at, brief in enumerate(report.briefs):
        if brief.put_aside:
            entry = report.entries[at]
            yield click.style(clean(entry.path), bold=True) + "  suppressed"
            for finding in entry.suppressed:
                assert finding.suppressed is not None
                yield _finding_line(entry, finding)
                reason = clean(finding.suppressed.reason)
                yield click.style(f"        {finding.suppressed.kind}: {reason}", dim=True)
            yield ""


def _fixed_lines(report: Report) -> Iterator[str]:
    fixed = report.baseline.fixed if report.baseline else ()
    for entry in fixed[:_FIXED_SHOWN]:
        yield click.style(f"fixed: {name_entry(entry)}", fg="green")
    if len(fixed) > _FIXED_SHOWN:
        yield f"... and {len(fixed) - _FIXED_SHOWN:,} more that are fixed"


def name_entry(entry: BaselineEntry) -> str:
    """Return an entry of a baseline on one line."""
    quote = f" “{one_line(entry.quote, _QUOTE_LENGTH)}”" if entry.quote else ""
    return f"{clean(entry.path)}: {clean(entry.rule)}{quote}"


def _caution_line(caution: Caution) -> str:
    where = f"{clean(caution.path)}:{caution.line}: " if caution.path else ""
    return f"warning: {where}{clean(caution.message)}"


def _finding_line(entry: Entry, finding: Finding) -> str:
    assert entry.article is not None
    where = f"{entry.article.line(finding.span)}:" if len(finding.span) else "-:"
    quote = one_line(finding.quote, _QUOTE_LENGTH)
    words = f" “{quote}”" if quote else ""
    if finding.suggestions and quote:
        words += f" → “{clean(finding.suggestions[0])}”" if finding.suggestions[0] else " → delete"
    styled = click.style(f"{LABELS[finding.severity]:<10}", fg=_COLOURS[finding.severity])
    return f"  {where:<5} {styled} {finding.category}:{words} {finding.message}"


def _verdict(report: Report) -> str:
    new = ((kind, number) for kind, number in report.kinds.items() if kind.state == "new")
    counts = tally(new, lambda kind: kind.severity)
    total = ", ".join(f"{counts[s]:,} {LABELS[s]}" for s in SEVERITIES)
    if report.baseline:
        known = report.total - report.new
        total += f"; {report.new:,} new, {known:,} known, {len(report.baseline.fixed):,} fixed"
    suppressed = sum(brief.put_aside for brief in report.briefs)
    if suppressed:
        total += f", {suppressed:,} suppressed"
    line = f"{plural(len(report.entries), 'article')}, {report.words:,} words: {total}"
    if report.passed:
        return click.style(f"passed  {line}", fg="green", bold=True)
    return click.style(f"failed  {line}", fg="red", bold=True)

"""Writes all that a run was asked for, and its summary where a report leaves room for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from auditor.outputs import Outputs
    from auditor.report import Report
    from auditor.reporters.design import Design


def write_reports(
    report: Report, document: Mapping[str, Any], outputs: Outputs, design: Design
) -> None:
    """Write each report of `outputs`, then show the summary.

    document: the report as JSON, if the outputs take it.
    """
    from auditor.outputs import write_file_reports, write_html_report

    write_file_reports(document, outputs)
    if outputs.html:
        index = write_html_report(report, design, outputs)
        click.echo(f"report: {index}", err=True)
    to_stderr = outputs.take_standard_output
    if outputs.summary == "text":
        from auditor.reporters.text import render_text

        text = render_text(report, show_suppressed=outputs.show_suppressed)
        click.echo(text, err=to_stderr, nl=False)
    elif outputs.summary == "github":
        from auditor.reporters.github import render_github

        click.echo(render_github(document), err=to_stderr, nl=False)

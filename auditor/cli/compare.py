"""`audit compare`: what a change brought and what it mended."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--markdown", metavar="FILE", help="Markdown, for a pull request; - for output.")
def compare(old: Path, new: Path, markdown: str | None) -> int:
    """Say which findings of NEW are not in OLD, both JSON results, and which are gone.

    The exit code is 1 if a new one is at or above the severity that fails NEW.
    """
    from auditor.comparison import compare as compare_results
    from auditor.outputs import Outputs, check_outputs, write_output
    from auditor.reporters.comparison import render_comparison_markdown, render_comparison_text
    from auditor.reporters.document import fails
    from auditor.reporters.result import read_document

    if markdown:
        check_outputs(Outputs(files={"markdown": markdown}))
    before, after = read_document(old), read_document(new)
    comparison = compare_results(before, after)
    if markdown:
        write_output(markdown, render_comparison_markdown(comparison))
    click.echo(render_comparison_text(comparison), nl=False, err=markdown == "-")
    for name in ("rules_digest", "pipeline", "encoder", "languagetool"):
        if before["tool"][name] != after["tool"][name]:
            click.echo(
                f"note: the results differ in their {name.replace('_', ' ')}, so not every "
                "difference comes from the articles",
                err=True,
            )
    return int(any(fails(after, finding) for _, finding in comparison.new))

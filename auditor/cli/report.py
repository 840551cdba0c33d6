"""`audit report`: makes any report later from a JSON result."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli.options import complete_outputs, load_settings, output_options
from auditor.cli.writing import write_reports

if TYPE_CHECKING:
    from auditor.outputs import Outputs


@click.command()
@click.argument("result", metavar="JSON", type=click.Path(path_type=Path))
@output_options
def report(result: Path, outputs: Outputs) -> int:
    """Make reports from JSON, the result of an earlier `audit scan --json`.

    The exit code is that of the run which made the result. Brand and templates come from the
    settings of the current folder.
    """
    from auditor.outputs import check_outputs
    from auditor.reporters.design import read_design
    from auditor.reporters.result import read_document, read_report

    config = load_settings((), None, {})
    outputs = complete_outputs(replace(outputs, only_named=True), config)
    check_outputs(outputs)
    design = read_design(config, outputs)
    document = read_document(result)
    write_reports(read_report(document), document, outputs, design)
    return int(document["gate"]["exit_code"])

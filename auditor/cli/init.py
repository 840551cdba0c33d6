"""`audit init`: writes settings, a register of claims and a CI workflow to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from auditor.init import CI


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "jenkins", "none"]),
    help="Which CI system to write a workflow for (default: by the folder's files).",
)
def init(folder: Path, ci: CI | None) -> None:
    """Write settings, a register of claims and a CI workflow into FOLDER (default: here).

    A file that is there is left as it is.
    """
    from auditor.init import guess_ci, starter_files, write_starter_files

    chosen = ci or guess_ci(folder)
    for file, written in write_starter_files(folder, starter_files(folder, chosen)):
        hint = f": {file.if_there}" if file.if_there else ""
        click.echo(f"{folder / file.path}: {'written' if written else f'left as it is{hint}'}")
    if chosen == "none" and ci is None:
        click.echo("no CI system was recognised; --ci github, gitlab or jenkins writes a workflow")

"""`audit doctor`: what is installed, what is missing, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli.group import EXIT_CANT_START


@click.command()
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Settings file, instead of the nearest .auditor.toml upward.",
)
def doctor(config_file: Path | None) -> int:
    """Say what an audit needs, what of it is there, and the command that mends the rest.

    The exit code is 0 if an audit can run, else 2.
    """
    from auditor.doctor import examine, render_part

    broken = 0
    for part in examine(Path(), config_file):
        broken += part.state == "broken"
        click.echo(render_part(part))
    click.echo("no audit can run before that is mended" if broken else "an audit can run")
    return EXIT_CANT_START if broken else 0

"""`audit config`: the settings in force, where each came from, and the settings file's schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from auditor.cli.options import read_settings, setting_options


@click.group()
def config() -> None:
    """Show the settings in force, or the schema of the settings file."""


@config.command("show")
@click.argument("article", required=False, type=click.Path(path_type=Path))
@setting_options
def config_show(article: Path | None, config_file: Path | None, **given: Any) -> None:
    """Show each setting in force and where it came from; for ARTICLE, what holds for its path.

    ARTICLE need not exist. Takes the options of 'audit scan' that are settings.
    """
    from auditor.settings_view import show_settings

    paths = (article,) if article else ()
    settings = read_settings(paths, config_file, given)
    click.echo(show_settings(settings, article), nl=False)


@config.command("schema")
def config_schema() -> None:
    """Print the JSON Schema of the settings file, for completion in editors."""
    from auditor.settings_schema import render_schema

    click.echo(render_schema(), nl=False)

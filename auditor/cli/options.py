"""Options that several commands share, and the settings that they make."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from auditor.config import Config


def _comma_list(
    context: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...] | None:
    items = tuple(item.strip() for text in value for item in text.split(",") if item.strip())
    return items or None


def rule_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that decide which settings and rules are in force."""
    options = [
        click.option(
            "--rules",
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FOLDER",
            help="More rule packs; repeatable.",
        ),
        click.option(
            "--select",
            multiple=True,
            callback=_comma_list,
            metavar="IDS",
            help="Only these rules, categories or families (comma list; the longest prefix wins).",
        ),
        click.option(
            "--ignore",
            multiple=True,
            callback=_comma_list,
            metavar="IDS",
            help="Not these rules, categories or families.",
        ),
        click.option(
            "--config",
            "config_file",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Settings file, instead of the nearest .auditor.toml upward.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which reports are written; the command gets them as `outputs`."""
    from auditor.outputs import Outputs
    from auditor.reporters import FILE_FORMATS

    @functools.wraps(command)
    def with_outputs(
        *,
        html: Path | None,
        template: Path | None,
        summary: str | None,
        show_suppressed: bool,
        **given: Any,
    ) -> Any:
        named = {name: given.pop(f"{name}_file") for name in FILE_FORMATS}
        files = {name: file for name, file in named.items() if file}
        chosen = summary or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
        return command(outputs=Outputs(html, files, chosen, show_suppressed, template), **given)

    options = [
        click.option(
            "--html",
            type=click.Path(path_type=Path),
            metavar="FOLDER",
            help="The report for editors: an index and a page an article.",
        ),
        click.option(
            "--template",
            type=click.Path(path_type=Path),
            metavar="FOLDER",
            help="Templates that stand in for ours in the HTML report.",
        ),
        *(
            click.option(f"--{name}", f"{name}_file", metavar="FILE", help=form.meaning)
            for name, form in FILE_FORMATS.items()
        ),
        click.option(
            "--format",
            "summary",
            type=click.Choice(["text", "github", "quiet"]),
            help="What the terminal shows (default: text; github under GitHub Actions). "
            "A report's FILE may be -, for standard output; the summary then goes to "
            "standard error.",
        ),
        click.option(
            "--show-suppressed",
            is_flag=True,
            help="Show suppressed findings too, with their reasons.",
        ),
    ]
    decorated: Callable[..., Any] = with_outputs
    for option in reversed(options):
        decorated = option(decorated)
    return decorated


def load_settings(paths: tuple[Path, ...], file: Path | None, given: dict[str, Any]) -> Config:
    """Return the settings in force for `paths`; `given` holds the options by field name."""
    from auditor.config import load_config

    values = {key: value for key, value in given.items() if value is not None}
    if not values.get("rules"):
        values.pop("rules", None)
    start = next((path for path in paths if str(path) != "-"), Path())
    return load_config(start, values, file)

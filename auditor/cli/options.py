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
    from auditor.outputs import Outputs
    from auditor.settings_file import Settings


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
            "--jurisdiction",
            type=click.Choice(["us", "uk", "au", "eu"]),
            help="Whose law and guidance claims are held to (default: us).",
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
        outputs = Outputs(html, files, summary or "", show_suppressed, template)
        return command(outputs=outputs, **given)

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


def complete_outputs(outputs: Outputs, config: Config) -> Outputs:
    """Return `outputs` with what the settings and the place of the run add."""
    return outputs.completed(config, in_github=os.environ.get("GITHUB_ACTIONS") == "true")


def setting_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that settings stand for, those of `rule_options` among them."""
    options = [
        click.option(
            "--preset",
            metavar="strict|editorial|legal",
            help="A set of settings to start from.",
        ),
        click.option(
            "--fail-on",
            type=click.Choice(["error", "warning", "note", "never"]),
            help="The lowest severity that makes exit code 1 (default: error).",
        ),
        click.option(
            "--min-confidence", type=float, metavar="N", help="Report nothing below (0-1)."
        ),
        click.option(
            "--languagetool",
            metavar="auto|keep|require|off|URL",
            help="LanguageTool: if set up, left warm for later runs, always, never, or an address.",
        ),
        click.option("--evidence", metavar="FILE", help="The register of substantiated claims."),
        click.option("--model", metavar="NAME|FOLDER", help="Another spaCy pipeline."),
        click.option(
            "--target-grade", type=float, metavar="N", help="Reading target (default: 8)."
        ),
        click.option("--jobs", type=int, metavar="N", help="Processes (default: one a core)."),
    ]
    for option in reversed(options):
        command = option(command)
    return rule_options(command)


def load_settings(paths: tuple[Path, ...], file: Path | None, given: dict[str, Any]) -> Config:
    """Return the settings in force for `paths`; `given` holds the options by field name."""
    return read_settings(paths, file, given).config


def read_settings(paths: tuple[Path, ...], file: Path | None, given: dict[str, Any]) -> Settings:
    """Return the settings in force, as `load_settings` does, with where each came from."""
    from auditor import settings_file

    values = {key: value for key, value in given.items() if value is not None}
    if not values.get("rules"):
        values.pop("rules", None)
    start = next((path for path in paths if str(path) != "-"), Path())
    return settings_file.load_settings(start, values, file)

"""`audit rules` and `audit explain`: what is looked for, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from auditor.cli.options import load_settings, rule_options


@click.command()
@click.argument("name", metavar="NAME")
@rule_options
def explain(name: str, config_file: Path | None, **given: Any) -> None:
    """Say what the rule NAME finds, why, on whose authority; or what the fact NAME says.

    NAME may also be a category of rules (claim.safety) or a topic of facts (ketamine).
    """
    from auditor import rulebook
    from auditor.packs import load_rules

    config = load_settings((), config_file, given)
    click.echo(rulebook.explain(load_rules(config.rules), name, config), nl=False)


@click.group(invoke_without_command=True)
@rule_options
@click.pass_context
def rules(context: click.Context, /, config_file: Path | None, **given: Any) -> None:
    """List every rule: severity, on or off, category, message."""
    if context.invoked_subcommand:
        return
    from auditor.packs import load_rules
    from auditor.rulebook import list_rules
    from auditor.selection import check_rule_names

    config = load_settings((), config_file, given)
    every = load_rules(config.rules)
    check_rule_names(config, every)
    click.echo(list_rules(every, config), nl=False)


@rules.command("test")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--model", metavar="NAME|FOLDER", help="Another spaCy pipeline.")
def rules_test(folder: Path | None, model: str | None) -> int:
    """Run the examples of FOLDER's rules, or of the built-in ones."""
    from auditor.config import Config
    from auditor.examples import example_auditor, run_examples

    folders = (folder,) if folder else ()
    auditor = example_auditor(Config(rules=folders, model=model or ""))
    chosen = [
        r for r in auditor.rules.rules if not folder or r.origin.startswith(folder.as_posix())
    ]
    failed = total = 0
    for result in run_examples(auditor, chosen):
        total += 1
        if result.problem:
            failed += 1
            click.echo(f"{result.rule_id}: {result.kind} example {result.text!r}: {result.problem}")
    click.echo(f"{len(chosen)} rules, {total} examples: {total - failed} passed, {failed} failed")
    return 1 if failed else 0

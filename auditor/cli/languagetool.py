"""`audit languagetool`: sets LanguageTool up, looks at it, ends its kept server, removes it."""

from __future__ import annotations

import sys

import click

from auditor.cli.group import EXIT_CANT_START


@click.group()
def languagetool() -> None:
    """Set LanguageTool up, look at it, end its kept server, or remove it."""


@languagetool.command("install")
def languagetool_install() -> None:
    """Fetch LanguageTool once (64 MB); after that it works offline."""
    from auditor.languagetool.install import install, read_pins

    total = sum(pin.size for pin in read_pins())
    with click.progressbar(length=total, label="LanguageTool", file=sys.stderr) as bar:
        home = install(lambda file, done, total: bar.update(done - bar.pos))
    click.echo(f"LanguageTool is set up in {home}")


@languagetool.command("status")
def languagetool_status() -> int:
    """Say what is set up, and whether the server starts and answers."""
    from auditor.languagetool.install import describe, examine

    status = examine()
    click.echo(describe(status))
    return EXIT_CANT_START if status.problem else 0


@languagetool.command("remove")
def languagetool_remove() -> None:
    """Delete what was installed."""
    from auditor.languagetool.install import remove

    click.echo(f"{remove() / 1e6:.1f} MB freed")


@languagetool.command("stop")
def languagetool_stop() -> None:
    """End the server that `--languagetool keep` left warm."""
    from auditor.languagetool.kept import stop_kept_servers

    stopped = stop_kept_servers()
    click.echo("the kept server was ended" if stopped else "no server is kept")

"""`audit cache`: what is kept of unchanged articles, and where."""

from __future__ import annotations

import click

from auditor.errors import AuditError


@click.group()
def cache() -> None:
    """Look at what is kept of unchanged articles, or delete it."""


@cache.command("info")
def cache_info() -> None:
    """Say where the cache is and what it holds."""
    from auditor.cache import Cache, cache_file

    file = cache_file()
    if not file.exists():
        click.echo(f"{file}: nothing is kept yet")
        return
    with Cache(file) as opened:
        state = opened.state()
    if state.problem:
        raise AuditError(f"{file}: the cache can't be used: {state.problem}")
    size, limit = state.size / 1e6, state.limit / 1e6
    click.echo(f"{file}: {state.values} articles, {size:.1f} MB of at most {limit:,.0f} MB")


@cache.command("clear")
def cache_clear() -> None:
    """Delete everything that is kept."""
    from auditor.cache import cache_file, clear_cache

    try:
        freed = clear_cache()
    except OSError as error:
        raise AuditError(f"{cache_file()}: can't be deleted: {error.strerror}") from None
    click.echo(f"{freed / 1e6:.1f} MB freed")

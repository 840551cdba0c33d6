"""The group of all commands: a user's mistake becomes one line and an exit code."""

from __future__ import annotations

import sys
from typing import Any

import click

from auditor.errors import AuditError

EXIT_CANT_START = 2
EXIT_INTERRUPTED = 130


class AuditGroup(click.Group):
    """Turns the errors that a user may meet into one line and an exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command; never show a traceback for a user's mistake."""
        kwargs["standalone_mode"] = False
        try:
            result = super().main(*args, **kwargs)
        except click.exceptions.Exit as error:
            sys.exit(error.exit_code)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo("interrupted", err=True)
            sys.exit(EXIT_INTERRUPTED)
        except AuditError as error:
            click.echo(f"audit: {error}", err=True)
            sys.exit(EXIT_CANT_START)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)
        sys.exit(result if isinstance(result, int) else 0)

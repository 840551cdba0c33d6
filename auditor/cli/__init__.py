"""The command line: options in, messages and exit codes out. The contract is docs/cli.md.

One module a command. They import what they need when they run, so that `audit --help` is quick.
"""

from __future__ import annotations

import click

from auditor import __version__
from auditor.cli.cache import cache
from auditor.cli.compare import compare
from auditor.cli.config import config
from auditor.cli.doctor import doctor
from auditor.cli.evidence import evidence
from auditor.cli.fix import fix
from auditor.cli.group import AuditGroup
from auditor.cli.init import init
from auditor.cli.languagetool import languagetool
from auditor.cli.report import report
from auditor.cli.rules import explain, rules
from auditor.cli.scan import scan
from auditor.startup import keep_to_one_thread


@click.group(cls=AuditGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="audit")
def main() -> None:
    """Find what must not go out in the articles that clinics publish.

    Spun text, claims that nobody can support, and prose that patients can't follow.
    """
    keep_to_one_thread()


for _command in (
    scan, report, compare, fix, explain, rules, evidence, init, config, cache, languagetool,
    doctor,
):  # fmt: skip
    main.add_command(_command)

"""The reporters: each turns a run's outcome into the bytes of one kind of output.

`html` and `text` read the `Report`; the formats of `FILE_FORMATS` read the JSON document alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A report that is one file.

    function: module and name of a function from the JSON document to bytes, or to pieces of them
    where the whole would be large; loaded when needed.
    meaning: what it is for, as the command line's help says it.
    """

    function: str
    meaning: str

    def render(self, document: Mapping[str, Any]) -> bytes | Iterable[bytes]:
        """Return the document in this format, whole or in pieces."""
        module, _, name = self.function.partition(":")
        render: Callable[[Mapping[str, Any]], bytes | Iterable[bytes]] = getattr(
            import_module(module), name
        )
        return render(document)


# By the name of the option.
FILE_FORMATS: Mapping[str, FileFormat] = {
    "json": FileFormat("auditor.reporters.json:write_document", "The machine report."),
    "sarif": FileFormat("auditor.reporters.sarif:render_sarif", "SARIF 2.1.0, for code scanning."),
    "junit": FileFormat("auditor.reporters.junit:render_junit", "JUnit XML, an article a suite."),
    "markdown": FileFormat(
        "auditor.reporters.markdown:render_markdown", "Markdown, for a pull request."
    ),
    "gitlab": FileFormat("auditor.reporters.gitlab:render_gitlab", "GitLab code quality report."),
    "rdjson": FileFormat("auditor.reporters.rdjson:render_rdjson", "rdjson, for reviewdog."),
}

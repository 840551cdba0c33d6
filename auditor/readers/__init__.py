"""The readers: bytes of a file to an `Article`, with the source place of every character."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from auditor.article import Article
from auditor.errors import ReadError

Reader = Callable[[str, bytes], Article]

MOST_BYTES = 10_000_000

# Suffix to `module:function`; a reader is imported when its first file comes.
READERS: dict[str, str] = {
    ".txt": "auditor.readers.txt:read_txt",
    ".text": "auditor.readers.txt:read_txt",
    ".md": "auditor.readers.markdown:read_markdown",
    ".markdown": "auditor.readers.markdown:read_markdown",
    ".html": "auditor.readers.html:read_html",
    ".htm": "auditor.readers.html:read_html",
    ".docx": "auditor.readers.docx:read_docx",
}


def read_article(path: str, data: bytes, suffix: str) -> Article:
    """Return the article that `data` holds. `path` is what reports show.

    Raise ReadError for an unknown suffix, a file over 10 MB, and bytes that can't be read.
    """
    known = READERS.get(suffix.lower())
    if known is None:
        raise ReadError(
            f"the format '{suffix or 'without a suffix'}' is not known; "
            f"known are {', '.join(sorted(READERS))}"
        )
    if len(data) > MOST_BYTES:
        raise ReadError(f"the file is over {MOST_BYTES // 1_000_000} MB; split it")
    module, function = known.split(":")
    reader: Reader = getattr(import_module(module), function)
    return reader(path, data)

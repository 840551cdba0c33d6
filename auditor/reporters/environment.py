"""The templates' environment: ours, and over them those of a folder that the user named."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from auditor.errors import ReportError

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

TEMPLATES = ("article.html", "base.html", "index.html", "parts.html", "report.css", "report.js")
WORDS = "words.json"
ORIGINALS = "original"  # what a user's template extends to change a part of ours
# What HTML can't hold, or a page can't be encoded with.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@cache
def make_environment(folder: Path | None = None) -> Environment:
    """Return the templates' environment: escaping everything, refusing unknown names.

    folder: templates that stand in for ours of the same name. They can't run code: a settings
    file of somebody else may have named them. Raise ReportError for a folder that can't be used.
    """
    from jinja2 import Environment, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # The sandbox looks at every attribute, which makes pages three times as slow as ours need be.
    make = Environment if folder is None else ImmutableSandboxedEnvironment
    environment = make(
        loader=_make_loader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_make_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = words = _read_words(folder)
    environment.filters |= {
        "category_name": lambda category: _name_category(category, words["categories"]),
        "address": quote,
        "number": lambda value: f"{value:,}",
        "long_date": lambda date: f"{date.day} {date:%B %Y}",
        "ordinal": _ordinal,
    }
    with naming_template(folder):
        for name in TEMPLATES:
            environment.get_template(name)
        environment.globals["style_hash"] = _hash_of(environment, "report.css")
        environment.globals["script_hash"] = _hash_of(environment, "report.js")
    return environment


@contextmanager
def naming_template(folder: Path | None) -> Iterator[None]:
    """Turn what goes wrong in a template of `folder` into a ReportError: file, line, reason."""
    from jinja2 import TemplateError, TemplateSyntaxError

    try:
        yield
    except ReportError:
        raise
    except Exception as error:
        if folder is None:
            raise
        places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
        if isinstance(error, TemplateSyntaxError) and error.filename:
            places.append((error.filename, error.lineno))
        theirs = [place for place in places if Path(place[0]).is_relative_to(folder)]
        if not theirs and not isinstance(error, TemplateError):
            raise
        ours = [place for place in places if Path(place[0]).name in TEMPLATES]
        file, line = (theirs or ours)[-1]
        # Ours can fail as well where theirs has left out a part that it needs.
        where = f"{file}:{line}" if theirs else f"{folder}: our {Path(file).name}:{line}"
        reason = str(error).split("\n", 1)[0] or type(error).__name__
        raise ReportError(f"{where}: {reason}") from None


def _make_loader(folder: Path | None) -> BaseLoader:
    from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

    ours = [PackageLoader("auditor.reports", part) for part in ("templates", "assets")]
    if folder is None:
        return ChoiceLoader(ours)
    if not folder.is_dir():
        raise ReportError(f"{folder}: no such folder of templates")
    if not any((folder / name).is_file() for name in (*TEMPLATES, WORDS)):
        names = ", ".join((*TEMPLATES, WORDS))
        raise ReportError(f"{folder}: holds no template of ours; their names are {names}")
    return ChoiceLoader(
        [FileSystemLoader(folder), *ours, PrefixLoader({ORIGINALS: ChoiceLoader(ours)})]
    )


def _read_words(folder: Path | None) -> dict[str, dict[str, str]]:
    """Return the plain names of families, levels and categories; the folder's over ours."""
    from importlib.resources import files

    words: dict[str, dict[str, str]] = json.loads(
        (files("auditor.reports") / WORDS).read_text("utf-8")
    )
    file = folder / WORDS if folder else None
    if file is None or not file.is_file():
        return words
    try:
        theirs = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise ReportError(f"{file}: not valid JSON: {error}") from None
    except OSError as error:
        raise ReportError(f"{file}: can't be read: {error.strerror}") from None
    known = isinstance(theirs, dict) and theirs.keys() <= words.keys()
    if not known or not all(_is_text_table(table) for table in theirs.values()):
        raise ReportError(f"{file}: must hold texts in tables; the tables are {', '.join(words)}")
    return {name: table | theirs.get(name, {}) for name, table in words.items()}


def _is_text_table(table: Any) -> bool:
    return isinstance(table, dict) and all(isinstance(text, str) for text in table.values())


def _hash_of(environment: Environment, asset: str) -> str:
    """Return the policy's hash of an inlined asset, exactly as the page holds it."""
    digest = hashlib.sha256(environment.get_template(asset).render().encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _make_printable(value: Any) -> Any:
    """Return `value`, its characters that a page can't hold replaced by U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", value) if type(value) is str else value


def _name_category(category: str, names: dict[str, str]) -> str:
    """Return a category's plain name; one made from the category where none is known."""
    plain = category.rpartition(".")[2].replace("-", " ")
    return names.get(category, plain[:1].upper() + plain[1:])


def _ordinal(number: int) -> str:
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{'th' if number % 100 in (11, 12, 13) else suffix}"

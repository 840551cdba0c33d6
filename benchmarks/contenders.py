"""The programs that are measured: our audit, and peers by their own clients."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

HERE = Path(__file__).parent
# textlint brings no rule: with these two it is mostly set up, with all for English it does most.
TEXTLINT_RULES = ("write-good", "terminology")
TEXTLINT_ENGLISH = (
    *TEXTLINT_RULES, "abbr-within-parentheses", "alex", "apostrophe", "common-misspellings",
    "diacritics", "en-capitalization", "en-max-word-count", "max-comma",
    "no-start-duplicated-conjunction", "rousseau", "stop-words", "unexpanded-acronym",
)  # fmt: skip
NPM = (
    "textlint",
    *(f"textlint-rule-{rule}" for rule in TEXTLINT_ENGLISH),
    "write-good",
    "harper.js",
)
# A command line of more file names than this is cut into several calls.
_FILES_A_CALL = 500


# What does under 3,000 words a second is measured on so many articles at most.
SLOW = 200


class Missing(Exception):  # noqa: N818
    """A contender that can't run here, and why."""


@dataclass(frozen=True)
class Contender:
    """A program: how it is called on files, and what it checks.

    calls: given the folder of articles and its files, the command lines to run one after the
    other. environment: what is set beside the usual. codes: the exit codes of a run that worked,
    empty if the code is a number of findings. most: so many articles take minutes, more are left
    out. fills_cache: whether the run is the first of ours.
    """

    name: str
    checks: str
    calls: Callable[[Path, Sequence[Path]], list[list[str]]]
    environment: Mapping[str, str] = field(default_factory=dict)
    codes: frozenset[int] = frozenset({0, 1})
    most: int = 10_000
    fills_cache: bool = False


def ours(scratch: Path) -> list[Contender]:
    """Return our audit without and with LanguageTool, and its second run from the cache."""
    audit = [str(Path(sys.executable).with_name("audit")), "scan"]
    common = ["--format", "quiet", "--fail-on", "never", "--jobs", "1"]
    kept = {"AUDIT_CACHE": str(scratch / "cache")}

    def scan(*options: str) -> Callable[[Path, Sequence[Path]], list[list[str]]]:
        return lambda folder, files: [[*audit, str(folder), *common, *options]]

    return [
        Contender(
            "audit", "all but grammar", scan("--languagetool", "off"), kept, fills_cache=True
        ),
        Contender("audit, second run", "all but grammar", scan("--languagetool", "off"), kept),
        Contender(
            "audit with LanguageTool",
            "all",
            scan("--languagetool", "require", "--no-cache"),
            kept,
            most=SLOW,
        ),
    ]


def peers(scratch: Path) -> dict[str, Callable[[], Contender]]:
    """Return by name what makes each peer ready and gives it, or raises Missing."""
    return {
        "LanguageTool": _languagetool,
        "Harper": lambda: _harper(scratch),
        "textlint": lambda: _textlint(scratch, TEXTLINT_RULES),
        "textlint, all English rules": lambda: replace(
            _textlint(scratch, TEXTLINT_ENGLISH), name="textlint, all English rules", most=SLOW
        ),
        "write-good": lambda: replace(_node("write-good", scratch, []), codes=frozenset()),
        "proselint": lambda: _python("proselint", scratch, ["check"]),
        "Vale": lambda: _vale(scratch),
    }


def _each(command: list[str]) -> Callable[[Path, Sequence[Path]], list[list[str]]]:
    def calls(folder: Path, files: Sequence[Path]) -> list[list[str]]:
        parts = [files[at : at + _FILES_A_CALL] for at in range(0, len(files), _FILES_A_CALL)]
        return [[*command, *map(str, part)] for part in parts]

    return calls


def _languagetool() -> Contender:
    from auditor.errors import LanguageToolError
    from auditor.languagetool.installation import locate

    try:
        locate()
    except LanguageToolError as error:
        raise Missing(str(error)) from None
    script = HERE / "peers" / "languagetool.py"
    return Contender(
        "LanguageTool", "grammar, spelling", _each([sys.executable, str(script)]), most=SLOW
    )


def _harper(scratch: Path) -> Contender:
    modules = _npm(scratch)
    script = shutil.copy(HERE / "peers" / "harper.mjs", modules.parent)
    return Contender("Harper", "grammar, spelling", _each(["node", str(script)]), most=SLOW)


def _node(name: str, scratch: Path, options: list[str]) -> Contender:
    program = _npm(scratch) / ".bin" / name
    return Contender(name, "style", _each([str(program), *options]))


def _textlint(scratch: Path, rules: Sequence[str]) -> Contender:
    return _node("textlint", scratch, [part for rule in rules for part in ("--rule", rule)])


def _npm(scratch: Path) -> Path:
    folder = scratch / "npm"
    if shutil.which("npm") is None:
        raise Missing("needs Node.js")
    if not (folder / "node_modules" / ".bin").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _run(["npm", "install", "--silent", "--no-audit", "--no-fund", *NPM], folder)
    return folder / "node_modules"


def _python(name: str, scratch: Path, options: list[str]) -> Contender:
    folder = scratch / name
    program = folder / "bin" / name
    if not program.exists():
        _run([sys.executable, "-m", "venv", str(folder)], scratch)
        _run([str(folder / "bin" / "pip"), "install", "--quiet", name], scratch)
    return Contender(name, "style", _each([str(program), *options]))


def _vale(scratch: Path) -> Contender:
    program = shutil.which("vale")
    if program is None:
        raise Missing("no 'vale' on the PATH; its package fetches the program from elsewhere")
    settings = scratch / "vale.ini"
    settings.write_text("MinAlertLevel = suggestion\n[*.md]\nBasedOnStyles = Vale\n")
    return Contender("Vale", "spelling, style", _each([program, "--config", str(settings)]))


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as error:
        raise Missing(f"can't be installed ({type(error).__name__}: {command[0]})") from None

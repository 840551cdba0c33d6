"""GitHub's annotations: within its limits, escaped as its runner reads them."""

import re
from itertools import groupby

from auditor.reporters.github import render_github
from tests.reporters.documents import HOSTILE, article, document, finding

TEXT = "Our drip is safe.\nIt dont hurt,\nand dont ask.\n"


def lines_of(*articles: dict, **given) -> list[str]:
    return render_github(document(*articles, **given)).decode("utf-8").splitlines()


def read_command(line: str) -> tuple[str, dict[str, str], str]:
    """Return level, properties and message as GitHub's runner reads them."""
    level, properties, message = re.fullmatch(r"::(\w+)(?: (.*?))?::(.*)", line).groups()
    pairs = (pair.split("=", 1) for pair in (properties or "").split(",") if pair)
    return level, {name: _unescape(value) for name, value in pairs}, _unescape(message)


def _unescape(text: str) -> str:
    for code, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_each_finding_is_an_annotation_the_worst_first():
    assert lines_of(
        article(
            "a.md",
            TEXT,
            finding("drip", severity="note"),
            finding("dont", suggestions=["doesn’t"]),
            finding("", "readability.grade.over", severity="warning", message="Over 100 % hard."),
        )
    ) == [
        "::error file=a.md,line=2,endLine=2,col=4,endColumn=8,"
        "title=garble.apostrophe.contraction::“dont” → “doesn’t”: These words are wrong.",
        "::warning file=a.md,title=readability.grade.over::Over 100 %25 hard.",
        "::notice file=a.md,line=1,endLine=1,col=5,endColumn=9,"
        "title=garble.apostrophe.contraction::“drip”: These words are wrong.",
        "failed: 1 article, 10 words: 1 must fix, 1 should fix, 1 consider",
    ]


def test_columns_are_left_out_where_a_finding_runs_over_lines():
    line, _ = lines_of(article("a.md", TEXT, finding("hurt,\nand")))
    assert "line=2,endLine=3,title=" in line


def test_in_a_word_file_the_paragraph_is_named():
    line, _ = lines_of(article("a.docx", TEXT, finding("dont")))
    assert line.endswith("::paragraph 2: “dont”: These words are wrong.")
    assert "line=" not in line


def test_ten_of_a_level_are_shown_and_one_line_counts_the_rest():
    notes = [finding("drip", severity="note") for _ in range(12)]
    errors = [finding("dont", confidence=n / 100) for n in range(30)]
    *shown, rest, _ = lines_of(article("a.md", TEXT, *notes, *errors))
    counts = {level: len(list(many)) for level, many in groupby(s.split()[0] for s in shown)}
    assert counts == {"::error": 10, "::notice": 10}
    assert rest == (
        "and 20 errors, 2 notices more: GitHub shows 10 of a level; the full reports have them all"
    )


def test_known_and_suppressed_findings_are_not_shown():
    put_aside = {"kind": "inline", "reason": "a quotation"}
    lines = lines_of(
        article("a.md", TEXT, finding("dont", state="known"), finding("drip", suppressed=put_aside))
    )
    assert lines == ["passed: 1 article, 10 words: 0 must fix, 0 should fix, 0 consider"]


def test_what_was_not_audited_comes_first():
    lines = lines_of(
        article("a.md", TEXT, finding("dont")),
        not_run=[{"check": "languagetool", "path": None, "reason": "it is not set up"}],
        warnings=[
            {"path": "a.md", "line": 2, "message": "This suppression matches nothing."},
            {"path": None, "line": None, "message": "[[suppress]] 1 has expired."},
        ],
        unreadable=[{"path": "b.docx", "kind": "unreadable", "reason": "not a Word file"}],
    )
    assert lines[0] == "::error file=b.docx::can't be read: not a Word file"
    assert lines[-2] == "not run: languagetool: it is not set up"
    assert "::warning file=a.md,line=2::This suppression matches nothing." in lines
    assert "::warning::[[suppress]] 1 has expired." in lines


def test_hostile_text_can_not_end_a_property_or_start_a_command():
    path = f"a,line=1::set-env name=x::{HOSTILE}\r\n::error::.md"
    text = f"::stop-commands::x\r\n{HOSTILE}"
    line, _ = lines_of(article(path, text, finding(text, message=f"100%0A\n::warning::{HOSTILE}")))
    level, properties, message = read_command(line)
    assert (level, properties["file"]) == ("error", path)
    assert "\n" not in message and message.startswith("“::stop-commands::x")

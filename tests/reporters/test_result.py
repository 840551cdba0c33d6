"""A JSON result read back: the run's own pages again, or one clear line on what is wrong."""

import json
from pathlib import Path

import pytest

from auditor.errors import ReportError
from auditor.report import Report
from auditor.reporters.html import render_html
from auditor.reporters.json import as_document, render_document
from auditor.reporters.result import read_document, read_report
from auditor.reporters.text import render_text
from tests.reporters.documents import article, document, finding


def test_pages_and_summary_are_those_of_the_run(sample_report: Report):
    again = read_report(json.loads(render_document(as_document(sample_report))))
    assert render_text(again) == render_text(sample_report)
    assert dict(render_html(again)) == dict(render_html(sample_report))


def test_failures_and_what_could_not_be_read_come_back():
    result = document(
        article("a.md", "Our drip.", finding("drip")),
        not_run=[
            {"check": "spun", "path": "a.md", "reason": "a fault of ours"},
            {"check": "languagetool", "path": None, "reason": "it is not set up"},
        ],
        unreadable=[
            {"path": "b.docx", "kind": "unreadable", "reason": "not a Word file"},
            {"path": "c.md", "kind": "skipped", "reason": "not English"},
        ],
    )
    report = read_report(result)
    assert [(e.path, e.unreadable, e.skipped) for e in report.entries] == [
        ("a.md", "", ""),
        ("b.docx", "not a Word file", ""),
        ("c.md", "", "not English"),
    ]
    assert [f.check for f in report.entries[0].failures] == ["spun"]
    assert [missing.check for missing in report.not_run] == ["languagetool"]
    assert report.exit_code == result["gate"]["exit_code"] == 3


def test_known_and_suppressed_findings_come_back_as_such():
    reason = {"kind": "inline", "reason": "a quotation"}
    result = document(
        article(
            "a.md", "Our drip.", finding("drip", state="known"), finding("Our", suppressed=reason)
        )
    )
    (entry,) = read_report(result).entries
    assert [(f.quote, f.state) for f in entry.findings] == [("drip", "known")]
    assert [f.suppressed.reason for f in entry.suppressed] == ["a quotation"]


def test_two_facts_on_one_page_keep_their_own_titles():
    page = "https://label.example/page"
    fact = {
        "topic": "any",
        "property": "safe",
        "jurisdiction": "us",
        "statement": "It has risks.",
        "source_read": True,
        "grade": "A",
        "checked": "2026-01-01",
        "due": False,
    }
    facts = {
        name: {**fact, "source": {"title": f"Section {name}", "url": page}} for name in ("b", "a")
    }
    wrong = finding("drip", facts=["b", "a"], sources=[page, page])
    (entry,) = read_report(document(article("a.md", "Our drip.", wrong), facts=facts)).entries
    assert [s.title for s in entry.findings[0].sources] == ["Section b", "Section a"]


def broken(**changes) -> bytes:
    whole = document(article("a.md", "Our drip.", finding("drip")))
    return render_document({**whole, **changes})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not valid JSON"),
        (b"\xff\xfe{", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[]", "no audit result; make one with: audit scan PATH --json FILE"),
        (b'{"version": "2.1.0", "runs": []}', "no audit result"),
        (broken(schema_version=2), "schema version 2; this audit reads version 1"),
        (broken(articles=[{"path": "a.md"}]), "not a whole audit result: data.articles[0]"),
        (broken(rules={}), "rule garble.apostrophe.contraction is not among the rules"),
        (
            broken(articles=[article("a.md", "Our drip.", finding("drip", facts=["lost"]))]),
            "a.md: fact lost is not among the facts",
        ),
        (
            broken(articles=[{**article("a.md", "Our drip.", finding("drip")), "text": "Our"}]),
            "a.md: a place lies outside the text",
        ),
        (
            broken(tool={**document()["tool"], "as_of": "2026-13-01"}),
            "data.tool.as_of must be date",
        ),
    ],
)
def test_a_file_that_is_no_result_is_named_in_one_line(tmp_path: Path, data: bytes, says: str):
    file = tmp_path / "result.json"
    file.write_bytes(data)
    with pytest.raises(ReportError) as error:
        read_document(file)
    assert says in str(error.value)
    assert str(error.value).startswith(f"{file}: ")
    assert "\n" not in str(error.value) and len(str(error.value)) < 400


def test_an_absent_file_is_named(tmp_path: Path):
    with pytest.raises(ReportError, match="can't be read: No such file"):
        read_document(tmp_path / "absent.json")

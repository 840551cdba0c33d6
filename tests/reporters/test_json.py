"""The JSON report: valid by its schema, with places in the source and in the text."""

import datetime
import json
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest

from auditor.config import Config
from auditor.discovery import Job
from auditor.findings import Suppression
from auditor.reporters.document import write_json
from auditor.reporters.json import as_document, render_json, write_report
from auditor.run import run_audit
from tests.reporters.samples import entry_of, report_of

SOURCE = (
    "---\ntitle: Drips\n---\n\n# Our **vitamin** drip\n\n"
    "It dont hurt 🙂. Our drip has *no side effects*.\r\n"
)


@pytest.fixture(scope="module")
def document() -> dict:
    jobs = (
        Job("a.md", ".md", data=SOURCE.encode()),
        Job("b.pdf", ".pdf", data=b"%PDF"),
    )
    report = run_audit(jobs, Config(languagetool="off"), datetime.date(2026, 1, 31))
    return json.loads(render_json(report))


def schema() -> dict:
    return json.loads((files("auditor.reports") / "findings.schema.json").read_text("utf-8"))


def test_document_is_valid_by_the_published_schema(document: dict):
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(document, schema())


def test_places_point_at_the_source(document: dict):
    (article,) = document["articles"]
    lost = next(f for f in article["findings"] if f["category"] == "garble.apostrophe")
    assert SOURCE[lost["start"] : lost["end"]] == lost["text"] == "dont"
    assert article["text"][lost["text_start"] : lost["text_end"]] == "dont"
    assert (lost["line"], lost["column"], lost["end_column"]) == (7, 4, 8)


def test_readability_says_how_hard_each_sentence_is_and_which_words(document: dict):
    (article,) = document["articles"]
    found = article["readability"]
    (short, long) = sorted(found["sentences"], key=lambda s: s["difficulty"])
    assert short["difficulty"] <= found["difficulty"] <= long["difficulty"]
    assert found["target"]["grade"] == 8
    assert found["target"]["distance"] == pytest.approx(found["flesch_kincaid_grade"] - 8, abs=0.01)
    assert found["sections"][0]["heading"] == "Our vitamin drip"


def test_measures_after_repair_are_those_of_the_repaired_text(document: dict):
    (article,) = document["articles"]
    repaired = article["readability"]["after_repair"]
    assert "don't" in article["repaired_text"]
    assert repaired["coleman_liau_index"] == article["readability"]["coleman_liau_index"]
    assert repaired["reading_time"] > article["readability"]["reading_time"], "a mark was added"


def test_the_checklist_has_answers_with_sources(document: dict):
    (article,) = document["articles"]
    checklist = {item["id"]: item for item in article["readability"]["checklist"]}
    assert checklist["lists"]["answer"] == "no"
    assert checklist["lists"]["source"].startswith("https://")


def test_an_unreadable_file_is_listed_with_its_reason(document: dict):
    (unreadable,) = document["unreadable"]
    assert unreadable["path"] == "b.pdf"
    assert "'.pdf' is not known" in unreadable["reason"]
    assert document["gate"]["exit_code"] == 3


def test_a_lone_surrogate_does_not_break_the_report():
    page = b"<html><body><p>A clinic &#xD800; with words in it.</p></body></html>"
    report = run_audit(
        (Job("a.html", ".html", data=page),),
        Config(languagetool="off"),
        datetime.date(2026, 1, 31),
    )
    assert json.loads(render_json(report))["articles"][0]["path"] == "a.html"


def test_what_is_suppressed_is_listed_and_not_counted_and_what_is_known_does_not_fail():
    jobs = (Job("a.md", ".md", data=SOURCE.encode()),)
    report = run_audit(jobs, Config(languagetool="off"), datetime.date(2026, 1, 31))
    (entry,) = report.entries
    first, *others = entry.findings
    assert report.failing > 0
    entry = replace(
        entry,
        findings=tuple(replace(finding, state="known") for finding in others),
        suppressed=(replace(first, suppressed=Suppression("inline", "it is a quotation")),),
    )
    document = json.loads(render_json(replace(report, entries=(entry,))))
    jsonschema.validate(document, schema())
    listed = document["articles"][0]["findings"]
    assert [f["fingerprint"] for f in listed] == [f.fingerprint for f in (first, *others)]
    assert listed[0]["suppressed"] == {"kind": "inline", "reason": "it is a quotation"}
    assert {f["state"] for f in listed[1:]} == {"known"}
    assert document["summary"]["findings"] == len(others)
    assert document["gate"] == {"fail_on": "error", "passed": True, "new": 0, "exit_code": 0}


@pytest.mark.parametrize("articles", [0, 1, 3])
def test_the_report_is_written_article_by_article_as_it_would_be_in_one_piece(articles: int):
    text = 'A line.\n"Quoted", \\ and a tab\t.'
    report = report_of(*(entry_of(text, path=f"{n}.md") for n in range(articles)))
    pieces = list(write_report(report))
    assert len(pieces) == articles + 2
    document = as_document(report)
    whole = {**document, "articles": list(document["articles"])}
    assert list(document) == list(whole)
    assert b"".join(pieces) == write_json(whole) == render_json(report)

"""rdjson: valid by reviewdog's schema, with columns in bytes and rewrites in place."""

import json

from auditor.reporters.rdjson import render_rdjson
from tests.reporters.documents import article, document, finding
from tests.reporters.schemas import assert_valid_json
from tests.support import ROOT

TEXT = "Our drip is safe.\nIt’s fine: it dont hurt.\n"


def diagnostics_of(*articles: dict, **given) -> list[dict]:
    data = render_rdjson(document(*articles, **given))
    assert_valid_json(data, "rdjson.json")
    return json.loads(data)["diagnostics"]


def test_a_suggestion_replaces_the_bytes_of_its_range():
    (found,) = diagnostics_of(article("a.md", TEXT, finding("dont", suggestions=["doesn’t"])))
    place = found["location"]["range"]
    line = TEXT.splitlines()[place["start"]["line"] - 1].encode()
    assert line[place["start"]["column"] - 1 : place["end"]["column"] - 1] == b"dont"
    assert found["suggestions"] == [{"range": place, "text": "doesn’t"}]
    assert found["severity"] == "ERROR"
    assert found["code"]["value"] == "garble.apostrophe.contraction"


def test_suggestions_for_the_sample_articles_fit_their_files(sample_document: dict):
    data = render_rdjson(sample_document)
    assert_valid_json(data, "rdjson.json")
    fits = 0
    for found in json.loads(data)["diagnostics"]:
        for suggestion in found.get("suggestions", ())[:1]:
            place = suggestion["range"]
            lines = (ROOT / found["location"]["path"]).read_bytes().split(b"\n")
            if place["start"]["line"] != place["end"]["line"]:
                continue
            line = lines[place["start"]["line"] - 1]
            words = line[place["start"]["column"] - 1 : place["end"]["column"] - 1].decode()
            assert found["message"].startswith(f"“{words}” → ")
            fits += 1
    assert fits > 100


def test_in_another_encoding_only_lines_are_named():
    wrong = finding("dont", suggestions=["doesn’t"])
    (found,) = diagnostics_of(article("a.md", TEXT, wrong, encoding="cp1252"))
    assert found["location"]["range"] == {"start": {"line": 2}, "end": {"line": 2}}
    assert "suggestions" not in found


def test_a_finding_without_a_line_names_the_file():
    over = finding("", "readability.grade.over")
    whole, word = diagnostics_of(
        article("a.md", TEXT, over), article("b.docx", TEXT, finding("dont"), encoding=None)
    )
    assert whole["location"] == {"path": "a.md"}
    assert word["message"].startswith("paragraph 2: ")


def test_wording_for_a_claim_is_no_suggestion():
    claim = finding("drip is safe", "claim.absolute.safe", suggestions=["drip has risks"])
    (found,) = diagnostics_of(article("a.md", TEXT, claim))
    assert "suggestions" not in found


def test_known_and_suppressed_findings_are_left_out():
    put_aside = {"kind": "settings", "reason": "our own brand"}
    one = article(
        "a.md", TEXT, finding("dont", state="known"), finding("drip", suppressed=put_aside)
    )
    assert diagnostics_of(one) == []

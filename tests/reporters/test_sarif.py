"""SARIF: valid by its schema, places and fixes right, nothing hostile in its messages."""

import json
import subprocess
import sys
from pathlib import Path

from auditor.reporters.sarif import render_sarif
from tests.reporters.documents import HOSTILE, INCOMPLETE, article, document, finding
from tests.reporters.schemas import assert_valid_json

TEXT = "Our drip is safe.\nIt’s fine and it dont hurt.\n"


def run_of(*articles: dict, **given) -> dict:
    data = render_sarif(document(*articles, **given))
    assert_valid_json(data, "sarif-2.1.0-rtm.5.json")
    return json.loads(data)["runs"][0]


def test_the_sample_articles_make_a_valid_log(sample_document: dict):
    data = render_sarif(sample_document)
    assert_valid_json(data, "sarif-2.1.0-rtm.5.json")
    assert len(json.loads(data)["runs"][0]["results"]) == sample_document["summary"]["findings"]


def test_a_real_reader_counts_what_we_found(sample_document: dict, tmp_path: Path):
    (tmp_path / "audit.sarif").write_bytes(render_sarif(sample_document))
    reader = [sys.executable, "-m", "sarif", "summary", "audit.sarif"]
    outcome = subprocess.run(reader, cwd=tmp_path, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr
    for level, count in sample_document["summary"]["by_severity"].items():
        assert f"{level}: {count}" in outcome.stdout


def test_a_finding_has_place_fingerprint_and_fix():
    run = run_of(
        article("blog/my drip.md", TEXT, finding("dont", suggestions=["doesn’t", "don’t"]))
    )
    (result,) = run["results"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {
        "uri": "blog/my%20drip.md",
        "uriBaseId": "%SRCROOT%",
        "index": 0,
    }
    place = {"startLine": 2, "startColumn": 18, "endLine": 2, "endColumn": 22}
    assert physical["region"] == {**place, "snippet": {"text": "dont"}}
    assert run["columnKind"] == "unicodeCodePoints"
    assert result["partialFingerprints"] == {"auditFinding/v1": "0" * 32}
    changes = [fix["artifactChanges"][0]["replacements"] for fix in result["fixes"]]
    assert changes == [
        [{"deletedRegion": place, "insertedContent": {"text": words}}]
        for words in ("doesn’t", "don’t")
    ]


def test_words_to_delete_are_replaced_by_nothing():
    (result,) = run_of(article("a.md", TEXT, finding("dont", suggestions=[""])))["results"]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert set(replacement) == {"deletedRegion"}


def test_what_a_finding_explains_beyond_its_rule_is_said():
    claim = finding("drip is safe", "claim.absolute.safe", explanation="A regulator says no.")
    (result,) = run_of(article("a.md", TEXT, claim))["results"]
    assert (
        result["message"]["text"] == "“drip is safe”: These words are wrong. A regulator says no."
    )


def test_wording_for_a_claim_is_no_fix():
    claim = finding("drip is safe", "claim.absolute.safe", suggestions=["drip has risks"])
    (result,) = run_of(article("a.md", TEXT, claim))["results"]
    assert "fixes" not in result
    assert result["properties"]["suggestions"] == ["drip has risks"]


def test_words_with_markup_inside_get_no_fix():
    split = finding("dont", suggestions=["don’t"], end=TEXT.index("dont") + 8)
    (result,) = run_of(article("a.md", TEXT, split))["results"]
    assert "fixes" not in result
    assert "snippet" not in result["locations"][0]["physicalLocation"]["region"]


def test_a_finding_about_the_article_is_about_the_whole_file():
    (result,) = run_of(article("a.md", TEXT, finding("", "readability.grade.over")))["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]


def test_in_a_word_file_the_place_is_a_paragraph():
    (result,) = run_of(article("a.docx", TEXT, finding("dont"), encoding=None))["results"]
    (location,) = result["locations"]
    assert location["logicalLocations"] == [{"name": "paragraph 2", "kind": "paragraph"}]
    assert "region" not in location["physicalLocation"]


def test_related_places_are_listed():
    other = {"start": 0, "end": 8, "line": 1, "column": 1, "text_start": 0, "text_end": 8}
    related = [{**other, "text": "Our drip", "message": ""}]
    (result,) = run_of(article("a.md", TEXT, finding("dont", related=related)))["results"]
    (place,) = result["relatedLocations"]
    assert place["message"]["text"] == "Our drip"
    assert place["physicalLocation"]["region"]["startLine"] == 1


def test_known_and_suppressed_findings_are_marked_as_such():
    baseline = {"path": "audit-baseline.json", "new": 1, "known": 1, "fixed": []}
    put_aside = {"kind": "inline", "reason": "a quotation"}
    results = run_of(
        article(
            "a.md",
            TEXT,
            finding("drip"),
            finding("dont", state="known"),
            finding("hurt", suppressed=put_aside),
        ),
        baseline=baseline,
    )["results"]
    assert [r["baselineState"] for r in results] == ["new", "unchanged", "new"]
    assert [r["suppressions"] for r in results] == [
        [],
        [],
        [{"kind": "inSource", "status": "accepted", "justification": "a quotation"}],
    ]


def test_without_a_baseline_no_result_is_compared():
    (result,) = run_of(article("a.md", TEXT, finding("dont")))["results"]
    assert "baselineState" not in result


def test_rules_carry_their_help():
    run = run_of(article("a.md", TEXT, finding("dont", severity="warning")))
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert rule["help"]["text"].endswith("A guide [2020]: https://guide.example/a(b)")
    assert rule["help"]["markdown"].endswith("- [A guide \\[2020\\]](<https://guide.example/a(b)>)")


def test_what_did_not_run_is_a_notification():
    run = run_of(
        article("a.md", TEXT),
        **INCOMPLETE,
    )
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 3)
    assert [
        (n["level"], n["message"]["text"]) for n in invocation["toolExecutionNotifications"]
    ] == [
        ("warning", "languagetool did not run: it is not set up"),
        ("warning", "This suppression matches nothing."),
        ("warning", "[[suppress]] 1 has expired."),
        ("error", "b.docx: not a Word file"),
    ]


def test_hostile_words_make_no_link_and_no_placeholder():
    text = f"{HOSTILE} {{0}}"
    (result,) = run_of(article("a.md", text, finding(text)))["results"]
    said = result["message"]["text"]
    assert "\\[a](https://evil.example)" in said
    assert "{{0}}" in said
    assert "\x1b" not in said

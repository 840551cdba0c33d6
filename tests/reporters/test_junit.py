"""JUnit XML: valid by Jenkins' schema, an article a suite, names that outlive an edit."""

from lxml import etree

from auditor.reporters.junit import render_junit
from tests.reporters.documents import HOSTILE, article, document, finding
from tests.reporters.schemas import assert_valid_xml

TEXT = "Our drip is safe.\nIt dont hurt, and dont ask.\n"


def suites_of(*articles: dict, **given) -> etree._Element:
    data = render_junit(document(*articles, **given))
    assert_valid_xml(data, "junit-4.xsd")
    return etree.fromstring(data)


def test_the_sample_articles_make_a_valid_file(sample_document: dict):
    data = render_junit(sample_document)
    assert_valid_xml(data, "junit-4.xsd")
    root = etree.fromstring(data)
    assert int(root.get("failures")) == sample_document["gate"]["new"]
    assert [s.get("name") for s in root][:6] == [a["path"] for a in sample_document["articles"]]


def test_a_failing_finding_is_a_failed_test():
    wrong = finding("dont", suggestions=["doesn’t"])
    data = render_junit(document(article("a.md", TEXT, wrong)))
    assert data.decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<testsuites name="audit" tests="1" failures="1" errors="0">\n'
        ' <testsuite name="a.md" tests="1" failures="1" errors="0" skipped="0">\n'
        '  <testcase classname="a.md" name="garble.apostrophe.contraction: dont" time="0">\n'
        '   <failure type="garble.apostrophe.contraction" '
        'message="“dont” → “doesn’t”: These words are wrong.">'
        "a.md, line 2: error: “dont” → “doesn’t”: These words are wrong.</failure>\n"
        "  </testcase>\n"
        " </testsuite>\n"
        "</testsuites>\n"
    )


def test_a_clean_article_is_a_passed_test():
    (case,) = suites_of(article("a.md", TEXT)).findall(".//testcase")
    assert (case.get("name"), len(case)) == ("no new finding at or above error", 0)


def test_findings_that_do_not_fail_are_in_the_output():
    (suite,) = suites_of(
        article(
            "a.md",
            TEXT,
            finding("drip", severity="note"),
            finding("dont", state="known"),
        )
    )
    assert suite.get("failures") == "0"
    assert suite.findtext("system-out").splitlines() == [
        "line 1: note: “drip”: These words are wrong. [garble.apostrophe.contraction]",
        "line 2: error: “dont”: These words are wrong. [garble.apostrophe.contraction] (known)",
    ]


def test_fail_on_decides_what_fails():
    note = finding("drip", severity="note")
    assert suites_of(article("a.md", TEXT, note), fail_on="note").get("failures") == "1"
    assert suites_of(article("a.md", TEXT, note), fail_on="warning").get("failures") == "0"
    assert suites_of(article("a.md", TEXT, finding("drip")), fail_on="never").get("failures") == "0"


def test_a_suppressed_finding_is_skipped_with_its_reason():
    put_aside = finding("drip", suppressed={"kind": "settings", "reason": "our own brand"})
    (suite,) = suites_of(article("a.md", TEXT, put_aside))
    assert (suite.get("skipped"), suite.get("failures")) == ("1", "0")
    assert suite.findtext("testcase/skipped") == "suppressed: our own brand"


def test_equal_findings_have_names_of_their_own():
    again = finding("dont", start=TEXT.rindex("dont"))
    cases = suites_of(article("a.md", TEXT, finding("dont"), again)).findall(".//testcase")
    assert [case.get("name")[-8:] for case in cases] == ["on: dont", "dont (2)"]


def test_what_could_not_be_read_and_what_did_not_run_are_shown():
    root = suites_of(
        article("a.md", TEXT),
        not_run=[
            {"check": "languagetool", "path": None, "reason": "it is not set up"},
            {"check": "spun", "path": "a.md", "reason": "a fault of ours"},
        ],
        unreadable=[
            {"path": "b.docx", "kind": "unreadable", "reason": "not a Word file"},
            {"path": "c.md", "kind": "skipped", "reason": "not English"},
        ],
    )
    assert [(e.getparent().get("name"), e.text) for e in root.iter("error")] == [
        ("check spun", "a fault of ours"),
        ("can be read", "not a Word file"),
    ]
    assert [e.text for e in root.iter("skipped")] == ["not English", "it is not set up"]


def test_hostile_words_stay_words():
    hostile = f"{HOSTILE} ]]> & \ud800 \x00"
    (case,) = suites_of(article("a.md", hostile, finding(hostile))).findall(".//testcase")
    assert "<img src=x" in case.find("failure").text

"""GitLab's code quality report: valid, and each finding told apart from all others."""

import json

import pytest

from auditor.reporters.gitlab import render_gitlab
from tests.reporters.documents import article, document, finding
from tests.reporters.schemas import assert_valid_json

TEXT = "Our drip is safe.\nIt dont hurt.\n"


def issues_of(*articles: dict, **given) -> list[dict]:
    data = render_gitlab(document(*articles, **given))
    assert_valid_json(data, "gitlab-code-quality.json")
    return json.loads(data)


def test_the_sample_articles_make_a_valid_report(sample_document: dict):
    data = render_gitlab(sample_document)
    assert_valid_json(data, "gitlab-code-quality.json")
    issues = json.loads(data)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert len(issues) == sample_document["summary"]["findings"]


def test_an_issue_has_place_and_severity():
    (issue,) = issues_of(article("blog/a.md", TEXT, finding("dont", suggestions=["doesn’t"])))
    assert {**issue, "fingerprint": ""} == {
        "description": "“dont” → “doesn’t”: These words are wrong.",
        "check_name": "garble.apostrophe.contraction",
        "fingerprint": "",
        "severity": "critical",
        "location": {"path": "blog/a.md", "lines": {"begin": 2, "end": 2}},
    }


def test_one_fingerprint_in_two_articles_makes_two_issues():
    over = finding("", "readability.grade.over", fingerprint="e" * 32)
    one, two = issues_of(article("a.md", TEXT, over), article("b.md", TEXT, over))
    assert one["fingerprint"] != two["fingerprint"]
    assert one["location"]["lines"]["begin"] == 1
    assert one["description"].startswith("whole article: ")


def test_known_and_suppressed_findings_are_left_out():
    put_aside = {"kind": "evidence", "reason": "a trial shows it"}
    one = article(
        "a.md", TEXT, finding("dont", state="known"), finding("drip", suppressed=put_aside)
    )
    assert issues_of(one) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("description",), None),
        (("fingerprint",), None),
        (("severity",), None),
        (("location",), None),
        (("description",), 1),
        (("fingerprint",), 1),
        (("severity",), 1),
        (("location",), "blog/a.md"),
        (("location", "path"), 1),
        (("location", "lines"), 2),
        (("location", "lines", "begin"), "2"),
        (("location", "lines", "begin"), 2.5),
    ],
)
def test_what_gitlab_itself_refuses_is_not_valid(place: tuple[str, ...], value: object):
    """GitLab's own check is in no package; tests/data/schemas/README.md says where it lies."""
    (issue,) = issues_of(article("blog/a.md", TEXT, finding("dont")))
    *ways, last = place
    part = issue
    for way in ways:
        part = part[way]
    part.pop(last)
    if value is not None:
        part[last] = value
    with pytest.raises(AssertionError):
        assert_valid_json(json.dumps([issue]).encode(), "gitlab-code-quality.json")

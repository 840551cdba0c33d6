"""The checklist: each item says yes, no or "can't tell", and what was seen."""

import tomllib

import pytest

from auditor.checklist import Seen, fill_checklist
from auditor.findings import make_finding
from auditor.language import parse
from auditor.readability import measure
from auditor.report import ChecklistItem
from tests.support import ROOT, article_of

GOOD = """# Your knee injection
We put a drug into your knee. It helps some people walk with less pain, but there are risks.
# What you can do
Call us if your knee gets hot. It helps 3 in 10 people, which is 30%.
- Rest the knee for two days
- Drink some water
# Key points to keep
You can go home with a friend after one hour."""


@pytest.fixture
def fill(nlp, rules):
    def fill(text: str, pipeline=nlp, found=(), these=rules) -> dict[str, ChecklistItem]:
        article = article_of(text)
        doc = parse(pipeline, article)
        findings = [make_finding(rules.rule(r), article, article.blocks[0].span) for r in found]
        seen = Seen(article, doc, measure(article, doc, these), findings, these)
        return {item.id: item for item in fill_checklist(seen)}

    return fill


def test_a_plain_article_has_every_item(fill):
    assert {item.verdict for item in fill(GOOD).values()} == {"yes"}


def test_each_item_has_a_question_and_a_source(fill):
    items = fill(GOOD)
    assert len(items) == 14
    assert list(items) == [
        item["id"] for item in tomllib.loads((ROOT / "reports/checklist.toml").read_text())["item"]
    ]
    assert all(item.url.startswith("https://") and item.question for item in items.values())


BODY = "The patient was seen by the clinicians. The knee was then injected by them at length."


@pytest.mark.parametrize(
    ("text", "item", "verdict"),
    [
        (f"# Hair loss\n{BODY}", "main-message", "no"),
        (BODY, "action", "no"),
        (BODY, "steps", "can't tell"),
        (f"{BODY} Call us today.", "steps", "no"),
        (BODY, "direct-address", "no"),
        (BODY, "active-voice", "no"),
        (
            "Angiogenesis modulates fibroblast proliferation after injection.",
            "everyday-words",
            "no",
        ),
        (BODY, "lists", "no"),
        ("The nurse sits with you. " * 70, "sections", "no"),
        (BODY, "headings", "no"),
        (f"# Overview\n{BODY}\n# Background\n{BODY}", "headings", "no"),
        ("The nurse sits with you. " * 30, "paragraphs", "no"),
        (BODY, "summary", "can't tell"),
        ("The nurse sits with you. " * 70, "summary", "no"),
        (BODY, "numbers", "can't tell"),
        ("It eases the pain of 30% of those who come to us.", "numbers", "no"),
        ("It eases the pain of most who come to us.", "risks-and-benefits", "no"),
        (BODY, "risks-and-benefits", "can't tell"),
    ],
)
def test_what_is_missing_is_seen(fill, text: str, item: str, verdict: str):
    assert fill(text)[item].verdict == verdict


def test_terms_that_a_finding_names_are_unexplained(fill):
    assert fill(GOOD, found=["readability.jargon.term"])["terms-explained"].verdict == "no"


def test_terms_can_not_be_judged_without_the_rules_on_them(fill, rules):
    without = rules.only(r for r in rules.rules if r.category != "readability.jargon")
    assert fill(GOOD, these=without)["terms-explained"].verdict == "can't tell"


@pytest.mark.parametrize("item", ["action", "steps", "active-voice"])
def test_what_needs_tags_or_a_parse_can_not_be_told_without(fill, blank, item: str):
    assert fill(GOOD, blank)[item].verdict == "can't tell"


def test_an_article_without_prose_has_no_checklist(fill):
    assert fill("# A heading alone") == {}

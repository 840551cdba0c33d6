"""Suppressions: comments that put findings aside, their mistakes, and the ready-made snippet."""

import tomllib
from dataclasses import replace

import pytest

from auditor.article import Article
from auditor.findings import Finding, Suppression
from auditor.readers import read_article
from auditor.suppress_tables import RuleNames, SuppressTable
from auditor.suppressions import Outcome, suppress, suppression_snippet
from tests.support import finding_at

CLAIM = "claim.absolute.no-side-effects"
LOST = "garble.apostrophe.lost"
NAMES = RuleNames(
    ids=frozenset({CLAIM, LOST, "readability.grade.target"}),
    former={},
    on=frozenset({CLAIM, LOST, "readability.grade.target"}),
)


def read(text: str, suffix: str = ".md") -> Article:
    return read_article(f"a{suffix}", text.encode(), suffix)


def find(article: Article, words: str, rule: str = CLAIM) -> Finding:
    return finding_at(rule, words, article.text.index(words))


def outcome(text: str, *words: str, suffix: str = ".md", rule: str = CLAIM) -> Outcome:
    article = read(text, suffix)
    return suppress(article, [find(article, one, rule) for one in words], (), NAMES)


def quotes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.quote for finding in findings]


@pytest.mark.parametrize("rule", [CLAIM, "claim.absolute", "claim"])
def test_a_comment_covers_the_next_block_alone(rule: str):
    found = outcome(
        f"One risk free.\n\n<!-- audit: ignore {rule} quoted from a trial -->\n"
        "Two risk free.\n\nThree risk free.\n",
        "One risk free",
        "Two risk free",
        "Three risk free",
    )
    assert quotes(found.findings) == ["One risk free", "Three risk free"]
    assert quotes(found.suppressed) == ["Two risk free"]
    assert found.suppressed[0].suppressed == Suppression("inline", "quoted from a trial")
    assert found.cautions == ()


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("- First.\n- Free <!-- audit: ignore claim a reason --> of risk.\n- Last.\n", ".md"),
        ("- First.\n- Free of risk. <!-- audit: ignore claim a reason -->\n- Last.\n", ".md"),
        ("> <!-- audit: ignore claim a reason -->\n> Free of risk.\n\nLast.\n", ".md"),
        ("| A | B |\n|---|---|\n| x | Free <!--audit: ignore claim a reason--> of risk |\n", ".md"),
        ("<!-- audit: ignore claim a reason --> Free of risk.\n\nLast.\n", ".md"),
        ("<!-- audit: ignore\n  claim\n  a reason -->\nFree of risk.\n", ".md"),
        ("<p>First.</p>\n<!-- audit: ignore claim a reason -->\n<p>Free of risk.</p>\n", ".md"),
        ("<div>\n<p>First.</p><p>Free of risk. <!--audit: ignore claim a reason-->\n<p>A", ".md"),
        ("> <div>First\n\n<!-- audit: ignore claim a reason -->\n<p>Free\nof risk.", ".md"),
        ("<p>First.</p><!-- audit: ignore claim a reason --><p>Free of risk.</p>", ".html"),
        ("<p>First.</p><p>Free of risk.<!-- audit: ignore claim a reason --></p><p>A</p>", ".html"),
        ("<ul><li>First<li><!-- audit: ignore claim a reason -->Free of risk.</ul>", ".html"),
        ("<head><!-- audit: ignore-file claim a reason --></head><p>A</p><p>of risk", ".html"),
    ],
)
def test_a_comment_is_found_wherever_it_may_stand(text: str, suffix: str):
    found = outcome(text, "of risk", suffix=suffix)
    assert [f.suppressed for f in found.suppressed] == [Suppression("inline", "a reason")]
    assert found.cautions == ()


def test_a_comment_for_the_file_covers_findings_on_the_whole_article_and_one_for_a_block_not():
    text = "<!-- audit: {} readability.grade, claim for doctors -->\nA risk free drip.\n"
    for verb, suppressed in (("ignore-file", 1), ("ignore", 0)):
        article = read(text.format(verb))
        whole = find(article, "", "readability.grade.target")
        assert len(suppress(article, [whole], (), NAMES).suppressed) == suppressed


def test_a_comment_in_code_is_no_comment():
    assert read("`<!-- audit: ignore claim a reason -->` and more\n").directives == ()
    assert read("```\n<!-- audit: ignore claim a reason -->\n```\n").directives == ()


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("ignore claim.absolute", "the suppression of claim.absolute gives no reason"),
        ("ignore claim.absolute --", "gives no reason"),
        ("ignore", "'audit: ignore' names no rule; write <!-- audit: ignore RULE reason -->"),
        ("ignore claim.absolut it is so", "unknown rule 'claim.absolut' (did you mean 'claim.abs"),
        ("ignore this is fine", "names the unknown rule 'this'; 'audit rules' lists them all"),
        ("ignor claim it is so", "'audit: ignor' is unknown (did you mean 'ignore'?)"),
        ("ignore garble.apostrophe it is so", "matches no finding in this block; remove it"),
        ("ignore-file garble it is so", "matches no finding in this file; remove it"),
    ],
)
def test_a_comment_that_cant_be_used_is_a_warning_with_its_line(comment: str, says: str):
    found = outcome(f"Title\n\n<!-- audit: {comment} -->\nRisk free.\n", "Risk free")
    assert quotes(found.findings) == ["Risk free"]
    (caution,) = found.cautions
    assert says in caution.message
    assert (caution.path, caution.line) == ("a.md", 3)


def test_a_comment_at_the_end_has_nothing_to_cover():
    (caution,) = outcome("Text.\n\n<!-- audit: ignore claim so -->\n").cautions
    assert "has no text after it" in caution.message


def test_a_page_of_comments_costs_no_time_without_end():
    found = outcome("<!-- audit: ignore claim a reason -->\n" * 501 + "Risk free.\n", "Risk free")
    assert quotes(found.suppressed) == ["Risk free"]
    (caution,) = found.cautions
    assert (caution.line, "over 500 audit comments" in caution.message) == (501, True)


def test_a_comment_on_a_rule_that_is_off_is_not_called_unused():
    article = read("<!-- audit: ignore garble it is so -->\nText.\n")
    off = RuleNames(NAMES.ids, NAMES.former, on=frozenset({CLAIM}))
    assert suppress(article, [], (), off).cautions == ()


def test_a_finding_that_is_substantiated_stays_so():
    article = read("Risk free.\n")
    evidence = Suppression("evidence", "trial 7")
    finding = replace(find(article, "Risk free"), suppressed=evidence)
    assert suppress(article, [finding], (), NAMES).suppressed == (finding,)


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_the_snippet_put_above_the_words_suppresses_them(suffix: str):
    text = {".md": "First.\n\nRisk free.\n", ".html": "<p>First.</p>\n<p>Risk free.</p>\n"}[suffix]
    article = read(text, suffix)
    snippet = suppression_snippet(find(article, "Risk free"), article)
    line = text.rindex("\n", 0, -1) + 1
    found = outcome(f"{text[:line]}{snippet}\n{text[line:]}", "Risk free", suffix=suffix)
    assert quotes(found.suppressed) == ["Risk free"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("notes/a [draft].txt", 'They call it "risk free"\\.\n'),
        ("#1! really*.txt", "Risk\x7f free\tand 100 % safe.\n"),
        ("../another site/risk.txt", "Risk free.\n"),
        ("/elsewhere/risk.txt", "Risk free.\n"),
        ("D:/elsewhere/risk.txt", "Risk free.\n"),
    ],
)
def test_the_snippet_for_the_settings_matches_its_finding_alone(path: str, text: str):
    article = replace(read(text, ".txt"), path=path)
    finding = find(article, article.text)
    (table,) = tomllib.loads(suppression_snippet(finding, article))["suppress"]
    assert SuppressTable(**table).matches(path, finding)
    assert not SuppressTable(**table).matches("other.txt", finding)


def test_front_matter_has_no_place_for_a_comment():
    article = read("---\ntitle: Risk free\n---\n\nText.\n")
    assert suppression_snippet(find(article, "Risk free"), article).startswith("[[suppress]]")


def test_a_finding_on_the_whole_article_is_suppressed_for_the_file():
    article = read("Text.\n")
    snippet = suppression_snippet(find(article, "", "readability.grade.target"), article)
    assert snippet.startswith("<!-- audit: ignore-file readability.grade.target ")

"""Which findings become edits, and what those leave alone."""

import pytest

from auditor.article import Article, Span
from auditor.corrections import apply_edits, choose_corrections, offset_before
from auditor.findings import Finding
from auditor.readers import read_article


def finding(
    article: Article,
    quote: str,
    new: str,
    category: str = "garble.apostrophe",
    confidence: float = 0.9,
) -> Finding:
    start = article.text.index(quote)
    return Finding(
        rule_id=f"{category}.sample",
        category=category,
        severity="note",
        confidence=confidence,
        spans=(Span(start, start + len(quote)),),
        quote=quote,
        message="",
        suggestions=(new,),
    )


def corrected(name: str, source: str, quote: str, new: str) -> tuple[str, list[str]]:
    """Return the corrected source, and why it was not corrected."""
    article = read_article(name, source.encode(), "." + name.split(".")[1])
    chosen, refused = choose_corrections(article, source, [finding(article, quote, new)], None)
    edits = [edit for correction in chosen for edit in correction.edits]
    return apply_edits(source, edits), [refusal.reason for refusal in refused]


@pytest.mark.parametrize(
    ("source", "quote", "new", "expected"),
    [
        ("<p>We dont know.</p>", "dont", "don't", "<p>We don't know.</p>"),
        ("<p>We <b>do</b>nt know.</p>", "dont", "don't", "<p>We <b>do</b>n't know.</p>"),
        ("<p>We do<b> n't</b> know.</p>", "do n't", "don't", "<p>We do<b>n't</b> know.</p>"),
        ("<p>We do&#39;nt know.</p>", "do'nt", "don't", "<p>We don&#39;t know.</p>"),
        ("<p>We do n&rsquo;t know.</p>", "do n’t", "don’t", "<p>We don&rsquo;t know.</p>"),
        ("<p>We do&nbsp;n't know.</p>", "do\u00a0n't", "don't", "<p>We don't know.</p>"),
        ("<p>Its <i>patients</i>&nbsp;do.</p>", "patients", "patients'",
         "<p>Its <i>patients'</i>&nbsp;do.</p>"),
        ("<p>Care &amp; restthe end.</p>", "restthe", "rest & the",
         "<p>Care &amp; rest &amp; the end.</p>"),
    ],
)  # fmt: skip
def test_markup_and_entities_around_a_correction_stay(
    source: str, quote: str, new: str, expected: str
):
    assert corrected("a.html", source, quote, new) == (expected, [])


@pytest.mark.parametrize(
    ("name", "source", "quote", "new", "reason"),
    [
        ("a.html", "<p>One <b>day</b>the end.</p>", "daythe", "day the",
         "markup stands inside the words"),
        ("a.md", "One *day*the end.\n", "daythe", "day the", "markup stands inside the words"),
        ("a.html", "<p>It is good\n , too.</p>", "good ,", "good,",
         "a line break stands inside the words"),
        ("a.html", "<main><p>Long words of an article that goes on.</p><p>Share</p></main>",
         "Share", "", "an empty element would stay"),
    ],
)  # fmt: skip
def test_correction_that_would_touch_markup_is_refused_with_the_reason(
    name: str, source: str, quote: str, new: str, reason: str
):
    assert corrected(name, source, quote, new) == (source, [reason])


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("a.txt", "Rest well.\n\nShare\n\nSleep well.\n", "Rest well.\n\nSleep well.\n"),
        ("a.txt", "Rest well.\r\nShare\r\nSleep well.\r\n", "Rest well.\r\nSleep well.\r\n"),
        ("a.txt", "Rest well.\n\nShare", "Rest well.\n\n"),
        ("a.md", "Rest well.\n\n- Share\n\nSleep.\n", "Rest well.\n\nSleep.\n"),
    ],
)
def test_residue_goes_with_its_line_and_one_blank_line(name: str, source: str, expected: str):
    assert corrected(name, source, "Share", "") == (expected, [])


def test_residue_that_shares_its_line_stays():
    source = "Rest well.\n\n| Share | Print |\n| --- | --- |\n| one | two |\n"
    assert corrected("a.md", source, "Share", "") == (
        source,
        ["other text or markup stands on the line"],
    )


def test_surer_of_two_overlapping_corrections_wins():
    source = "We dont know.\n"
    article = read_article("a.txt", source.encode(), ".txt")
    findings = [
        finding(article, "We dont", "We do not", confidence=0.8),
        finding(article, "dont", "don't", confidence=0.95),
    ]
    chosen, refused = choose_corrections(article, source, findings, None)
    assert ([c.new for c in chosen], refused) == (["don't"], [])


@pytest.mark.parametrize(
    ("category", "confidence", "least_suggested", "is_made"),
    [
        ("garble.apostrophe", 0.75, None, True),
        ("garble.apostrophe", 0.7, None, False),
        ("garble.spun-term", 0.99, None, False),
        ("garble.spun-term", 0.85, 0.8, True),
        ("garble.spun-term", 0.79, 0.8, False),
        ("claim.absolute", 0.99, 0.5, False),
        ("garble.keyword-stuffing", 0.99, 0.5, False),
    ],
)
def test_only_mechanical_findings_and_accepted_suggestions_are_corrected(
    category: str, confidence: float, least_suggested: float | None, is_made: bool
):
    source = "A tablet helps.\n"
    article = read_article("a.txt", source.encode(), ".txt")
    found = finding(article, "tablet", "pill", category, confidence)
    chosen, _ = choose_corrections(article, source, [found], least_suggested)
    assert bool(chosen) == is_made


@pytest.mark.parametrize(("quote", "before"), [("We", 0), ("know", 9), (".", 13)])
def test_place_in_a_corrected_text_leads_back_to_the_text_before(quote: str, before: int):
    source = "We  do nt know."
    article = read_article("a.txt", source.encode(), ".txt")
    chosen, _ = choose_corrections(
        article, source, [finding(article, "do nt", "don't", confidence=1.0)], None
    )
    edits = [edit for correction in chosen for edit in correction.edits]
    after = apply_edits(source, edits)
    expected = source.index(quote)
    assert offset_before(edits, after.index(quote)) == expected

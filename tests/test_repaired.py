"""The repaired article, and the way back to the words as they stand."""

from hypothesis import given
from hypothesis import strategies as st

from auditor.article import Article, Span
from auditor.findings import Finding, make_finding
from auditor.packs import load_rules
from auditor.repaired import Repaired, bring_back, repair
from tests.support import article_of

RULE = load_rules().rule("garble.spun-term.known-pair")
CLAIM = load_rules().rule("claim.absolute.not-addictive")


def spun(article: Article, *pairs: tuple[str, str]) -> list[Finding]:
    found = []
    for words, right in pairs:
        start = article.text.index(words)
        span = Span(start, start + len(words))
        found.append(make_finding(RULE, article, span, suggestions=[right] if right else []))
    return found


def put_right(article: Article, *pairs: tuple[str, str]) -> Repaired:
    repaired = repair(article, spun(article, *pairs))
    assert repaired is not None
    return repaired


def test_suggestions_stand_in_place_with_the_article_that_they_ask_for():
    article = article_of("An estimable clinic\nhas few aspect results.\n")
    repaired = put_right(article, ("estimable", "reputable"), ("aspect results", "side effects"))
    assert repaired.article.text == "A reputable clinic\nhas few side effects."
    assert [repaired.article.quote(b.span) for b in repaired.article.blocks] == [
        "A reputable clinic",
        "has few side effects.",
    ]


def test_words_of_the_repaired_text_are_found_again():
    article = article_of("Few aspect results, and the remedy is safe.\n")
    repaired = put_right(article, ("aspect results", "side effects"), ("remedy", "treatment"))
    start = repaired.article.text.index("the treatment is safe")
    span = repaired.back(Span(start, start + len("the treatment is safe")))
    assert article.quote(span) == "the remedy is safe"


def test_half_of_a_repair_comes_from_all_of_its_words():
    article = article_of("Few aspect results.\n")
    repaired = put_right(article, ("aspect results", "side effects"))
    start = repaired.article.text.index("effects")
    assert article.quote(repaired.back(Span(start, start + 7))) == "aspect results"


def test_an_article_without_suggestions_has_nothing_to_repair():
    article = article_of("Few aspect results.\n")
    assert repair(article, []) is None
    assert repair(article, spun(article, ("aspect results", ""))) is None


def test_a_finding_is_brought_back_with_its_own_words():
    article = article_of("The remedy is safe.\n")
    repaired = put_right(article, ("remedy", "treatment"))
    found = make_finding(RULE, repaired.article, Span(4, 13))
    assert bring_back(found, repaired, article).quote == "remedy"


@given(st.lists(st.tuples(st.text("ab ", max_size=5), st.text("cd", max_size=4)), max_size=6))
def test_untouched_words_keep_their_text(pieces):
    text, findings = "x", []
    for between, right in pieces:
        text += between + "y"
        findings.append((len(text) - 1, right))
    article = article_of(text + "z\n")
    found = [
        make_finding(RULE, article, Span(at, at + 1), suggestions=[right]) for at, right in findings
    ]
    repaired = repair(article, found)
    if repaired is None:
        return
    end = len(repaired.article.text)
    assert repaired.back(Span(end - 1, end)) == Span(len(article.text) - 1, len(article.text))
    for edit in repaired.edits:
        assert article.quote(edit.old) == "y"

"""The repaired reading: rewrites of garbled words in place and marked, the rest as it stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.article import Article, Span
from auditor.findings import Finding
from auditor.reporters.reading import Reading, read_repaired
from tests.reporters.samples import article_page, entry_of, finding, report_of
from tests.support import article_of


def rewrite(article: Article, words: str, *suggestions: str) -> Finding:
    return finding(article.text, words, "garble.spun-term", suggestions=suggestions)


def read(article: Article, *findings: Finding) -> Reading:
    return read_repaired(article, list(enumerate(findings, start=1)))


def drawn(reading: Reading) -> dict[int, str]:
    """Write each changed block with `{old>new}` for rewrites and `[n:...]` for other findings."""
    blocks = {}
    for index, tokens in reading.blocks.items():
        parts = []
        for token in tokens:
            mark = token.piece.mark if token.piece else None
            opening = mark and (f"[{mark.number}:" if mark.was is None else f"{{{mark.was}>")
            closing = mark and ("]" if mark.was is None else "}")
            parts.append({"text": token.text, "open": opening, "close": closing}[token.kind])
        blocks[index] = "".join(parts)
    return blocks


def test_rewrites_are_in_place_and_only_changed_blocks_are_drawn():
    article = article_of("Few aspect results here.\nNothing is wrong.\n")
    reading = read(article, rewrite(article, "aspect results", "side effects", "effects"))
    assert drawn(reading) == {0: "Few {aspect results>side effects} here."}
    assert reading.applied == {1}


def test_an_article_that_follows_the_rewrite_belongs_to_its_finding():
    article = article_of("It is an estimable clinic.\n")
    reading = read(article, rewrite(article, "estimable", "reputable"))
    assert drawn(reading) == {0: "It is {an>a} {estimable>reputable} clinic."}
    marks = [t.piece.mark for t in reading.blocks[0] if t.kind == "open"]
    assert [mark.number for mark in marks] == [1, 1]


def test_words_to_delete_leave_an_empty_rewrite_in_each_of_their_blocks():
    article = article_of("Skip to content\nMenu\nThe text.\n")
    reading = read(article, rewrite(article, "Skip to content\nMenu", ""))
    assert drawn(reading) == {0: "{Skip to content>}", 1: "{Menu>}"}


def test_other_findings_stay_marked_around_and_on_the_new_words():
    article = article_of("The remedy is safe for every human being.\n")
    body = article.text
    claim = finding(body, "remedy is safe", "claim.safety")
    term = finding(body, "remedy", "readability.jargon")
    reading = read(article, claim, rewrite(article, "remedy", "treatment"), term)
    assert drawn(reading) == {0: "The [1:[3:{remedy>treatment}] is safe] for every human being."}


def test_a_suggestion_for_a_claim_is_a_proposal_and_not_put_in_place():
    article = article_of("It is not addictive.\n")
    claim = finding(article.text, "not addictive", "claim.absolute", suggestions=("risky",))
    assert read(article, claim) == Reading({}, frozenset())


def test_the_page_has_both_texts_and_a_name_for_the_repaired_one():
    article = article_of("Few aspect results.\nAll is well.\n")
    found = rewrite(article, "aspect results", "side effects")
    entry = entry_of(article.text + "\n", path="blog/Über uns.md", findings=(found,))
    report = report_of(entry)
    (name,) = [n for n in _names(report) if n != "index.html"]
    page = article_page(report, name)
    assert page.blocks == ["Few aspect results.", "All is well."]
    assert page.repaired == ["Few side effects."]
    assert page.attributes("data-name") == ["Über uns.repaired.txt"] * 2
    assert page.attributes("data-was") == ["aspect results"]


def _names(report):
    from auditor.reporters.html import render_html

    return [name for name, _ in render_html(report)]


places = st.tuples(st.integers(0, 50), st.integers(1, 12), st.sampled_from([None, "", "new", "a"]))


@given(st.lists(places, max_size=10), st.text("ab \n", min_size=60, max_size=60))
def test_the_new_text_is_that_of_the_repaired_article_and_marks_are_nested(found, text):
    from auditor.repaired import repair

    article = article_of(text)
    findings = [
        Finding(
            "garble.x.y" if words is not None else "claim.x.y",
            "garble.x" if words is not None else "claim.x",
            "note",
            0.9,
            (Span(start, min(start + length, len(article.text))),),
            article.text[start : start + length],
            "m",
            suggestions=() if words is None else (words,),
        )
        for start, length, words in found
        if start < len(article.text)
    ]
    findings.sort(key=lambda f: (f.span.start, -f.span.end))
    reading = read(article, *findings)
    repaired = repair(article, findings)
    for index, tokens in reading.blocks.items():
        span = repaired.article.blocks[index].span
        assert "".join(t.text for t in tokens) == repaired.article.quote(span)
        around = []
        for token in tokens:
            if token.kind == "open":
                assert not around or around[-1].mark.was is None, "a link inside a link"
                around.append(token.piece)
            elif token.kind == "close":
                assert around.pop() is token.piece

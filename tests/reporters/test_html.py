"""The HTML report: pages whole in themselves, safe with hostile text, written with care."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.article import Span
from auditor.brief import Failure
from auditor.config import Config
from auditor.findings import Finding, Reason, Source
from auditor.report import Entry, NotRun
from auditor.reporters.cards import is_safe_link, shorten
from auditor.reporters.html import render_html
from auditor.reporters.overview import name_pages
from tests.reporters.samples import (
    HOSTILE,
    TEXT,
    Page,
    article_page,
    compared,
    entry_of,
    finding,
    pages_of,
    report_of,
    sample,
)
from tests.support import article_of


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return pages_of(sample())


def test_there_is_an_index_and_a_page_for_each_article_that_was_audited(pages):
    assert list(pages) == [
        "articles/blog__drips.txt.html",
        "articles/blog__clean.txt.html",
        "index.html",
    ]


def test_the_same_report_gives_the_same_bytes(pages):
    assert pages_of(sample()) == pages


def test_every_link_inside_a_page_and_between_pages_leads_somewhere(pages):
    for name, text in pages.items():
        page = Page(text)
        ids = page.attributes("id")
        assert len(ids) == len(set(ids)), "an id is used twice"
        for target in page.attributes("href"):
            if target.startswith("#"):
                assert target[1:] in ids, f"{name}: {target}"
            elif not target.startswith("https://"):
                folder = Path("articles") if name.startswith("articles/") else Path()
                place = folder / target
                assert str(place).replace("articles/../", "") in pages, f"{name}: {target}"


def test_the_policy_names_the_very_blocks_of_the_page_and_there_is_no_inline_code(pages):
    for text in pages.values():
        for tag in ("style", "script"):
            (block,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.S)
            digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in text
        assert text.index("Content-Security-Policy") < text.index("<title>")
        names = {name for _, attributes in Page(text).elements for name in attributes}
        assert not [name for name in names if name == "style" or name.startswith("on")]


def test_headings_begin_with_one_h1_and_leave_out_no_level():
    text = "#\n" + "\n".join(["# One", "words here", "# Two"])
    page = article_page(report_of(entry_of(text)))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    help_dialog = levels.pop()
    assert help_dialog == 2
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_index_ranks_by_risk_with_unreadable_articles_on_top(pages):
    text = Page(pages["index.html"]).text
    order = [text.index(words) for words in ("broken.docx", "drips.txt", "clean.txt", "fr.txt")]
    assert order == sorted(order)
    for words in (
        "Gate fails: 1 must fix",
        "Incomplete: 1 article failed",
        "24 November 2026",
        "not a Word file; save it again",
        "not English",
        "LanguageTool is not set up",
        "Absolute claim:",
        "blog/",
    ):
        assert words in text, words


def test_the_date_is_on_the_index_alone(pages):
    assert "November" not in pages["articles/blog__drips.txt.html"]


def test_a_card_shows_words_rewrite_reason_source_and_place(pages):
    text = Page(pages["articles/blog__drips.txt.html"]).text
    for words in (
        "dont → don't",
        "Or: do not",
        "Lost apostrophe",
        "Try: carries some risk of addiction",
        "Supervision lowers the risk; it does not remove it.",
        "Also: A risk is denied. claim.safety.bare",
        "A guide",
        "line 2",
        "Contradiction · likely",
        "confidence 0.70",
        "Compare line 3",
        "1These words are wrong.Consider",
        "The whole paragraph",
        "Machine-spun: 93% likely",
    ):
        assert words in text, words
    assert (
        'href="https://example.org/guide?a=1&amp;b=2" rel="noopener noreferrer"'
        in (pages["articles/blog__drips.txt.html"])
    )


def test_cards_that_must_be_fixed_are_open_and_the_others_closed():
    cards = [a for tag, a in article_page(sample()).elements if "card" in a.get("class", "")]
    assert [("open" in a) for a in cards] == ["error" in a["class"].split() for a in cards]
    assert len(cards) == 5


def test_an_empty_suggestion_means_delete():
    page = article_page(report_of(entry_of(findings=(finding(TEXT, "dont", suggestions=("",)),))))
    assert "dont delete" in page.text


def test_related_words_are_marked_and_link_to_the_same_card():
    page = article_page(sample())
    marks = [a for tag, a in page.elements if tag == "a" and a.get("href") == "#f4"]
    assert [a["id"] for a in marks if "id" in a] == ["m4", "m4-1"]


def test_the_text_is_the_articles_own(pages):
    page = Page(pages["articles/blog__drips.txt.html"])
    article = article_of(TEXT)
    assert page.blocks == [article.quote(block.span) for block in article.blocks]


def test_what_is_not_there_is_not_shown(pages):
    clean = pages["articles/blog__clean.txt.html"]
    assert "Nothing was found." in clean
    assert "No prose here" in clean
    for absent in ('class="bar"', "<svg class", 'class="card', 'id="x-repaired"'):
        assert absent not in clean
    index = pages_of(report_of(entry_of()))["index.html"]
    assert "Gate passes: nothing must be fixed" in index
    assert "Nothing was found." in index


def test_a_check_that_failed_is_named_and_keeps_the_page_from_looking_clean():
    page = article_page(report_of(entry_of(failures=(Failure("spun", "KeyError: 'x'"),))))
    assert "Not fully checked" in page.text
    assert "KeyError: 'x'" in page.text
    assert "Nothing must be fixed" not in page.text


@pytest.mark.parametrize(
    ("severity", "verdict"),
    [("error", "1 must fix"), ("warning", "1 should fix"), ("note", "Nothing must be fixed")],
)
def test_an_articles_verdict_is_its_severest_level(severity, verdict):
    found = finding(TEXT[2:], "dont", severity=severity)
    assert verdict in article_page(report_of(entry_of(findings=(found,)))).text


@pytest.mark.parametrize("fail_on", ["never", "note"])
def test_the_verdict_follows_the_gate(fail_on):
    report = replace(sample(), config=Config(fail_on=fail_on))
    expected = {"never": "No gate is set", "note": "Gate fails: 5 to fix"}[fail_on]
    assert expected in Page(pages_of(report)["index.html"]).text


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_text_wherever_it_stands(words):
    text = f"# {words}\nBefore it {words} dont after it.\n"
    body = article_of(text).text
    hostile = finding(
        body,
        f"{words} dont",
        quote=f"{words} dont",
        suggestions=(words, words),
        message=words,
        explanation=words,
        sources=(Source(words, "https://example.org/" + words), Source("x", "javascript:alert(1)")),
        also=(Reason(words, words),),
        rule_id=words,
    )
    entry = replace(entry_of(text, findings=(hostile,)), failures=(Failure(words, words),))
    broken = Entry(f"x/{words}.txt", unreadable=words)
    report = report_of(entry, broken, not_run=(NotRun(words, words),))
    for rendered in pages_of(report).values():
        page = Page(rendered)
        assert sum(tag == "script" for tag, _ in page.elements) == 1
        assert not any(tag in ("img", "b") and "src" in given for tag, given in page.elements)
        assert not [t for t in page.attributes("href") if t.startswith("javascript")]
        shown = re.sub("[\x00\ud800]", "\ufffd", words)
        assert shown in page.text


@given(
    st.text(
        st.characters(exclude_characters="\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=80
    ),
    st.integers(0, 60),
    st.integers(1, 30),
)
@settings(max_examples=60, deadline=None)
def test_any_text_survives_but_for_characters_that_no_page_can_hold(words, start, length):
    article = article_of(f"x{words}x")
    marked = Finding(
        "garble.x.y", "garble.x", "note", 0.9, (Span(start, start + length),), "q", "m", "", ("z",)
    )
    entry = Entry("a.txt", replace(article, path="a.txt"), (marked,))
    page = Page(pages_of(report_of(entry))["articles/a.txt.html"])
    shown = re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "\ufffd", article.text)
    assert page.blocks == [shown]


@pytest.mark.parametrize(("count", "size"), [(200, 300_000), (500, 500_000)])
def test_a_page_of_many_findings_stays_small(count, size):
    text = "You dont say that it isnt so, and we wont. " * count
    body = article_of(text).text
    spans = [Span(m.start(), m.end()) for m in re.finditer("dont", body)]
    explained = "A sentence of the usual length says why this is a rule at all, and one more. " * 3
    source = Source("A guide with a name of the usual length", "https://example.org/" + "a" * 60)
    found = tuple(
        finding(
            body, "dont", spans=(s,), explanation=explained, sources=(source,), suggestions=("x",)
        )
        for s in spans
    )
    (page,) = [d for n, d in render_html(report_of(entry_of(text, findings=found))) if "drips" in n]
    assert len(page) < size


def test_twenty_thousand_findings_that_cross_on_one_long_line_make_a_page():
    text = "word " * 210_000  # over a megabyte
    body = article_of(text).text
    found = tuple(
        finding(body, "word", spans=(Span(9 * n, 9 * n + 400),), quote="word")
        for n in range(20_000)
    )
    page = article_page(report_of(entry_of(text, findings=found)))
    assert page.blocks == [body]
    assert sum(tag == "details" for tag, _ in page.elements) == 20_000


def test_names_of_pages():
    names = name_pages(
        ["a/b.txt", "a__b.txt", "A/x.md", "a/X.md", "../up.md", "é?.txt", "n" * 300 + ".md", ".hid"]
    )
    assert len({name.casefold() for name in names.values()}) == len(names)
    assert names["../up.md"] == "up.md.html"
    assert re.fullmatch(r"a__b\.txt-[0-9a-f]{8}\.html", names["a/b.txt"])
    assert all(re.fullmatch(r"[\w\- ][\w.\- ]*", n, re.A) for n in names.values())
    assert max(map(len, names.values())) < 150
    assert name_pages(["a/b.txt"]) == {"a/b.txt": "a__b.txt.html"}


def test_counts_of_families_add_up(pages):
    page = Page(pages["articles/blog__drips.txt.html"])
    chips = Counter(a["data-family"] for _, a in page.elements if "data-family" in a)
    assert chips == {"garble": 1, "claim": 1, "readability": 1}


def luminance(colour: str) -> float:
    short = colour.lstrip("#")
    full = "".join(c * 2 for c in short) if len(short) == 3 else short
    parts = [int(full[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_can_be_told_apart(theme):
    from importlib.resources import files

    sheet = (files("auditor.reports") / "assets" / "report.css").read_text("utf-8")
    block = re.findall(r":root\{(.*?)\}", sheet, re.S)[theme]
    colours = dict(re.findall(r"--([\w-]+):(#[0-9a-f]+)\b", block))
    inks = ["ink", "soft", "link", "garble", "claim", "read", "lang", "ok"]
    grounds = ["paper", "panel", "card"]
    pairs = [(ink, ground) for ink in inks for ground in grounds]
    pairs += [(name, f"{name}-bg") for name in ("garble", "claim", "read", "lang", "ok")]
    pairs += [("ink", f"{name}-bg") for name in ("garble", "claim", "read", "lang", "ok")]
    low = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert min(low.values()) >= 4.5, min(low, key=low.get)
    edges = [("strong", ground) for ground in grounds] + [("focus", g) for g in grounds]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in edges}
    assert min(weak.values()) >= 3, min(weak, key=weak.get)


def test_a_long_quote_loses_its_middle():
    short = shorten("first words\n" + "and more of them " * 40_000 + "last words")
    assert len(short) <= 115
    assert short.startswith("first words and more")
    assert short.endswith("of them last words")
    assert shorten("a  few\nwords") == "a few words"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//host/x", "http://", "https://[", "x"]
)
def test_only_web_addresses_become_links(url):
    assert not is_safe_link(url)
    assert is_safe_link("https://example.org/a")


def test_a_baseline_is_compared_on_every_page():
    pages = pages_of(compared())
    article = Page(pages["articles/blog__drips.txt.html"])
    assert "1 new, 1 known, 1 fixed since the baseline" in article.text
    assert "Only new 1" in article.text
    classes = [a["class"] for _, a in article.elements if "card " in a.get("class", "")]
    assert ["known" in one.split() for one in classes] == [True, False]
    index = Page(pages["index.html"])
    assert "1 new, 2 known, 1 fixed since the baseline" in index.text
    rows = [given for tag, given in index.elements if tag == "tr"]
    assert ["data-new" in given for given in rows] == [False, True, False]
    assert "Only new" not in pages_of(sample())["articles/blog__drips.txt.html"]


def test_a_page_holds_once_what_puts_its_findings_aside():
    page = article_page(sample())
    assert page.text.count("[[suppress]]") == 1
    assert 'path = "/blog/drips.txt"\nrule = "RULE"\nquote = "QUOTE"' in page.text
    whole = [given["data-q"] for _, given in page.elements if "data-q" in given]
    assert whole == [article_of(TEXT).quote(article_of(TEXT).blocks[2].span)]


def test_why_a_rule_is_one_is_said_once_for_all_its_cards():
    body = article_of(TEXT).text
    same = {"suggestions": ("x",), "explanation": "It is so.", "message": "Wrong here."}
    found = (finding(body, "dont", **same), finding(body, "drip is", **same))
    text = article_page(report_of(entry_of(findings=found))).text
    assert text.count("It is so.") == text.count("Wrong here.") == 1

"""The report in real browsers: keys, filters, sorting, the repaired reading, print, no script."""

from __future__ import annotations

import io
import time
import tomllib

import pytest

from auditor.reporters.html import write_html
from auditor.suppress_tables import SuppressTable
from tests.reporters.browsers import shown
from tests.reporters.conftest import ARTICLE
from tests.reporters.samples import HOSTILE, TEXT, compared, entry_of, finding, report_of
from tests.support import article_of

pytestmark = pytest.mark.browser
PAGES = ["index.html", ARTICLE]
NEWS = "return document.getElementById('say').textContent"
SENTENCE = "return document.querySelector('#p2').innerText"


def test_only_new_findings_are_shown_if_asked(browser, tmp_path):
    write_html(compared(), tmp_path)
    browser.open(tmp_path / ARTICLE)
    assert shown(browser, ".card") == ["f1", "f2"]
    browser.click("#x-new")
    assert shown(browser, ".card") == ["f2"]
    browser.open(tmp_path / "index.html")
    browser.click("#i-new")
    assert shown(browser, "tbody th .path bdi") == ["blog/drips.txt"]
    assert browser.run(NEWS) == "1 of 2 articles"
    assert browser.messages() == []


def test_n_walks_every_card_and_p_goes_back(article):
    walked = []
    for _ in range(5):
        article.press("n")
        walked += shown(article, ".card.on")
    assert walked == ["f1", "f2", "f3", "f4", "f5"]
    assert article.run(NEWS) == "Finding 5 of 5"
    article.press("p")
    assert shown(article, ".card.on") == ["f4"]
    assert article.run("return document.getElementById('f5').open") is False
    assert shown(article, ".m.on") == ["m4", "m4-1"]
    assert article.messages() == []


def open_paragraphs(browser, folder, count: int, words: str) -> None:
    """Open the page of so many paragraphs of `words`, each numbered and with one finding."""
    lines = "\n".join(words.format(n) for n in range(count))
    body = article_of(lines).text
    found = [finding(body, f"dont{n} need", suggestions=(f"don't{n} need",)) for n in range(count)]
    write_html(report_of(entry_of(lines, findings=tuple(found))), folder)
    browser.open(folder / ARTICLE)


def test_stepping_does_not_get_slow_with_the_number_of_findings(browser, tmp_path):
    open_paragraphs(browser, tmp_path, 3000, "You dont{} need to stay.")
    style = "return getComputedStyle(document.querySelector('.row')).contentVisibility"
    assert browser.run(style) == "auto"
    # While root or body depended on :has(), any change cost a second for two thousand findings.
    sheet = browser.run("return document.querySelector('style').textContent")
    assert "body:has(" not in sheet
    # Firefox gave no answer for over a minute while every row had sticky places.
    place = "return getComputedStyle(document.querySelector('#p3000 .text')).position"
    assert browser.run(place) == "static"
    steps = "const begun = performance.now(); for (let n = 0; n < 20; n += 1) step(1);"
    assert browser.run(f"{steps} return performance.now() - begun") < 10_000
    assert shown(browser, ".card.on") == ["f20"]
    assert browser.run(NEWS) == "Finding 20 of 3000"


def test_a_filter_hides_cards_and_keys_skip_them(article):
    article.click("#x-garble")
    assert shown(article, ".card") == ["f1", "f3", "f4", "f5"]
    article.click("#x-must")
    article.press("n")
    assert shown(article, ".card") == shown(article, ".card.on") == ["f3"]


def test_keys_can_be_switched_off_and_leave_modified_keys_alone(article):
    article.press("?")
    assert article.run("return document.getElementById('help').open")
    article.click("#keys")
    article.click("[data-do=close]")
    article.press("n")
    assert shown(article, ".card.on") == []
    article.press("?")
    article.run("help.showModal()")
    article.click("#keys")
    article.click("[data-do=close]")
    article.press("n")
    assert shown(article, ".card.on") == ["f1"]


def test_an_open_card_has_the_rules_reason_and_its_sources(article):
    assert "Supervision lowers the risk" in article.run(
        "return document.querySelector('#f3').innerText"
    )
    assert "Why it is a rule" not in article.run("return document.querySelector('#f3').innerText")


def test_the_repaired_reading_puts_rewrites_in_place(article):
    assert "You dont need" in article.run(SENTENCE)
    article.click("#x-repaired")
    assert "You don't need" in article.run(SENTENCE)
    assert "dont" not in article.run(SENTENCE)
    assert "not addictive at all" in article.run(SENTENCE)
    assert shown(article, ".card") == ["f1", "f3", "f4", "f5"]
    assert article.run(NEWS) == "Text shown: Repaired"
    article.click("#x-both")
    assert "You dont need" in article.run(SENTENCE)
    assert "You don't need" in article.run(SENTENCE)
    left, right = article.run(
        "return [...document.querySelectorAll('#p2 .text')].map((e) => e.getBoundingClientRect())"
    )
    assert left["right"] <= right["left"]
    assert left["top"] == right["top"]


def test_another_reading_keeps_the_paragraph_in_its_place_and_counts_anew(browser, tmp_path):
    open_paragraphs(browser, tmp_path, 60, "You dont{} need to stay the night in our clinic.")
    top = "return document.querySelector('#p40').getBoundingClientRect().top"
    browser.run("scrollTo({top: 0, behavior: 'instant'}); step(1)")
    assert browser.run("return document.getElementById('where').textContent") == "1 of 60"
    browser.run("document.querySelector('#p40').scrollIntoView({behavior: 'instant'})")
    before = browser.run(top)
    browser.run(
        "const switch_ = document.getElementById('x-both');"
        "switch_.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true})); switch_.click();"
    )
    # Half a line: what a reader looks at does not jump.
    assert abs(browser.run(top) - before) < 12
    assert browser.run("return document.getElementById('where').textContent") == ""


@pytest.mark.parametrize("paragraphs", [0, 200], ids=["short page", "long page"])
def test_the_words_stay_in_view_while_their_cards_are_read(browser, tmp_path, paragraphs):
    words = "You dont need to stay, our nurse stays." + "\nNothing is wrong here." * paragraphs
    body = article_of(words).text
    told = "A long reason that goes on. " * 60
    found = tuple(finding(body, one, message=told, severity="error") for one in words.split()[:6])
    write_html(report_of(entry_of(words, findings=found)), tmp_path)
    browser.open(tmp_path / ARTICLE)
    browser.press(*"nnnn")
    browser.run("document.querySelector('.card.on').scrollIntoView({behavior: 'instant'})")
    place = browser.run("return document.querySelector('#p1 .text').getBoundingClientRect()")
    bar = browser.run("return document.querySelector('.bar').getBoundingClientRect()")
    assert browser.run("return scrollY") > 200
    assert bar["bottom"] <= place["top"] < 300


def test_a_rewrite_leads_to_its_card_where_the_editor_chooses_other_words(article):
    article.click("#x-repaired")
    article.click(".fix")
    assert shown(article, ".card.on") == ["f2"]
    *buttons, suppress = shown(article, "#f2 .pair button")
    assert buttons == ["Copy rewrite", "Use “don't”", "Use “do not”", "Keep the old words"]
    assert suppress == "Copy suppression"
    for index, words in ((3, "You do not need"), (4, "You dont need"), (2, "You don't need")):
        article.click(f"#f2 .pair button:nth-child({index})")
        assert words in article.run(SENTENCE)
        assert words in article.run("return repairedText()")
        pressed = "return document.querySelector('#f2 [aria-pressed=true]').textContent"
        assert article.run(pressed) == buttons[index - 1]


def test_the_repaired_text_is_copied_whole(article):
    article.click("[data-do=copy-text]")
    assert wait_for_news(article) == "Repaired text copied"
    pasted = paste(article)
    assert pasted == article.run("return repairedText()")
    assert pasted.startswith("Drips and sleep\n\nYou don't need")
    assert pasted.endswith("remit.\n")


def test_what_suppresses_a_finding_is_copied_for_that_finding(article):
    article.click("#f2 summary")
    article.click("#f2 .pair button:last-child")
    assert wait_for_news(article).startswith("Suppression copied")
    (table,) = tomllib.loads(paste(article))["suppress"]
    assert table["rule"] == "garble.apostrophe.some-rule"
    assert table["quote"] == "dont"
    assert SuppressTable(**table).covers("blog/drips.txt")
    article.click("#f5 summary")
    article.click("#f5 .pair button:last-child")
    assert wait_for_news(article)
    (table,) = tomllib.loads(paste(article))["suppress"]
    assert table["quote"] == TEXT.splitlines()[2]


def wait_for_news(browser):
    """Return what the page says once it says something, and take it off: copying takes a while."""
    for _ in range(100):
        if news := browser.run(NEWS):
            browser.run("document.getElementById('say').textContent = ''")
            return news
        time.sleep(0.05)
    raise AssertionError("the page said nothing")


def paste(browser):
    """Return what is on the clipboard."""
    browser.run(
        "document.getElementById('pasted')?.remove();"
        "const field = document.createElement('textarea'); field.id = 'pasted';"
        "document.body.append(field); field.focus();"
    )
    browser.paste()
    return browser.run("return document.getElementById('pasted').value")


def test_the_repaired_text_is_downloaded_under_the_articles_name(article, downloads):
    target = downloads / "drips.repaired.txt"
    target.unlink(missing_ok=True)
    article.click("[data-do=download]")
    for _ in range(100):
        if target.is_file() and target.stat().st_size:
            break
        time.sleep(0.1)
    assert target.read_text("utf-8") == article.run("return repairedText()")
    assert article.run(NEWS) == "Saved as drips.repaired.txt"
    assert article.messages() == []
    target.unlink()


def test_the_index_sorts_and_searches(index):
    titles = "tbody th .path bdi"
    assert shown(index, titles)[:2] == ["blog/broken.docx", "blog/drips.txt"]
    index.click("thead th:nth-child(3) button")
    assert index.run("return document.querySelectorAll('thead th')[2].ariaSort") == "descending"
    assert shown(index, titles)[0] == "blog/drips.txt"
    index.press("/")
    index.press(*"second")
    assert shown(index, titles) == ["blog/second.txt"]
    assert index.run(NEWS) == "1 of 5 articles"
    assert index.messages() == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_scrolls_sideways_on_a_small_screen_or_with_text_twice_as_big(
    browser, folder, page
):
    for width, pixels in ((320, 16), (1280, 32), (768, 32)):
        browser.size(width)
        browser.text_size(pixels)
        try:
            browser.open(folder / page)
            wide, window = browser.run("return [document.documentElement.scrollWidth, innerWidth]")
        finally:
            browser.text_size(16)
        assert wide <= window, f"at {width} px with text of {pixels} px"


@pytest.mark.parametrize("page", PAGES)
def test_without_script_the_page_shows_the_same_text(browser, folder, page):
    text = (
        "document.querySelectorAll('.why, .card .pair').forEach((one) => one.remove());"
        "return document.querySelector('main').textContent.replace(/\\s+|Why it is a rule · /g, '')"
    )
    browser.open(folder / page)
    with_script = browser.run(text)
    browser.scripts(False)
    try:
        browser.open(folder / page)
        assert browser.run(text) == with_script
        assert browser.run("return document.documentElement.className") == ""
        assert shown(browser, ".needs-js") == []
        if page == ARTICLE:
            browser.click("#x-repaired")
            assert "You don't need" in browser.run(SENTENCE)
    finally:
        browser.scripts(True)


def test_print_has_every_card_and_reason_and_no_controls(browser, folder):
    pypdf = pytest.importorskip("pypdf")
    browser.open(folder / ARTICLE)
    pages = pypdf.PdfReader(io.BytesIO(browser.pdf())).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in (
        "need to stay the night",
        "These words are wrong.",
        "Supervision lowers the risk",
        "https://example.org/guide?a=1&b=2",
        "Compare line 3",
    ):
        assert words in text, words
    for control in ("Copy rewrite", "Side by side", "Previous finding", "Download"):
        assert control not in text, control


def test_hostile_words_run_nothing_and_break_no_policy(browser, tmp_path):
    text = "\n".join(f"# {words}\nBefore {words} dont after." for words in HOSTILE)
    body = article_of(text).text
    found = tuple(
        finding(body, f"{words} dont", suggestions=(words,), message=words, rule_id=words)
        for words in HOSTILE
    )
    write_html(report_of(entry_of(text, findings=found)), tmp_path)
    for page in PAGES:
        browser.open(tmp_path / page)
        assert browser.messages() == []
        assert browser.run("return document.images.length + document.scripts.length") == 1
    assert len(shown(browser, ".card")) == len(HOSTILE)

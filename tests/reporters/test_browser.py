"""The report in a real browser: keys, filters, sorting, the repaired reading, no script."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.reporters.html import write_html
from tests.reporters.samples import HOSTILE, TEXT, entry_of, finding, report_of, sample
from tests.support import article_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
DRIVER = shutil.which("chromedriver")
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
    pytest.mark.skipif(not DRIVER, reason="chromedriver is not installed"),
]


class Browser:
    """A window of Chromium, driven over the WebDriver protocol."""

    def __init__(self, address: str, profile: Path) -> None:
        self._session = address
        options = {"binary": CHROMIUM, "args": [*QUIET, f"--user-data-dir={profile}"]}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        made = self.send("/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"{address}/session/{made['sessionId']}"

    def send(self, path: str, body: dict[str, Any] | None = None, method: str = "POST") -> Any:
        data = None if method != "POST" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self._session + path, data, method=method)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def open(self, page: Path) -> None:
        self.send("/url", {"url": "about:blank"})
        self.send("/url", {"url": page.as_uri()})

    def run(self, script: str) -> Any:
        return self.send("/execute/sync", {"script": script, "args": []})

    def command(self, name: str, **params: Any) -> Any:
        return self.send("/goog/cdp/execute", {"cmd": name, "params": params})

    def width(self, pixels: int) -> None:
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=pixels,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )

    def press(self, *keys: str) -> None:
        for key in keys:
            actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
            self.send("/actions", {"actions": [{"type": "key", "id": "k", "actions": actions}]})

    def click(self, selector: str) -> None:
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def shown(self, selector: str) -> list[str]:
        return self.run(
            f"return [...document.querySelectorAll({json.dumps(selector)})]"
            ".filter((e) => e.getClientRects().length).map((e) => e.id || e.textContent)"
        )

    def messages(self) -> list[str]:
        return [entry["message"] for entry in self.send("/se/log", {"type": "browser"})]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    assert DRIVER
    driver = subprocess.Popen([DRIVER, f"--port={port}"], stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/status", timeout=5).close()
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        window = Browser(address, tmp_path_factory.mktemp("profile"))
        yield window
        window.send("", method="DELETE")
    finally:
        driver.terminate()
        driver.wait()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    repaired = finding(TEXT[2:], "dont", suggestions=("don't",))
    second = entry_of(path="blog/second.txt", findings=(repaired,))
    write_html(report_of(*sample().entries, second), folder)
    return folder


@pytest.fixture
def article(browser: Browser, folder: Path) -> Browser:
    browser.width(1280)
    browser.open(folder / "articles" / "blog__drips.txt.html")
    return browser


@pytest.fixture
def index(browser: Browser, folder: Path) -> Browser:
    browser.width(1280)
    browser.open(folder / "index.html")
    return browser


def test_n_walks_every_card_and_p_goes_back(article):
    walked = []
    for _ in range(5):
        article.press("n")
        walked += article.shown(".card.on")
    assert walked == ["f1", "f2", "f3", "f4", "f5"]
    assert article.run("return document.getElementById('say').textContent") == "Finding 5 of 5"
    article.press("p")
    assert article.shown(".card.on") == ["f4"]
    assert article.run("return document.getElementById('f5').open") is False
    assert article.shown(".m.on") == ["m4", "m4-1"]
    assert article.messages() == []


def test_a_filter_hides_cards_and_keys_skip_them(article):
    article.click("#x-garble")
    assert article.shown(".card") == ["f1", "f3", "f4", "f5"]
    article.click("#x-must")
    article.press("n")
    assert article.shown(".card") == article.shown(".card.on") == ["f3"]


def test_keys_can_be_switched_off_and_leave_modified_keys_alone(article):
    article.press("?")
    assert article.run("return document.getElementById('help').open")
    article.click("#keys")
    article.click("[data-do=close]")
    article.press("n")
    assert article.shown(".card.on") == []
    article.click("#keys")
    article.press("n")
    assert article.shown(".card.on") == ["f1"]


def test_the_repaired_reading_puts_rewrites_in_place(article):
    sentence = "document.querySelector('#p2 .text').innerText"
    assert "You dont need" in article.run(f"return {sentence}")
    article.click("#x-repaired")
    assert "You don't need" in article.run(f"return {sentence}")
    assert "not addictive at all" in article.run(f"return {sentence}")
    assert "You don't need" in article.run("return repairedText()")
    assert "dont" not in article.run("return repairedText()")


def test_the_index_sorts_and_searches(index):
    titles = "tbody th .path bdi"
    assert index.shown(titles)[:2] == ["blog/broken.docx", "blog/drips.txt"]
    index.run("document.querySelectorAll('thead button')[2].click()")
    assert index.run("return document.querySelectorAll('thead th')[2].ariaSort") == "descending"
    assert index.shown(titles)[0] == "blog/drips.txt"
    index.press("/")
    index.press(*"second")
    assert index.shown(titles) == ["blog/second.txt"]
    assert index.run("return document.getElementById('say').textContent") == "1 of 5 articles"
    assert index.messages() == []


@pytest.mark.parametrize("page", ["index.html", "articles/blog__drips.txt.html"])
def test_nothing_scrolls_sideways_on_a_small_screen(browser, folder, page):
    browser.width(320)
    browser.open(folder / page)
    assert browser.run("return document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("page", ["index.html", "articles/blog__drips.txt.html"])
def test_without_script_the_page_shows_the_same_text(browser, folder, page):
    browser.width(1280)
    text = "document.querySelector('main').textContent.replace(/\\s+/g, ' ')"
    browser.open(folder / page)
    with_script = browser.run(f"return {text}")
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(folder / page)
        assert browser.run(f"return {text}") == with_script
        assert browser.run("return document.documentElement.className") == ""
        assert browser.shown(".needs-js") == []
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)


def test_hostile_words_run_nothing_and_break_no_policy(browser, tmp_path):
    text = "\n".join(f"# {words}\nBefore {words} dont after." for words in HOSTILE)
    body = article_of(text).text
    found = tuple(
        finding(body, f"{words} dont", suggestions=(words,), message=words, rule_id=words)
        for words in HOSTILE
    )
    write_html(report_of(entry_of(text, findings=found)), tmp_path)
    for page in ("index.html", "articles/blog__drips.txt.html"):
        browser.open(tmp_path / page)
        assert browser.messages() == []
        assert browser.run("return document.images.length + document.scripts.length") == 1
    assert len(browser.shown(".card")) == len(HOSTILE)

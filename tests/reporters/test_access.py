"""Access for all, judged by axe-core in a real browser: no violation on any page."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.reporters.conftest import ARTICLE

pytestmark = pytest.mark.browser
AXE = "4.14.1"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest) -> str:
    """Return axe-core's script, fetched once by npm into pytest's cache."""
    folder = Path(request.config.cache.mkdir(f"axe-core-{AXE}"))
    packed = folder / f"axe-core-{AXE}.tgz"
    if not packed.is_file():
        npm = shutil.which("npm")
        if not npm:
            pytest.skip("npm is not installed: axe-core can't be had")
        command = [npm, "pack", f"axe-core@{AXE}", "--silent", "--pack-destination", str(folder)]
        if subprocess.run(command, capture_output=True, cwd=folder).returncode:
            pytest.skip("npm can't fetch axe-core")
    with tarfile.open(packed) as archive:
        script = archive.extractfile("package/axe.min.js")
        assert script
        return script.read().decode("utf-8")


def violations(browser, axe: str) -> list[str]:
    browser.run(axe)
    browser.run(
        "window.axeResult = null;"
        f"axe.run(document, {{runOnly: {json.dumps(RULES)}}})"
        ".then((found) => { window.axeResult = found; })"
    )
    for _ in range(200):
        found = browser.run(
            "return window.axeResult && [window.axeResult.passes.length,"
            " window.axeResult.violations.map((one) => one.id + ': '"
            " + one.nodes.map((node) => node.html).slice(0, 3).join(' | '))]"
        )
        if found:
            passes, broken = found
            assert passes > 15, "axe looked at too little"
            return broken
    raise AssertionError("axe did not answer")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("page", ["index.html", ARTICLE])
def test_axe_finds_no_violation(browser, folder, axe, page, dark, width):
    browser.size(width)
    browser.dark(dark)
    browser.open(folder / page)
    assert violations(browser, axe) == []


@pytest.mark.parametrize("reading", ["repaired", "both"])
def test_axe_finds_no_violation_in_the_other_readings_and_with_every_card_open(
    browser, folder, axe, reading
):
    browser.open(folder / ARTICLE)
    browser.click(f"#x-{reading}")
    browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert violations(browser, axe) == []


def test_axe_would_find_one(browser, folder, axe):
    browser.open(folder / ARTICLE)
    browser.run("document.querySelector('main').append(document.createElement('button'))")
    assert [found.split(":")[0] for found in violations(browser, axe)] == ["button-name"]

"""What Chromium tells a screen reader: roles and names of controls, headings, regions, news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.reporters.browsers import Chromium, missing
from tests.reporters.conftest import ARTICLE

pytestmark = pytest.mark.browser
PAGES = ["index.html", ARTICLE]
CONTROLS = {"button", "checkbox", "link", "radio", "searchbox", "textbox", "DisclosureTriangle"}
MARKS = ["dont (finding 2)", "Our drip is not addictive at all (finding 3)", "works fo (finding 4)"]


@pytest.fixture(scope="module")
def reader(downloads: Path) -> Iterator[Chromium]:
    """Chromium, whose tree can be asked for; Firefox builds the same one of the same markup."""
    if reason := missing("chromium"):
        pytest.skip(reason)
    reader = Chromium(downloads)
    reader.size(1280)
    yield reader
    reader.close()


def of_role(told: list[dict], *roles: str) -> list[dict]:
    return [one for one in told if one["role"] in roles]


@pytest.mark.parametrize("page", PAGES)
def test_every_control_has_a_name(reader, folder, page):
    reader.open(folder / page)
    controls = of_role(reader.accessible(), *CONTROLS)
    assert len(controls) > 8
    assert [one for one in controls if not one["name"].strip()] == []


@pytest.mark.parametrize("page", PAGES)
def test_headings_begin_with_one_of_level_one_and_skip_none(reader, folder, page):
    reader.open(folder / page)
    levels = [one["level"] for one in of_role(reader.accessible(), "heading")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("page", PAGES)
def test_regions_are_there_once_and_have_names(reader, folder, page):
    reader.open(folder / page)
    told = reader.accessible()
    counts = Counter(one["role"] for one in of_role(told, "banner", "main", "contentinfo"))
    assert counts == {"banner": 1, "main": 1, "contentinfo": 1}
    names = [one["name"] for one in of_role(told, "region", "group", "radiogroup", "table")]
    regions = [one["name"] for one in of_role(told, "region")]
    assert "" not in regions
    assert len(set(regions)) == len(regions) > 1
    assert ("Articles, highest risk first" if page == "index.html" else "Show findings") in names


def test_words_are_read_apart_from_their_number(reader, folder):
    reader.open(folder / ARTICLE)
    names = [" ".join(one["name"].split()) for one in of_role(reader.accessible(), "link")]
    assert [name for name in names if "(finding " in name][:3] == MARKS


def test_a_card_says_what_is_wrong_and_whether_it_is_open(reader, folder):
    reader.open(folder / ARTICLE)
    cards = of_role(reader.accessible(), "DisclosureTriangle")
    said = {one["name"]: one["expanded"] for one in cards}
    assert said["2 dont → don't Consider"] is False
    must_fix = next(name for name in said if name.startswith("3 “Our drip"))
    assert "Try: carries some risk of addiction Must fix Absolute claim" in must_fix
    assert said[must_fix] is True


def test_switches_say_how_they_stand(reader, folder):
    reader.open(folder / ARTICLE)
    states = [(one["name"], one["checked"]) for one in of_role(reader.accessible(), "radio")]
    assert states == [("As it is", "true"), ("Repaired", "false"), ("Side by side", "false")]
    reader.click("#x-repaired")
    states = [(one["name"], one["checked"]) for one in of_role(reader.accessible(), "radio")]
    assert states == [("As it is", "false"), ("Repaired", "true"), ("Side by side", "false")]


def test_news_is_said_in_one_polite_region(reader, folder):
    reader.open(folder / ARTICLE)
    (region,) = of_role(reader.accessible(), "status")
    assert region["live"] == "polite"
    reader.press("n")
    told = reader.accessible()
    at = told.index(of_role(told, "status")[0])
    assert told[at + 1]["name"] == "Finding 1 of 5"
    assert [one["name"] for one in told if one.get("focused")][-1].startswith("1 ")


def test_a_sorted_column_is_said_to_be_sorted(reader, folder):
    reader.open(folder / "index.html")
    names = [one["name"] for one in of_role(reader.accessible(), "columnheader")]
    assert names[:2] == ["Article", "Risk"]
    script = "return [...document.querySelectorAll('th')].map((one) => one.ariaSort)"
    assert reader.run(script)[:2] == [None, "descending"]

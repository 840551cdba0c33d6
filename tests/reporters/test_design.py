"""Templates of the user's over ours, and the brand in the masthead."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from auditor.config import Config
from auditor.errors import ReportError
from auditor.outputs import Outputs
from auditor.reporters.design import LARGEST_LOGO, Brand, Design, read_brand, read_design
from auditor.reporters.html import render_html, write_html
from auditor.settings_file import load_config
from tests.reporters.samples import Page, sample

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def pages_of(design: Design) -> dict[str, str]:
    return {name: data.decode() for name, data in render_html(sample(), design)}


def pages_by(templates: Path | None) -> Outputs:
    return Outputs(html=Path("report"), template=templates)


def folder_of(tmp_path, **files: str):
    folder = tmp_path / "templates"
    folder.mkdir()
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    return folder


def test_one_template_stands_in_for_ours_and_the_rest_stay(tmp_path):
    words = '{% extends "original/index.html" %}{% block foot %}Ask <us>.{% endblock %}'
    folder = folder_of(tmp_path, index_html=words)
    pages = pages_of(read_design(Config(), pages_by(folder)))
    ours = pages_of(Design())
    assert "Ask <us>." in pages["index.html"]
    assert "it only ranks" not in pages["index.html"]
    assert pages["articles/blog__drips.txt.html"] == ours["articles/blog__drips.txt.html"]


def test_another_sheet_is_inlined_and_named_by_the_policy(tmp_path):
    folder = folder_of(tmp_path, report_css=":root{color:teal}")
    pages = pages_of(read_design(Config(), pages_by(folder)))
    assert "<style>:root{color:teal}</style>" in pages["index.html"]
    assert pages["index.html"] != pages_of(Design())["index.html"]


def test_plain_names_can_be_replaced_one_by_one(tmp_path):
    folder = folder_of(tmp_path, words_json='{"levels": {"error": "Stop"}}')
    text = Page(pages_of(read_design(Config(), pages_by(folder)))["index.html"]).text
    assert "Stop1" in text
    assert "Should fix1" in text


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("article.html", "one\n{% if %}", r"article\.html:2: "),
        ("index.html", "one\n\n{{ nothing }}", r"index\.html:3: 'nothing' is undefined"),
        ("article.html", "{{ view.nothing }}", r"article\.html:1: .*no attribute 'nothing'"),
        ("article.html", "{{ 1 + 'a' }}", r"article\.html:1: unsupported operand"),
        ("article.html", "{{ view | nothing }}", r"article\.html:1: No filter named 'nothing'"),
        ("index.html", "{% extends 'nothing.html' %}", r"index\.html:1: .*nothing\.html"),
        ("parts.html", "", r"templates: our article\.html:\d+: .*'verdict'"),
        ("index.html", "{{ words.__class__.__mro__ }}", r"index\.html:1: .*unsafe"),
        ("base.html", "<!doctype html>", r"has no <meta name=.generator"),
        ("words.json", "{", r"words\.json: not valid JSON"),
        ("words.json", '{"levels": [1]}', r"words\.json: must hold texts in tables"),
    ],
)
def test_a_broken_template_is_one_line_and_leaves_the_old_report_whole(tmp_path, name, text, line):
    folder = folder_of(tmp_path)
    (folder / name).write_text(text)
    report = tmp_path / "report"
    write_html(sample(), report)
    before = {path: path.read_bytes() for path in report.rglob("*.*")}
    with pytest.raises(ReportError, match=line) as caught:
        write_html(sample(), report, read_design(Config(), pages_by(folder)))
    assert "\n" not in str(caught.value)
    assert {path: path.read_bytes() for path in report.rglob("*.*")} == before


def test_a_folder_without_a_template_of_ours_is_refused(tmp_path):
    with pytest.raises(ReportError, match="holds no template of ours; their names are article"):
        read_design(Config(), pages_by(tmp_path))
    with pytest.raises(ReportError, match="no such folder"):
        read_design(Config(), pages_by(tmp_path / "nowhere"))


def test_the_brand_is_in_every_masthead_and_only_then_may_a_page_show_pictures(tmp_path):
    logo = tmp_path / "logo"
    logo.write_bytes(PNG)
    pages = pages_of(Design(read_brand("Harbour & Sons", logo)))
    address = "data:image/png;base64," + base64.b64encode(PNG).decode()
    for text in pages.values():
        page = Page(text)
        assert page.attributes("src") == [address]
        assert "Harbour & Sons" in page.text
        assert "default-src 'none'; img-src data:; style-src" in text
    assert not any("img-src" in text for text in pages_of(Design()).values())
    assert "img-src" not in pages_of(Design(Brand("Only a name")))["index.html"]


def test_the_settings_name_brand_and_templates_from_their_own_folder(tmp_path):
    (tmp_path / "logo.png").write_bytes(PNG)
    folder = folder_of(tmp_path, report_css="b{}")
    (tmp_path / ".auditor.toml").write_text(
        'brand-name = "Harbour"\nbrand-logo = "logo.png"\ntemplate = "templates"\n', "utf-8"
    )
    named = load_config(tmp_path, {})
    design = read_design(named, pages_by(None))
    assert design.brand.name == "Harbour"
    assert design.brand.logo.startswith("data:image/png")
    assert design.templates == folder
    other = tmp_path / "other"
    other.mkdir()
    (other / "words.json").write_text("{}")
    assert read_design(named, pages_by(other)).templates == other
    assert read_design(named, Outputs()) == Design()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"GIF89a", "gif"),
        (b"RIFF0000WEBPVP8 ", "webp"),
        (SVG, "svg+xml"),
    ],
)
def test_a_logos_type_comes_from_its_bytes(tmp_path, data, kind):
    logo = tmp_path / "logo.bin"
    logo.write_bytes(data)
    assert re.match(rf"data:image/{re.escape(kind)};base64,", read_brand("", logo).logo)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html></html>", "must be a PNG"),
        (b"", "must be a PNG"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG[21:], "must be a PNG"),
        (PNG + b"0" * LARGEST_LOGO, "over 64 KB"),
        (None, "can't be read: No such file"),
    ],
)
def test_what_is_no_logo_is_refused_in_one_line(tmp_path, data, reason):
    logo = tmp_path / "logo.png"
    if data is not None:
        logo.write_bytes(data)
    with pytest.raises(ReportError, match=reason) as caught:
        read_brand("", logo)
    assert str(caught.value).startswith(str(logo))

"""The baseline: known findings pass, fixed ones are named, renamed articles keep theirs."""

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.baseline import compare, read_baseline, update_baseline
from auditor.brief import Failure
from auditor.config import Config
from auditor.errors import ReportError
from auditor.findings import Finding, Suppression, add_fingerprints
from auditor.report import BaselineEntry, Entry, Report, Versions
from tests.support import article_of, finding_at

WHOLE = "claim.fair-balance"


def finding(quote: str, start: int) -> Finding:
    return finding_at("claim.absolute.cure" if quote else f"{WHOLE}.risks", quote, start)


def entry(path: str, text: str, *quotes: str) -> Entry:
    """An article with a finding at each of `quotes`; an empty one is on the whole article."""
    article = replace(article_of(text), path=path)
    found = [finding(quote, text.index(quote)) for quote in quotes]
    return Entry(path, article, add_fingerprints(article, found))


def report(folder: Path, *entries: Entry, **settings: object) -> Report:
    return Report(
        entries=entries,
        config=Config(root=folder, **settings),
        versions=Versions("0", "0" * 64, "blank"),
        as_of=datetime.date(2026, 1, 31),
        rules={},
    )


CURE = "Our drip cures migraine for good. It takes an hour."
SURE = "The results are certain. A nurse stays with you."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A baseline of two articles with three findings, one of them on a whole article."""
    file = tmp_path / "known.json"
    old = report(
        tmp_path, entry("a.md", CURE, "", "cures migraine"), entry("b.md", SURE, "certain")
    )
    update_baseline(old, (), file)
    for name in ("a.md", "b.md"):
        (tmp_path / name).touch()
    return file


def compared(file: Path, *entries: Entry, **settings: object) -> Report:
    return compare(report(file.parent, *entries, **settings), read_baseline(file), file)


def states(found: Report) -> list[tuple[str, str, str]]:
    return [(e.path, f.quote, f.state) for e in found.entries for f in e.findings]


def fixed(found: Report) -> list[tuple[str, str]]:
    assert found.baseline is not None
    return [(entry.path, entry.quote) for entry in found.baseline.fixed]


def test_the_file_is_sorted_and_has_a_line_an_entry_and_no_line_numbers(file: Path):
    lines = file.read_text("utf-8").splitlines()
    assert (lines[0], lines[-1]) == ("[", "]")
    entries = json.loads(file.read_text("utf-8"))
    assert [(e["path"], e["quote"]) for e in entries] == [
        ("a.md", "cures migraine"),
        ("a.md", ""),
        ("b.md", "certain"),
    ]
    assert {tuple(e) for e in entries} == {("path", "rule", "quote", "fingerprint")}
    assert len(lines) == 5


def test_known_findings_pass_and_a_new_one_counts(file: Path):
    text = f"{CURE} It is also safe for all."
    found = compared(file, entry("a.md", text, "", "cures migraine", "safe for all"))
    assert states(found) == [
        ("a.md", "", "known"),
        ("a.md", "cures migraine", "known"),
        ("a.md", "safe for all", "new"),
    ]
    assert (found.new, found.failing, found.exit_code) == (1, 1, 1)


def test_lines_put_in_above_change_nothing(file: Path):
    moved = entry("a.md", f"# Drips\nA new paragraph stands here.\n{CURE}", "", "cures migraine")
    assert compared(file, moved).new == 0


def test_words_put_in_beside_a_known_finding_leave_it_known(file: Path):
    moved = entry("a.md", CURE.replace("Our drip", "Believe it or not, it"), "", "cures migraine")
    found = compared(file, moved)
    assert (found.new, fixed(found)) == (0, [])
    change = update_baseline(report(file.parent, moved), read_baseline(file), file)
    assert (change.added, change.removed) == ((), ())


@pytest.mark.parametrize("second", [SURE, "It is certain that a nurse stays."])
def test_a_second_fault_in_the_words_of_a_known_one_is_new(file: Path, second: str):
    text = f"{SURE}\n{second}"
    article = replace(article_of(text), path="b.md")
    twice = [finding("certain", at) for at in (text.index("certain"), text.rindex("certain"))]
    again = Entry("b.md", article, add_fingerprints(article, twice))
    assert [f.state for f in compared(file, again).findings] == ["known", "new"]


def test_what_is_mended_or_deleted_is_fixed(file: Path):
    (file.parent / "b.md").unlink()
    found = compared(file, entry("a.md", CURE, ""))
    assert fixed(found) == [("a.md", "cures migraine"), ("b.md", "certain")]


def test_a_renamed_article_keeps_its_findings_and_those_on_the_whole_of_it(file: Path):
    (file.parent / "a.md").unlink()
    found = compared(file, entry("new/a-2.md", CURE, "", "cures migraine"), entry("b.md", SURE))
    assert {state for _, _, state in states(found)} == {"known"}
    assert fixed(found) == [("b.md", "certain")]


def test_a_renamed_article_may_be_edited_too(file: Path):
    (file.parent / "a.md").unlink()
    text = f"{SURE} It is safe for all. {CURE}"
    update_baseline(report(file.parent, entry("a.md", text, "safe for all", "cures")), (), file)
    edited = entry("new.md", text.replace("It is", "We are"), "safe for all", "cures")
    found = compared(file, edited)
    assert (found.new, fixed(found)) == (0, [])


def test_words_of_a_deleted_article_take_their_findings_to_another(file: Path):
    (file.parent / "a.md").unlink()
    found = compared(file, entry("b.md", f"{SURE}\n{CURE}", "certain", "cures migraine"))
    assert {state for _, _, state in states(found)} == {"known"}
    assert fixed(found) == [("a.md", "")]


def test_a_copy_of_an_article_that_is_still_there_is_new(file: Path):
    assert compared(file, entry("copy.md", CURE, "cures migraine")).new == 1


def test_a_new_article_does_not_take_over_what_a_deleted_one_had_as_a_whole(file: Path):
    (file.parent / "a.md").unlink()
    found = compared(file, entry("other.md", "A new drip, certain to help.", "", "certain"))
    assert found.new == 2


def test_an_article_with_nothing_but_a_finding_on_the_whole_of_it_may_be_renamed(tmp_path: Path):
    file = tmp_path / "known.json"
    update_baseline(report(tmp_path, entry("a.md", SURE, "")), (), file)
    assert compared(file, entry("b.md", SURE, "")).new == 0


@pytest.mark.parametrize(
    "left_out",
    [
        Entry("a.md", unreadable="the file can't be read"),
        Entry("a.md", article_of("Bonjour"), skipped="not English"),
        Entry("a.md", article_of(CURE), failures=(Failure("claims", "it broke"),)),
    ],
)
def test_an_article_that_was_not_looked_at_is_neither_fixed_nor_dropped(
    file: Path, left_out: Entry
):
    before = file.read_bytes()
    found = report(file.parent, left_out, entry("b.md", SURE, "certain"))
    assert fixed(compare(found, read_baseline(file), file)) == []
    update_baseline(found, read_baseline(file), file)
    assert file.read_bytes() == before


def test_entries_of_rules_that_are_off_are_kept(file: Path):
    found = report(
        file.parent, entry("a.md", CURE), entry("b.md", SURE), ignore=("claim.absolute",)
    )
    assert fixed(compare(found, read_baseline(file), file)) == [("a.md", "")]
    change = update_baseline(found, read_baseline(file), file)
    assert [(e.path, e.quote) for e in change.removed] == [("a.md", "")]


def test_updating_names_what_came_and_went_and_leaves_suppressed_findings_out(file: Path):
    audited = entry("a.md", f"{CURE} It is safe for all.", "", "safe for all", "cures migraine")
    whole, safe, cure = audited.findings
    put_aside = (replace(cure, suppressed=Suppression("inline", "quoted")),)
    now = replace(audited, findings=(whole, safe), suppressed=put_aside)
    change = update_baseline(report(file.parent, now), read_baseline(file), file)
    assert [(e.path, e.quote) for e in change.added] == [("a.md", "safe for all")]
    assert [(e.path, e.quote) for e in change.removed] == [("a.md", "cures migraine")]
    assert ("b.md", "certain") in {(e.path, e.quote) for e in read_baseline(file)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "no such baseline; make it once by adding --update-baseline"),
        ("{", "not valid JSON; restore it"),
        ('{"path": 1}', "this is no baseline"),
        ('[{"path": "a.md", "rule": "x", "quote": 3, "fingerprint": "f"}]', "this is no baseline"),
        ('["a"]', "this is no baseline"),
    ],
)
def test_a_baseline_that_cant_be_used_is_refused(tmp_path: Path, text: str | None, says: str):
    file = tmp_path / "known.json"
    if text is not None:
        file.write_text(text, "utf-8")
    with pytest.raises(ReportError) as caught:
        read_baseline(file)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_long_quote_is_shortened(tmp_path: Path):
    long = "word " * 100 + "end"
    file = tmp_path / "known.json"
    update_baseline(report(tmp_path, entry("a.md", long, long)), (), file)
    (one,) = read_baseline(file)
    assert one == BaselineEntry("a.md", "claim.absolute.cure", one.quote, one.fingerprint)
    assert len(one.quote) == 120
    assert compared(file, entry("a.md", long, long)).new == 0

"""What git says has changed: articles, lines, renames, and the clear words where it can't say."""

import datetime
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.article import Span
from auditor.changes import Changes, find_changes, only_changed_lines
from auditor.config import Config
from auditor.discovery import Job, find_jobs
from auditor.errors import ChangesError
from auditor.findings import Finding
from auditor.readers import read_article
from auditor.report import Entry, Report, Versions

LINES = "".join(f"Line {number} of the article.\n\n" for number in range(1, 21))


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Editor")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "editor@example.org")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a commit of three articles on `main`, and the branch `change` on top."""
    folder = tmp_path / "site"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    for name in ("a.md", "b.md", "sub/c é [1].md"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f"{name}\n\n{LINES}", "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Articles")
    git(folder, "checkout", "-qb", "change")
    return folder


def edit(file: Path, old: str, new: str) -> None:
    file.write_bytes(file.read_bytes().replace(old.encode(), new.encode(), 1))


def changed(folder: Path, since: str = "main") -> list[str]:
    jobs = find_jobs([folder], folder)
    return [job.path for job in find_changes(folder, since).take(jobs)]


def lines(folder: Path, name: str) -> list[int] | None:
    changes = find_changes(folder, "main")
    found = changes.lines(Job(name, ".md", folder / name))
    return None if found is None else [line for part in found for line in part]


def test_nothing_has_changed_at_first(repository: Path):
    assert changed(repository) == []


def test_committed_staged_edited_and_untracked_articles_have_changed(repository: Path):
    edit(repository / "a.md", "Line 3 ", "Row 3 ")
    git(repository, "commit", "-qam", "Edit")
    edit(repository / "b.md", "Line 4 ", "Row 4 ")
    git(repository, "add", "b.md")
    edit(repository / "sub" / "c é [1].md", "Line 5 ", "Row 5 ")
    (repository / "new.md").write_text(LINES, "utf-8")
    assert changed(repository) == ["a.md", "b.md", "new.md", "sub/c é [1].md"]
    assert (lines(repository, "a.md"), lines(repository, "b.md")) == ([7], [9])
    assert lines(repository, "sub/c é [1].md") == [11]
    assert lines(repository, "new.md") is None


def test_what_the_other_branch_did_since_is_no_change_of_ours(repository: Path):
    edit(repository / "a.md", "Line 3 ", "Row 3 ")
    git(repository, "commit", "-qam", "Edit")
    git(repository, "checkout", "-q", "main")
    edit(repository / "b.md", "Line 4 ", "Row 4 ")
    git(repository, "commit", "-qam", "Another edit")
    git(repository, "checkout", "-q", "change")
    assert changed(repository) == ["a.md"]


def test_a_renamed_article_has_only_its_edited_lines_changed(repository: Path):
    git(repository, "mv", "a.md", "renamed.md")
    edit(repository / "renamed.md", "Line 20 ", "Row 20 ")
    assert changed(repository) == ["renamed.md"]
    assert lines(repository, "renamed.md") == [41]


def test_a_deleted_article_is_not_looked_for(repository: Path):
    (repository / "a.md").unlink()
    assert changed(repository) == []


def test_deleted_lines_are_no_changed_lines(repository: Path):
    edit(repository / "a.md", "Line 3 of the article.\n\n", "")
    assert (changed(repository), lines(repository, "a.md")) == (["a.md"], [])


def test_settings_of_the_repository_do_not_widen_the_lines(repository: Path):
    for setting in ("diff.context=9", "diff.interHunkContext=9", "diff.noprefix=true"):
        git(repository, "config", *setting.split("="))
    edit(repository / "a.md", "Line 3 ", "Row 3 ")
    edit(repository / "a.md", "Line 5 ", "Row 5 ")
    assert lines(repository, "a.md") == [7, 11]


def test_a_file_whose_lines_git_counts_in_another_way_has_all_lines_changed(repository: Path):
    edit(repository / "a.md", "Line 3 of", "Row 3\rof")
    assert lines(repository, "a.md") is None
    (repository / "b.md").write_bytes(LINES.encode("utf-16"))
    assert lines(repository, "b.md") is None


def test_an_article_that_is_reached_by_a_link_has_changed(repository: Path, tmp_path: Path):
    (tmp_path / "way").symlink_to(repository)
    edit(repository / "a.md", "Line 3 ", "Row 3 ")
    changes = find_changes(tmp_path / "way", "main")
    assert len(changes.take([Job("a.md", ".md", tmp_path / "way" / "a.md")])) == 1


def refused(folder: Path, since: str = "main") -> str:
    with pytest.raises(ChangesError) as caught:
        find_changes(folder, since)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_what_git_cant_say_is_said_in_one_line(repository: Path, tmp_path: Path):
    assert "needs a git repository, and this is in none" in refused(tmp_path)
    assert "no revision 'trunk'; fetch it first" in refused(repository, "trunk")
    assert "no revision '--all'" in refused(repository, "--all")
    git(repository, "checkout", "-q", "--orphan", "island")
    assert "no commit here yet" in refused(repository)
    git(repository, "commit", "-qm", "Island")
    assert "no common history of 'main' and HEAD" in refused(repository)


def test_a_shallow_clone_is_told_how_to_fetch_more(repository: Path, tmp_path: Path):
    edit(repository / "a.md", "Line 3 ", "Row 3 ")
    git(repository, "commit", "-qam", "Edit")
    clone = tmp_path / "clone"
    source = repository.as_uri()
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", source, str(clone))
    for said in (refused(clone, "origin/main"), refused(clone, "origin/none")):
        assert "this clone is shallow, so fetch more history: git fetch --deepen=1000" in said
        assert "fetch-depth: 0" in said
    git(clone, "fetch", "-q", "--deepen", "10")
    assert changed(clone, "origin/main") == ["a.md"]


def test_a_machine_without_git_is_told_so(repository: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    assert "no git command was found" in refused(repository)


def report_of(folder: Path, name: str, *spans: tuple[Span, ...]) -> tuple[Report, tuple[Job, ...]]:
    file = folder / name
    article = read_article(name, file.read_bytes(), file.suffix)
    found = tuple(
        Finding("claim.a.b", "claim.a", "error", 0.9, span, article.quote(span[0]), "")
        for span in spans
    )
    report = Report(
        (Entry(name, article, found),),
        Config(root=folder),
        Versions("0", "0" * 64, "blank"),
        datetime.date(2026, 1, 31),
        rules={},
    )
    return report, (Job(name, file.suffix, file),)


def kept(folder: Path, name: str, *spans: tuple[Span, ...]) -> list[int]:
    report, jobs = report_of(folder, name, *spans)
    found = only_changed_lines(report, jobs, find_changes(folder, "main")).findings
    return [spans.index(finding.spans) for finding in found]


def test_findings_that_touch_a_changed_line_are_kept(repository: Path):
    file = repository / "a.md"
    edit(file, "Line 3 ", "Row 3 ")
    text = read_article("a.md", file.read_bytes(), ".md").text
    row, four, five = (text.index(words) for words in ("Row 3", "Line 4", "Line 5"))
    inside, outside = (Span(row, row + 3),), (Span(four, four + 4),)
    across, related = (Span(row, four + 4),), (Span(five, five + 4), Span(row, row + 3))
    whole = (Span(0, 0),)
    assert kept(repository, "a.md", inside, outside, across, related, whole) == [0, 2, 3]


def test_all_findings_of_a_new_article_and_of_a_word_file_are_kept(repository: Path):
    (repository / "new.md").write_text(LINES, "utf-8")
    spans = ((Span(0, 0),), (Span(3, 9),))
    assert kept(repository, "new.md", *spans) == [0, 1]
    edit(repository / "a.md", "Line 3 ", "Row 3 ")
    report, jobs = report_of(repository, "a.md", *spans)
    (entry,) = report.entries
    assert entry.article is not None
    word = replace(entry, article=replace(entry.article, format="docx"))
    changes: Changes = find_changes(repository, "main")
    assert only_changed_lines(replace(report, entries=(word,)), jobs, changes).total

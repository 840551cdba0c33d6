"""Which files are audited: named ones always, in folders what git would not ignore."""

from pathlib import Path

import pytest

from auditor.discovery import find_jobs
from auditor.errors import AuditError


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("a.md", "b.txt", "blog/c.html", "blog/draft/d.docx", "blog/picture.png"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("words", "utf-8")
    return tmp_path


def paths(site: Path, *names: str, exclude: tuple[str, ...] = ()) -> list[str]:
    return [job.path for job in find_jobs([site / n for n in names or ("",)], site, exclude)]


def test_a_folder_gives_its_articles_in_order(site: Path):
    assert paths(site) == ["a.md", "b.txt", "blog/c.html", "blog/draft/d.docx"]


def test_a_file_named_twice_is_audited_once(site: Path):
    assert paths(site, "a.md", "", "a.md").count("a.md") == 1


def test_gitignore_is_honoured_at_every_level_and_may_take_back(site: Path):
    (site / ".git").mkdir()
    (site / ".gitignore").write_text("*.txt\ndraft/\n", "utf-8")
    assert paths(site) == ["a.md", "blog/c.html"]
    (site / "blog" / ".gitignore").write_text("!draft/\n", "utf-8")
    assert paths(site, "blog") == ["blog/c.html", "blog/draft/d.docx"]


def test_a_named_file_is_audited_even_if_ignored_or_of_unknown_kind(site: Path):
    (site / ".git").mkdir()
    (site / ".gitignore").write_text("*.md\n", "utf-8")
    assert paths(site, "a.md", "blog/picture.png") == ["a.md", "blog/picture.png"]


def test_hidden_and_excluded_files_are_left_out(site: Path):
    (site / ".draft.md").write_text("words", "utf-8")
    assert paths(site, exclude=("blog/",)) == ["a.md", "b.txt"]


def test_a_missing_path_and_an_empty_folder_are_errors(site: Path, tmp_path: Path):
    with pytest.raises(AuditError, match="no such file or folder"):
        paths(site, "absent")
    (site / "empty").mkdir()
    with pytest.raises(AuditError, match="no article found"):
        paths(site, "empty")


def test_a_link_to_a_folder_above_does_not_go_round(site: Path):
    (site / "blog" / "loop").symlink_to(site, target_is_directory=True)
    assert len(paths(site)) == 4

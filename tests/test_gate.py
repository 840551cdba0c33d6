"""A content team's repository: old findings pass, a change shows only what it brought."""

import json
import os
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.cli import main

pytestmark = pytest.mark.slow

PLACES = ("Ashford", "Brookvale", "Carrick", "Dunmore", "Eastleigh", "Fairmont")
SUBJECTS = ("ketamine", "vitamin drips", "hearing tests", "sleep studies", "physiotherapy")
OLD_CLAIM = "This treatment has no side effects."
BAD = "It is not addictive at all."
EDITED, RENAMED = "articles/brookvale-ketamine.md", "articles/carrick-ketamine.md"


def article(place: str, subject: str) -> str:
    return (
        f"# {subject.capitalize()} in {place}\n\n"
        f"We offer {subject} at our clinic in {place}. A nurse meets you at the door.\n\n"
        f"{OLD_CLAIM}\n\n"
        f"You can ask us to stop at any time. Bring a list of the drugs you take to {place}.\n"
    )


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A repository: 30 articles and an adopted baseline on `main`; `change` edits and renames."""
    patch = pytest.MonkeyPatch()
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        patch.delenv(name)
    for name, value in {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "Editor",
        "GIT_AUTHOR_EMAIL": "editor@example.org",
        "GIT_COMMITTER_NAME": "Editor",
        "GIT_COMMITTER_EMAIL": "editor@example.org",
    }.items():
        patch.setenv(name, value)
    folder = tmp_path_factory.mktemp("site")
    (folder / "articles").mkdir()
    for place in PLACES:
        for subject in SUBJECTS:
            name = f"{place}-{subject.replace(' ', '-')}.md".lower()
            (folder / "articles" / name).write_text(article(place, subject), "utf-8")
    (folder / ".auditor.toml").write_text(
        'paths = ["articles"]\nbaseline = "known-findings.json"\nlanguagetool = "off"\n', "utf-8"
    )
    git(folder, "init", "-q", "-b", "main")
    patch.chdir(folder)
    adopted = scan("--update-baseline")
    assert adopted.exit_code == 0, adopted.output
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Articles and what is known of them")
    git(folder, "checkout", "-qb", "change")
    git(folder, "mv", RENAMED, "articles/ketamine-at-carrick.md")
    edited = folder / EDITED
    edited.write_text(
        edited.read_text("utf-8").replace(OLD_CLAIM, f"{BAD}\n\n{OLD_CLAIM}"), "utf-8"
    )
    git(folder, "commit", "-qam", "Say more of ketamine in Brookvale")
    yield folder
    patch.undo()


def scan(*options: str) -> Result:
    return CliRunner().invoke(main, ["scan", "--format", "text", *options])


def new_in(file: Path) -> list[tuple[str, int, str]]:
    document = json.loads(file.read_text("utf-8"))
    return [
        (article["path"], finding["line"], finding["text"])
        for article in document["articles"]
        for finding in article["findings"]
        if finding["state"] == "new" and not finding["suppressed"]
    ]


LINE = 5


def test_thirty_articles_with_old_findings_were_adopted(site: Path):
    known = json.loads((site / "known-findings.json").read_text("utf-8"))
    assert len({entry["path"] for entry in known}) == 30


@pytest.mark.parametrize(
    "options", [(), ("--changed-since", "main"), ("--changed-since", "main", "--changed-lines")]
)
def test_the_change_brings_exactly_one_new_finding_on_its_line(site: Path, options: Sequence[str]):
    outcome = scan("--json", "r.json", "--html", "report", *options)
    assert outcome.exit_code == 1, outcome.output
    ((path, line, text),) = new_in(site / "r.json")
    assert (path, line) == (EDITED, LINE)
    assert text in BAD
    assert f"{LINE}:" in outcome.output
    assert "1 new" in outcome.output.splitlines()[-1]
    assert "1</b> new" in (site / "report" / "index.html").read_text("utf-8")


def test_every_format_shows_exactly_the_one_new_finding(site: Path, tmp_path: Path):
    names = ("json", "sarif", "junit", "gitlab", "rdjson", "markdown")
    options = [part for name in names for part in (f"--{name}", str(tmp_path / name))]
    outcome = scan(*options, "--html", str(tmp_path / "now"), "--format", "github")
    made = {name: (tmp_path / name).read_text("utf-8") for name in names}
    assert outcome.exit_code == 1, outcome.output

    (command,) = [line for line in outcome.stdout.splitlines() if line.startswith("::")]
    assert command.startswith(f"::error file={EDITED},line={LINE},")
    results = json.loads(made["sarif"])["runs"][0]["results"]
    (new,) = [result for result in results if result["baselineState"] == "new"]
    place = new["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == (EDITED, LINE)
    suites = ElementTree.fromstring(made["junit"])
    (failure,) = suites.iter("failure")
    assert failure.text.startswith(f"{EDITED}, line {LINE}: ")
    assert sum(suite.get("name").startswith("articles/") for suite in suites) == 30
    (issue,) = json.loads(made["gitlab"])
    assert issue["location"] == {"path": EDITED, "lines": {"begin": LINE, "end": LINE}}
    (diagnostic,) = json.loads(made["rdjson"])["diagnostics"]
    assert diagnostic["location"]["path"] == EDITED
    assert diagnostic["location"]["range"]["start"]["line"] == LINE
    found = made["markdown"].partition("#### Must fix")[2]
    (item,) = [line for line in found.splitlines() if line.startswith("- ")]
    assert f"line {LINE}: " in item

    later = ("report", str(tmp_path / "json"), "--html", str(tmp_path / "later"))
    assert CliRunner().invoke(main, [*later, "--format", "quiet"]).exit_code == 1
    pages = [
        {f.name: f.read_bytes() for f in (tmp_path / n).rglob("*.html")} for n in ("now", "later")
    ]
    assert pages[0] == pages[1]


def test_without_a_baseline_the_changed_lines_show_it_alone(site: Path):
    outcome = scan(
        "--baseline", "", "--changed-since", "main", "--changed-lines", "--json", "r.json"
    )
    assert outcome.exit_code == 1, outcome.output
    assert [(path, line) for path, line, _ in new_in(site / "r.json")] == [(EDITED, LINE)]


def test_with_the_sentence_suppressed_with_a_reason_the_change_passes(site: Path):
    file = site / EDITED
    before = file.read_text("utf-8")
    comment = "<!-- audit: ignore claim.absolute a patient's words, agreed with the doctor -->"
    file.write_text(before.replace(BAD, f"{comment}\n{BAD}"), "utf-8")
    try:
        outcome = scan("--changed-since", "main", "--json", "r.json")
    finally:
        file.write_text(before, "utf-8")
    assert outcome.exit_code == 0, outcome.output
    assert new_in(site / "r.json") == []
    assert "1 suppressed" in outcome.output.splitlines()[-1]


def test_nothing_changed_passes_with_a_word(site: Path):
    outcome = scan("--changed-since", "HEAD", "--json", "r.json", "--html", "report")
    assert outcome.exit_code == 0, outcome.output
    assert "no of 30 articles changed since HEAD" in outcome.output


def test_an_update_with_few_articles_keeps_what_is_known_of_the_others(site: Path):
    known = site / "known-findings.json"
    before = known.read_bytes()
    try:
        outcome = scan("--changed-since", "main", "--update-baseline")
        after = {entry["path"] for entry in json.loads(known.read_text("utf-8"))}
    finally:
        known.write_bytes(before)
    assert outcome.exit_code == 0, outcome.output
    assert f"+ {EDITED}: claim." in outcome.output
    assert len(after) == 30
    assert RENAMED not in after
    assert "articles/ketamine-at-carrick.md" in after

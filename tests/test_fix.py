"""`audit fix` as its users meet it: what is written, what is refused, and what stays as it was."""

import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.cli import main
from auditor.config import Config
from auditor.discovery import Job, find_jobs
from auditor.fix import Fix, make_fixer, write_fix

from .support import SHARED

FAULTY = "# Your visit\n\nMost people dont feel pain ,and a nurse ca n't leave.\n"
RIGHT = "# Your visit\n\nMost people don't feel pain, and a nurse can't leave.\n"
BEGINNING = "The doctor sees you first and asks how you sleep. "


@pytest.fixture(scope="module")
def fixer() -> Callable[[Job], Fix]:
    return make_fixer(Config(), None)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["fix", *arguments])


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_diff_shows_the_changes_and_writes_nothing(site: Path):
    (site / "a.md").write_text(FAULTY)
    outcome = run("a.md")
    assert outcome.exit_code == 1
    assert "-Most people dont feel pain" in outcome.stdout
    assert "+Most people don't feel pain" in outcome.stdout
    assert "1 file would change, of 1" in outcome.stderr
    assert (site / "a.md").read_text() == FAULTY


def test_diff_is_a_patch_that_git_applies(site: Path):
    (site / "a.md").write_bytes(FAULTY.rstrip("\n").encode())
    (site / "b.txt").write_bytes(b"One line.\r\nWe dont know.\r\n")
    patch = run(".").stdout_bytes
    subprocess.run(["git", "apply", "-"], input=patch, check=True, cwd=site)
    assert (site / "b.txt").read_bytes() == b"One line.\r\nWe don't know.\r\n"
    assert run(".").exit_code == 0


def test_write_changes_the_file_once(site: Path):
    (site / "a.md").write_text(FAULTY)
    outcome = run("a.md", "--write")
    assert outcome.exit_code == 0
    assert "a.md:3: “dont” -> “don't” (0.95)" in outcome.stderr
    assert (site / "a.md").read_text() == RIGHT
    assert run("a.md").exit_code == 0


def test_clean_article_is_left_as_it_is(site: Path):
    (site / "a.md").write_text(RIGHT)
    outcome = run("a.md", "--write")
    assert (outcome.exit_code, outcome.stdout) == (0, "")
    assert "0 files changed, of 1" in outcome.stderr


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("cp1252", b""), ("utf-8", b"")],
)
def test_encoding_mark_and_line_ends_are_kept(
    encoding: str, mark: bytes, tmp_path: Path, fixer: Callable[[Job], Fix]
):
    lines = "Café first – “then” we dont rush.\r\nOne more line \n\rand the last, naïve one."
    (tmp_path / "a.txt").write_bytes(mark + lines.encode(encoding))
    fix = fixer(find_jobs([tmp_path], tmp_path)[0])
    assert fix.data == mark + lines.replace("dont", "don't").encode(encoding)


def test_character_that_the_encoding_of_a_page_lacks_becomes_a_reference(
    tmp_path: Path, fixer: Callable[[Job], Fix]
):
    page = '<meta charset="iso-8859-2"><p>Há, it eases your symptomsthe pain and the fear.</p>'
    (tmp_path / "a.html").write_bytes(page.encode("iso-8859-2"))
    fix = fixer(find_jobs([tmp_path], tmp_path)[0])
    assert fix.data == page.replace("sthe", "s&#8212;the").encode("iso-8859-2")


def test_correction_that_would_end_a_quoted_title_is_left_alone(
    tmp_path: Path, fixer: Callable[[Job], Fix]
):
    source = "---\ntitle: 'Why we dont rush'\n---\n\nYou dont need to hurry.\n"
    (tmp_path / "a.md").write_text(source)
    fix = fixer(find_jobs([tmp_path], tmp_path)[0])
    assert fix.after == source.replace("You dont", "You don't")
    assert [(left.line, left.quote) for left in fix.left_alone] == [(2, "dont")]


def test_words_that_only_their_writer_can_part_are_left_and_listed(site: Path):
    (site / "a.txt").write_text("A dose ofketamine helps. Every clinic in the regionwhether new.\n")
    outcome = run("a.txt", "--write", "--force")
    assert (site / "a.txt").read_text() == (
        "A dose of ketamine helps. Every clinic in the regionwhether new.\n"
    )
    assert "left alone: “regionwhether”: only its writer knows which it was: “region—whether”" in (
        outcome.stderr
    )


def test_correction_that_would_begin_a_list_is_left_alone(
    tmp_path: Path, fixer: Callable[[Job], Fix]
):
    (tmp_path / "a.md").write_text("We moved last spring.\n\n2019.The clinic was old.\n")
    fix = fixer(find_jobs([tmp_path], tmp_path)[0])
    assert not fix.is_changed
    assert [left.quote for left in fix.left_alone] == ["2019.The"]


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        (
            "a.md",
            "`dont` or [dont](https://example.org/dont) here.\n\n    dont\n",
            "`dont` or [don't](https://example.org/dont) here.\n\n    dont\n",
        ),
        (
            "a.md",
            "> <p title='dont'>We dont\n> do <kbd>dont</kbd>&nbsp;it.</p><script>dont</script>\n",
            "> <p title='dont'>We don't\n> do <kbd>dont</kbd>&nbsp;it.</p><script>dont</script>\n",
        ),
        (
            "a.html",
            "<p><code class='x'>dont</code> we dont do <kbd>dont</kbd>.</p><pre>dont</pre>",
            "<p><code class='x'>dont</code> we don't do <kbd>dont</kbd>.</p><pre>dont</pre>",
        ),
    ],
)
def test_code_and_addresses_are_never_touched(
    name: str, source: str, expected: str, tmp_path: Path, fixer: Callable[[Job], Fix]
):
    (tmp_path / name).write_text(source)
    assert fixer(find_jobs([tmp_path], tmp_path)[0]).after == expected


def test_lines_are_those_of_the_file_as_it_was(tmp_path: Path, fixer: Callable[[Job], Fix]):
    (tmp_path / "a.txt").write_text(
        f"{BEGINNING}\n\nShare this:\n\nRest in thetheatre .\n\nYou dont pay.\n"
    )
    fix = fixer(find_jobs([tmp_path], tmp_path)[0])
    assert [change.line for change in fix.changes if change.old == "dont"] == [7]


def test_file_keeps_its_mode_and_a_link_stays_a_link(site: Path):
    (site / "real").mkdir()
    (site / "real" / "a.md").write_text(FAULTY)
    (site / "real" / "a.md").chmod(0o640)
    (site / "a.md").symlink_to("real/a.md")
    assert run("a.md", "--write").exit_code == 0
    assert (site / "a.md").is_symlink()
    assert stat.S_IMODE((site / "real" / "a.md").stat().st_mode) == 0o640
    assert (site / "real" / "a.md").read_text() == RIGHT


@pytest.mark.parametrize(
    ("is_tracked", "says"),
    [(True, "has uncommitted changes"), (False, "is not tracked")],
)
def test_file_that_git_could_not_bring_back_is_refused_unless_forced(
    site: Path, is_tracked: bool, says: str
):
    git(site, "init")
    (site / "a.md").write_text(RIGHT)
    if is_tracked:
        git(site, "add", "a.md")
        git(site, "commit", "-m", "Write it")
    (site / "a.md").write_text(FAULTY)
    refused = run("a.md", "--write")
    assert refused.exit_code == 1
    assert f"a.md: not written: git says that it {says}" in refused.stderr
    assert (site / "a.md").read_text() == FAULTY
    assert run("a.md", "--write", "--force").exit_code == 0
    assert (site / "a.md").read_text() == RIGHT


def test_committed_file_is_written(site: Path):
    git(site, "init")
    (site / "a.md").write_text(FAULTY)
    git(site, "add", "a.md")
    git(site, "commit", "-m", "Write it")
    assert run("a.md", "--write").exit_code == 0
    assert (site / "a.md").read_text() == RIGHT


def test_file_that_changed_meanwhile_is_not_written(tmp_path: Path, fixer: Callable[[Job], Fix]):
    (tmp_path / "a.md").write_text(FAULTY)
    fix = fixer(find_jobs([tmp_path], tmp_path)[0])
    (tmp_path / "a.md").write_text(FAULTY + "More.\n")
    assert "it changed meanwhile" in write_fix(fix, force=True)
    assert (tmp_path / "a.md").read_text() == FAULTY + "More.\n"


def test_unreadable_file_is_named_and_the_others_are_corrected(site: Path):
    (site / "a.md").write_text(FAULTY)
    (site / "b.txt").write_bytes(b"%PDF-1.4 \x00\x01")
    outcome = run(".", "--write")
    assert outcome.exit_code == 3
    assert "b.txt: can't be read: this is a PDF" in outcome.stderr
    assert (site / "a.md").read_text() == RIGHT


def test_word_file_is_named_and_left_alone(site: Path):
    import docx

    document = docx.Document()
    document.add_paragraph(BEGINNING + "We dont rush.")
    document.save(str(site / "a.docx"))
    before = (site / "a.docx").read_bytes()
    outcome = run("a.docx", "--write")
    assert (outcome.exit_code, (site / "a.docx").read_bytes()) == (0, before)
    assert "a.docx: left alone: .docx is corrected by hand" in outcome.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("absent.md",), "absent.md: no such file or folder"),
        (("a.md", "--select", "claim"), "no rule that is on can be corrected"),
        (("a.md", "--min-confidence", "3"), "3"),
    ],
)
def test_bad_input_gets_one_clear_line(site: Path, arguments: tuple[str, ...], says: str):
    (site / "a.md").write_text(FAULTY)
    outcome = run(*arguments)
    assert outcome.exit_code == 2
    assert says in outcome.stderr


def test_rules_that_are_off_correct_nothing(site: Path):
    (site / "a.md").write_text(FAULTY)
    outcome = run("a.md", "--ignore", "garble.apostrophe")
    assert "+Most people dont feel pain, and a nurse can't leave." in outcome.stdout


def test_a_rule_that_is_off_for_a_path_corrects_nothing_there(site: Path):
    (site / "quotes").mkdir()
    (site / ".auditor.toml").write_text('[[path]]\nmatch = "quotes/**"\nignore = ["garble"]\n')
    for file in ("a.md", "quotes/a.md"):
        (site / file).write_text(FAULTY)
    run(".", "--write", "--force")
    assert (site / "a.md").read_text() == RIGHT
    assert (site / "quotes" / "a.md").read_text() == FAULTY


def test_suppressed_findings_are_never_corrected(site: Path):
    source = "You dont pay.\n\n<!-- audit: ignore garble.apostrophe her words -->\nWe dont rush.\n"
    (site / "a.md").write_text(source)
    assert run("a.md", "--write").exit_code == 0
    assert (site / "a.md").read_text() == source.replace("You dont", "You don't")


@pytest.mark.parametrize(("until", "is_corrected"), [("2026-01-01", True), ("2026-03-01", False)])
def test_suppression_that_has_expired_holds_nothing_back(
    site: Path, monkeypatch: pytest.MonkeyPatch, until: str, is_corrected: bool
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769904000")
    (site / ".auditor.toml").write_text(
        f'[[suppress]]\nrule = "garble.apostrophe"\nquote = "dont"\n'
        f'reason = "a quote"\nuntil = {until}\n'
    )
    (site / "a.md").write_text("We dont rush.\n")
    assert (run("a.md").exit_code == 1) == is_corrected


def test_hostile_text_can_not_steer_the_terminal(site: Path):
    (site / "a.txt").write_text("You dont pay.\x1b[2J\u202e\n")
    outcome = run("a.txt")
    assert "\x1b" not in outcome.output
    assert "\u202e" not in outcome.output


def test_mechanical_corrections_need_no_encoder(tmp_path: Path):
    (tmp_path / "a.md").write_text(FAULTY)
    program = (
        "import sys; from auditor.cli import main\n"
        "try: main(['fix', 'a.md'])\n"
        "except SystemExit: pass\n"
        "assert 'auditor.fix' in sys.modules and 'onnxruntime' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True)


def test_accepted_suggestions_are_listed_and_claims_stay(site: Path):
    source = (
        "Ketamine remedy can help grown-ups with intellectual fitness issues. Your medical "
        "doctor looks at your fitness records before the first remedy session, and sufferers "
        "rest in a quiet room. It is guaranteed to work.\n"
    )
    (site / "a.txt").write_text(source)
    shown = run("a.txt", "--accept-suggestions", "--min-confidence", "0.7")
    assert "a.txt:1: “intellectual fitness” -> “mental health” (0." in shown.stderr
    assert "mental health issues" in shown.stdout
    assert "It is guaranteed to work." in shown.stdout.split("\n+")[-1]
    assert run("a.txt").exit_code == 0


_FRAGMENTS = """
the patients dont know its a long term ,plan thatthe clinic ca n't —but Share ( or ) . thier do n't
6weeks “ quiet ” self - esteem todays followup of ketamine
"""
_WORDS = st.sampled_from(_FRAGMENTS.split())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(_WORDS, min_size=1, max_size=9), min_size=1, max_size=5))
def test_second_run_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    fixer: Callable[[Job], Fix],
    paragraphs: list[list[str]],
):
    folder = tmp_path_factory.mktemp("texts")
    text = "\n\n".join(BEGINNING + " ".join(words) for words in paragraphs)
    (folder / "a.md").write_text(text)
    first = fixer(find_jobs([folder], folder)[0])
    (folder / "a.md").write_bytes(first.data)
    assert not fixer(find_jobs([folder], folder)[0]).is_changed


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the five articles of ../shared")
def test_five_articles_are_corrected_as_their_editors_would():
    program = Path(__file__).resolve().parent.parent / "benchmarks" / "fix.py"
    subprocess.run([sys.executable, str(program), "--shared", str(SHARED)], check=True)

"""The command line as its users meet it: exit codes, one clear line, whole files."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor import __version__
from auditor.cli import main

OVERCLAIM = "# Our drip\n\nOur vitamin drip has no side effects and works for everyone.\n"
PLAIN = "# Your visit\n\nThe drip takes about forty minutes. A nurse stays in the room.\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one overclaiming and one plain article, as the current folder."""
    (tmp_path / "bold.md").write_text(OVERCLAIM, "utf-8")
    (tmp_path / "plain.md").write_text(PLAIN, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return tmp_path


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    options = ("--languagetool", "off") if arguments[0] == "scan" else ()
    return CliRunner().invoke(main, [*arguments, *options], input=stdin)


def result_of(file: Path) -> dict:
    return json.loads(file.read_text("utf-8"))


def test_findings_at_the_limit_make_exit_code_1_and_are_named(site: Path):
    outcome = run("scan", ".")
    assert outcome.exit_code == 1
    assert "bold.md" in outcome.output
    assert "claim.absolute" in outcome.output
    assert "failed" in outcome.output.splitlines()[-1]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--fail-on", "never"), 0),
        (("--ignore", "claim"), 0),
        (("--select", "claim.absolute"), 1),
        (("--ignore", "claim", "--fail-on", "note"), 0),
    ],
)
def test_what_counts_decides_the_exit_code(site: Path, options: tuple[str, ...], code: int):
    assert run("scan", ".", *options).exit_code == code


def test_plain_article_passes(site: Path):
    outcome = run("scan", "plain.md")
    assert (outcome.exit_code, "passed" in outcome.output) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("scan", "absent"), "absent: no such file or folder"),
        (("scan", "empty"), "no article found"),
        (("scan", ".", "--fail-on", "fatal"), "'fatal' is not one of"),
        (("scan", ".", "--min-confidence", "7"), "it must be from 0 to 1"),
        (("scan", ".", "--as-of", "tomorrow"), "'tomorrow' is no date"),
        (("scan", ".", "--model", "en_no_such"), "model 'en_no_such': no such spaCy pipeline"),
        (("scan", ".", "--rules", "absent"), "absent: no such rule folder"),
        (("scan", ".", "--json", "no/where.json"), "no such folder to write where.json in"),
        (("scan", ".", "--html", "plain.md"), "--html takes a folder, and this is a file"),
        (("scan", ".", "--config", "absent.toml"), "absent.toml: can't be read"),
        (("scan",), "name the files or folders to audit"),
        (("explain", "claim.absolut"), "did you mean 'claim.absolute"),
    ],
)
def test_a_run_that_cant_start_says_why_in_one_line(
    site: Path, arguments: tuple[str, ...], says: str
):
    (site / "empty").mkdir()
    outcome = run(*arguments)
    assert outcome.exit_code == 2
    assert says in outcome.output
    assert "Traceback" not in outcome.output


def test_an_unreadable_article_is_named_and_the_others_are_audited(site: Path):
    (site / "broken.docx").write_bytes(b"PK\x03\x04 not really")
    (site / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    outcome = run("scan", ".", "--json", "out.json")
    assert outcome.exit_code == 3
    document = result_of(site / "out.json")
    assert [a["path"] for a in document["articles"]] == ["bold.md", "plain.md"]
    assert [u["path"] for u in document["unreadable"]] == ["broken.docx", "picture.txt"]
    assert all(u["reason"] for u in document["unreadable"])


def test_a_foreign_article_is_named_and_skipped(site: Path):
    spanish = "La clínica ofrece tratamientos para el dolor de rodilla y otras molestias. " * 5
    (site / "rodilla.md").write_text(spanish, "utf-8")
    outcome = run("scan", "rodilla.md", "plain.md")
    assert outcome.exit_code == 0
    assert "rodilla.md: skipped: not English" in outcome.output


def test_json_on_standard_output_leaves_it_clean(site: Path):
    outcome = run("scan", "bold.md", "--json", "-")
    assert json.loads(outcome.stdout)["gate"]["passed"] is False
    assert "bold.md" in outcome.stderr


ALL_FORMATS = ("json", "sarif", "junit", "markdown", "gitlab", "rdjson")


def test_one_run_writes_any_number_of_reports(site: Path):
    options = [part for name in ALL_FORMATS for part in (f"--{name}", f"out.{name}")]
    assert run("scan", ".", *options, "--html", "pages").exit_code == 1
    for name in ALL_FORMATS:
        assert "bold.md" in (site / f"out.{name}").read_text("utf-8"), name
    assert (site / "pages" / "index.html").is_file()


def test_reports_made_later_are_the_same_bytes(site: Path):
    def options(folder: str) -> list[str]:
        return [part for name in ALL_FORMATS for part in (f"--{name}", f"{folder}/{name}")]

    (site / "now").mkdir()
    (site / "later").mkdir()
    scanned = run("scan", ".", *options("now"), "--html", "now/html", "--format", "github")
    made = run(
        "report", "now/json", *options("later"), "--html", "later/html", "--format", "github"
    )
    assert (made.exit_code, made.stdout) == (scanned.exit_code, scanned.stdout)
    now = {f.relative_to(site / "now"): f.read_bytes() for f in (site / "now").rglob("*.*")}
    later = {f.relative_to(site / "later"): f.read_bytes() for f in (site / "later").rglob("*.*")}
    assert now == later


def test_github_is_the_format_under_github_actions(site: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "::error file=bold.md,line=3," in run("scan", ".").stdout
    assert "::error" not in run("scan", ".", "--format", "text").stdout
    assert run("scan", ".", "--format", "quiet").stdout == ""


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--json", "-", "--sarif", "-"), "--json and --sarif both go to standard output"),
        (("--json", "a", "--sarif", "./a"), "--json and --sarif both go to ./a"),
        (("--junit", "no/where.xml"), "no such folder to write where.xml in"),
        (("--gitlab", "."), "--gitlab takes a file, and this is a folder"),
    ],
)
def test_outputs_are_checked_before_any_work(site: Path, options: tuple[str, ...], says: str):
    outcome = run("scan", ".", *options)
    assert (outcome.exit_code, len(outcome.stderr.splitlines())) == (2, 1)
    assert says in outcome.stderr


def test_markdown_on_standard_output_leaves_it_clean(site: Path):
    outcome = run("scan", "bold.md", "--markdown", "-")
    assert outcome.stdout.startswith("### Article audit: failed\n")
    assert "failed" in outcome.stderr.splitlines()[-1]


def test_report_of_a_file_that_is_no_result_is_one_line(site: Path):
    outcome = run("report", "bold.md", "--sarif", "out.sarif")
    assert (outcome.exit_code, len(outcome.stderr.splitlines())) == (2, 1)
    assert "bold.md: not valid JSON" in outcome.stderr
    assert not (site / "out.sarif").exists()


def test_compare_names_what_an_edit_brought_under_a_new_name_too(site: Path):
    run("scan", ".", "--json", "old.json")
    (site / "bold.md").rename(site / "drip.md")
    run("scan", ".", "--json", "renamed.json")
    same = run("compare", "old.json", "renamed.json")
    assert (same.exit_code, same.stdout.split()[:3]) == (0, ["0", "new", "findings,"])
    (site / "plain.md").write_text(f"{PLAIN}\nIt cures every illness.\n", "utf-8")
    run("scan", ".", "--json", "new.json")
    outcome = run("compare", "old.json", "new.json", "--markdown", "-")
    assert outcome.exit_code == 1
    assert "**`plain.md`**" in outcome.stdout
    assert "Renamed: `bold.md` → `drip.md`" in outcome.stdout
    assert "new: plain.md: line 5" in outcome.stderr


def test_standard_input_is_an_article(site: Path):
    outcome = run("scan", "-", "--stdin-name", "draft.md", "--json", "out.json", stdin=OVERCLAIM)
    assert outcome.exit_code == 1
    assert [a["path"] for a in result_of(site / "out.json")["articles"]] == ["draft.md"]


def test_two_runs_give_the_same_bytes_whatever_the_jobs(site: Path):
    for name, jobs in (("one.json", "1"), ("two.json", "1"), ("three.json", "2")):
        run("scan", ".", "--json", name, "--jobs", jobs)
    first = (site / "one.json").read_bytes()
    assert first == (site / "two.json").read_bytes() == (site / "three.json").read_bytes()


def test_settings_are_read_and_an_unknown_one_names_the_nearest(site: Path):
    (site / ".auditor.toml").write_text('fail-on = "never"\npaths = ["bold.md"]\n', "utf-8")
    assert run("scan").exit_code == 0
    (site / ".auditor.toml").write_text('fail_on = "never"\n', "utf-8")
    outcome = run("scan", ".")
    assert (outcome.exit_code, "did you mean 'fail-on'" in outcome.output) == (2, True)


def test_a_report_that_fails_to_be_written_leaves_the_old_one(site: Path):
    (site / "out.json").write_text("old", "utf-8")
    assert run("scan", "absent", "--json", "out.json").exit_code == 2
    assert (site / "out.json").read_text("utf-8") == "old"
    assert not list(site.glob(".out.json*"))


def test_rules_lists_each_rule_and_whether_it_is_on(site: Path):
    lines = run("rules", "--ignore", "readability").output.splitlines()
    on = [line for line in lines if "readability.grade.over-target" in line]
    assert on and on[0].startswith("off")
    assert any(line.startswith("on ") and "claim." in line for line in lines)


def test_a_rule_that_holds_elsewhere_is_named_as_not_applied(site: Path):
    name = "claim.regulatory.medicine-offer"
    for place, state, applied in (("us", "n/a", "not applied"), ("uk", "on ", "applied")):
        lines = run("rules", "--jurisdiction", place).output.splitlines()
        assert [line[:3] for line in lines if name in line] == [state]
        page = run("explain", name, "--jurisdiction", place).output
        assert f"Holds in: uk, au, eu; {applied} here (jurisdiction: {place})" in page


def test_explain_shows_reason_source_and_examples(site: Path):
    page = run("explain", "readability.sentence.long").output
    for part in ("too long to follow", "https://www.plainlanguage.gov", "Found:", "Not found:"):
        assert part in page


def test_rules_test_proves_a_folder_of_rules(site: Path):
    house = site / "house"
    house.mkdir()
    rule = """
[[rule]]
id = "claim.superiority.house"
message = "We don't call ourselves that."
swap = { "house of healing" = "clinic" }
bad = ["Welcome to our <<house of healing>>."]
good = ["Welcome to our clinic."]
"""
    (house / "own.toml").write_text(rule, "utf-8")
    outcome = run("rules", "test", "house")
    assert (outcome.exit_code, "2 passed, 0 failed" in outcome.output) == (0, True), outcome.output
    (house / "own.toml").write_text(rule.replace("to our clinic", "to our house of healing"))
    outcome = run("rules", "test", "house")
    assert outcome.exit_code == 1
    assert "good example" in outcome.output


def test_version_and_help():
    assert run("--version").output == f"audit, version {__version__}\n"
    assert "scan" in run("--help").output


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from auditor.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'textstat', 'numpy', 'jinja2', 'docx', 'requests', 'markdown_it'}\n"
        "loaded = heavy & set(sys.modules)\n"
        "sys.exit(f'imported: {loaded}' if loaded else 0)"
    )
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr


def test_ctrl_c_ends_with_130_and_leaves_the_old_report(site: Path):
    (site / "out.json").write_text("old", "utf-8")
    command = "import sys; from auditor.cli import main; main(sys.argv[1:])"
    arguments = ["scan", "-", "--json", "out.json", "--languagetool", "off"]
    run = subprocess.Popen(
        [sys.executable, "-c", command, *arguments],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    # It waits for standard input, which nobody writes.
    with pytest.raises(subprocess.TimeoutExpired):
        run.wait(2)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert (run.returncode, said.decode().strip()) == (130, "interrupted")
    assert (site / "out.json").read_text("utf-8") == "old"


def test_a_claim_suppressed_with_a_reason_passes_and_is_shown_on_request(site: Path):
    comment = "<!-- audit: ignore claim a quotation from a forum -->"
    (site / "bold.md").write_text(OVERCLAIM.replace("Our vit", f"{comment}\nOur vit"), "utf-8")
    outcome = run("scan", ".", "--json", "r.json")
    assert outcome.exit_code == 0
    assert "suppressed" in outcome.output.splitlines()[-1]
    assert "a quotation" not in outcome.output
    shown = run("scan", ".", "--show-suppressed", "--html", "report")
    assert "inline: a quotation from a forum" in shown.output
    page = (site / "report" / "articles" / "bold.md.html").read_text("utf-8")
    assert "Suppressed in the article: <bdi>a quotation from a forum</bdi>" in page
    (article, _) = result_of(site / "r.json")["articles"]
    reasons = {f["suppressed"]["reason"] for f in article["findings"] if f["suppressed"]}
    assert reasons == {"a quotation from a forum"}


def test_a_suppression_that_matches_nothing_is_a_warning_everywhere(site: Path):
    (site / "plain.md").write_text(f"<!-- audit: ignore claim so -->\n{PLAIN}", "utf-8")
    table = '[[suppress]]\nrule = "claim"\nquote = "never written"\nreason = "so"\n'
    (site / ".auditor.toml").write_text(table, "utf-8")
    outcome = run("scan", ".", "--fail-on", "never", "--json", "r.json", "--html", "report")
    assert outcome.exit_code == 0
    warnings = [line for line in outcome.output.splitlines() if line.startswith("warning: ")]
    assert len(warnings) == 2
    assert warnings[0].startswith("warning: [[suppress]] claim “never written” matches no finding")
    assert warnings[1].startswith("warning: plain.md:1: the suppression of claim matches no find")
    assert result_of(site / "r.json")["summary"]["warnings"][1]["line"] == 1
    assert "plain.md</bdi>, line 1" in (site / "report" / "index.html").read_text("utf-8")
    assert "never written" not in run("scan", "bold.md").output


def test_a_suppression_of_an_unknown_rule_in_the_settings_cant_start(site: Path):
    table = '[[suppress]]\nrule = "claims"\nquote = "x"\nreason = "so"\n'
    (site / ".auditor.toml").write_text(table, "utf-8")
    outcome = run("scan", ".")
    assert outcome.exit_code == 2
    assert "no rule is named 'claims'" in outcome.output


def test_an_adopted_baseline_lets_old_findings_pass_and_shows_new_and_fixed_ones(site: Path):
    missing = run("scan", ".", "--baseline", "known.json")
    assert missing.exit_code == 2
    assert (
        "known.json: no such baseline; make it once by adding --update-baseline" in missing.output
    )
    (site / "bold.md").write_text(f"{OVERCLAIM}\nIt is not addictive at all.\n", "utf-8")
    adopted = run("scan", ".", "--baseline", "known.json", "--update-baseline")
    assert adopted.exit_code == 0
    assert "+ bold.md: claim." in adopted.output
    assert "0 removed" in adopted.output
    before = (site / "known.json").read_bytes()
    (site / "bold.md").write_text(OVERCLAIM, "utf-8")
    (site / "plain.md").write_text(f"{PLAIN}\nIt has no side effects.\n", "utf-8")
    outcome = run("scan", ".", "--baseline", "known.json", "--json", "r.json", "--html", "report")
    assert outcome.exit_code == 1
    assert "fixed: bold.md: claim." in outcome.output
    assert (site / "known.json").read_bytes() == before
    document = result_of(site / "r.json")
    counts = document["baseline"]
    assert counts["path"] == "known.json"
    assert min(counts["new"], counts["known"], len(counts["fixed"])) > 0
    states = {(a["path"], f["state"]) for a in document["articles"] for f in a["findings"]}
    assert states == {("bold.md", "known"), ("plain.md", "new")}
    line = f"{counts['new']} new, {counts['known']} known, {len(counts['fixed'])} fixed"
    assert line in outcome.output.splitlines()[-1]
    assert " known" in (site / "report" / "articles" / "bold.md.html").read_text("utf-8")


def test_the_settings_name_the_baseline_from_their_own_folder(site: Path):
    (site / ".auditor.toml").write_text('baseline = "known.json"\n', "utf-8")
    (site / "deep").mkdir()
    (site / "deep" / "bold.md").write_text(OVERCLAIM, "utf-8")
    assert run("scan", "deep", "--update-baseline").exit_code == 0
    assert (site / "known.json").is_file()
    assert run("scan", "deep").exit_code == 0
    (site / ".auditor.toml").unlink()
    refused = run("scan", "deep", "--update-baseline")
    assert refused.exit_code == 2
    assert "--update-baseline needs --baseline FILE" in refused.output


def test_a_claim_is_put_aside_once_its_entry_in_the_register_is_filled_in(site: Path):
    added = run("evidence", "add", "bold.md:3", "--as-of", "2026-01-01")
    assert added.exit_code == 0, added.output
    assert run("scan", "bold.md", "--select", "claim.absolute").exit_code == 1
    register = site / "claims-register.toml"
    text = register.read_text("utf-8").replace('reviewer = ""', 'reviewer = "A. Reader"')
    text = text.replace('title = "", url = ""', 'title = "A trial", url = "https://example.org"')
    register.write_text(text, "utf-8")
    outcome = run("scan", "bold.md", "--select", "claim.absolute", "--show-suppressed")
    assert outcome.exit_code == 0 and "https://example.org" in outcome.output
    late = run("scan", "bold.md", "--select", "claim", "--as-of", "2030-01-01")
    assert late.exit_code == 1 and "run out" in late.output
    elsewhere = site / "other.toml"
    elsewhere.write_text("", "utf-8")
    assert run("scan", "bold.md", "--evidence", "other.toml").exit_code == 1


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("bold.md", "write ARTICLE:LINE"),
        ("bold.md:0", "write ARTICLE:LINE"),
        ("absent.md:3", "no such article"),
        ("plain.md:3", "no claim was found in this line"),
    ],
)
def test_a_place_without_a_claim_adds_nothing_to_the_register(site: Path, place: str, says: str):
    outcome = run("evidence", "add", place)
    assert outcome.exit_code == 2 and says in outcome.output
    assert not (site / "claims-register.toml").exists()


def test_a_register_that_cant_be_used_ends_the_run_with_its_file_and_entry(site: Path):
    (site / "claims-register.toml").write_text("[[claim]]\nwording = 'x'\n", "utf-8")
    outcome = run("scan", ".")
    assert outcome.exit_code == 2
    assert "claims-register.toml: [[claim]] number 1" in outcome.output


def test_facts_that_are_due_are_named_in_one_warning(site: Path):
    (site / "tms.md").write_text("# TMS\n\nTMS has no side effects.\n", "utf-8")
    fresh = run("scan", "tms.md", "--as-of", "2026-12-01")
    late = run("scan", "tms.md", "--as-of", "2027-12-01")
    assert "look them up again" not in fresh.output
    assert late.output.count("look them up again: tms.seizure-rare") == 1


def test_explain_shows_a_fact_a_topic_and_the_facts_that_speak_to_a_rule(site: Path):
    one = run("explain", "tms.seizure-rare")
    assert one.exit_code == 0 and "Speaks against what denies seizure" in one.output
    topic = run("explain", "tms")
    assert topic.output.startswith("Facts on tms: 3, 3 of them checked\n")
    assert "tms.seizure-rare" in topic.output and "tms.effect-size" in topic.output
    rule = run("explain", "claim.superiority.treatment")
    assert "facts can speak against it (jurisdiction: us)" in rule.output
    unknown = run("explain", "tms.seizure-rar")
    assert unknown.exit_code == 2 and "did you mean 'tms.seizure-rare'" in unknown.output


LEECHES = """
[topic.leeches]
names = ["leeches"]

[[fact]]
id = "leeches.rank"
topic = "leeches"
property = "superiority"
jurisdiction = "any"
statement = "Leeches were compared with nothing."
can_say = ["Few studies of leeches exist."]
against = [{ property = "superiority", polarity = "affirm" }]
source_url = "https://example.org/leeches"
source_title = "A handbook of leeches"
source_kind = "review"
grade = "B"
checked = 2026-02-10
"""


@pytest.mark.parametrize(
    ("source", "says", "marked"),
    [
        ('source_status = "seen"', "Checked on 2026-02-10 against its source", "leeches: rank\n"),
        (
            'source_status = "seen"\nread_at = "https://example.org/copy"',
            "Checked on 2026-02-10 against a stored copy: https://example.org/copy",
            "leeches: rank\n",
        ),
        (
            'source_status = "known"',
            "Not checked: written from memory on 2026-02-10\n",
            "leeches: rank*\n",
        ),
        (
            'source_status = "known"\nread_at = "https://example.org/part"',
            "on 2026-02-10; part of it was read at https://example.org/part",
            "leeches: rank*\n",
        ),
    ],
)
def test_explain_says_which_facts_were_checked_and_which_not(
    site: Path, source: str, says: str, marked: str
):
    Path("house").mkdir()
    Path("house/leeches.toml").write_text(f"{LEECHES}{source}\n", "utf-8")
    assert says in run("explain", "leeches.rank", "--rules", "house").output
    rule = run("explain", "claim.superiority.treatment", "--rules", "house").output
    assert marked in rule
    assert ("* not checked against its source" in rule) == ("*" in rule.split("\n\n  Found")[0])

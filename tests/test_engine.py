"""The walk: one article's fault stays its own, order and bytes don't depend on the processes."""

import datetime
import os
from dataclasses import replace
from pathlib import Path

import pytest

from auditor import engine
from auditor.config import Config, Override
from auditor.discovery import Job
from auditor.engine import Auditor
from auditor.errors import AuditError
from auditor.pool import DIED
from auditor.reporters.json import render_json
from auditor.run import run_audit

QUIET = Config(languagetool="off")
DATE = datetime.date(2026, 1, 31)


def job(name: str, text: str) -> Job:
    return Job(name, Path(name).suffix, data=text.encode())


def test_a_check_that_fails_costs_only_itself_and_is_named():
    def broken(article, doc, rules, config):
        raise RuntimeError("no luck")
        yield

    auditor = Auditor(QUIET)
    auditor._checks.insert(0, ("broken", broken))
    entry = auditor.audit("a.txt", ".txt", b"They dont know.")
    assert [(f.check, f.reason) for f in entry.failures] == [("broken", "RuntimeError: no luck")]
    assert [f.quote for f in entry.findings] == ["dont"]


def test_a_failed_check_is_raised_when_debugging():
    def broken(article, doc, rules, config):
        raise RuntimeError("no luck")
        yield

    auditor = Auditor(replace(QUIET, debug=True))
    auditor._checks.insert(0, ("broken", broken))
    with pytest.raises(RuntimeError, match="no luck"):
        auditor.audit("a.txt", ".txt", b"It dont hurt.")


def test_findings_below_the_confidence_are_not_reported():
    text = b"It gives immediate relief."
    assert Auditor(QUIET).audit("a.txt", ".txt", text).findings
    strict = replace(QUIET, min_confidence=0.99)
    assert not Auditor(strict).audit("a.txt", ".txt", text).findings


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_code_is_no_prose_but_words_around_it_are(suffix: str):
    text = (
        "<p>They dont type <code>dont</code> or <kbd>wont</kbd>.</p>\n"
        "<p><code>No side effects</code></p>"
        "<p>Set <code>my</code>dont. The drip has <var>no</var> side effects.</p>\n"
    )
    entry = Auditor(QUIET).audit(f"a{suffix}", suffix, text.encode())
    assert {f.quote for f in entry.findings if f.category != "readability.grade"} == {
        "dont",
        "The drip has no side effects",
    }
    assert [f.span.start for f in entry.findings if f.quote == "dont"] == [5]


def test_an_abbreviation_is_used_first_where_it_is_no_code():
    entry = Auditor(QUIET).audit("a.md", ".md", b"Type `QRX` twice.\n\nThen your QRX is ready.\n")
    assert [f.span.start for f in entry.findings if f.quote == "QRX"] == [26]


def test_ignored_rules_find_nothing():
    config = replace(QUIET, ignore=("claim.absolute",))
    entry = Auditor(config).audit(
        "a.txt", ".txt", b"The drip has no side effects. It dont run on Monday."
    )
    assert {f.category for f in entry.findings} == {"garble.apostrophe"}


def test_order_and_bytes_do_not_depend_on_the_number_of_processes():
    jobs = [job(f"{n}.txt", f"Visit {n}. It dont hurt.") for n in range(6)]
    alone, *many = (run_audit(jobs, replace(QUIET, jobs=n), DATE) for n in (1, 2, 4))
    assert [e.path for e in alone.entries] == [f"{n}.txt" for n in range(6)]
    for report in many:
        assert render_json(report) == render_json(alone)


class Deadly(bytes):
    """An article that ends the process which takes it out of its envelope."""

    def __reduce__(self):
        return os._exit, (1,)


@pytest.mark.slow
def test_an_article_that_kills_its_process_is_named_and_costs_no_other():
    jobs = [job(f"{n}.txt", f"Visit {n}. It dont hurt.") for n in range(4)]
    jobs.insert(2, Job("deadly.txt", ".txt", data=Deadly(b"x")))
    report = run_audit(jobs, replace(QUIET, jobs=2), DATE)
    assert [e.path for e in report.entries] == [j.path for j in jobs]
    assert {e.path: e.unreadable for e in report.entries if e.unreadable} == {"deadly.txt": DIED}
    assert report.exit_code == 3
    assert [bool(e.findings) for e in report.entries] == [True, True, False, True, True]


def test_a_rule_pack_that_cant_be_used_ends_a_run_in_several_processes(tmp_path):
    config = replace(QUIET, jobs=2, rules=(tmp_path,))
    (tmp_path / "own.toml").write_text(
        '[[rule]]\nid = "claim.absolute.own"\nmessage = "No."\n'
        'tokens = [[{ LOWER = { INN = ["x"] } }]]\nbad = ["<<x>>"]\ngood = ["y"]\n'
    )
    with pytest.raises(AuditError, match=r"own\.toml"):
        run_audit([job("a.txt", "x"), job("b.txt", "x")], config, DATE)


def test_a_title_that_is_page_residue_gives_way_to_the_next_heading():
    page = b"# Skip to content\n\n# Your knee\n\nRest it for a week and put ice on it."
    entry = Auditor(QUIET).audit("a.md", ".md", page)
    assert entry.article is not None and entry.article.title == "Your knee"


def test_a_pipeline_that_fails_costs_the_article_alone(monkeypatch):
    def fail(nlp, article):
        raise ValueError("too long")

    monkeypatch.setattr(engine, "parse", fail)
    entry = Auditor(QUIET).audit("a.txt", ".txt", b"It may help.")
    assert [f.reason for f in entry.failures] == ["ValueError: too long"]


HOSTILE = {
    "half a megabyte": "It may help some people to rest.\n\n" * 12_000,
    "one long line": "word " * 60_000,
    "one long word": "a" * 300_000,
    "marks": "([{“‘- —" * 20_000,
    "control characters": "\x00\x01\x1b[31m\u202e dont " * 500,
    "hyphens": "a- " * 40_000,
    "emoji": "🙂 dont " * 3_000,
    "empty": "",
    "blank": "\n \n\t\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_audited_without_a_failure(text: str):
    entry = Auditor(replace(QUIET, ignore=("readability",))).audit("a.txt", ".txt", text.encode())
    assert not entry.failures


def test_an_article_that_is_too_long_to_be_parsed_says_so(monkeypatch):
    monkeypatch.setattr("auditor.language.LONGEST_PARSED", 60)
    short, long = (
        Auditor(QUIET).audit("a.txt", ".txt", b"It may help some people to rest. " * times)
        for times in (1, 3)
    )
    assert short.article is not None and short.article.notes == ()
    assert long.article is not None
    (note,) = long.article.notes
    assert "was read without parts of speech" in note


def test_claims_of_the_repaired_text_are_found_on_the_words_as_they_stand():
    auditor = Auditor(QUIET)
    rule = auditor.rules.rule("garble.spun-article.verdict")
    assert rule is not None
    text = rule.bad[0] + "\nThe gel has no aspect results at all.\n"
    entry = auditor.audit("a.txt", ".txt", text.encode())
    assert "garble.spun-article" in {finding.category for finding in entry.findings}
    claims = [f.quote for f in entry.findings if f.category == "claim.absolute"]
    assert claims == ["The gel has no aspect results at all"]


def test_a_plain_text_that_lost_its_links_is_told_so():
    auditor = Auditor(QUIET)
    for text, said in ((b"Ask us. Click here to read.", True), (b"Ask us. Press the bell.", False)):
        article = auditor.audit("a.txt", ".txt", text).article
        assert article is not None
        assert any("links seem lost" in note for note in article.notes) is said


def contradictions(text: str) -> list[tuple[str, float, list[str]]]:
    """Return rule, confidence and words of each contradiction in a spun article with `text`."""
    auditor = Auditor(QUIET)
    rule = auditor.rules.rule("garble.spun-article.verdict")
    assert rule is not None
    entry = auditor.audit("a.txt", ".txt", f"{rule.bad[0]}\n{text}\n".encode())
    assert "garble.spun-article" in {finding.category for finding in entry.findings}
    assert entry.article is not None
    return [
        (f.rule_id.rsplit(".", 1)[1], f.confidence, [entry.article.quote(s) for s in f.spans])
        for f in entry.findings
        if f.category == "claim.contradiction"
    ]


def test_a_contradiction_of_repaired_words_is_found_where_they_stand_and_less_sure():
    spun = "The gel has no aspect results at all.\nAspect results may be a risk."
    plain = "The gel has no side effects at all.\nSide effects may be a risk."
    for text, confidence in ((spun, 0.7), (plain, 0.8)):
        ((rule, sure, words),) = contradictions(text)
        assert (rule, sure) == ("denied-and-graded", confidence)
        assert words[:2] == [line[:-1] for line in text.splitlines()]


def test_a_mechanism_stated_and_denied_is_found_in_plain_and_spun_articles():
    text = "The gel acts on the brain.\nThe gel does not reach the brain."
    (spun,) = contradictions(text)
    assert spun == ("acts-and-not", 0.5, [line[:-1] for line in text.splitlines()])
    (plain,) = Auditor(QUIET).audit("a.txt", ".txt", text.encode()).findings
    assert (plain.rule_id, plain.confidence) == ("claim.contradiction.acts-and-not", 0.6)


def test_an_article_that_is_not_spun_is_read_once():
    text = b"The gel has no side effects at all. Ask us about the risks of the gel."
    entry = Auditor(QUIET).audit("a.txt", ".txt", text)
    assert [f.quote for f in entry.findings if f.category == "claim.absolute"] == [
        "The gel has no side effects at all"
    ]


def test_each_article_is_held_to_the_settings_of_its_path():
    config = replace(
        QUIET,
        overrides=(
            Override(("blog/**",), (("severity", (("claim.absolute", "note"),)),)),
            Override(("notes/**",), (("ignore", ("claim",)),)),
        ),
    )
    auditor = Auditor(config)
    text = b"Our vitamin drip has no side effects and works for everyone. It dont hurt."

    def graded(path: str) -> dict[str, str]:
        return {f.category: f.severity for f in auditor.audit(path, ".txt", text).findings}

    assert graded("a.txt")["claim.absolute"] == "error"
    assert graded("blog/a.txt")["claim.absolute"] == "note"
    assert graded("notes/a.txt") == {"garble.apostrophe": "note"}


def test_a_rule_is_silent_where_it_does_not_hold():
    auditor = Auditor(replace(QUIET, overrides=(Override(("uk/**",), (("jurisdiction", "uk"),)),)))
    offer = b"Get 20 % off the first month of Wegovy. The drip has no side effects."

    def found(path: str) -> list[tuple[str, str]]:
        findings = auditor.audit(path, ".txt", offer).findings
        return [(f.category, f.quote) for f in findings]

    drip = ("claim.absolute", "The drip has no side effects")
    assert found("a.txt") == [drip]
    assert found("uk/a.txt") == [
        ("claim.regulatory", "Get 20 % off the first month of Wegovy"),
        drip,
    ]


def test_a_rule_that_holds_for_no_article_is_named_as_not_run():
    uk = Override(("uk/**",), (("jurisdiction", "uk"),))
    named = []
    for config in (QUIET, replace(QUIET, jurisdiction="uk"), replace(QUIET, overrides=(uk,))):
        report = run_audit([job("a.txt", "The gel is blue.")], config, datetime.date(2026, 2, 1))
        named.append([m.reason for m in report.not_run if m.check.startswith("claim.")])
    assert named == [["holds in uk, au, eu, not in us"], [], []]


def test_a_rule_that_only_one_path_selects_is_loaded_for_it():
    path = Override(("blog/**",), (("select", ("garble.apostrophe",)),))
    auditor = Auditor(replace(QUIET, select=("claim",), overrides=(path,)))
    text = b"Our vitamin drip has no side effects and works for everyone. It dont hurt."
    assert {f.family for f in auditor.audit("a.txt", ".txt", text).findings} == {"claim"}
    assert {f.family for f in auditor.audit("blog/a.txt", ".txt", text).findings} == {"garble"}


def test_a_title_between_the_lines_of_a_pages_header_is_found():
    prose = "Most sore knees get better within a week or two if you rest them and move a little."
    header = "Skip to content\nSelect Page\nKnees: How They Work and Who Can Help\n"
    page = (
        f"{header}by admin, Mar 14, 2023, Knees, 0 comments\n{prose}\n{prose}\nWhat helps?\n{prose}"
    )
    assert Auditor(QUIET).audit("a.txt", ".txt", page.encode()).article.title == (
        "Knees: How They Work and Who Can Help"
    )

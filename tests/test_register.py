"""The register of substantiated claims: what it may hold, what it covers, how entries are added."""

import datetime
import json
import tomllib
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from auditor.checks import patterns
from auditor.config import Config
from auditor.errors import RegisterError
from auditor.findings import Finding, merge
from auditor.language import parse
from auditor.packs import load_rules
from auditor.register import (
    EXPIRED,
    REGISTER_FILE,
    Register,
    find_register,
    fold,
    read_register,
    register_on,
)
from auditor.register_draft import append_drafts, draft
from tests.claims.scan import blank_pipeline
from tests.support import ROOT, article_of

RULES = load_rules()
SCHEMA = json.loads(ROOT.joinpath("reports/register.schema.json").read_text("utf-8"))
ENTRY = """
[[claim]]
wording = "Our balm has no side effects"
source = { title = "A trial of balm", url = "https://example.org/balm" }
reviewer = "A. Reader"
date = 2026-01-31
expires = 2026-12-31
"""
FRAME = """
[[claim]]
topic = "tms"
property = "efficacy"
source = { title = "Our figures of 2025", url = "https://example.org/figures" }
reviewer = "A. Reader"
date = 2026-01-31
expires = 2026-12-31
"""
TODAY = datetime.date(2026, 6, 1)


def register(folder: Path, text: str, as_of: datetime.date = TODAY) -> Register:
    file = folder / REGISTER_FILE
    file.write_text(text, "utf-8")
    return register_on(read_register(file, RULES.evidence), as_of)


def judged(found: Register, text: str, path: str = "articles/balm.txt") -> list[Finding]:
    """Return the claim findings of a text, as the register leaves them."""
    article = replace(article_of(text), path=path)
    doc = parse(blank_pipeline(), article)
    rules = RULES.only(r for r in RULES.of("claim") if not r.id.endswith(".likely"))
    claims = merge(f for f in patterns.check(article, doc, rules, Config()) if f.confidence >= 0.5)
    return list(found.apply(article, claims, rules, Config()))


def test_a_covered_claim_is_put_aside_with_its_source_as_the_reason(tmp_path: Path):
    (found,) = judged(register(tmp_path, ENTRY), "Our balm has no side effects.")
    assert found.suppressed is not None and found.suppressed.kind == "evidence"
    for words in ("A trial of balm", "https://example.org/balm", "A. Reader", "2026-12-31"):
        assert words in found.suppressed.reason


@pytest.mark.parametrize(
    "text",
    [
        "OUR BALM has no side effects!",
        "Our balm has no side-effects.",
        "“Our balm”, has no side effects",
    ],
)
def test_case_space_and_punctuation_make_no_difference(tmp_path: Path, text: str):
    wide = ENTRY.replace("no side", "no   side")
    (found,) = judged(register(tmp_path, wide), text)
    assert found.suppressed


@pytest.mark.parametrize(
    "text",
    [
        "Our cream has no side effects.",
        "Our balm has no side effects in children.",
        "Our balm and our tea have no side effects.",
    ],
)
def test_a_claim_that_says_more_or_else_is_not_covered(tmp_path: Path, text: str):
    (found,) = judged(register(tmp_path, ENTRY), text)
    assert found.suppressed is None


def test_a_wording_covers_each_claim_that_stands_whole_within_it(tmp_path: Path):
    text = ENTRY.replace(
        "Our balm has no side effects", "Our balm has no side effects, and it is completely safe"
    )
    found = judged(
        register(tmp_path, text), "Our balm has no side effects, and it is completely safe."
    )
    assert len(found) == 2 and all(finding.suppressed for finding in found)


def test_an_entry_covers_nothing_outside_its_paths(tmp_path: Path):
    text = ENTRY + 'paths = ["/articles/skin/"]\n'
    held = register(tmp_path, text)
    (inside,) = judged(held, "Our balm has no side effects.", "articles/skin/balm.txt")
    (outside,) = judged(held, "Our balm has no side effects.", "articles/hair/balm.txt")
    assert inside.suppressed and not outside.suppressed


def test_an_entry_holds_on_its_last_day_and_is_a_finding_on_the_next(tmp_path: Path):
    last = datetime.date(2026, 12, 31)
    (on_last_day,) = judged(register(tmp_path, ENTRY, last), "Our balm has no side effects.")
    assert on_last_day.suppressed
    after = register(tmp_path, ENTRY, last + datetime.timedelta(days=1))
    claim, expired = sorted(
        judged(after, "Our balm has no side effects."), key=lambda f: f.rule_id == EXPIRED
    )
    assert claim.suppressed is None and expired.rule_id == EXPIRED
    assert expired.span == claim.span and "2026-12-31" in expired.message


def test_of_an_expired_and_a_live_entry_the_live_one_counts(tmp_path: Path):
    renewed = ENTRY.replace("2026-12-31", "2026-05-31") + ENTRY
    (found,) = judged(register(tmp_path, renewed), "Our balm has no side effects.")
    assert found.suppressed


def test_a_draft_covers_nothing_and_is_a_caution(tmp_path: Path):
    held = register(tmp_path, ENTRY.replace('"A. Reader"', '""'))
    (found,) = judged(held, "Our balm has no side effects.")
    assert found.suppressed is None
    assert "covers nothing yet" in held.cautions()[0].message


def test_an_entry_that_covers_nothing_in_a_whole_run_is_a_caution(tmp_path: Path):
    held = register(tmp_path, ENTRY)
    (caution,) = held.unused(judged(held, "Our tea has no side effects."))
    assert "covers no claim of these articles" in caution.message
    assert held.unused(judged(held, "Our balm has no side effects.")) == ()


def test_a_frame_covers_claims_on_its_topic_and_narrower_properties(tmp_path: Path):
    held = register(tmp_path, FRAME)
    (covered,) = judged(held, "TMS relieves depression.")
    (other_property,) = judged(held, "TMS is better than antidepressants.")
    (other_topic,) = judged(held, "Ketamine relieves depression.")
    assert covered.suppressed
    assert not other_property.suppressed and not other_topic.suppressed


def test_a_frame_covers_no_absolute(tmp_path: Path):
    (found,) = judged(register(tmp_path, FRAME), "TMS works for everyone.")
    assert found.category == "claim.absolute" and not found.suppressed


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("wording", "words"), "unknown key 'words' (did you mean 'wording'?)"),
        (('wording = "Our balm has no side effects"', ""), "either a 'wording' or a 'topic'"),
        (('wording = "Our balm has no side effects"', 'topic = "tms"'), "'topic' and a 'property'"),
        (('wording = "Our balm has no side effects"', 'wording = "?!"'), "has no words"),
        (
            ('wording = "Our balm has no side effects"', 'topic = "tmz"\nproperty = "cure"'),
            "no topic is named 'tmz' (did you mean 'tms'?)",
        ),
        (("date = 2026-01-31", 'date = "31 Jan"'), "'date' must be a date"),
        (("expires = 2026-12-31", "expires = 2025-12-31"), "before its date"),
        (("https://example.org", "ask us"), "is no web address"),
        (('source = { title = "A trial of balm", url = "https://example.org/balm" }', ""),
         "'source' is missing"),
        (("[[claim]]", "[claim]"), "write [[claim]] above each"),
        (("[[claim]]", "[[claims]]"), "unknown key 'claims'"),
        (("reviewer =", "reviewer"), "not valid TOML"),
    ],
)  # fmt: skip
def test_a_register_that_cant_be_used_is_refused_with_file_and_entry(
    tmp_path: Path, change: tuple[str, str], says: str
):
    with pytest.raises(RegisterError) as caught:
        register(tmp_path, ENTRY.replace(*change))
    assert says in str(caught.value) and REGISTER_FILE in str(caught.value)


def test_the_entry_is_named_by_its_number(tmp_path: Path):
    with pytest.raises(RegisterError, match="number 2"):
        register(tmp_path, ENTRY + ENTRY.replace("reviewer", "reader"))


def test_a_register_that_is_named_must_be_there(tmp_path: Path):
    with pytest.raises(RegisterError, match="no such register"):
        read_register(tmp_path / "absent.toml", RULES.evidence)


def test_the_register_is_the_one_that_is_set_or_the_one_in_the_root(tmp_path: Path):
    assert find_register("", tmp_path) is None
    register(tmp_path, ENTRY)
    assert find_register("", tmp_path) == tmp_path / REGISTER_FILE
    assert find_register("other.toml", tmp_path) == Path("other.toml")


def test_an_empty_register_covers_nothing(tmp_path: Path):
    (found,) = judged(register(tmp_path, "# nothing yet\n"), "Our balm has no side effects.")
    assert found.suppressed is None


@pytest.mark.parametrize("text", [ENTRY, FRAME, ENTRY.replace('"A. Reader"', '""')])
def test_the_schema_takes_what_the_reader_takes(tmp_path: Path, text: str):
    register(tmp_path, text)
    jsonschema.validate(tomllib.loads(text), SCHEMA)


@pytest.mark.parametrize(
    "text",
    [ENTRY.replace("wording", "words"), ENTRY + 'topic = "tms"\n', FRAME.replace("topic", "note")],
)
def test_the_schema_refuses_what_the_reader_refuses(tmp_path: Path, text: str):
    with pytest.raises(RegisterError):
        register(tmp_path, text)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(text), SCHEMA)


def test_a_draft_is_appended_and_what_stood_there_is_kept(tmp_path: Path):
    file = tmp_path / REGISTER_FILE
    kept = f"# Ours. Keep!\n{ENTRY.strip()} # until then"
    file.write_text(kept, "utf-8")
    claims = judged(Register(), "Our tea has no side effects. Our balm has no side effects.")
    added, there = append_drafts(file, claims, "a.txt", TODAY, RULES.evidence)
    assert file.read_text("utf-8").startswith(kept)
    assert len(added) == 1 and 'wording = "Our tea has no side effects"' in added[0]
    assert [entry.number for entry in there] == [1]
    first, second = read_register(file, RULES.evidence)
    assert not first.is_draft and second.is_draft
    jsonschema.validate(tomllib.loads(file.read_text("utf-8")), SCHEMA)


def test_a_draft_begins_a_register_where_there_is_none(tmp_path: Path):
    file = tmp_path / REGISTER_FILE
    claims = judged(Register(), "Our tea has no side effects.")
    append_drafts(file, claims, "a.txt", TODAY, RULES.evidence)
    (entry,) = read_register(file, RULES.evidence)
    assert entry.expires == datetime.date(2027, 6, 1)


def test_a_register_that_cant_be_read_is_not_added_to(tmp_path: Path):
    file = tmp_path / REGISTER_FILE
    file.write_text("[[claim]]\n", "utf-8")
    claims = judged(Register(), "Our tea has no side effects.")
    with pytest.raises(RegisterError):
        append_drafts(file, claims, "a.txt", TODAY, RULES.evidence)
    assert file.read_text("utf-8") == "[[claim]]\n"


def test_hostile_words_and_paths_are_written_as_the_text_that_they_are(tmp_path: Path):
    (claim,) = judged(Register(), 'Our "tea"\\ has no side effects.')
    text = draft(claim, "a [1]*.txt", TODAY)
    (table,) = tomllib.loads(text)["claim"]
    assert fold(table["wording"]) == fold(claim.quote)
    text = text.replace('title = "", url = ""', 'title = "T", url = "https://example.org"')
    text = text.replace('reviewer = ""', 'reviewer = "R"')
    held = register(tmp_path, text)
    (there,) = judged(held, 'Our "tea"\\ has no side effects.', "a [1]*.txt")
    (elsewhere,) = judged(held, 'Our "tea"\\ has no side effects.', "a 1b.txt")
    assert there.suppressed and not elsewhere.suppressed

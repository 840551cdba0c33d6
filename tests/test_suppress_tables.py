"""`[[suppress]]` tables: what they may hold, what they match, when they end."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.article import Span
from auditor.errors import ConfigError
from auditor.findings import Finding
from auditor.settings_file import load_config
from auditor.suppress_tables import RuleNames, SuppressTable, in_force, judge_tables, resolve_rules

NAMES = RuleNames(
    ids=frozenset({"claim.absolute.no-side-effects", "garble.apostrophe.lost"}),
    former={"claim.absolute.harmless": "claim.absolute.no-side-effects"},
    on=frozenset({"claim.absolute.no-side-effects"}),
)
TABLE = SuppressTable("claim.absolute", "no side effects", "It is a quotation.", "blog/*.md")
TODAY = datetime.date(2026, 1, 31)
FINDING = Finding(
    rule_id="claim.absolute.no-side-effects",
    category="claim.absolute",
    severity="error",
    confidence=0.9,
    spans=(Span(4, 19),),
    quote="no side effects",
    message="Side effects are denied.",
)


def settings(folder: Path, text: str) -> Path:
    (folder / ".auditor.toml").write_text(text, "utf-8")
    return folder


def test_tables_are_read_from_the_settings(tmp_path: Path):
    text = """
[[suppress]]
path = "blog/*.md"
rule = "claim.absolute"
quote = "no side effects"
reason = "It is a quotation."
until = 2026-06-30

[[suppress]]
rule = "readability.grade"
quote = ""
reason = "It is written for doctors."
until = "2027-01-01"
"""
    assert load_config(settings(tmp_path, text), {}).suppress == (
        replace(TABLE, until=datetime.date(2026, 6, 30)),
        SuppressTable(
            "readability.grade",
            "",
            "It is written for doctors.",
            until=datetime.date(2027, 1, 1),
        ),
    )


GOOD = 'rule = "claim"\nquote = "x"\nreason = "y"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("suppress = ['claim']\n", "'suppress' must be tables; write [[suppress]] above each"),
        ("[[suppress]]\nrule = 'claim'\nquote = 'x'\n", "number 1: 'reason' is missing"),
        ("[[suppress]]\nquote = 'x'\nreason = 'y'\n", "number 1: 'rule' is missing"),
        ("[[suppress]]\nrule = 'a'\nquote = 'x'\nreason = ' '\n", "'reason' is empty"),
        (f"[[suppress]]\n{GOOD}[[suppress]]\n{GOOD}rules = 'x'\n", "number 2: unknown key 'rules'"),
        (f"[[suppress]]\n{GOOD}until = 'soon'\n", "until is 'soon', which is no date"),
        (f"[[suppress]]\n{GOOD}until = 2026\n", "until is '2026', which is no date"),
        (f"[[suppress]]\n{GOOD}path = 3\n", "'path' must be text"),
        (f"[[suppress]]\n{GOOD}path = '!'\n", "path '!' is no pattern as in .gitignore"),
    ],
)
def test_a_table_that_cant_be_used_is_refused_with_its_number(tmp_path: Path, text: str, says: str):
    with pytest.raises(ConfigError) as caught:
        load_config(settings(tmp_path, text), {})
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("path", "change", "matches"),
    [
        ("blog/a.md", {}, True),
        ("blog/a.md", {"quote": "No  side\neffects"}, True),
        ("blog/a.md", {"quote": "no side effects at all"}, False),
        ("blog/a.md", {"rule_id": "claim.safety.harmless"}, False),
        ("news/a.md", {}, False),
    ],
)
def test_a_table_matches_rule_words_and_path(path: str, change: dict, matches: bool):
    assert TABLE.matches(path, replace(FINDING, **change)) is matches


def test_an_unknown_rule_is_refused_with_the_nearest_and_a_former_id_is_todays():
    with pytest.raises(ConfigError, match=r"did you mean 'claim\.absolute'"):
        resolve_rules([replace(TABLE, rule="claim.absolut")], NAMES)
    (table,) = resolve_rules([replace(TABLE, rule="claim.absolute.harmless")], NAMES)
    assert table.rule == "claim.absolute.no-side-effects"
    assert NAMES.resolve("language.grammar.SOME_RULE") == "language.grammar.SOME_RULE"
    assert NAMES.resolve("language.nothing.SOME_RULE") is None


def test_a_table_holds_up_to_and_with_its_last_day():
    until = replace(TABLE, until=TODAY)
    assert in_force([until], TODAY) == (until,)
    assert in_force([until], TODAY + datetime.timedelta(days=1)) == ()


def judged(table: SuppressTable, suppressed: dict, *, is_whole: bool = True) -> list[str]:
    found = judge_tables([table], TODAY, NAMES, suppressed, is_whole=is_whole)
    return [caution.message for caution in found]


def test_a_table_that_matches_nothing_is_reported_and_one_that_expired():
    (unused,) = judged(TABLE, {"blog/a.md": ()})
    assert unused == "[[suppress]] claim.absolute “no side effects” matches no finding; remove it"
    assert judged(TABLE, {"blog/a.md": (FINDING,)}) == []
    (expired,) = judged(replace(TABLE, until=datetime.date(2026, 1, 30)), {})
    assert "expired on 2026-01-30" in expired


def test_a_table_is_not_called_unused_where_its_articles_or_rules_were_left_out():
    assert judged(TABLE, {"news/a.md": ()}, is_whole=False) == []
    assert judged(TABLE, {"blog/a.md": ()}, is_whole=False) != []
    assert judged(replace(TABLE, path=""), {"news/a.md": ()}, is_whole=False) == []
    assert judged(replace(TABLE, rule="garble.apostrophe"), {"blog/a.md": ()}) == []

"""Settings: found upward, merged with the command line, refused with the nearest known key."""

from pathlib import Path

import pytest

from auditor.config import Config
from auditor.errors import ConfigError
from auditor.settings_file import load_config, preset_names


def settings(folder: Path, text: str) -> Path:
    file = folder / ".auditor.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_nearest_file_upward_is_used_and_the_command_line_wins(tmp_path: Path):
    settings(tmp_path, 'fail-on = "warning"\ntarget-grade = 6\n')
    deep = tmp_path / "blog" / "2026"
    deep.mkdir(parents=True)
    config = load_config(deep, {"target_grade": 7.0, "fail_on": None})
    assert (config.fail_on, config.target_grade) == ("warning", 7.0)
    assert config.root == tmp_path.resolve()


def test_pyproject_holds_settings_too(tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text('[tool.auditor]\nignore = ["language"]\n', "utf-8")
    assert load_config(tmp_path, {}).ignore == ("language",)


def test_rule_folders_are_relative_to_the_settings_file(tmp_path: Path):
    settings(tmp_path, 'rules = ["house-rules"]\n')
    assert load_config(tmp_path, {}).rules == (tmp_path / "house-rules",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("fail_on = 'error'\n", "unknown setting 'fail_on' (did you mean 'fail-on'?)"),
        ("fail-on = 'fatal'\n", "fail-on is 'fatal'; allowed are error, warning, note and never"),
        ("min-confidence = 80\n", "it must be from 0 to 1"),
        ("min-confidence = 'high'\n", "'min-confidence' must be a number"),
        ("select = 'claim'\n", "'select' must be a list of texts"),
        ("jurisdiction = 'UK'\n", "jurisdiction is 'UK'; allowed are us, uk, au and eu"),
        ("jobs = -1\n", "jobs is -1"),
        ("own-hosts = ['https://clinic.example/']\n", "allowed are hosts without www., as in"),
        ("own-hosts = ['clinic.example', 'www.clinic.example']\n", "own-hosts is 'www."),
        ("json = '-'\n", "json is '-'; allowed are names of files"),
        ("show-suppressed = 1\n", "'show-suppressed' must be true or false"),
        ("languagetool = 'maybe'\n", "languagetool is 'maybe'; allowed are auto"),
        ("fail-on = \n", "not valid TOML"),
    ],
)
def test_a_setting_that_cant_be_used_is_refused(tmp_path: Path, text: str, says: str):
    settings(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path, {})
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("select", "ignore", "rule", "on"),
    [
        ((), (), "claim.absolute.cure", True),
        (("claim",), (), "claim.absolute.cure", True),
        (("claim",), (), "garble.spun-term.pairs", False),
        ((), ("claim",), "claim.absolute.cure", False),
        (("claim.absolute",), ("claim",), "claim.absolute.cure", True),
        (("claim",), ("claim.absolute",), "claim.absolute.cure", False),
        (("clai",), (), "claim.absolute.cure", False),
    ],
)
def test_the_longest_prefix_decides_whether_a_rule_is_on(select, ignore, rule, on):
    assert Config(select=select, ignore=ignore).is_on(rule) is on


@pytest.mark.parametrize(
    ("severity", "rule", "named"),
    [
        ((("claim", "note"),), "claim.absolute.cure", "note"),
        ((("claim", "note"), ("claim.absolute", "error")), "claim.absolute.cure", "error"),
        ((("claim.absolute", "error"),), "claim.safety.denied", "warning"),
    ],
)
def test_the_longest_prefix_decides_a_rules_severity(severity, rule, named):
    assert Config(severity=severity).severity_of(rule, "warning") == named


def test_a_rule_whose_severity_is_off_is_off():
    config = Config(severity=(("claim", "off"), ("claim.absolute", "note")))
    assert not config.is_on("claim.safety.denied")
    assert config.is_on("claim.absolute.cure")


BLOG = """
ignore = ["language"]
vocabulary = ["Zorvex"]
own-hosts = ["clinic.example"]
target-grade = 9
[severity]
claim.evidence = "warning"
[[path]]
match = "blog/**"
ignore = ["readability.jargon"]
vocabulary = ["Quillon"]
own-hosts = ["blog.example"]
target-grade = 6
severity.claim.superiority = "off"
[[path]]
match = ["*.docx", "!keep.docx"]
target-grade = 12
jurisdiction = "uk"
"""


def test_what_a_path_table_names_holds_for_its_articles_alone(tmp_path: Path):
    settings(tmp_path, BLOG)
    config = load_config(tmp_path, {})
    blog = config.for_path("blog/2026/drip.md")
    assert (blog.target_grade, config.for_path("drip.md").target_grade) == (6, 9)
    assert blog.severity == (("claim.evidence", "warning"), ("claim.superiority", "off"))
    assert config.for_path("keep.docx").jurisdiction == "us"


def test_lists_of_a_path_come_on_top(tmp_path: Path):
    settings(tmp_path, BLOG)
    blog = load_config(tmp_path, {}).for_path("blog/drip.md")
    assert blog.ignore == ("language", "readability.jargon")
    assert blog.vocabulary == ("Zorvex", "Quillon")
    assert blog.own_hosts == ("clinic.example", "blog.example")


def test_of_two_tables_that_match_the_later_wins(tmp_path: Path):
    settings(tmp_path, BLOG)
    both = load_config(tmp_path, {}).for_path("blog/drip.docx")
    assert (both.target_grade, both.jurisdiction) == (12, "uk")
    assert "readability.jargon" in both.ignore


def test_the_command_line_wins_over_a_path_table(tmp_path: Path):
    settings(tmp_path, BLOG)
    config = load_config(tmp_path, {"target_grade": 4.0})
    assert config.for_path("blog/drip.md").target_grade == 4
    assert config.for_path("blog/drip.md").vocabulary == ("Zorvex", "Quillon")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[path]]\nmatch = 'a'\ntarget-grad = 7\n", "[[path]] 1: unknown setting 'target-grad'"),
        ("[[path]]\nmatch = 'a'\ntarget-grad = 7\n", "did you mean 'target-grade'?"),
        ("[[path]]\nmatch = 'a'\nfail-on = 'note'\n", "'fail-on' holds for the whole run"),
        ("[[path]]\nmatch = 'a'\ntarget-grade = 70\n", "target-grade is 70; it must be from 1"),
        ("[[path]]\ntarget-grade = 7\n", "'match' must name articles"),
        ("[[path]]\nmatch = 3\n", "'match' must name articles"),
        ("[[path]]\nmatch = []\n", "'match' must name articles"),
        ("[path]\nmatch = 'a'\n", "each under a line [[path]]"),
        ("[severity]\nclaim = 'fatal'\n", "[severity] claim is 'fatal'; allowed are error,"),
        ("[severity]\nclaim.absolute = 1\n", "[severity] claim.absolute is '1'"),
        ("severity = 'note'\n", "'severity' must be a table"),
        ("preset = 'lax'\n", "preset is 'lax'; allowed are strict, editorial, legal"),
    ],
)
def test_tables_that_cant_be_used_are_refused(tmp_path: Path, text: str, says: str):
    settings(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path, {})
    assert says in str(caught.value)


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_lies_under_the_file_and_the_command_line(tmp_path: Path, name: str):
    assert load_config(tmp_path, {"preset": name}).fail_on == "warning"
    settings(tmp_path, f'preset = "{name}"\nfail-on = "note"\n')
    assert load_config(tmp_path, {}).fail_on == "note"
    assert load_config(tmp_path, {"fail_on": "never"}).fail_on == "never"


def test_the_severities_of_a_preset_and_a_file_are_laid_over_one_another(tmp_path: Path):
    settings(tmp_path, 'preset = "editorial"\n[severity]\n"claim.absolute" = "error"\n')
    config = load_config(tmp_path, {})
    assert config.severity_of("claim.absolute.cure", "error") == "error"
    assert config.severity_of("claim.safety.denied", "warning") == "note"


def test_a_rule_may_be_on_if_any_path_turns_it_on(tmp_path: Path):
    settings(
        tmp_path,
        'select = ["claim"]\nignore = ["claim.safety"]\nseverity.claim.testimonial = "off"\n'
        "[[path]]\nmatch = 'blog'\nselect = ['garble']\n"
        "[[path]]\nmatch = 'stories'\nseverity.claim.testimonial = 'note'\n",
    )
    config = load_config(tmp_path, {})
    assert config.may_be_on("garble.apostrophe.lost")
    assert config.may_be_on("claim.testimonial.story")
    assert not config.may_be_on("claim.safety.denied")
    assert not config.may_be_on("readability.jargon.term")


def test_words_of_a_vocabulary_file_come_on_top(tmp_path: Path):
    (tmp_path / ".auditor.toml").write_text('vocabulary = ["Larkhill"]\n')
    (tmp_path / "vocabulary.txt").write_text("# Our products\nKnee-o-gel\n\nOkonkwo  # Dr\n")
    assert load_config(tmp_path, {}).vocabulary == ("Larkhill", "Knee-o-gel", "Okonkwo")
    (tmp_path / "vocabulary.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"vocabulary\.txt: not UTF-8 text"):
        load_config(tmp_path, {})

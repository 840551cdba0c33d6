"""Rule packs: what loads, what is refused and with which words; and every rule's examples."""

from pathlib import Path

import pytest

from auditor.checks.idle import idle_rules
from auditor.config import Config
from auditor.errors import RuleError
from auditor.examples import example_auditor, run_examples
from auditor.language import BLANK
from auditor.packs import RuleSet, load_rules
from auditor.rule import Rule

GOOD_RULE = """
[[rule]]
id = "claim.absolute.my-own"
message = "Too strong."
tokens = [[{ LOWER = "always" }, { LOWER = { IN = "@heals" } }]]
bad = ["<<It always heals>>."]
good = ["It may heal."]

[[words]]
name = "heals"
entries = ["heals", "mends"]
"""


def load(folder: Path, text: str) -> RuleSet:
    (folder / "house.toml").write_text(text, "utf-8")
    return load_rules([folder])


def test_a_word_list_stands_wherever_a_pattern_names_it(tmp_path: Path):
    rule = load(tmp_path, GOOD_RULE).rule("claim.absolute.my-own")
    assert rule is not None
    assert rule.tokens[0][1] == {"LOWER": {"IN": ["heals", "mends"]}}
    assert (rule.category, rule.severity) == ("claim.absolute", "error")


def test_a_pair_of_a_pack_is_known_in_lower_case(tmp_path: Path):
    rules = load(tmp_path, '[[pair]]\nwrong = "Zebra Drip"\nright = ["IV drip"]\nnot = ["zoo"]')
    (pair,) = [pair for pair in rules.pairs if pair.wrong == "zebra drip"]
    assert (pair.right, pair.weight, pair.clears) == (("IV drip",), 3, {"zoo"})


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        ('wrong = "drip"\nright = ["x"]\nwieght = 4', "pair 'drip': unknown key 'wieght' (did you"),
        ('wrong = "drip"\nright = ["x"]\nweight = 9', "pair 'drip': 'weight' is 9; it must be"),
        ('wrong = "drip"\nright = ["x"]\nnot = "zoo"', "pair 'drip': 'not' must be a list"),
        ('wrong = "drip"\nright = []', "pair 'drip': 'right' words are missing"),
        ('wrong = " "\nright = ["x"]', "[[pair]] without 'wrong' words"),
        ('right = ["x"]', "[[pair]] without 'wrong' words"),
    ],
)
def test_a_pair_that_cannot_be_used_says_why(tmp_path: Path, pair: str, says: str):
    with pytest.raises(RuleError) as caught:
        load(tmp_path, "[[pair]]\n" + pair)
    assert says in str(caught.value)
    assert "house.toml" in str(caught.value)


def test_a_later_pack_replaces_a_rule_of_the_same_id(tmp_path: Path):
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, message in ((first, "One."), (second, "Two.")):
        folder.mkdir()
        (folder / "a.toml").write_text(GOOD_RULE.replace("Too strong.", message), "utf-8")
    rule = load_rules([first, second]).rule("claim.absolute.my-own")
    assert rule is not None and rule.message == "Two."


def test_a_rule_holds_everywhere_unless_it_says_where(tmp_path: Path):
    for named, places in (
        ("", "us uk"),
        ('jurisdiction = ["any"]', "us uk"),
        ('jurisdiction = ["uk"]', "uk"),
    ):
        rules = load(tmp_path, GOOD_RULE.replace("[[words]]", f"{named}\n[[words]]"))
        held = [p for p in ("us", "uk") if rules.holding_in(p).rule("claim.absolute.my-own")]
        assert held == places.split()
        assert rules.holding_in("uk") is rules.holding_in("uk")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('message = "Too strong."', 'mesage = "x"'), "unknown key 'mesage' (did you mean"),
        (("claim.absolute.my-own", "claim.absolut.my-own"), "did you mean 'claim.absolute'?"),
        (("claim.absolute.my-own", "claim.absolute"), "must begin with a category and a dot"),
        (('message = "Too strong."', ""), "'message' is missing"),
        (('bad = ["<<It always heals>>."]', ""), "at least one 'bad' and one 'good'"),
        (("<<It always heals>>", "<<It always heals"), "<< without >>"),
        (('"@heals"', '"@heels"'), "no word list is named 'heels' (did you mean 'heals'?)"),
        (('message = "Too strong."', 'message = "x"\nseverity = "bad"'), "'severity' is 'bad'"),
        (('message = "Too strong."', 'message = "x"\nlimit = 3'), "exactly one of 'swap'"),
        (('message = "Too strong."', 'message = "x"\nunless = ["shouted"]'), "'unless' names"),
        (
            (
                'message = "Too strong."',
                'message = "x"\nsources = [{title = "A", url = "http://a.example"}]',
            ),
            "is not an https address",
        ),
        (
            ('message = "Too strong."', 'message = "x"\njurisdiction = ["uk", "fr"]'),
            "'jurisdiction' names 'fr'; allowed are us, uk, au, eu, any",
        ),
        (
            ('message = "Too strong."', 'message = "x"\njurisdiction = ["uk", "any"]'),
            "'jurisdiction' names 'any' beside others",
        ),
        (("[[rule]]", "[[rul]]"), "unknown table 'rul'"),
        (("[[rule]]", "[[rule]"), "not valid TOML"),
    ],
)
def test_a_rule_that_cant_be_used_is_refused_with_file_and_cause(
    tmp_path: Path, change: tuple[str, str], says: str
):
    with pytest.raises(RuleError) as caught:
        load(tmp_path, GOOD_RULE.replace(*change))
    assert says in str(caught.value)
    assert "house.toml" in str(caught.value)


def test_two_word_lists_of_one_name_in_a_pack_are_refused(tmp_path: Path):
    words = '[[words]]\nname = "openers"\nentries = ["so"]\n'
    with pytest.raises(RuleError, match="'openers': the name is given twice in one pack"):
        load(tmp_path, words + words)


def test_a_folder_without_rules_is_refused(tmp_path: Path):
    with pytest.raises(RuleError, match=r"holds no \.toml file"):
        load_rules([tmp_path])
    with pytest.raises(RuleError, match="no such rule folder"):
        load_rules([tmp_path / "absent"])


BUILT_IN = load_rules().rules


@pytest.fixture(scope="module", params=["embedded", BLANK])
def auditor(request: pytest.FixtureRequest):
    model = "" if request.param == "embedded" else request.param
    return example_auditor(Config(languagetool="off", model=model))


def test_every_rule_has_its_examples_run_except_where_only_tags_or_a_parse_could_tell(auditor):
    idle = set(idle_rules(auditor.rules, auditor.nlp.pipe_names))
    parsed = {f"readability.sentence.{name}" for name in ("nested", "passive", "noun-stack")}
    tagged = (
        "agreement", "bare-not", "be-been", "double-degree", "lost-article", "modal-to",
        "negated-form", "order", "verb-chain",
    )  # fmt: skip
    assert idle <= parsed | {f"garble.broken-grammar.{name}" for name in tagged}
    assert not idle or "parser" not in auditor.nlp.pipe_names


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.id)
def test_examples(auditor, rule: Rule):
    problems = [f"{r.text!r}: {r.problem}" for r in run_examples(auditor, [rule]) if r.problem]
    assert not problems, "\n".join(problems)


def test_pairs_are_read_when_they_are_asked_for_and_later_ones_win(tmp_path: Path):
    pair = '[[pair]]\nwrong = "0 Mins"\nright = ["an hour"]\nweight = 5\n'
    (tmp_path / "own.toml").write_text(pair)
    plain, own = load_rules(), load_rules((tmp_path,))
    assert "found" not in vars(plain.pair_files)
    assert len(plain.pairs) == len(own.pairs) > 10_000
    before = set(plain.pairs)
    changed = {p.wrong: p.right for p in own.pairs if p not in before}
    assert changed == {"0 mins": ("an hour",)}
    assert own.only(()).pairs is own.pairs

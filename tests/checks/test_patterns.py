"""Rules as patterns: swaps, token patterns, fallbacks, and patterns that spaCy refuses."""

from __future__ import annotations

import pytest

from auditor.checks import patterns
from auditor.checks.compiled import _compile
from auditor.checks.idle import idle_rules
from auditor.config import Config
from auditor.errors import RuleError
from auditor.findings import Finding
from auditor.language import parse
from auditor.packs import RuleSet, load_rules
from tests.support import article_of

RULE = """
[[rule]]
id = "{id}"
message = "A fault."
{how}
bad = ["<<x>>"]
good = ["y"]
"""


@pytest.fixture
def load(tmp_path):
    def load_one(how: str, rule_id: str = "garble.spun-term.own") -> RuleSet:
        (tmp_path / "own.toml").write_text(RULE.format(id=rule_id, how=how), "utf-8")
        rules = load_rules([tmp_path])
        return rules.only(rule for rule in rules.rules if rule.id == rule_id)

    return load_one


def find(text: str, rules: RuleSet, nlp) -> list[Finding]:
    article = article_of(text)
    return list(patterns.check(article, parse(nlp, article), rules, Config()))


def test_a_swap_finds_the_wrong_words_and_offers_the_right_ones_in_their_case(load, blank):
    rules = load('swap = { "inward health" = "mental health", "cant" = "can\'t" }')
    found = find("Inward health. INWARD HEALTH? We cant.", rules, blank)
    assert [(f.quote, f.suggestions) for f in found] == [
        ("Inward health", ("Mental health",)),
        ("INWARD HEALTH", ("MENTAL HEALTH",)),
        ("cant", ("can't",)),
    ]


def test_a_swap_does_not_match_inside_a_hyphenated_word(load, blank):
    assert find("A well-aimed aim-well.", load('swap = { "aim" = "goal" }'), blank) == []


def test_token_patterns_never_cross_a_line_or_a_sentence(load, blank):
    rules = load('tokens = [[{ LOWER = "deep" }, { OP = "?" }, { LOWER = "sleep" }]]')
    assert [f.quote for f in find("Deep sleep\ndeep\nsleep. So deep. Sleep.", rules, blank)] == [
        "Deep sleep"
    ]


def test_unless_clears_a_match_of_any_family(load, blank):
    rules = load('tokens = [[{ LOWER = "deep" }]]\nunless = ["asked"]')
    assert [f.span.start for f in find("Is it deep? It is deep.", rules, blank)] == [18]


def test_the_fallback_stands_in_for_tags(load, blank, nlp):
    rules = load('tokens = [[{ LEMMA = "sink" }]]\nfallback = [[{ LOWER = "sinks" }]]')
    assert [f.quote for f in find("It sinks.", rules, blank)] == ["sinks"]
    if "lemmatizer" in nlp.pipe_names or "trainable_lemmatizer" in nlp.pipe_names:
        assert [f.quote for f in find("It sank.", rules, nlp)] == ["sank"]


def test_a_rule_that_needs_tags_and_has_no_fallback_is_named_as_idle_rules(load, blank):
    needs = load('tokens = [[{ LEMMA = "sink" }]]')
    assert idle_rules(needs, blank.pipe_names) == ("garble.spun-term.own",)
    assert find("It sinks.", needs, blank) == []
    assert idle_rules(load('tokens = [[{ LOWER = "sink" }]]'), blank.pipe_names) == ()


def test_a_dependency_rule_is_named_as_not_run_without_a_parser(load, blank):
    rules = load('dependencies = [[{ RIGHT_ID = "a", RIGHT_ATTRS = { LOWER = "sink" } }]]')
    assert idle_rules(rules, blank.pipe_names) == ("garble.spun-term.own",)


@pytest.mark.parametrize(
    ("how", "key"),
    [
        ('tokens = [[{ LOWWER = "x" }]]', "tokens"),
        ("tokens = [[{ LOWER = 3 }]]", "tokens"),
        ('tokens = [[{ LOWER = "x", OP = "!!" }]]', "tokens"),
        ('dependencies = [[{ LOWER = "x" }]]', "dependencies"),
    ],
)
def test_a_pattern_that_spacy_refuses_names_file_rule_and_key(load, blank, how, key):
    with pytest.raises(RuleError, match=rf"own\.toml.*garble\.spun-term\.own.*'{key}'"):
        find("x", load(how), blank)


def test_code_is_never_read(load, blank):
    rules = load('tokens = [[{ LOWER = "deep" }]]')
    article = article_of("deep")
    from dataclasses import replace

    code = replace(article, blocks=(replace(article.blocks[0], kind="code"),))
    assert list(patterns.check(code, parse(blank, code), rules, Config())) == []


@pytest.mark.parametrize(
    "text",
    ["", "\n", "no " * 3000, '"' * 3000, "no risk \x00\u202e safe. " * 50, "myth, that and " * 900],
)
def test_hostile_text_is_survived(text, blank, rules):
    find(text, rules, blank)


def test_each_pattern_of_our_own_is_one_that_spacy_takes(rules, blank):
    """They are made when a sentence holds their words: here all of them are."""
    compiled = _compile(rules, blank.vocab)
    every = {*compiled.everywhere, *(p for some in compiled.anchored.values() for p in some)}
    assert len(every) > 500
    assert all(len(pattern.matcher) == 1 for pattern in every)
    assert all(rule.built_in for rule in rules.rules)


def test_a_pattern_of_the_users_that_is_none_is_told_before_its_words_are_seen(load, blank):
    rules = load('tokens = [[{ LOWER = "sink" }, { LOWR = "x" }]]')
    with pytest.raises(RuleError, match="is no pattern that spaCy takes"):
        find("A word.", rules, blank)

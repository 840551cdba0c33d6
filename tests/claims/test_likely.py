"""Claims in words that no pattern holds: what the encoder proposes, context decides."""

from __future__ import annotations

import pytest

from auditor.checks.patterns import check
from auditor.config import Config
from auditor.engine import Auditor
from auditor.findings import Finding
from auditor.language import load_pipeline, parse
from auditor.packs import RuleSet, load_rules
from tests.support import article_of

RULES = load_rules()
NLP = load_pipeline()

INFORMING = """How Long Does Nerve Ablation Last?
Nerve ablation is an outpatient procedure that heats the small nerves around a worn facet joint.
A thin needle is placed beside the nerve under X-ray guidance. The tip is warmed for a minute.
Unlike steroid shots, the procedure addresses the source of the pain rather than covering it up.
Relief typically begins within two weeks and lasts for a year or longer.
By quieting the nerve, ablation lets people return to the activities that they love.
It has been used safely for decades, and complications are seldom a concern in experienced hands.
Studies continue to confirm its value for back pain.
Plan to rest on the day of the procedure. Somebody should drive you home.
"""
CAREFUL = """How Long Does Nerve Ablation Last?
Nerve ablation is an outpatient procedure that heats the small nerves around a worn facet joint.
A thin needle is placed beside the nerve under X-ray guidance. The tip is warmed for a minute.
It may help some people whose pain comes from these joints; in trials it added little to exercise.
The area can be sore for some days. Numb skin and infection are possible.
Plan to rest on the day of the procedure. Somebody should drive you home.
"""


# What a spinner makes of it.
SPUN = """How Long Does Nerve Ablation Last?
Nerve ablation is an outpatient system that heats the small courage around a worn side joint.
A thin pointer is placed beside the nerve under X-ray course. The tip is heated up for a minute.
In contrast to steroid photographs, it addresses the supply of the ache rather than masking it.
Alleviation usually starts offevolved within two weeks and lasts for a 12 months or longer.
By quieting the nerve, ablation lets human beings return to the sports that they love.
It has been used safely for many years, and headaches are seldom a concern in skilled fingers.
Research maintain to confirm its price for lower back ache.
Plan to relaxation on the day of the system. Any person should power you domestic.
"""


def find(text: str, rules: RuleSet = RULES) -> list[Finding]:
    article = article_of(text)
    found = check(article, parse(NLP, article), rules, Config())
    return [finding for finding in found if finding.rule_id.endswith(".likely")]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Sleep returns on the first night.", "claim.efficacy"),
        ("Other clinics send their own families to us.", "claim.superiority"),
        ("Nobody leaves our chair unhappy.", "claim.absolute"),
        ("A waist like your daughter’s by Easter.", "claim.efficacy"),
        ("A brighter smile in one visit.", "claim.efficacy"),
        ("No more hay fever, ever.", "claim.absolute"),
    ],
)
def test_a_claim_in_fresh_words_is_found(text, category):
    assert category in {finding.category for finding in find(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The clinic opens at nine, and the lift is beside the stairs.",
        "Migraine is a common disorder that affects about one adult in seven.",
        "Does sleep return on the first night?",
        "Ask your doctor before you stop a medicine.",
        "It is far from painless.",
        "With proper dosing.",
        "# Our drip",
        "The results are anything but permanent.",
        "The pill is not free of side effects.",
        "“No pain, no gain” is not our motto.",
        "Untreated gum disease never heals.",
        "Doctors once believed that bed rest cures back pain.",
        "",
    ],
)
def test_what_claims_nothing_is_left_alone(text):
    assert find(text) == []
    # In an article that claims, less is asked of a clause to be heard.
    assert [f.quote for f in find(f"{INFORMING}{text}\n")] == [f.quote for f in find(INFORMING)]


def test_what_an_informing_article_claims_in_passing_is_found():
    assert any("return to the activities" in finding.quote for finding in find(INFORMING))
    assert find(CAREFUL) == []


def test_what_a_spun_article_claims_in_passing_is_found_in_its_repaired_text():
    entry = Auditor(Config(languagetool="off")).audit("a.txt", ".txt", SPUN.encode())
    assert "garble.spun-article" in {finding.category for finding in entry.findings}
    found = [f.quote for f in entry.findings if f.rule_id.endswith(".likely")]
    assert any("ablation" in quote and "sports" in quote for quote in found)


def test_beside_a_claim_that_a_pattern_finds_only_the_surest_is_told():
    text = "Steroid shots rely on a brief truce, whereas ablation cures back pain.\n"
    assert not any("truce" in finding.quote for finding in find(INFORMING + text))
    alone = RULES.only(rule for rule in RULES.rules if rule.id.endswith(".likely"))
    assert any("truce" in finding.quote for finding in find(INFORMING + text, alone))


def test_a_source_clears_what_only_the_encoder_takes_for_an_absolute():
    source = "This comes from a trial in the Lancet in 2020."
    assert not find(f"The scan is safe. {source}")
    told = "It holds through everything you do"
    assert told in [f.quote for f in find(f"{INFORMING}{told}.\n")]
    assert told not in [f.quote for f in find(f"{INFORMING}{told}. {source}\n")]
    assert [f.category for f in find(f"Nobody leaves our chair unhappy. {source}")]


def test_who_speaks_is_not_told_beside_what_is_said():
    said = "I walked out without the stick I had come in with"
    found = find(f"{INFORMING}“{said},” says Denise, a postwoman from the Old Town.\n")
    assert said in [finding.quote for finding in found]
    assert not any("Denise" in finding.quote for finding in found)


def test_a_clause_that_a_pattern_has_found_is_not_found_twice():
    text = "The gel is not addictive at all."
    every = list(check(article_of(text), parse(NLP, article_of(text)), RULES, Config()))
    assert [finding.category for finding in every].count("claim.absolute") == 1
    assert find(text) == []


def test_rules_that_are_switched_off_yield_nothing():
    kept = RULES.only(rule for rule in RULES.rules if not rule.id.endswith(".likely"))
    assert find("Sleep returns on the first night.", kept) == []


def test_no_fact_makes_an_error_of_what_is_only_likely():
    (found,) = find("Ketamine is how PTSD finally loosens its grip.")
    assert found.facts and found.severity == "warning"

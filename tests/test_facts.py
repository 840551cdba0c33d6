"""The fact base: what a file of facts may say, and that the built-in facts hold what they say."""

import datetime
from functools import cache
from pathlib import Path

import pytest

from auditor.config import Config
from auditor.engine import Auditor
from auditor.errors import RuleError
from auditor.facts import REVIEW_MONTHS, FactBase
from auditor.findings import Finding
from auditor.packs import load_rules

FACTS = """
[topic.leeches]
names = ["leech", "leeches"]

[topic.dried-leeches]
names = ["dried leech"]
within = "leeches"

[property.itching]
kind = "risk"
within = "side-effects"
words = ["itch", "itches"]

[[fact]]
id = "leeches.itching"
topic = "leeches"
property = "itching"
jurisdiction = "any"
statement = "The bite of a leech itches for a day or two in most people."
can_say = ["The bite may itch for a day or two."]
cannot_say = ["The bite never itches"]
against = [{ property = "itching", polarity = "deny", strength = ["absolute", "strong"] }]
source_url = "https://example.org/leeches"
source_title = "A handbook of leeches"
source_kind = "review"
source_status = "known"
grade = "B"
checked = 2026-02-10
"""


def load(folder: Path, text: str) -> FactBase:
    folder.joinpath("house.toml").write_text(text, "utf-8")
    return load_rules([folder]).evidence


def test_a_pack_adds_facts_topics_and_properties(tmp_path: Path):
    base = load(tmp_path, FACTS)
    fact = base.fact("leeches.itching")
    assert fact is not None and not fact.seen and fact.source.title == "A handbook of leeches"
    assert base.topics_over("dried-leeches") == ("dried-leeches", "leeches")
    assert base.properties_over("itching") == ("itching", "side-effects", "risk-general")


def test_a_later_pack_replaces_a_fact_of_the_same_id(tmp_path: Path):
    built_in = load_rules().evidence.fact("ketamine.pregnancy")
    assert built_in is not None
    text = FACTS.replace("leeches", "ketamine").replace("ketamine.itching", "ketamine.pregnancy")
    changed = load(tmp_path, text).fact("ketamine.pregnancy")
    assert changed is not None and changed.statement != built_in.statement


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('topic = "leeches"', 'topic = "leaches"'), "must begin with the topic"),
        (('property = "itching"', 'property = "itchin"'), "did you mean 'itching'"),
        (('jurisdiction = "any"', 'jurisdiction = "fr"'), "allowed are us, uk, au, eu, any"),
        (('polarity = "deny"', 'polarity = "affirm"'), "'itching' is a risk"),
        (('strength = ["absolute", "strong"]', 'strength = ["total"]'), "'strength' names 'total'"),
        (("https://example.org", "ftp://example.org"), "is not an https address"),
        (("checked = 2026-02-10", 'checked = "2026-02-10"'), "'checked' must be a date"),
        (('grade = "B"', 'grade = "D"'), "'grade' is 'D'"),
        (('can_say = ["The bite may itch for a day or two."]', ""), "'can_say' is missing"),
        (('within = "leeches"', 'within = "fish"'), "no topic is named 'fish'"),
        (('kind = "risk"', 'kind = "bad"'), "'kind' is 'bad'"),
        (("[topic.leeches]", "[[topic]]"), "must be written as [topic.NAME]"),
        (("cannot_say", "cannot_says"), "(did you mean 'cannot_say'?)"),
    ],
)
def test_a_fact_that_cant_be_used_is_refused_with_file_and_cause(
    tmp_path: Path, change: tuple[str, str], says: str
):
    with pytest.raises(RuleError) as caught:
        load(tmp_path, FACTS.replace(*change))
    assert says in str(caught.value)
    assert "house.toml" in str(caught.value)


def test_an_id_given_twice_in_one_pack_is_refused(tmp_path: Path):
    twice = FACTS + FACTS[FACTS.index("[[fact]]") :]
    with pytest.raises(RuleError, match="given twice in one pack"):
        load(tmp_path, twice)


def test_a_fact_is_due_after_six_months(tmp_path: Path):
    fact = load(tmp_path, FACTS).fact("leeches.itching")
    assert fact is not None and REVIEW_MONTHS == 6
    assert not fact.is_due(datetime.date(2026, 8, 9))
    assert fact.is_due(datetime.date(2026, 8, 10))


EVIDENCE = load_rules().evidence


@pytest.fixture(scope="module")
def claims_in():
    """Return what finds the claims of a one-sentence article under a heading with the topic.

    A fact is tested under the law that it is about.
    """
    names = {fact.jurisdiction for fact in EVIDENCE.facts} - {"any"}
    auditors = {
        name: Auditor(Config(languagetool="off", jurisdiction=name, debug=True)) for name in names
    }

    @cache
    def find(fact_id: str, text: str) -> list[Finding]:
        fact = EVIDENCE.fact(fact_id)
        assert fact is not None
        topic = EVIDENCE.topics.get(fact.topic)
        heading = topic.names[0].capitalize() if topic else "Treatments"
        auditor = auditors["us" if fact.jurisdiction == "any" else fact.jurisdiction]
        entry = auditor.audit("x.md", ".md", f"# {heading}\n\n{text.rstrip('.')}.\n".encode())
        return [finding for finding in entry.findings if finding.family == "claim"]

    return find


def test_the_documentation_counts_the_facts_that_were_checked():
    facts = EVIDENCE.facts
    seen = sum(fact.seen for fact in facts)
    text = Path(__file__).parents[1].joinpath("docs/facts.md").read_text("utf-8")
    assert f"Of the {len(facts)} built-in facts, {seen} were checked" in text
    assert f"; {len(facts) - seen} were written from memory" in text


def test_a_fact_that_was_checked_says_where_or_names_its_very_source():
    """A checked fact leads to a page that can be opened again, not to a publisher's front page."""
    bare = [
        fact.id
        for fact in EVIDENCE.facts
        if fact.seen and not fact.read_at and not fact.source.url.split("//")[1].partition("/")[2]
    ]
    assert not bare


CANNOT = [(fact.id, words) for fact in EVIDENCE.facts for words in fact.cannot_say]
CAN = [(fact.id, words) for fact in EVIDENCE.facts for words in fact.can_say]


def test_nearly_all_that_facts_speak_against_is_found(claims_in):
    missed = [f"{fact}: {words}" for fact, words in CANNOT if not claims_in(fact, words)]
    assert len(missed) <= 0.05 * len(CANNOT), "\n".join(missed)


def test_hardly_anything_that_facts_offer_is_flagged(claims_in):
    flagged = [f"{fact}: {words}" for fact, words in CAN if claims_in(fact, words)]
    assert len(flagged) <= 0.03 * len(CAN), "\n".join(flagged)


def test_nearly_all_claims_that_are_found_meet_a_fact_that_speaks_against_them(claims_in):
    found = [(words, claims_in(fact, words)) for fact, words in CANNOT if claims_in(fact, words)]
    unmet = [words for words, claims in found if not any(claim.facts for claim in claims)]
    assert len(unmet) <= 0.05 * len(found), "\n".join(unmet)

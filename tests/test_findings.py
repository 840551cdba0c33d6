"""Findings: merged at one place, ordered, and recognised again after edits elsewhere."""

from dataclasses import replace

from auditor.article import Span
from auditor.findings import Finding, Reason, add_fingerprints, make_finding, merge
from auditor.rule import Rule
from tests.support import article_of

ARTICLE = article_of("It dont hurt. It dont last. The webbing helps.")
RULE = Rule(
    id="garble.apostrophe.lost",
    category="garble.apostrophe",
    severity="note",
    confidence=0.9,
    message="The apostrophe is lost.",
)


def found(words: str, category: str = "garble.apostrophe", rule: str = "a", sure: float = 0.9):
    start = ARTICLE.text.index(words)
    finding = make_finding(RULE, ARTICLE, Span(start, start + len(words)), confidence=sure)
    return replace(finding, rule_id=f"{category}.{rule}", category=category)


def test_finding_takes_what_is_not_given_from_its_rule():
    finding = make_finding(RULE, ARTICLE, Span(3, 7), suggestions=["don't"])
    assert (finding.quote, finding.message, finding.severity, finding.suggestions) == (
        "dont",
        "The apostrophe is lost.",
        "note",
        ("don't",),
    )


def test_one_category_at_one_place_is_one_finding_led_by_the_surest():
    weak, strong = found("dont", rule="weak", sure=0.6), found("dont", rule="strong", sure=0.9)
    (finding,) = merge([weak, strong])
    assert finding.rule_id == "garble.apostrophe.strong"
    assert finding.also == (Reason("garble.apostrophe.weak", weak.message),)


def test_different_categories_stay_apart():
    both = [found("The webbing helps.", "claim.efficacy"), found("webbing", "garble.spun-term")]
    assert [f.category for f in merge(both)] == ["claim.efficacy", "garble.spun-term"]


def test_a_languagetool_finding_folds_into_garble_at_its_place():
    ours, theirs = found("dont"), found("dont", "language.spelling")
    (finding,) = merge([theirs, ours])
    assert finding.category == "garble.apostrophe"
    assert [reason.rule_id for reason in finding.also] == ["language.spelling.a"]


def test_ours_leads_where_languagetool_finds_the_same_kind_of_garble_nearby():
    ours = found("webbing helps", "garble.joined-words")
    theirs = found("helps.", "garble.joined-words", "b", sure=0.99)
    (finding,) = merge([ours], [theirs])
    assert finding.quote == "webbing helps"
    assert [reason.rule_id for reason in finding.also] == [theirs.rule_id]
    assert len(merge([found("The webbing", "garble.joined-words"), theirs])) == 2


def test_the_better_suggestion_of_one_place_is_kept():
    ours = replace(found("dont"), suggestions=())
    theirs = replace(found("dont", "language.spelling"), suggestions=("don't",))
    (finding,) = merge([ours], [theirs])
    assert finding.suggestions == ("don't",)
    (finding,) = merge([replace(ours, suggestions=("do not",))], [theirs])
    assert finding.suggestions == ("do not",)


def test_what_lies_in_page_residue_is_not_reported_beside_it():
    residue = found("The webbing helps.", "garble.page-residue")
    assert merge([found("webbing", "garble.spun-term"), residue]) == (residue,)


def test_jargon_that_is_spun_is_not_explained_but_replaced():
    spun = found("dont", "garble.spun-term")
    jargon = found("dont", "readability.jargon", rule="b")
    assert merge([spun, jargon]) == (spun,)
    assert merge([jargon]) == (jargon,)


def test_a_suggestion_survives_merging():
    silent = found("dont", rule="silent", sure=0.95)
    telling = replace(found("dont", rule="telling", sure=0.7), suggestions=("don't",))
    (finding,) = merge([silent, telling])
    assert finding.suggestions == ("don't",)


def prints(text: str) -> list[str]:
    article = article_of(text)
    findings: list[Finding] = []
    at = text.find("dont")
    while at >= 0:
        findings.append(make_finding(RULE, article, Span(at, at + 4)))
        at = text.find("dont", at + 1)
    return [f.fingerprint for f in add_fingerprints(article, findings)]


def test_fingerprint_survives_edits_elsewhere_and_white_space():
    near = "we know that these things dont hurt most people who come"
    (one,) = prints(near)
    (two,) = prints("A new first sentence of some length.\n" + near.replace("these", " these"))
    assert one == two


def test_equal_findings_have_different_fingerprints():
    one, two = prints("a b c d e dont f g h i j\na b c d e dont f g h i j")[:2]
    assert one != two


def test_merging_many_findings_is_not_quadratic_in_result():
    many = [make_finding(RULE, ARTICLE, Span(3, 7)) for _ in range(2000)]
    assert len(merge(many)) == 1

import pytest

from auditor.article import Article, Span
from auditor.config import Config
from auditor.findings import CATEGORY_SEVERITY, Finding
from auditor.languagetool.matches import Match, Variant, judge, language_rules, rule_of
from auditor.packs import RuleSet
from tests.support import article_of

AMERICAN = Variant("en-US", is_sure=True)


def judge_words(
    rules: RuleSet,
    text: str,
    words: str,
    *suggestions: str,
    rule: str = "MORFOLOGIK_RULE_EN_US",
    group: str = "TYPOS",
    issue: str = "misspelling",
    message: str = "Possible spelling mistake found.",
    variant: Variant = AMERICAN,
) -> Finding | None:
    article: Article = article_of(text)
    start = article.text.index(words)
    block = article.block_at(start)
    assert block is not None
    span = Span(start, start + len(words))
    match = Match(rule, group, issue, message, "", suggestions, block, span)
    return judge(match, article, language_rules(rules), variant, frozenset())


@pytest.mark.parametrize(
    ("words", "suggestions"),
    [
        ("esketamine", ("sketching",)),
        ("semaglutide", ()),
        ("SNRIs", ("SSRIs",)),
        ("NMDA", ("NDA",)),
        ("Okonkwo", ("Oakwood",)),
        ("Larkhill", ("Lark hill",)),
    ],
)
def test_terms_and_names_are_not_misspelled(
    rules: RuleSet, words: str, suggestions: tuple[str, ...]
) -> None:
    assert judge_words(rules, f"Please ask for {words} today.", words, *suggestions) is None


@pytest.mark.parametrize(
    ("words", "suggestion", "category"),
    [
        ("therapistscan", "therapists can", "garble.joined-words"),
        ("neuroplasticitythe", "neuroplasticity the", "garble.joined-words"),
        ("treatmnet", "treatment", "language.spelling"),
        ("Treatmnet", "Treatment", "language.spelling"),
    ],
)
def test_misspelled_words_are_found(
    rules: RuleSet, words: str, suggestion: str, category: str
) -> None:
    finding = judge_words(rules, f"Please ask for {words} today.", words, suggestion)
    assert finding is not None
    assert finding.category == category
    assert finding.suggestions == (suggestion,)
    assert finding.severity == CATEGORY_SEVERITY[category]


@pytest.mark.parametrize(
    ("before", "words", "suggestion"),
    [
        ("The burn turned into a case of", "sclerotherapy", "chemotherapy"),
        ("The doctor may prescribe", "bevacizumab", "brevity"),
        ("Wear it again to prevent", "reinjury", "rein jury"),
        ("They tried careful", "deprescribing", "prescribing"),
        ("The fox is a", "peridomestic", "peri domestic"),
        ("It is caused by Fasciola", "gigantica", "gigantic a"),
        ("They were bitten by Necator", "americanus", "Americans"),
        ("It ended with a loud", "hic", "HIC"),
        ("Old texts speak of", "qi", "QI"),
        ("Anything that ends in -", "caine", "Caine"),
    ],
)
def test_words_made_as_the_field_makes_them_are_good(
    rules: RuleSet, before: str, words: str, suggestion: str
) -> None:
    text = f"{before}{'' if before[-1] == '-' else ' '}{words}, as it were."
    assert judge_words(rules, text, words, suggestion) is None


@pytest.mark.parametrize(
    ("words", "suggestion"),
    [("psychotheraphy", "psychotherapy"), ("inflamation", "inflammation"), ("ptsd", "PTSD")],
)
def test_slips_in_the_fields_own_words_are_found(
    rules: RuleSet, words: str, suggestion: str
) -> None:
    finding = judge_words(rules, f"We treat {words} here.", words, suggestion)
    assert finding is not None
    assert finding.category == "language.spelling"


@pytest.mark.parametrize(
    ("text", "words", "suggestion", "is_noise"),
    [
        ("It is habit forming, they say.", "habit forming", "habit-forming", False),
        ("It is a habit forming drug.", "habit forming", "habit-forming", False),
        ("It needs a spring clean, soon.", "spring clean", "spring-clean", True),
        ("It rests on the shin bone from birth.", "shin bone", "shinbone", True),
    ],
)
def test_a_compound_wants_its_hyphen_before_a_noun_or_as_a_participle(
    rules: RuleSet, text: str, words: str, suggestion: str, is_noise: bool
) -> None:
    case = {"rule": "EN_COMPOUNDS_ANY", "group": "COMPOUNDING"}
    assert (judge_words(rules, text, words, suggestion, **case) is None) == is_noise


@pytest.mark.parametrize(
    ("text", "is_noise"),
    [("We use an Nd:YAG laser.", True), ("We use an HbA1c test.", True), ("It is an knee.", False)],
)
def test_an_article_before_letters_that_are_spelled_out_is_left_alone(
    rules: RuleSet, text: str, is_noise: bool
) -> None:
    found = judge_words(rules, text, "an", "a", rule="EN_A_VS_AN", group="MISC")
    assert (found is None) == is_noise


def test_with_out_of_is_no_split_word(rules: RuleSet) -> None:
    case = {"rule": "WITH_OUT", "group": "COMPOUNDING"}
    text = "With out of date notes, and with out a plan, and with out of hours care."
    assert judge_words(rules, text, "With out", "Without", **case) is None
    assert judge_words(rules, text, "with out", "without", **case) is not None


def test_a_suspended_hyphen_is_no_split_word(rules: RuleSet) -> None:
    case = {"rule": "EN_SPLIT_WORDS_HYPHEN"}
    text = "A two- or three-day course for a long- term illness."
    assert judge_words(rules, text, "two- or", "two-or", **case) is None
    finding = judge_words(rules, text, "long- term", "long-term", **case)
    assert finding is not None
    assert finding.category == "garble.split-token"


@pytest.mark.parametrize(
    ("group", "issue", "category"),
    [
        ("GRAMMAR", "grammar", "language.grammar"),
        ("TYPOS", "misspelling", "language.spelling"),
        ("PUNCTUATION", "typographical", "language.punctuation"),
        ("STYLE", "style", "language.style"),
        ("A_GROUP_TO_COME", "grammar", "language.grammar"),
        ("A_GROUP_TO_COME", "uncategorized", "language.style"),
    ],
)
def test_groups_of_rules_have_their_categories(
    rules: RuleSet, group: str, issue: str, category: str
) -> None:
    case = {"rule": "A_RULE_TO_COME", "group": group, "issue": issue}
    finding = judge_words(rules, "We read it as it is written.", "written", "x", **case)
    assert finding is not None
    assert (finding.category, finding.severity) == (category, CATEGORY_SEVERITY[category])


def test_no_rule_is_named_as_noise_twice(rules: RuleSet) -> None:
    noise = rules.words["languagetool-noise"]
    assert len(set(noise)) == len(noise)


@pytest.mark.parametrize(
    ("rule", "words", "category"),
    [
        ("EN_CONTRACTION_SPELLING", "dont", "garble.apostrophe"),
        ("ITS_TO_IT_S", "Its", "garble.apostrophe"),
        ("WITH_OUT", "with out", "garble.split-token"),
        ("SENTENCE_WHITESPACE", "While", "garble.joined-words"),
        ("ALZHEIMERS", "Alzheimers", "garble.apostrophe"),
    ],
)
def test_mechanical_damage_is_garble(rules: RuleSet, rule: str, words: str, category: str) -> None:
    finding = judge_words(rules, f"Yes, {words} is what we read.", words, "x", rule=rule)
    assert finding is not None
    assert finding.category == category
    assert finding.rule_id.startswith(category + ".")


def test_headings_and_items_need_not_be_sentences(rules: RuleSet) -> None:
    case = {"rule": "UPPERCASE_SENTENCE_START", "group": "CASING", "issue": "typographical"}
    assert judge_words(rules, "# sleep and rest", "sleep", "Sleep", **case) is None
    assert judge_words(rules, "- sleep well, and rest.", "sleep", "Sleep", **case) is None
    finding = judge_words(rules, "We rest. sleep comes later then.", "sleep", "Sleep", **case)
    assert finding is not None
    assert finding.category == "language.punctuation"


def test_british_spelling_is_a_note_only_where_the_article_is_surely_american(
    rules: RuleSet,
) -> None:
    text, message = (
        "The splendour is gone.",
        "Possible spelling mistake. ‘splendour’ is British English.",
    )
    found = judge_words(rules, text, "splendour", "splendor", message=message)
    assert found is not None
    assert (found.category, found.severity) == ("language.style", "note")
    unsure = Variant("en-US", is_sure=False)
    assert (
        judge_words(rules, text, "splendour", "splendor", message=message, variant=unsure) is None
    )


def test_language_findings_are_never_errors_and_pass_the_default_confidence(
    rules: RuleSet,
) -> None:
    for category in set(language_rules(rules).categories.values()):
        assert CATEGORY_SEVERITY[category] != "error"
    finding = judge_words(rules, "It is treatmnet.", "treatmnet", "treatment")
    assert finding is not None
    assert finding.confidence >= Config().min_confidence


def test_rule_of_a_finding_speaks_for_the_rule_not_the_place(rules: RuleSet) -> None:
    finding = judge_words(rules, "It is treatmnet.", "treatmnet", "treatment")
    assert finding is not None
    rule = rule_of(finding)
    assert (rule.id, rule.severity) == (finding.rule_id, "warning")
    assert "treatmnet" not in rule.message


def test_vocabulary_of_the_field_is_rich(rules: RuleSet) -> None:
    words = rules.word_set("field-vocabulary")
    assert len(words) >= 1500
    assert all(word == word.lower().strip() for word in words)


def test_no_spelling_belongs_to_both_varieties(rules: RuleSet) -> None:
    table = language_rules(rules)
    assert not table.british & table.american

import pytest

from auditor.errors import LanguageToolError
from auditor.languagetool.client import check
from auditor.packs import RuleSet
from auditor.readers import read_article
from tests.languagetool.conftest import FakeServer
from tests.support import article_of


def test_finding_lies_on_the_words_that_the_server_counted_in_utf_16(
    server: FakeServer, rules: RuleSet
) -> None:
    article = article_of("A 🙂 smile 🙂 first.\nIt is a 🙂 hour 🙂 long walk home today.\n")
    server.finds = [{"words": "a 🙂 hour 🙂", "suggestions": ("an hour",)}]
    (finding,) = check(server.url, article, rules)
    assert finding.quote == "a 🙂 hour 🙂"
    assert article.quote(finding.span) == finding.quote
    assert finding.suggestions == ("an hour",)
    assert (finding.rule_id, finding.severity) == ("language.grammar.en-a-vs-an", "warning")


def test_blocks_are_sent_as_paragraphs_and_a_match_over_two_is_dropped(
    server: FakeServer, rules: RuleSet
) -> None:
    article = article_of("This is the first line.\nThis is the second line.\n")
    server.finds = [{"words": "line.\n\nThis"}]
    assert list(check(server.url, article, rules)) == []
    assert server.asked[0]["text"] == "This is the first line.\n\nThis is the second line."


def test_code_is_not_sent(server: FakeServer, rules: RuleSet) -> None:
    article = read_article("a.md", b"We are open.\n\n```\nteh code\n```\n\nCall us.\n", ".md")
    assert list(check(server.url, article, rules)) == []
    assert "teh" not in server.asked[0]["text"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The colour of the centre is grey.", "en-GB"),
        ("The color of the center is gray.", "en-US"),
        ("Nothing tells here.", "en-US"),
    ],
)
def test_spelling_follows_the_article(
    server: FakeServer, rules: RuleSet, text: str, language: str
) -> None:
    list(check(server.url, article_of(text), rules))
    assert server.asked[0]["language"] == language


def test_words_of_the_house_are_right(server: FakeServer, rules: RuleSet) -> None:
    article = article_of("We call it treatmint around here, as everybody does.")
    server.finds = [
        {
            "words": "treatmint",
            "rule": "MORFOLOGIK_RULE_EN_US",
            "group": "TYPOS",
            "suggestions": ("treatment",),
        }
    ]
    assert [f.category for f in check(server.url, article, rules)] == ["language.spelling"]
    assert list(check(server.url, article, rules, ["Treatmint"])) == []


def test_failure_of_the_server_is_an_error_with_its_reason(
    server: FakeServer, rules: RuleSet
) -> None:
    server.failure = "out of memory"
    with pytest.raises(LanguageToolError, match="out of memory"):
        list(check(server.url, article_of("We are open."), rules))


def test_article_without_prose_is_not_sent(server: FakeServer, rules: RuleSet) -> None:
    assert list(check(server.url, read_article("a.txt", b"\n", ".txt"), rules)) == []
    assert server.asked == []

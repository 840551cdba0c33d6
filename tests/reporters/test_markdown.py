"""Markdown for a comment: the worst first, within GitHub's limit, safe to post."""

import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from auditor.reporters.markdown import LONGEST, code, plain, render_markdown
from tests.reporters.documents import HOSTILE, INCOMPLETE, article, document, finding

TEXT = "Our drip is safe.\nIt dont hurt.\n"


def text_of(*articles: dict, **given) -> str:
    return render_markdown(document(*articles, **given)).decode("utf-8")


def test_the_comment_reads_well():
    said = text_of(
        article("blog/a.md", TEXT, finding("drip", severity="note")),
        article(
            "blog/b.md",
            TEXT,
            finding("dont", suggestions=["doesn’t"]),
            finding("hurt", suggestions=[""]),
            finding("", "readability.grade.over", severity="note", message="Too hard."),
        ),
    )
    assert said == (
        "### Article audit: failed\n"
        "\n"
        "| | findings |\n"
        "|---|---:|\n"
        "| Must fix | 2 |\n"
        "| Should fix | 0 |\n"
        "| Consider | 2 |\n"
        "\n"
        "2 articles, 14 words.\n"
        "\n"
        "#### Must fix\n"
        "\n"
        "**`blog/b.md`**\n"
        "\n"
        "- `garble.apostrophe`: These words are wrong.\n"
        "  - line 2: `dont` → `doesn’t`\n"
        "  - line 2: `hurt` → delete\n"
        "\n"
        "#### Consider\n"
        "\n"
        "**`blog/a.md`**\n"
        "\n"
        "- `garble.apostrophe`: These words are wrong. (line 1: `drip`)\n"
        "\n"
        "**`blog/b.md`**\n"
        "\n"
        "- `readability.grade`: Too hard. (whole article)\n"
    )


def test_known_and_suppressed_findings_are_only_counted():
    said = text_of(
        article(
            "a.md",
            TEXT,
            finding("dont", state="known"),
            finding("drip", suppressed={"kind": "inline", "reason": "a quotation"}),
        ),
        baseline={"path": "b.json", "new": 0, "known": 1, "fixed": []},
    )
    assert said.startswith("### Article audit: passed\n")
    assert "dont" not in said
    assert said.endswith("Not listed: 1 known finding of the baseline, 1 suppressed finding.\n")


def test_what_was_not_audited_stands_first():
    said = text_of(
        article("a.md", TEXT),
        **INCOMPLETE,
    )
    assert said.startswith("### Article audit: passed, and incomplete\n")
    assert "- `b.docx`: can’t be read: not a Word file\n" in said
    assert "- `languagetool` did not run: it is not set up\n" in said
    assert "- `a.md`: line 2: This suppression matches nothing.\n" in said


def test_a_comment_is_never_too_long_and_keeps_the_worst():
    many = [
        article(
            f"{'very-long-folder/' * 20}{number}.md",
            TEXT,
            *(finding("dont", severity="note", message=f"Note {n}. {HOSTILE}") for n in range(50)),
            finding("drip", message="The worst."),
        )
        for number in range(60)
    ]
    said = text_of(*many)
    assert len(said) < LONGEST
    assert said.count("The worst.") == 60
    assert "left out here" in said


def test_thousands_of_troubles_do_not_fill_the_comment():
    worst = {"path": "`" * 500, "kind": "unreadable", "reason": "\\#a" * 900}
    said = text_of(
        article("a.md", TEXT, finding("dont")),
        unreadable=[worst] * 5000,
        warnings=[{"path": worst["path"], "line": 1, "message": worst["reason"]}] * 5000,
    )
    assert len(said) < LONGEST
    assert said.count("- and 4,990 more\n") == 2
    assert "`dont`" in said


ALLOWED_TAGS = {"h3", "h4", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"}


def tags_of(said: str) -> set[str]:
    html = MarkdownIt().enable(["table", "strikethrough"]).render(said)
    return set(re.findall(r"<(\w+)", html))


def test_hostile_text_is_no_markup():
    path = f"{HOSTILE}.md"
    wrong = finding(HOSTILE, message=HOSTILE, suggestions=[HOSTILE])
    said = text_of(article(path, HOSTILE, wrong), article("b.md", HOSTILE, wrong, wrong))
    assert tags_of(said) <= ALLOWED_TAGS | {"strong", "code"}
    outside_code = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", said)
    assert not re.search(r"@\w|#\d|www\.|://", outside_code)


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_text_stays_within_its_code_span(words: str):
    html = MarkdownIt().render(f"a {code(words)} b").strip()
    assert html.startswith("<p>a <code>") and html.endswith("</code> b</p>")
    assert html.count("<code>") == 1


@given(st.text(st.sampled_from("ab1 `*_{}[]()<>#|~^$@!%&:/.-+\\\n\t"), max_size=40))
def test_any_prose_stays_prose(words: str):
    said = f"a {plain(words)} b"
    assert tags_of(said) == {"p"}
    assert not re.search(r"@\w|#\d|www\.|://", said)

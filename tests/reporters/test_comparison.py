"""A comparison as text and as Markdown."""

from markdown_it import MarkdownIt

from auditor.comparison import compare
from auditor.reporters.comparison import render_comparison_markdown, render_comparison_text
from auditor.reporters.markdown import LONGEST
from tests.reporters.documents import HOSTILE, article, document, finding

TEXT = "Our drip is safe.\nIt dont hurt.\n"
OLD = document(article("a.md", TEXT, finding("safe", fingerprint="a" * 32, severity="warning")))
NEW = document(
    article("a.md", TEXT, finding("dont", fingerprint="b" * 32, suggestions=["doesn’t"]))
)


def test_the_terminal_shows_what_is_new():
    assert render_comparison_text(compare(OLD, NEW)) == (
        "new: a.md: line 2: must fix: garble.apostrophe: "
        "“dont” → “doesn’t”: These words are wrong.\n"
        "1 new finding, 1 gone, 0 remaining\n"
    )


def test_the_comment_shows_what_is_new_and_what_is_gone():
    assert render_comparison_markdown(compare(OLD, NEW)).decode() == (
        "### Article audit: what changed\n"
        "\n"
        "1 new finding, 1 gone, 0 remaining.\n"
        "\n"
        "#### New: must fix\n"
        "\n"
        "**`a.md`**\n"
        "\n"
        "- `garble.apostrophe`: These words are wrong. (line 2: `dont` → `doesn’t`)\n"
        "\n"
        "#### Gone: should fix\n"
        "\n"
        "**`a.md`**\n"
        "\n"
        "- `garble.apostrophe`: These words are wrong. (line 1: `safe`)\n"
    )


def test_a_long_and_hostile_comparison_is_cut_and_safe():
    wrong = finding(HOSTILE, message=HOSTILE)
    many = [article(f"{n}{HOSTILE}", HOSTILE, wrong, wrong, format="md") for n in range(500)]
    said = render_comparison_markdown(compare(document(), document(*many))).decode()
    assert len(said) < LONGEST
    assert "<img" not in MarkdownIt().render(said)

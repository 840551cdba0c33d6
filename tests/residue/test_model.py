"""The model that tells a page's words from its article's."""

from auditor.residue.features import words_of
from auditor.residue.model import load_residue_model

PROSE = [
    "Most sore knees get better within a week or two if you rest them and keep moving a little.",
    "If the knee is hot and red, or if you can't bend it, call us on the same day and we see you.",
]


def judged(*blocks):
    """Return the blocks that are likelier the page's than the article's."""
    chances = load_residue_model().judge(blocks, [False] * len(blocks))
    return [block for block, chance in zip(blocks, chances, strict=True) if chance > 0.5]


def test_words_of_a_page_are_told_by_themselves():
    odds = load_residue_model().words.odds
    page = ("Submit a Comment", "by admin, Mar 14, 2023, 0 comments", "More To Explore")
    assert all(odds(words_of(words)) > 0 for words in page)
    assert all(odds(words_of(words)) < 0 for words in PROSE)


def test_titles_of_other_posts_are_the_pages_and_headings_are_not():
    posts = ("Five Foods for Strong Bones", "Is It Time for a New Hip?")
    headings = ("What Makes a Knee Sore?", "When to Call")
    found = judged(
        "Why Knees Get Sore", PROSE[0], headings[0], PROSE[1], headings[1], *PROSE,
        "You may also like", *posts, "Leave a Reply", "Powered by WordPress",
    )  # fmt: skip
    assert found == ["You may also like", *posts, "Leave a Reply", "Powered by WordPress"]


def test_a_title_among_the_headers_lines_stays():
    header = ("Skip to content", "Select Page", "by admin, Mar 14, 2023, Knees, 0 comments")
    found = judged(*header[:2], "Sore Knees: What Your Body Is Telling You", header[2], *PROSE)
    assert found == list(header)

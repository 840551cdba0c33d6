"""Words of the page around the article, where they stand, and nowhere else."""

import pytest

from auditor.checks.residue import check
from tests.checks.faults import findings, quotes

PROSE = "A knee can hurt for many reasons.\nRest it for a day.\nThen call us.\n" * 5


def test_blogger_leaves_its_share_bar_and_comment_form():
    page = PROSE + "- Get link\n- X\n- Other Apps\nComments\nPost a Comment"
    assert quotes(check, page) == ["Get link", "X", "Other Apps", "Comments", "Post a Comment"]


def test_wordpress_leaves_byline_sharing_and_reply_form():
    page = (
        "Skip to content\nPosted on March 3, 2024 by admin\n" + PROSE + "Share this:\n- Facebook\n"
        "- Print\nLike Loading...\nFiled Under: Knees\nLeave a Reply Cancel reply\n"
        "Your email address will not be published. Required fields are marked *\n"
        "Save my name, email, and website in this browser for the next time I comment."
    )
    assert len(quotes(check, page)) == 10
    assert not set(quotes(check, page)) & set(PROSE.splitlines())


@pytest.mark.parametrize(
    "block",
    [
        "Home » Blog » Knees",
        "By Ann Lee | March 3, 2024 | 4 min read",
        "5 min read",
        "3 Comments",
        "Tags: knee, pain",
        "© 2024 Knee House. All rights reserved.",
        "Proudly powered by WordPress",
        "We use cookies to give you the best experience on our site. By clicking Accept you agree.",
        "You might also like",
        "top of page",
        "Item added to your cart",
        "Recommended from Medium",
    ],
)
def test_a_block_of_page_words_is_found(block):
    assert quotes(check, f"{block}\n{PROSE}") == [block]


@pytest.mark.parametrize(
    "block",
    [
        "Leave a reply on our machine and we will call back.",
        "We read all comments and share what we learn on Facebook.",
        "Sign up for our newsletter and get a free check.",
        "Follow us on our way through a day at the clinic.",
        "Previous treatments may change what we advise.",
        "# Services",
        "# Share your story",
        "- X",
        "By ten in the morning you can go home.",
    ],
)
def test_prose_that_holds_the_same_words_is_left_alone(block):
    assert quotes(check, f"{PROSE}{block}\n{PROSE}") == []


def test_short_menu_words_count_in_a_run_at_the_end_only():
    menu = "Home\nAbout us\nBlog\nContact"
    assert quotes(check, PROSE + menu) == menu.split("\n")
    assert quotes(check, PROSE * 2 + menu + "\n" + PROSE * 2) == []
    assert quotes(check, menu) == []


def test_a_button_glued_to_the_last_paragraph_is_found():
    [found] = findings(check, PROSE + "Call us to learn more. Skip to content")
    assert (found.quote, found.suggestions) == ("Skip to content", ("",))
    assert quotes(check, PROSE + "Don't wait for a letter. Leave a reply today.") == []

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.pages import assert_map_holds, blocks, find, read, source_of

LONG = "This paragraph says in plain words what the clinic does, for whom, and at what price."


def kinds(source: str) -> list[tuple[str, str]]:
    article = read(source, ".txt")
    assert_map_holds(article, source)
    return blocks(article)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n"])
def test_a_line_is_a_block_and_a_short_line_above_it_a_heading(newline):
    source = newline.join(["What Is PRP?", LONG, "Side effects", LONG, "- Pain", "• Fever", LONG])
    assert kinds(source) == [
        ("heading1", "What Is PRP?"),
        ("paragraph", LONG),
        ("heading2", "Side effects"),
        ("paragraph", LONG),
        ("item", "Pain"),
        ("item", "Fever"),
        ("paragraph", LONG),
    ]
    article = read(source, ".txt")
    assert article.title == "What Is PRP?"
    assert source_of(article, source, "Fever") == "Fever"


def test_a_marker_alone_on_its_line_belongs_to_the_line_below():
    assert kinds(f"{LONG}\n-\nHeart rate\n\n-\n\nPulse\n1.\nOxygen level\n{LONG}")[1:4] == [
        ("item", "Heart rate"),
        ("item", "Pulse"),
        ("item", "Oxygen level"),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("How the Treatment Works", "heading2"),
        ("Is it safe?", "heading2"),
        ("Closing words", "heading2"),
        ("2. Protocols for Dosing", "heading3"),
        ("## Any heading at all.", "heading2"),
        ("2. Drink a glass of water before you come", "item"),
        ("(3) Rest", "item"),
        ("✓ Rest", "item"),
        ("It helps.", "paragraph"),
        ("Our doctors will watch:", "paragraph"),
        ("and so on", "paragraph"),
        ("2024. It was a good year.", "paragraph"),
        ("*Results vary from one person to another.", "paragraph"),
        ("Many people with knee pain who walk every day say they sleep well", "paragraph"),
    ],
)
def test_what_a_line_is_shows_in_its_words(line, kind):
    assert kinds(f"{LONG}\n{line}\n{LONG}")[1][0] == kind


def test_short_lines_without_markers_are_no_headings():
    lines = ["Heart rate", "Blood pressure", "Comfort and response"]
    assert [kind for kind, _ in kinds("\n".join([LONG, *lines, LONG]))[2:4]] == ["paragraph"] * 2


def test_numbered_items_in_title_case_stay_items():
    items = [
        "1. Cognitive Behavioral Therapy",
        "2. Group and Family Therapy",
        "3. Sleep at Night Only",
    ]
    assert [kind for kind, _ in kinds("\n".join([LONG, *items, LONG]))[1:4]] == ["item"] * 3


def test_the_last_line_is_no_heading():
    assert kinds(f"{LONG}\n\nPost a Comment")[1] == ("paragraph", "Post a Comment")


def test_underlines_make_headings_and_rules_are_left_out():
    source = f"the knee\n========\n\n{LONG}\n\nits pain\n---\n{LONG}\n\n* * *\n{LONG}"
    assert [block for block in kinds(source) if block[1] != LONG] == [
        ("heading1", "the knee"),
        ("heading2", "its pain"),
    ]


FOLDED = """\
Knee Pain

The knee is the largest joint of the body, and one of the most used of
all. Pain in it has many causes. We see people of every age, and look at
the whole leg, the hip and the back before we say anything about treat-
ment.
- One item of a list that goes on over the end of its first line to the
  second line
- Another
A new paragraph begins here, since the line above it was a short one.

It doesn't
end well.
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_folded_lines_are_joined(newline):
    source = FOLDED.replace("\n", newline)
    assert kinds(source) == [
        ("heading1", "Knee Pain"),
        (
            "paragraph",
            "The knee is the largest joint of the body, and one of the most used of all. Pain in "
            "it has many causes. We see people of every age, and look at the whole leg, the hip "
            "and the back before we say anything about treat-ment.",
        ),
        (
            "item",
            "One item of a list that goes on over the end of its first line to the second line",
        ),
        ("item", "Another"),
        ("paragraph", "A new paragraph begins here, since the line above it was a short one."),
        ("paragraph", "It doesn't"),
        ("paragraph", "end well."),
    ]
    article = read(source, ".txt")
    assert source_of(article, source, "used of all") == f"used of{newline}all"
    assert (
        source_of(article, source, "first line to the second")
        == f"first line to the{newline}  second"
    )
    assert article.place(find(article, "all. Pain")).line == 4


def test_a_sentence_a_line_is_not_taken_for_folded_text():
    sentences = [
        "Ketamine is a drug that doctors have used for many years as an anesthetic.",
        "It can lift the mood of some people within hours, but the effect may not last.",
        "We give it by a drip, in a quiet room, with a nurse beside you all of the time.",
        "Afterwards you rest for an hour and somebody else has to drive you to your home.",
    ]
    assert kinds("\n".join(sentences)) == [("paragraph", sentence) for sentence in sentences]


@pytest.mark.parametrize("source", ["", "\n\n", " \t ", "-\n-", "***", "\ufeff\n"])
def test_a_file_without_words_is_an_article_without_blocks(source):
    article = read(source, ".txt")
    assert (article.text, article.blocks, article.title) == ("", (), "sample.txt")


@given(
    st.lists(
        st.sampled_from(
            [
                *("\n", "\r\n", "\r", "\n\n", "-", "- ", "1. ", "# ", "===", "word ", "Word "),
                *("don’t. ", "🙂 ", "\xa0", "\u2028", "\t", "\0", "•", LONG[:70], f"{LONG[:60]}-"),
            ]
        ),
        max_size=40,
    )
)
def test_the_map_holds_for_any_text(parts):
    kinds("".join(parts))


@pytest.mark.parametrize(
    "source", ["word " * 200_000, "a\n" * 50_000, "-\n" * 50_000, "#" * 99_999]
)
def test_long_files_are_read(source):
    assert len(read(source, ".txt").text) <= len(source)


def test_a_telephone_number_is_no_item_of_a_list():
    assert kinds(f"(602) 555-0148\n{LONG}")[0][1] == "(602) 555-0148"
    assert kinds(f"(1) Rest\n(2) Ice\n{LONG}")[:2] == [("item", "Rest"), ("item", "Ice")]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.article import (
    Article,
    Place,
    Span,
    count_words,
    line_starts,
    word_spans,
)
from auditor.article_builder import ArticleBuilder
from tests.readers.pages import assert_map_holds, find, links


def built(builder: ArticleBuilder) -> Article:
    return builder.build(path="a.html", format="html", digest="")


def one_paragraph() -> tuple[str, Article]:
    """Return a source with an entity, markup and a folded line end, and its article."""
    source = "<h1>Knee</h1>\r\n<p>It isn&rsquo;t <b>all</b>\r\nbad </p>"
    builder = ArticleBuilder(source)
    builder.open("heading", level=1)
    builder.verbatim(4, 8)
    builder.open("paragraph")
    at = source.index("It")
    builder.verbatim(at, at + 6)
    builder.replace("’", at + 6, at + 13)
    builder.verbatim(at + 13, at + 15)
    builder.verbatim(at + 18, at + 21)
    builder.replace(" ", at + 25, at + 27)
    builder.verbatim(at + 27, at + 31)
    return source, built(builder)


def test_blocks_are_joined_by_one_line_feed_and_trimmed():
    source, article = one_paragraph()
    assert article.text == "Knee\nIt isn’t all bad"
    assert [(b.kind, b.level, article.quote(b.span)) for b in article.blocks] == [
        ("heading", 1, "Knee"),
        ("paragraph", 0, "It isn’t all bad"),
    ]
    assert_map_holds(article, source)


@pytest.mark.parametrize(
    ("words", "source_words"),
    [
        ("isn’t", "isn&rsquo;t"),
        ("’", "&rsquo;"),
        ("all", "all"),
        ("isn’t all", "isn&rsquo;t <b>all"),
        ("all bad", "all</b>\r\nbad"),
        ("Knee\nIt", "Knee</h1>\r\n<p>It"),
    ],
)
def test_a_span_maps_to_the_source_from_its_first_to_its_last_character(words, source_words):
    source, article = one_paragraph()
    place = article.place(find(article, words))
    assert source[place.start : place.end] == source_words


def test_places_count_lines_and_columns_from_one():
    _, article = one_paragraph()
    assert article.place(find(article, "all bad")) == Place(36, 48, 2, 22, 3, 4, 22, 4)


def test_byte_columns_count_the_bytes_of_the_line_in_utf_8():
    builder = ArticleBuilder("A café\n“It’s 🙂” dont\n")
    builder.open("paragraph")
    builder.verbatim(0, 21)
    article = built(builder)
    for words in ("café", "It’s", "dont"):
        place = article.place(find(article, words))
        line = article.text.splitlines()[place.line - 1].encode()
        assert line[place.byte_column - 1 : place.end_byte_column - 1].decode() == words


@pytest.mark.parametrize(
    ("words", "verbatim"), [("all", True), ("isn’t", False), ("t all", False), ("", True)]
)
def test_only_unbroken_source_is_verbatim(words, verbatim):
    _, article = one_paragraph()
    assert article.source_map.is_verbatim(find(article, words)) is verbatim


def test_an_empty_span_has_an_empty_place():
    _, article = one_paragraph()
    place = article.place(Span(5, 5))
    assert place.start == place.end


def test_an_empty_article_maps_whole_article_findings_to_its_start():
    assert built(ArticleBuilder("")).place(Span(0, 0)) == Place(0, 0, 1, 1, 1, 1, 1, 1)


@pytest.mark.parametrize("blank", ["", "  ", "\n", "\xa0", "\u200b", "\ufeff \0"])
def test_blocks_without_a_visible_character_are_dropped(blank):
    source = f"One{blank}Two"
    builder = ArticleBuilder(source)
    builder.open("paragraph")
    builder.verbatim(0, 3)
    builder.open("item")
    start = builder.length
    builder.verbatim(3, 3 + len(blank))
    builder.link(start, "x")
    builder.open("quote")
    builder.verbatim(3 + len(blank), len(source))
    article = built(builder)
    assert article.text == "One\nTwo"
    assert [block.kind for block in article.blocks] == ["paragraph", "quote"]
    assert article.links == ()
    assert_map_holds(article, source)


def test_the_first_blocks_may_be_dropped_too():
    builder = ArticleBuilder("   Word")
    builder.open("paragraph")
    builder.verbatim(0, 3)
    builder.open("paragraph")
    builder.verbatim(0, 7)
    article = built(builder)
    assert article.text == "Word"
    assert article.place(Span(0, 4)).start == 3


def test_links_are_trimmed_with_their_block():
    builder = ArticleBuilder(" a link here ")
    builder.open("paragraph")
    builder.verbatim(0, 3)
    start = builder.length
    builder.verbatim(3, 13)
    builder.link(start, "x")
    builder.link(start, "y", start + 4)
    builder.link(start, "")
    assert links(built(builder)) == [("link here", "x"), ("link", "y")]


def test_last_character_sees_the_open_block_only():
    builder = ArticleBuilder("ab")
    assert builder.last_character() == ""
    builder.open("paragraph")
    builder.verbatim(0, 1)
    assert builder.last_character() == "a"
    builder.open("paragraph")
    assert builder.last_character() == ""
    builder.replace("xy", 1, 2)
    assert builder.last_character() == "y"


def test_the_title_falls_back_to_the_first_heading_then_to_the_path():
    builder = ArticleBuilder("Word Knee")
    builder.open("paragraph")
    builder.verbatim(0, 4)
    assert built(builder).title == "a.html"
    builder.open("heading", 2)
    builder.verbatim(5, 9)
    assert built(builder).title == "Knee"
    assert builder.build(path="", format="", digest="", title="Given").title == "Given"


def test_block_at_gives_the_block_of_a_character():
    _, article = one_paragraph()
    assert [article.block_at(offset) for offset in (0, 3, 5, 20)] == [
        article.blocks[0],
        article.blocks[0],
        article.blocks[1],
        article.blocks[1],
    ]


def test_code_is_no_prose():
    builder = ArticleBuilder("x=1")
    builder.open("code")
    builder.verbatim(0, 3)
    assert list(built(builder).prose()) == []


@pytest.mark.parametrize(
    ("source", "starts"),
    [("", (0,)), ("a\nb", (0, 2)), ("a\r\nb\rc", (0, 3, 5)), ("a\n\nb\u2028c", (0, 2, 3))],
)
def test_lines_end_at_lf_crlf_or_cr(source, starts):
    assert line_starts(source) == starts


def test_words_hold_a_letter_or_a_digit():
    text = "One – two,\n3 *** é"
    assert [text[s.start : s.end] for s in word_spans(text)] == ["One", "two,", "3", "é"]
    assert [text[s.start : s.end] for s in word_spans(text, 4, 9)] == ["two"]
    assert count_words(text) == 4


@given(st.text())
def test_counting_words_and_finding_them_agree(text):
    assert count_words(text) == len(list(word_spans(text)))


SOURCE = "One two <b>three</b> four\r\n &amp; 🙂 five\xa0six  "


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["open", "verbatim", "replace", "close"]),
            st.integers(0, len(SOURCE)),
            st.integers(0, 8),
            st.sampled_from(["", " ", "x", " y z ", "\n", "\u200b"]),
        ),
        max_size=30,
    )
)
def test_the_map_holds_whatever_a_reader_does(steps):
    builder = ArticleBuilder(SOURCE)
    for what, start, length, words in steps:
        end = min(start + length, len(SOURCE))
        if what == "open":
            builder.open("code")
            builder.link(builder.length, words)
        elif what == "close":
            builder.close()
        elif builder.is_open:
            before = builder.length
            if what == "verbatim":
                builder.verbatim(start, end)
            else:
                builder.replace(words, start, end)
            builder.link(before, "target")
    article = built(builder)
    assert_map_holds(article, SOURCE)
    for start in range(0, len(article.text), 3):
        place = article.place(Span(start, len(article.text)))
        assert article.line(Span(start, len(article.text))) == place.line
        assert 0 <= place.start <= place.end <= len(SOURCE)

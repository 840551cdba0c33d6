import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.pages import assert_map_holds, blocks, find, links, read, source_of

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8">
<title>Knee pain &amp; you</title>
<meta content="It doesn&rsquo;t hurt" name=description>
<script>var p = "<p>no</p>";</script></head>
<body><header><h1>The Clinic</h1></header><nav><a href="/">Home</a></nav>
<main><article><header><h2>Knee pain</h2></header>
<p>Your knee is <b>not</b> a machine. Read <a href="https://example.org/a?b=1&amp;c=2">this
page</a> first.</p>
<ul><li>One<li>Two</ul>
<blockquote><p>It hurt.</p><footer>A patient</footer></blockquote>
<table><tr><th>Dose<td>10&nbsp;mg</table>
<pre>x = 1</pre>
<footer>Tags: knee</footer></article>
<aside>Related posts</aside></main>
<footer>Imprint</footer></body></html>"""


def body(source: str) -> list[tuple[str, str]]:
    return blocks(read(source, ".html"))


def test_a_page_gives_the_article_without_what_is_around_it():
    article = read(PAGE, ".html")
    assert blocks(article) == [
        ("title", "Knee pain & you"),
        ("description", "It doesn’t hurt"),
        ("heading2", "Knee pain"),
        ("paragraph", "Your knee is not a machine. Read this page first."),
        ("item", "One"),
        ("item", "Two"),
        ("quote", "It hurt."),
        ("quote", "A patient"),
        ("cell", "Dose"),
        ("cell", "10\N{NO-BREAK SPACE}mg"),
        ("code", "x = 1"),
    ]
    assert article.title == "Knee pain & you"
    assert links(article) == [("this page", "https://example.org/a?b=1&c=2")]
    assert_map_holds(article, PAGE)


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("doesn’t", "doesn&rsquo;t"),
        ("not", "not"),
        ("is not a", "is <b>not</b> a"),
        ("this page", "this\npage"),
        ("10\N{NO-BREAK SPACE}mg", "10&nbsp;mg"),
        ("& you", "&amp; you"),
    ],
)
def test_words_point_at_their_very_source(words, source):
    assert source_of(read(PAGE, ".html"), PAGE, words) == source


def test_lines_and_columns_count_code_points_from_one():
    source = "<p>🙂 one\r\n<p>it isn&#8217;t\rtrue"
    article = read(source, ".html")
    place = article.place(find(article, "isn’t"))
    assert (place.line, place.column, place.end_column) == (2, 7, 18)
    assert article.place(find(article, "true")).line == 3


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p> a \n\t b <i> c</i> d </p>", "a b c d"),
        ("<p>treat<!-- x -->ment", "treatment"),
        ("<p>treat&shy;ment and treat<wbr>ment", "treatment and treatment"),
        ("<p>one<br>two<br/>three", "one two three"),
        ("<p>AT&T, R&D &unknown; &copy 2024", "AT&T, R&D &unknown; © 2024"),
        ("<p>10<sup>6</sup> m<sup>2</sup>, ABC<sup>®</sup>", "106 m2, ABC®"),
        ("<p>He said <q>never</q>.", "He said “never”."),
        ("<p>1 < 2 and 3 <4", "1 < 2 and 3 <4"),
        (
            "<p>a&#0;b&#xD800;c&#x110000;",
            "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c\N{REPLACEMENT CHARACTER}",
        ),
    ],
)
def test_inline_markup_reads_as_browsers_show_it(source, text):
    article = read(source, ".html")
    assert article.text == text
    assert_map_holds(article, source)


def test_two_breaks_divide_paragraphs():
    assert body("<div>One.<br>\n<br>Two.</div>") == [("paragraph", "One."), ("paragraph", "Two.")]


@pytest.mark.parametrize(
    "source",
    [
        "<p hidden>x</p><p>Seen.</p>",
        "<div aria-hidden='true'><p>x</p></div><p>Seen.",
        "<span style='color: red; DISPLAY : none'>x <span>y</span> z</span>Seen.",
        "<template><p>x</template><noscript>x</noscript><p>Seen.",
        "<form><label>Name</label><button>Go</button></form><p>Seen.",
        "<svg><title>x</title><text>y</text></svg><p>Seen.",
        "<div role=navigation>x</div><style>p{}</style><p>Seen.",
        "<header>x</header><p>Seen.</p><footer>y</footer><aside>z</aside>",
        "<p>Seen.<script>if (a < b) document.write('<p>x</p>')</script>",
        "<p>Seen.<p hidden>x",
    ],
)
def test_what_is_hidden_or_around_the_article_is_not_read(source):
    assert body(source) == [("paragraph", "Seen.")]


def test_a_form_around_the_page_does_not_hide_it():
    assert body("<form id=aspnetForm><h1>Knee</h1><p>Text.</p></form>") == [
        ("heading1", "Knee"),
        ("paragraph", "Text."),
    ]


def test_small_articles_beside_the_text_are_not_the_article():
    story = "A paragraph of the story that the page is about, with many words. " * 5
    source = f"<main><p>{story}</p><article><p>Also read this.</p></article></main>"
    assert body(source)[0] == ("paragraph", story.strip())


def test_an_empty_main_does_not_hide_the_page():
    assert body("<main></main><div><p>The text stands outside.</p></div>") == [
        ("paragraph", "The text stands outside.")
    ]


def test_a_page_that_is_all_navigation_is_still_read():
    assert body("<nav><p>Somebody forgot to close the menu.") == [
        ("paragraph", "Somebody forgot to close the menu.")
    ]


def test_unclosed_and_crossed_tags_end_where_browsers_end_them():
    source = "<h2>One</h2><p>a<b>b<p>c</b>d<ul><li>e<ul><li>f</ul><li>g</div></ul>h<td>i"
    assert body(source) == [
        ("heading2", "One"),
        ("paragraph", "ab"),
        ("paragraph", "cd"),
        ("item", "e"),
        ("item", "f"),
        ("item", "g"),
        ("paragraph", "h"),
        ("cell", "i"),
    ]


def test_a_reference_mark_becomes_a_link_of_the_word_before_it():
    source = (
        '<p>It helps some people<sup><a href="#r1">[1]</a></sup> and harms '
        'others.<a href="https://example.org"><sup>2,3</sup></a> Ask<sup>4</sup> us.'
    )
    article = read(source, ".html")
    assert article.text == "It helps some people and harms others. Ask us."
    assert links(article) == [
        ("people", "#r1"),
        ("others.", "https://example.org"),
        ("Ask", "#4"),
    ]


def test_a_link_over_two_blocks_is_a_link_in_each():
    assert links(read("<a href=x><h3>Read</h3><p>more</p></a> end", ".html")) == [
        ("Read", "x"),
        ("more", "x"),
    ]


def test_the_shared_description_stands_in_for_a_missing_one():
    source = '<meta property="og:description" content="For \'you\'"><p>Text'
    assert body(source) == [("description", "For 'you'"), ("paragraph", "Text")]


def test_the_declared_charset_is_used():
    data = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>it’s'
    article = read(data.encode("cp1252"), ".html")
    assert (article.text, article.encoding) == ("it’s", "cp1252")


NINES = "9" * 20_000
HOSTILE = [
    "<!--" * 20_000,
    "<a " * 20_000,
    "<b>" * 20_000,
    "<div>" * 20_000 + "</i>" * 20_000,
    "<p>x<sup>" * 5_000,
    "<form>" * 9_000,
    "word " * 100_000,
    f"&#{NINES}",
    f"<p title='&#{NINES}'>",
    f"<a href='&#{NINES}'>x</a>",
    f"<p>a<sup>&#{NINES}</sup>",
]


@pytest.mark.parametrize("source", HOSTILE, ids=[source[:12] for source in HOSTILE])
def test_hostile_pages_are_read_without_an_error(source):
    assert_map_holds(read(source, ".html"), source)


TAGS = ("p", "b", "ul", "li", "table", "td", "pre", "q", "h2", "article")
PARTS = [
    *(f"<{tag}>" for tag in TAGS),
    *(f"</{tag}>" for tag in TAGS),
    *("<a href='x'>", "</a>", "<br>", "<i hidden>", "</i>", "<sup>1</sup>", "<title>t</title>"),
    *("&rsquo;", "&amp", "&nbsp;", "&shy;", "&", "<", "<!-- x -->", "don’t", "word", "🙂", "\0"),
    *("\r\n", "\r", "\n", "  ", "\t", "\xa0", "\u200b", "\u2028"),
]


@given(st.lists(st.sampled_from(PARTS), max_size=40))
def test_the_map_holds_for_any_page(parts):
    source = "".join(parts)
    assert_map_holds(read(source, ".html"), source)


@given(st.text(alphabet="<>/!-='\"& \n\rpabx;#1&", max_size=60))
def test_the_map_holds_for_any_characters(source):
    assert_map_holds(read(source, ".html"), source)

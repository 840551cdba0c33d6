import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.readers.pages import assert_map_holds, blocks, find, links, read, source_of

ARTICLE = """# Is it *safe*?

It **is not** addictive, isn\\'t it? It doesn&rsquo;t
harm [most **people**](https://example.org/a(b) "A title"), says `the
label`.

> Quoted *twice
> over*.

1. One
2. - Two
     and a half

   Its second paragraph.

| Dose | Effect |
|------|--------|
| 10&nbsp;mg | a \\| b **or** c |

    code
"""


def test_blocks_have_their_kinds_and_their_words_without_markup():
    article = read(ARTICLE, ".md")
    assert blocks(article) == [
        ("heading1", "Is it safe?"),
        (
            "paragraph",
            "It is not addictive, isn't it? It doesn’t harm most people, says the label.",
        ),
        ("quote", "Quoted twice over."),
        ("item", "One"),
        ("item", "Two and a half"),
        ("item", "Its second paragraph."),
        ("cell", "Dose"),
        ("cell", "Effect"),
        ("cell", "10\N{NO-BREAK SPACE}mg"),
        ("cell", "a | b or c"),
        ("code", "code"),
    ]
    assert links(article) == [("most people", "https://example.org/a(b)")]
    assert article.title == "Is it safe?"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("safe", "safe"),
        ("is not", "is not"),
        ("is not addictive", "is not** addictive"),
        ("isn't", "isn\\'t"),
        ("doesn’t harm", "doesn&rsquo;t\nharm"),
        ("most people", "most **people"),
        ("the label", "the\nlabel"),
        ("says", "says"),
        ("twice over", "twice\n> over"),
        ("10\N{NO-BREAK SPACE}mg", "10&nbsp;mg"),
        ("a | b", "a \\| b"),
        ("or", "or"),
        ("Two and", "Two\n     and"),
    ],
)
def test_words_point_at_their_very_source(words, source, newline):
    whole = ARTICLE.replace("\n", newline)
    article = read(whole, ".md")
    assert source_of(article, whole, words) == source.replace("\n", newline)
    assert_map_holds(article, whole)


def test_a_link_address_is_never_taken_for_the_words_after_it():
    source = "[see](https://example.org/cure) the cure"
    article = read(source, ".md")
    assert article.place(find(article, "cure")).start == source.rindex("cure")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a <b>bold</b><br>word <!-- no --> x", "a bold word x"),
        ("one  \ntwo\\\nthree", "one two three"),
        ("![alt words](a.png)Seen", "Seen"),
        ("<https://example.org/%20a> and [x][r]\n\n[r]: /r", "https://example.org/%20a and x"),
        ("a * lone *star **two*", "a * lone *star *two"),
        ("~~old~~ new ~~~", "old new ~~~"),
        ("- [x] Done", "Done"),
        ('before {{< figure src="a" >}} after', "before after"),
        ("{% include x %}Text{{ page.title }}", "Text"),
        ('[gallery ids="1,2"]\n\nText', "Text"),
        ('[caption id="a"]Words[/caption]', "Words"),
        ("An [ordinary] bracket, [a link](b)", "An [ordinary] bracket, a link"),
        ("a <q>b</q>, a<p>c <var>d</var>", "a “b”, a c d"),
        ("a <script>x()</script>b<span hidden> c *d* [e](f)</span> g", "a b g"),
        ("a <button>b <i>c</i>", "a b c"),
        ("<style>p { x: y }\n\nmore</style>\n\nText", "Text"),
        ("<!-- audit: ignore x\n\nmore -->\n\nText", "Text"),
        ("`` a`b `` &amp; &nosuch;", "a`b & &nosuch;"),
    ],
)
def test_inline_markup_reads_as_it_is_shown(source, text):
    article = read(source, ".md")
    assert article.text == text
    assert_map_holds(article, source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<div>\n<p>Raw &amp; *ready*</p>\n</div>\n\nText", ["Raw & *ready*", "Text"]),
        ("<div>Before\n\nbetween\n\nafter</div>", ["Before", "between", "after"]),
        ("> <aside>Quoted\n> <b>box</b></aside>\n\nText", ["Quoted box", "Text"]),
        ("- <p>An\n  item</p>\n- two", ["An item", "two"]),
        ("<!-- c -->\n<div>Once</div>\n<!-- c --> Twice", ["Once", "Twice"]),
        ("<details><summary>Why?</summary>\n\nBecause.\n</details>", ["Why?", "Because."]),
        ("<nav>Up</nav>\n\n<p hidden>No</p>\n\n<footer>By us</footer>", ["By us"]),
        ("<script>\na()\n\nb()\n</script>\n<p>Text</p>", ["Text"]),
        ("<div>{{ short }}One {% code %}two</div>", ["One two"]),
        ("<div\n\nText", ["Text"]),
    ],
)
def test_the_words_of_html_blocks_are_read(source, expected):
    article = read(source, ".md")
    assert [words for _, words in blocks(article)] == expected
    assert_map_holds(article, source)


def test_blocks_in_html_have_the_kind_of_their_element_or_of_the_list_around():
    source = (
        "<h2>Risks</h2>\n\n- <div>One</div>\n\n<table><tr><td>5 mg</td></tr></table>\n\n"
        "<pre>x\ny</pre>"
    )
    assert blocks(read(source, ".md")) == [
        ("heading2", "Risks"),
        ("item", "One"),
        ("cell", "5 mg"),
        ("code", "x\ny"),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_words_in_html_blocks_point_at_their_very_source(newline):
    source = '> 1. <p class="a">It doesn&rsquo;t\n>    <a href="/x">harm</a> us</p>'
    whole = source.replace("\n", newline)
    article = read(whole, ".md")
    assert links(article) == [("harm", "/x")]
    assert source_of(article, whole, "doesn’t") == "doesn&rsquo;t"
    assert source_of(article, whole, "harm") == "harm"
    assert source_of(article, whole, "us") == "us"


@pytest.mark.parametrize(
    ("suffix", "source"),
    [
        (".md", "`a b`, <kbd>Ctrl</kbd> or\n``c ` d``.\n\n<p>Or <code>e<b>f</b></code></p>\n"),
        (
            ".html",
            "<p><code>a b</code>, <kbd> Ctrl </kbd> or <tt>c ` d</tt>.<p><samp>e<b>f</b></samp>",
        ),
    ],
)
def test_code_inside_a_paragraph_is_noted(suffix, source):
    article = read(source, suffix)
    found = "".join(f"[{article.quote(span).strip()}]" for span in article.code)
    assert found == "[a b][Ctrl][c ` d][e][f]"


def test_footnotes_and_raised_figures_link_the_word_before_them():
    article = read("It helps.[^a] Some<sup>2</sup> m<sup>2</sup>\n\n[^a]: A *study*.\n", ".md")
    assert blocks(article) == [("paragraph", "It helps. Some m2"), ("paragraph", "A study.")]
    assert links(article) == [("helps.", "#a"), ("Some", "#2")]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("title: Plain words # note\nmenu:\n  title: no", [("title", "Plain words")]),
        ("title: \"It\\\"s\"\ndescription: 'it''s'", [("title", 'It"s'), ("description", "it's")]),
        ("description: >-\n  two\n  lines\ntags: [a]", [("description", "two lines")]),
        ("description: two\n  lines\n", [("description", "two lines")]),
        ("excerpt: Less\ndescription: More", [("description", "More")]),
        ("Title: 'Zero: side effects'", [("title", "Zero: side effects")]),
        ("title:\ndraft: true", []),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_yaml_front_matter_gives_title_and_description(front, expected, newline):
    source = f"---\n{front}\n---\nText.\n".replace("\n", newline)
    article = read(source, ".md")
    assert blocks(article) == [*expected, ("paragraph", "Text.")]
    assert_map_holds(article, source)


def test_toml_front_matter_is_read_up_to_its_first_table():
    source = '+++\ntitle = "It\\u2019s"\ndate = 2024-01-01\n[params]\ndescription = "no"\n+++\nText'
    article = read(source, ".md")
    assert blocks(article) == [("title", "It’s"), ("paragraph", "Text")]
    assert source_of(article, source, "It’s") == "It\\u2019s"


@pytest.mark.parametrize("source", ["---\n\nWords here.\n\n---\n", "---\nWords: here.\n"])
def test_a_rule_at_the_top_is_no_front_matter(source):
    assert "here." in read(source, ".md").text


def test_the_lines_below_front_matter_keep_their_numbers():
    article = read("---\ntitle: T\n---\n\nText.", ".md")
    assert article.place(find(article, "Text.")).line == 5


HOSTILE = [
    "<div>\n\n" * 3_000,
    "<b><button>" * 3_000,
    "<div>" * 5_000 + "x",
    "[a" * 5_000,
    "**a" * 5_000,
    "> " * 5_000 + "x",
    "- " * 5_000 + "x",
    "{{<" * 10_000,
    "[a b=c" * 5_000,
    "![](a" * 5_000,
    "| a " * 5_000 + "\n" + "|-" * 5_000,
    "[^a]" * 5_000,
    "---\ntitle: " + '"\\' * 10_000,
    "&#" + "9" * 20_000 + ";",
    "a\0b",
]


@pytest.mark.parametrize("source", HOSTILE, ids=[source[:12] for source in HOSTILE])
def test_hostile_markdown_is_read_without_an_error(source):
    assert_map_holds(read(source, ".md"), source)


PARTS = [
    *("word", "don’t", "é", "🙂", "&rsquo;", "&amp;", "\\*", "\\", "*", "**", "_", "~~", "`", "``"),
    *(
        "[",
        "](x)",
        "![",
        "][r]",
        "\n\n[r]: /u\n\n",
        "<b>",
        "</b>",
        "<br>",
        "<!-- c -->",
        "<http://x>",
    ),
    *("\n", "\n\n", "\r\n", "\r", "  \n", "> ", "- ", "1. ", "# ", "\n===\n", "    ", "\t", "[^1]"),
    *(
        "\n\n[^1]: note\n",
        "| a | b |\n|---|---|\n| ",
        " | ",
        "\\|",
        "{{< x >}}",
        "<sup>1</sup>",
        "\0",
    ),
    *(
        "<div>",
        "</div>",
        "<p hidden>",
        "<code>",
        "</code>",
        "<pre>",
        "<script>",
        "</script>",
        "\n\n<p>",
    ),
    *("\xa0", "\u2028", "---\n", "title: x\n", "<a href=x>", "</a>", "```\n", "\ue000"),
]


@given(st.lists(st.sampled_from(PARTS), max_size=40))
@example(["<div>", "\xa0\n", "word", "\x0c\n", "</div>"])
def test_the_map_holds_for_any_markdown(parts):
    source = "".join(parts)
    assert_map_holds(read(source, ".md"), source)

"""What tests of readers share: short views of an article, and the laws that every map obeys."""

from auditor.article import Article, Place, Span
from auditor.readers import read_article


def read(source: str | bytes, suffix: str) -> Article:
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    return read_article(f"sample{suffix}", data, suffix)


def blocks(article: Article) -> list[tuple[str, str]]:
    """Return kind and words of each block; a heading's kind with its level, as in `heading2`."""
    return [
        (f"{block.kind}{block.level or ''}", article.quote(block.span)) for block in article.blocks
    ]


def find(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def source_of(article: Article, source: str, words: str) -> str:
    """Return the source characters that a finding on `words` would point at."""
    place = article.place(find(article, words))
    return source[place.start : place.end]


def links(article: Article) -> list[tuple[str, str]]:
    return [(article.quote(link.span), link.target) for link in article.links]


def assert_map_holds(article: Article, source: str) -> None:
    """Check what is true of every article, whatever its source."""
    at = 0
    for piece in article.source_map.pieces:
        assert piece.text_start == at
        assert piece.text_end > piece.text_start
        assert 0 <= piece.source_start <= piece.source_end <= len(source)
        if piece.verbatim:
            text = article.text[piece.text_start : piece.text_end]
            assert text == source[piece.source_start : piece.source_end]
        at = piece.text_end
    assert at == len(article.text)
    assert "\n".join(article.quote(block.span) for block in article.blocks) == article.text
    for block in article.blocks:
        words = article.quote(block.span)
        assert words == words.strip() != ""
        assert block.kind == "code" or "\n" not in words
        assert_place_holds(article.place(block.span), source)
    for code in article.code:
        assert 0 <= code.start < code.end <= len(article.text)
    for link in article.links:
        assert 0 <= link.span.start < link.span.end <= len(article.text)
        assert link.target


def assert_place_holds(place: Place, source: str) -> None:
    lines = source.replace("\r\n", "\n\n").replace("\r", "\n").split("\n")
    assert 1 <= place.line <= place.end_line <= len(lines)
    assert place.column >= 1
    assert place.end_column >= 1
    assert 0 <= place.start <= place.end <= len(source)

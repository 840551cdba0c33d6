import hashlib

import pytest

from auditor.errors import ReadError
from auditor.readers import MOST_BYTES, READERS, read_article


def test_every_reader_of_the_table_gives_an_article_or_a_read_error():
    for suffix in READERS:
        try:
            article = read_article("a/b", b"A word.", suffix)
        except ReadError:
            assert suffix == ".docx"
        else:
            assert (article.path, article.text) == ("a/b", "A word.")
            assert article.digest == hashlib.sha256(b"A word.").hexdigest()


def test_the_case_of_a_suffix_does_not_matter():
    assert read_article("A.HTM", b"<p>Word", ".HTM").format == "html"


@pytest.mark.parametrize("suffix", [".pdf", "", ".doc"])
def test_an_unknown_suffix_names_the_known_ones(suffix):
    with pytest.raises(ReadError, match=r"not known; known are .*\.docx"):
        read_article("x", b"", suffix)


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(ReadError, match="over 10 MB"):
        read_article("x.txt", b" " * (MOST_BYTES + 1), ".txt")

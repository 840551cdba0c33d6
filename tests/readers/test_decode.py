import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import ReadError
from auditor.readers.decode import decode

SENTENCE = "We’ll explain it. It isn’t addictive — the café said so, for £40. "


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(mark, encoding):
    assert decode(mark + SENTENCE.encode(encoding), "latin-1") == (SENTENCE, encoding, ())


def test_utf8_needs_no_declaration():
    assert decode(SENTENCE.encode()) == (SENTENCE, "utf-8", ())


def test_an_empty_file_is_an_empty_text():
    assert decode(b"") == ("", "utf-8", ())


def test_a_declared_charset_comes_before_utf8():
    assert decode("dobré".encode("cp1250"), "windows-1250").text == "dobré"


def test_latin_1_is_read_as_browsers_do():
    assert decode("it’s".encode("cp1252"), "ISO-8859-1") == ("it’s", "cp1252", ())


def test_a_page_whose_meta_can_be_read_is_not_utf16():
    assert decode(b"plain", "utf-16") == ("plain", "utf-8", ())


@pytest.mark.parametrize("declared", ["no-such-charset", "ascii\0", "base64", "x" * 5000, "idna"])
def test_a_charset_that_does_not_decode_is_noted(declared):
    text, encoding, notes = decode("naïve".encode() * 20, declared)
    assert (text, encoding) == ("naïve" * 20, "utf-8")
    assert len(notes) == 1
    assert len(notes[0]) < 120


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf_16_le", "utf_16_be"])
@pytest.mark.parametrize("times", [1, 30])
def test_other_encodings_are_guessed_with_a_note(encoding, times):
    text, guessed, notes = decode((SENTENCE * times).encode(encoding))
    assert text == SENTENCE * times
    assert guessed == encoding
    assert "guessed" in notes[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"PK\x03\x04rest", "a zip or Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Office file"),
        (rb"{\rtf1 Hello}", "a rich text file"),
        (b"\0" * 5000, "binary"),
        (random.Random(1).randbytes(5000), "no text|binary"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(data, said):
    with pytest.raises(ReadError, match=said):
        decode(data)


def test_a_stray_nul_is_kept():
    assert decode(b"a\0b is text").text == "a\0b is text"


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "shift_jis", "hex", "utf-7"]))
def test_any_bytes_give_text_or_a_read_error(data, declared):
    try:
        decoded = decode(data, declared)
    except ReadError:
        return
    assert isinstance(decoded.text, str)

"""Two results compared: new, gone and remaining findings, and articles that were renamed."""

from auditor.comparison import compare
from tests.reporters.documents import article, document, finding

TEXT = "Our drip is safe.\nIt dont hurt.\n"


def marked(words: str, mark: str, **given) -> dict:
    return finding(words, fingerprint=mark * 32, **given)


def words_of(found) -> list[str]:
    return [one["text"] for _, one in found]


def test_findings_are_matched_by_article_and_fingerprint():
    old = document(article("a.md", TEXT, marked("drip", "a"), marked("safe", "b")))
    new = document(article("a.md", TEXT, marked("drip", "a"), marked("dont", "c")))
    result = compare(old, new)
    assert words_of(result.new) == ["dont"]
    assert words_of(result.gone) == ["safe"]
    assert words_of(result.remaining) == ["drip"]


def test_a_finding_whose_neighbours_were_edited_remains():
    old = document(article("a.md", TEXT, marked("dont", "a"), marked("safe", "b")))
    new = document(article("a.md", TEXT, marked("dont", "c"), marked("drip", "d")))
    result = compare(old, new)
    assert words_of(result.remaining) == ["dont"]
    assert (words_of(result.new), words_of(result.gone)) == (["drip"], ["safe"])


def test_the_same_fault_in_another_article_is_new():
    old = document(article("a.md", TEXT, marked("dont", "a")), article("b.md", TEXT))
    new = document(
        article("a.md", TEXT, marked("dont", "a")), article("b.md", TEXT, marked("dont", "a"))
    )
    assert [(a["path"], f["text"]) for a, f in compare(old, new).new] == [("b.md", "dont")]


def test_a_second_equal_finding_is_new():
    old = document(article("a.md", TEXT, marked("dont", "a")))
    new = document(article("a.md", TEXT, marked("dont", "a"), marked("dont", "a")))
    result = compare(old, new)
    assert (len(result.new), len(result.remaining)) == (1, 1)


def test_a_renamed_article_keeps_its_findings():
    whole = finding("", "readability.grade.over", fingerprint="e" * 32)
    old = document(article("a.md", TEXT, marked("dont", "a"), whole, source_digest="1" * 64))
    new = document(article("b.md", f"{TEXT} More.", marked("dont", "a"), whole))
    result = compare(old, new)
    assert (result.new, result.gone) == ((), ())
    assert result.renamed == (("a.md", "b.md"),)


def test_a_renamed_article_may_be_edited_too():
    old = document(article("a.md", TEXT, marked("dont", "a"), marked("safe", "b")))
    new = document(article("b.md", f"{TEXT} More.", marked("dont", "a"), marked("safe", "c")))
    result = compare(old, new)
    assert (result.new, result.gone) == ((), ())


def test_words_of_a_deleted_article_take_their_findings_to_another():
    whole = finding("", "readability.grade.over", fingerprint="e" * 32)
    old = document(article("a.md", TEXT, marked("dont", "a"), whole), article("b.md", "Hello."))
    result = compare(old, document(article("b.md", f"Hello. {TEXT}", marked("dont", "a"))))
    assert (result.new, words_of(result.gone), result.renamed) == ((), [""], ())


def test_an_article_of_the_same_bytes_is_renamed_whatever_was_found():
    whole = finding("", "readability.grade.over", fingerprint="e" * 32)
    old, new = (document(article(path, TEXT, whole)) for path in ("a.md", "b.md"))
    assert compare(old, new).renamed == (("a.md", "b.md"),)


def test_another_article_does_not_inherit_what_was_said_of_a_whole_article():
    spun = finding("", "garble.spun-article.verdict", fingerprint="e" * 32)
    old = document(article("gone.md", TEXT, spun, source_digest="1" * 64))
    new = document(article("fresh.md", "Another text.", spun, source_digest="2" * 64))
    result = compare(old, new)
    assert (len(result.new), len(result.gone), result.renamed) == (1, 1, ())


def test_what_could_not_be_read_again_is_not_gone():
    old = document(article("a.md", TEXT, marked("dont", "a")))
    unread = {"path": "a.md", "kind": "unreadable", "reason": "no text"}
    result = compare(old, document(article("b.md", TEXT), unreadable=[unread]))
    assert (result.new, result.gone, result.renamed) == ((), (), ())


def test_suppressed_findings_are_in_neither():
    put_aside = marked("dont", "a", suppressed={"kind": "inline", "reason": "a quotation"})
    old = document(article("a.md", TEXT, marked("dont", "a")))
    result = compare(old, document(article("a.md", TEXT, put_aside)))
    assert (result.new, words_of(result.gone), result.remaining) == ((), ["dont"], ())

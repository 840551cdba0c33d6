"""The lexicon: known spun words are found in all their forms, where their contexts allow."""

from auditor.pairs import Pair
from auditor.spun.inflect import Irregulars
from auditor.spun.lexicon import Hit, Lexicon
from auditor.spun.words import split_words


def hits(text: str, *pairs: Pair) -> list[Hit]:
    lexicon = Lexicon(pairs, Irregulars(["take took taken"]))
    return lexicon.find(split_words(text))


def test_an_inflected_term_gets_right_words_in_the_same_form():
    (hit,) = hits("many curatives", Pair("curative", ("therapy", "treatment")))
    assert hit.right == (("therapies",), ("treatments",))
    assert (hit.start, hit.end, hit.exact) == (1, 2, False)


def test_the_inflected_word_of_a_phrase_may_be_its_first_or_its_last():
    (last,) = hits("Aspect results", Pair("aspect result", ("side effect",)))
    assert last.right == (("side", "effects"),)
    (first,) = hits("it taking location", Pair("take location", ("take place",)))
    assert first.right == (("taking", "place"),)


def test_what_is_somebodys_is_found_and_put_right():
    (hit,) = hits("the affected person’s wishes", Pair("affected person", ("patient",)))
    assert hit.right == (("patient's",),)
    assert not hits("that's right", Pair("that", ("which",)))


def test_hyphens_and_stray_spaces_do_not_hide_a_term():
    for text in ("substantiation- grounded", "substantiation-grounded", "substantiation grounded"):
        (hit,) = hits(text, Pair("substantiation grounded", ("evidence-based",)))
        assert hit.right == (("evidence", "based"),)


def test_right_words_are_spelled_as_the_pair_has_them():
    lexicon = Lexicon([Pair("proof grounded", ("evidence-based",))], Irregulars())
    (hit,) = lexicon.find(split_words("proof grounded"))
    assert lexicon.spell(hit.right[0]) == "evidence-based"


def test_spelling_does_not_hang_on_what_was_read_before():
    lexicon = Lexicon([Pair("beam picture", ("X-ray",))], Irregulars())
    assert lexicon.spell(("x", "ray")) == "X-ray"
    assert lexicon.spell(("x", "rays")) == "X-rays"


def test_right_words_are_spelled_as_most_pairs_have_them():
    pairs = [
        Pair("burden loss", ("weight-loss",)),
        Pair("burden decline", ("weight loss",)),
        Pair("heaviness loss", ("weight loss",)),
    ]
    assert Lexicon(pairs, Irregulars()).spell(("weight", "loss")) == "weight loss"


def test_context_words_must_be_near_and_clearing_words_must_not():
    webbing = Pair("webbing", ("screening",), 5, frozenset({"patient"}), frozenset({"toes"}))
    assert hits("the webbing of each patient", webbing)
    assert not hits("the webbing is red", webbing)
    assert not hits("the patient has webbing between the toes", webbing)


def test_a_term_does_not_reach_over_a_mark():
    assert not hits("every aspect, results follow", Pair("aspect results", ("side effects",)))


def test_words_that_are_right_already_are_no_hit():
    assert not hits("the doses", Pair("dose", ("dose",)))

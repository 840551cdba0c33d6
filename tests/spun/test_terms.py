"""Broken terms: words side by side whose repairs make a term are one fault with one repair."""

from auditor.spun.lattice import Reckoning
from auditor.spun.lexicon import Hit
from auditor.spun.prior import Suspicion
from auditor.spun.terms import Terms

TERMS = Terms(["complex regional pain syndrome", "mental health"])


def suspect(start: int, wrong: str, *right: str, block: int = 0, chance: float = 0.7) -> Suspicion:
    end = start + len(wrong.split())
    phrases = tuple(tuple(words.split()) for words in right)
    hit = Hit(start, end, wrong, phrases, 3, True)
    ranked = tuple((phrase, 1 / len(phrases)) for phrase in phrases)
    return Suspicion(block, Reckoning(hit, 2.0, ranked), chance)


def test_the_words_of_a_broken_term_become_one():
    (joined,) = TERMS.join([suspect(1, "local", "regional", "nearby"), suspect(2, "ache", "pain")])
    hit = joined.reckoning.hit
    assert (hit.start, hit.end, hit.wrong) == (1, 3, "local ache")
    assert joined.reckoning.right == ((("regional", "pain"), 1.0),)


def test_words_whose_repairs_make_no_term_stay_apart():
    apart = [suspect(1, "extensively", "widely"), suspect(2, "bandied", "discussed")]
    assert TERMS.join(apart) == apart


def test_words_of_two_blocks_or_with_a_word_between_stay_apart():
    far = [suspect(1, "local", "regional"), suspect(3, "ache", "pain")]
    assert TERMS.join(far) == far
    blocks = [suspect(1, "local", "regional"), suspect(2, "ache", "pain", block=1)]
    assert TERMS.join(blocks) == blocks


def test_a_word_that_is_hardly_suspicious_is_left_out():
    found = [suspect(1, "local", "regional", chance=0.1), suspect(2, "ache", "pain")]
    assert TERMS.join(found) == found


def test_three_words_can_join():
    found = [
        suspect(0, "intricate", "complex"),
        suspect(1, "local", "regional"),
        suspect(2, "ache", "pain"),
    ]
    (joined,) = TERMS.join(found)
    assert joined.reckoning.right[0][0] == ("complex", "regional", "pain")


def test_nothing_joins_nothing():
    assert TERMS.join([]) == []

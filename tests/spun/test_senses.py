"""Words that are right in one place and wrong in another: 210 pairs of sentences, written blind."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import spacy

from auditor.checks.spun import check
from auditor.config import Config
from auditor.model_reading import read_blocks
from auditor.packs import load_rules
from auditor.spun.words import split_words
from tests.support import article_of

SENSES = Path(__file__).parents[1] / "data" / "spun" / "senses.tsv"
# Each sentence is read in company: the words are judged in the light of their article.
SPUN = """Our health practitioners offer a extensive range of remedy alternatives for sufferers.
Physical remedy facilitates to reinforce the muscle tissues around the joint.
Inform your health practitioner approximately any allergic reactions and medicinal drugs."""
SENTENCES_AN_ARTICLE = 10
RIGHT_USES_AN_ARTICLE = 3
REPORTED = 0.5


class Pair(NamedTuple):
    """A word, a sentence where it is right, and the spun words of one where it is wrong."""

    word: str
    right: str
    wrong: str
    spun: str


def read_pairs() -> list[Pair]:
    pairs = []
    for line in SENSES.read_text("utf-8").splitlines():
        word, right, spun, _ = line.split("\t")
        marked = spun.partition("<<")[2].partition(">>")[0]
        pairs.append(Pair(word, right, marked, spun.replace("<<", "").replace(">>", "")))
    return pairs


def chances_of(company: str, sentences: list[tuple[str, str]]) -> list[float]:
    """Return for each (sentence, words) how surely the words are taken for spun."""
    chances = []
    for start in range(0, len(sentences), SENTENCES_AN_ARTICLE):
        some = sentences[start : start + SENTENCES_AN_ARTICLE]
        lines = [*company.split("\n"), *(sentence for sentence, _ in some)]
        blocks = tuple(tuple(split_words(line)) for line in lines)
        suspicions = read_blocks(blocks, load_rules(), frozenset()).verdict.suspicions
        for block, (_, words) in enumerate(some, len(lines) - len(some)):
            asked = {word.text for word in split_words(words)}
            inside = (s for s in suspicions if s.block == block)
            hits = (s for s in inside if asked & set(s.reckoning.hit.wrong.split()))
            chances.append(max((s.probability for s in hits), default=0.0))
    return chances


@lru_cache(maxsize=1)
def spun_chances() -> list[float]:
    return chances_of(SPUN, [(pair.spun, pair.wrong) for pair in read_pairs()])


def test_the_set_has_two_hundred_words_each_once():
    words = [pair.word for pair in read_pairs()]
    assert len(words) == len(set(words)) >= 200


def test_few_words_are_reported_where_they_are_right():
    """As the check reports them, a few such words in a fluent article; many make it suspicious."""
    rules, pairs, alarms = load_rules(), read_pairs(), 0
    verdict = rules.rule("garble.spun-article.verdict")
    assert verdict is not None
    for start in range(0, len(pairs), RIGHT_USES_AN_ARTICLE):
        some = [pair.right for pair in pairs[start : start + RIGHT_USES_AN_ARTICLE]]
        article = article_of("\n".join([verdict.good[0].strip(), *some]) + "\n")
        found = check(article, spacy.blank("en")(""), rules, Config())
        alarms += sum(finding.category == "garble.spun-term" for finding in found)
    assert alarms <= 0.2 * len(pairs)


def test_most_words_are_reported_where_they_are_wrong():
    assert sum(chance >= REPORTED for chance in spun_chances()) >= 0.8 * len(spun_chances())


def test_in_the_same_spun_company_a_word_is_more_suspicious_where_it_is_wrong():
    """The hardest case, and not solved: half of the right ones are reported there as well."""
    right = chances_of(SPUN, [(pair.right, pair.word) for pair in read_pairs()])
    told_apart = [wrong > fluent for wrong, fluent in zip(spun_chances(), right, strict=True)]
    assert sum(told_apart) >= 0.8 * len(told_apart)

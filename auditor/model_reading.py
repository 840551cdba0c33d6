"""One reading of an article by the models, shared by all checks that ask them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from auditor.article import Article
from auditor.config import Config
from auditor.encoder import Array
from auditor.packs import RuleSet
from auditor.spun.lexicon import load_lexicon
from auditor.spun.ngrams import load_ngrams
from auditor.spun.prior import Verdict, judge, load_weights
from auditor.spun.restore import load_restorer
from auditor.spun.words import Word, split_words

Blocks = tuple[tuple[Word, ...], ...]


@dataclass(frozen=True, eq=False)
class ModelReading:
    """What the models say of an article.

    blocks: the words of each block of prose. verdict: on spun text. claims: for each block an
    array (words, `auditor.encoder.CLAIMS`) of unnormalised log-probabilities.
    """

    blocks: Blocks
    verdict: Verdict
    claims: tuple[Array, ...]


@lru_cache(maxsize=2)
def read_with_models(article: Article, rules: RuleSet, config: Config) -> ModelReading:
    """Return the models' reading; the last ones are kept, as several checks want them."""
    allowed = frozenset(map(str.lower, config.vocabulary))
    return read_blocks(blocks_of(article), rules, allowed)


def blocks_of(article: Article) -> Blocks:
    """Return the words of each block that is prose."""
    return tuple(
        tuple(split_words(article.text, block.span.start, block.span.end))
        for block in article.prose()
    )


def read_blocks(blocks: Blocks, rules: RuleSet, allowed: frozenset[str]) -> ModelReading:
    """Return the models' reading of words; `allowed` ones are right in this house."""
    lexicon = load_lexicon(rules)
    hits = [[hit for hit in lexicon.find(words) if hit.wrong not in allowed] for words in blocks]
    looked = load_restorer(rules).look(blocks, hits)
    if allowed:
        # What no pair knows, the terms and the encoder may have found by themselves.
        kept = (tuple(h for h in known if h.wrong not in allowed) for known in looked.hits)
        looked = replace(looked, hits=tuple(kept))
    verdict = judge(blocks, looked, load_ngrams(), load_weights())
    return ModelReading(blocks, verdict, looked.claims)

"""One reading of an article by the models, shared by all checks that ask them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from auditor.article import Article
from auditor.config import Config
from auditor.packs import RuleSet
from auditor.remade import Remade, of_article
from auditor.spun.lexicon import load_lexicon
from auditor.spun.ngrams import load_ngrams
from auditor.spun.prior import Verdict, judge
from auditor.spun.restore import Looked, load_restorer
from auditor.spun.weights import load_weights
from auditor.spun.words import Word, split_words

Blocks = Sequence[Sequence[Word]]


class ModelReading:
    """What the models say of an article.

    blocks: the words of each block of prose. claims: as `auditor.encoder.Judged` has them.
    """

    def __init__(self, blocks: Blocks, rules: RuleSet, allowed: frozenset[str]) -> None:
        self.blocks = blocks
        self._rules, self._allowed = rules, allowed
        self._judged = load_restorer(rules).read(blocks)
        if self._judged is None:  # too long to be looked at later: what is read must be dropped
            looked = self._look()
            self.claims = looked.claims
            self.verdict = self._judge(looked)
        else:
            self.claims = self._judged.claims

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict on spun text, half of all work: nobody may ask for it.

        A repaired text is asked only where it seems to claim something.
        """
        looked = self._look()
        self._judged = None
        return self._judge(looked)

    def _look(self) -> Looked:
        lexicon, allowed = load_lexicon(self._rules), self._allowed
        hits = (
            [hit for hit in lexicon.find(words) if hit.wrong not in allowed]
            for words in self.blocks
        )
        looked = load_restorer(self._rules).look(self.blocks, hits, self._judged)
        if allowed:
            # What no pair knows, the terms and the encoder may have found by themselves.
            kept = (tuple(h for h in known if h.wrong not in allowed) for known in looked.hits)
            looked = replace(looked, hits=tuple(kept))
        return looked

    def _judge(self, looked: Looked) -> Verdict:
        return judge(self.blocks, looked, load_ngrams(), load_weights())


@of_article
@lru_cache(maxsize=2)
def read_with_models(article: Article, rules: RuleSet, config: Config) -> ModelReading:
    """Return the models' reading; the last ones are kept, as several checks want them."""
    allowed = frozenset(map(str.lower, config.vocabulary))
    return read_blocks(blocks_of(article), rules, allowed)


def blocks_of(article: Article) -> Blocks:
    """Return the words of each block that is prose."""
    text, spans = article.text, tuple(block.span for block in article.prose())
    return Remade(
        lambda index: tuple(split_words(text, spans[index].start, spans[index].end)), len(spans)
    )


def read_blocks(blocks: Blocks, rules: RuleSet, allowed: frozenset[str]) -> ModelReading:
    """Return the models' reading of words; `allowed` ones are right in this house."""
    return ModelReading(blocks, rules, allowed)

"""Claims that only a pattern finds, in sentences in which the encoder hears none at all.

A pattern knows a claim by its build, which harmless sentences share: "The pump gives insulin". So
one of our rules is doubted where the encoder is all but sure that nothing is claimed; an editor's
own rules never are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.claims.chances import SPUN, Chances
from auditor.claims.judge import DOUBTED, Claim
from auditor.claims.reading import Reading
from auditor.model_reading import ModelReading

# No word of the sentence belongs to a claim more likely than this. On 94 marked articles that
# taught neither encoder nor head 23 of 44 wrong findings are doubted and 3 of 288 right ones.
UNHEARD = 0.002


def doubt_unheard(
    claims: Sequence[Claim], reading: Reading, models: ModelReading, chances: Chances
) -> list[Claim]:
    """Return the claims, less sure than is reported where the encoder hears none.

    Of the words of a spun article as they stand it knows too little.
    """
    unheard = {
        index
        for index, claim in enumerate(claims)
        if claim.rule.built_in and _is_unheard(claim, reading, chances)
    }
    if not unheard or models.verdict.probability >= SPUN:
        return list(claims)
    return [
        replace(claim, confidence=min(claim.confidence, DOUBTED)) if index in unheard else claim
        for index, claim in enumerate(claims)
    ]


def _is_unheard(claim: Claim, reading: Reading, chances: Chances) -> bool:
    first, last = (reading.sentence_at(token) for token in (min(claim.own), max(claim.own)))
    said = 1 - chances.between(reading, first.start, last.end)[:, 0]
    return bool(len(said)) and float(said.max()) < UNHEARD

"""Joins spun words side by side into one fault, where their repairs make a term of the field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

from auditor.spun.lattice import Reckoning
from auditor.spun.prior import Suspicion

MOST_WORDS = 3
# So many of each word's repairs are tried with each of the other's.
TRIED = 3
# Words less suspicious than this are no part of a broken term.
LEAST = 0.4

_Phrase = tuple[str, ...]


class Terms:
    """The runs of two and three words inside the field's fixed terms."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._runs: set[_Phrase] = set()
        for term in terms:
            words = tuple(term.split())
            for length in range(2, MOST_WORDS + 1):
                self._runs.update(words[at : at + length] for at in range(len(words) - length + 1))

    def join(self, suspicions: Sequence[Suspicion]) -> list[Suspicion]:
        """Return the suspicions, in order, those of one broken term made one.

        "local ache" for "regional pain" is one fault with one repair; "widely bandied" is two.
        """
        joined: list[Suspicion] = []
        for suspicion in suspicions:
            both = self._joined(joined[-1], suspicion) if joined else None
            if both is None:
                joined.append(suspicion)
            else:
                joined[-1] = both
        return joined

    def _joined(self, one: Suspicion, other: Suspicion) -> Suspicion | None:
        left, right = one.reckoning, other.reckoning
        if one.block != other.block or left.hit.end != right.hit.start:
            return None
        if min(one.probability, other.probability) < LEAST:
            return None
        repairs = sorted(
            (
                (first + second, share * other_share)
                for (first, share), (second, other_share) in product(
                    left.right[:TRIED], right.right[:TRIED]
                )
                if first + second in self._runs
            ),
            key=lambda repair: -repair[1],
        )
        if not repairs:
            return None
        total = sum(share for _, share in repairs)
        hit = replace(
            left.hit,
            end=right.hit.end,
            wrong=f"{left.hit.wrong} {right.hit.wrong}",
            right=tuple(phrase for phrase, _ in repairs),
            weight=max(left.hit.weight, right.hit.weight),
            fits=(),
        )
        ranked = tuple((phrase, share / total) for phrase, share in repairs)
        reckoning = Reckoning(hit, max(left.evidence, right.evidence), ranked)
        return Suspicion(one.block, reckoning, max(one.probability, other.probability))

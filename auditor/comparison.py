"""Which findings of two runs are the same: the one comparison, of results and with a baseline.

Two findings are one if article and fingerprint are equal, or article, rule and words (the words
around it were edited). A renamed article counts as the old one, and words that went to another
article when theirs was deleted take their findings along. Findings about a whole article prove
nothing of either: their fingerprints hold none of its words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from auditor.wording import fold, shorten

Document = Mapping[str, Any]
Found = tuple[Document, Document]  # an article and one of its findings

# A baseline keeps no more of a finding's words.
LONGEST_QUOTE = 120
# No article has so many findings: the same bytes prove more than any number of them.
_SAME_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding as far as it is compared. words: see `words_of`, none for a whole article."""

    path: str
    rule: str
    words: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Sightings:
    """The findings of one run, and its articles' digests by their paths, empty if not known."""

    findings: Sequence[Sighting]
    articles: Mapping[str, str]

    def prints(self) -> dict[str, set[str]]:
        """Return the fingerprints of each article's findings, those on the whole of it too."""
        prints: dict[str, set[str]] = defaultdict(set)
        for finding in self.findings:
            prints[finding.path].add(finding.fingerprint)
        return prints


@dataclass(frozen=True, slots=True)
class Match:
    """same: by the index of each newer finding that of the older one that it is.

    renamed: old and new path of articles that have another name now.
    """

    same: Mapping[int, int] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The findings of two results. Suppressed ones are in neither.

    new, remaining: article and finding of the newer result. gone: of the older one.
    renamed: old and new path of articles that have another name now.
    """

    new: tuple[Found, ...]
    gone: tuple[Found, ...]
    remaining: tuple[Found, ...]
    renamed: tuple[tuple[str, str], ...]


def words_of(quote: str) -> str:
    """Return a finding's words as they are compared: without case, white space or a long end."""
    return fold(shorten(quote, LONGEST_QUOTE))


def match(old: Sightings, new: Sightings, gone: Collection[str]) -> Match:
    """Return which findings of `new` are in `old`; `gone` are old paths that no longer exist."""
    renamed = _find_renamed(old, new, gone)

    def here(finding: Sighting) -> str:
        return renamed.get(finding.path, finding.path)

    def by_fingerprint(finding: Sighting) -> tuple[str, ...]:
        return here(finding), finding.fingerprint

    def by_words(finding: Sighting) -> tuple[str, ...]:
        return here(finding), finding.rule, finding.words

    def moved(finding: Sighting) -> tuple[str, ...]:
        return (finding.fingerprint,) if finding.words else ()

    same: dict[int, int] = {}
    every = range(len(old.findings))
    deleted = [at for at in every if old.findings[at].path in gone]
    for key_of, olds in ((by_fingerprint, every), (by_words, every), (moved, deleted)):
        same.update(_pairs(old.findings, new.findings, key_of, olds, same))
    return Match(same, renamed)


def _pairs(
    old: Sequence[Sighting],
    new: Sequence[Sighting],
    key_of: Callable[[Sighting], tuple[str, ...]],
    olds: Sequence[int],
    same: Mapping[int, int],
) -> Iterator[tuple[int, int]]:
    """Yield the indices of further findings with one key, each in one pair; `olds` may be used."""
    taken = set(same.values())
    left: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in reversed(olds):
        if at not in taken and (key := key_of(old[at])):
            left[key].append(at)
    for at, finding in enumerate(new):
        if at not in same and (alike := left.get(key_of(finding))):
            yield at, alike.pop()


def _find_renamed(old: Sightings, new: Sightings, gone: Collection[str]) -> dict[str, str]:
    """Return the new path of each article of `old` that is gone and in `new` under another one.

    It is the article of the same bytes, else the one that shares the most findings; where bytes
    are not known, also one with the very same findings.
    """
    lost = [path for path in old.articles if path in gone]
    fresh = {path: digest for path, digest in new.articles.items() if path not in old.articles}
    digests = {digest: path for path, digest in reversed(fresh.items()) if digest}
    holders: dict[str, set[str]] = defaultdict(set)
    for finding in new.findings:
        if finding.words and finding.path in fresh:
            holders[finding.fingerprint].add(finding.path)
    before, after = old.prints(), new.prints()
    alike: dict[frozenset[str], list[str]] = defaultdict(list)
    for path in fresh:
        alike[frozenset(after[path])].append(path)
    shared: Counter[tuple[str, str]] = Counter()
    for path in lost:
        digest = old.articles[path]
        if digest in digests:
            shared[path, digests[digest]] = _SAME_BYTES
        for fingerprint in before[path]:
            shared.update((path, other) for other in holders[fingerprint])
        if before[path] and not digest:
            shared.update((path, other) for other in alike[frozenset(before[path])])
    names: dict[str, str] = {}
    taken: set[str] = set()
    for (was, now), _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
        if was not in names and now not in taken:
            names[was] = now
            taken.add(now)
    return names


def compare(old: Document, new: Document) -> Comparison:
    """Return how the findings of the JSON result `new` differ from those of `old`.

    Findings of articles that could not be read again are not called gone.
    """
    before, after = _list(old), _list(new)
    unread = {file["path"] for file in new["unreadable"]}
    there = {article["path"] for article in new["articles"]} | unread
    gone = {article["path"] for article in old["articles"]} - there
    found = match(_sightings(old, before), _sightings(new, after), gone)
    taken = set(found.same.values())
    return Comparison(
        new=tuple(pair for at, pair in enumerate(after) if at not in found.same),
        gone=tuple(
            (article, finding)
            for at, (article, finding) in enumerate(before)
            if at not in taken and article["path"] not in unread
        ),
        remaining=tuple(pair for at, pair in enumerate(after) if at in found.same),
        renamed=tuple(sorted(found.renamed.items())),
    )


def _sightings(document: Document, found: Sequence[Found]) -> Sightings:
    findings = [
        Sighting(article["path"], one["rule"], words_of(one["text"]), one["fingerprint"])
        for article, one in found
    ]
    return Sightings(findings, {a["path"]: a["source_digest"] for a in document["articles"]})


def _list(document: Document) -> list[Found]:
    return [
        (article, finding)
        for article in document["articles"]
        for finding in article["findings"]
        if not finding["suppressed"]
    ]

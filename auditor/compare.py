"""Compares two JSON results: which findings are new, which are gone, which remain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from auditor.wording import fold

Document = Mapping[str, Any]
Found = tuple[Document, Document]  # an article and one of its findings


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


def compare(old: Document, new: Document) -> Comparison:
    """Return how the findings of `new` differ from those of `old`.

    Two findings are one if article and fingerprint are equal, or article, rule and words (the
    words around them were edited). A renamed article counts as the old one. Findings of articles
    that could not be read again are not called gone.
    """
    names = _find_renamed(old, new)
    unread = {file["path"] for file in new["unreadable"]}
    gone = [
        (names.get(a["path"]) or a["path"], (a, f))
        for a, f in _list(old)
        if a["path"] not in unread
    ]
    added = [(article["path"], (article, finding)) for article, finding in _list(new)]
    remaining: list[Found] = []
    for key_of in (_fingerprint, _words):
        left: dict[tuple[str, ...], list[Found]] = defaultdict(list)
        for path, found in gone:
            left[path, *key_of(found)].append(found)
        still = []
        for path, found in added:
            if same := left[path, *key_of(found)]:
                same.pop(0)
                remaining.append(found)
            else:
                still.append((path, found))
        kept = {id(found) for many in left.values() for found in many}
        gone = [(path, found) for path, found in gone if id(found) in kept]
        added = still
    return Comparison(
        new=tuple(found for _, found in added),
        gone=tuple(found for _, found in gone),
        remaining=tuple(remaining),
        renamed=tuple(sorted(names.items())),
    )


def _fingerprint(found: Found) -> tuple[str, ...]:
    return (found[1]["fingerprint"],)


def _words(found: Found) -> tuple[str, ...]:
    return (found[1]["rule"], fold(found[1]["text"]))


def _find_renamed(old: Document, new: Document) -> dict[str, str]:
    """Return the new path of each article of `old` that is in `new` under another one.

    It is the article of the same bytes, else the one that shares the most findings. Findings
    about a whole article prove nothing: their fingerprints hold none of its words.
    """
    old_paths = {article["path"] for article in old["articles"]}
    new_paths = {one["path"] for one in (*new["articles"], *new["unreadable"])}
    lost = [article for article in old["articles"] if article["path"] not in new_paths]
    fresh = [article for article in new["articles"] if article["path"] not in old_paths]
    digests = {article["source_digest"]: article["path"] for article in reversed(fresh)}
    holders: dict[str, list[str]] = defaultdict(list)
    for article in fresh:
        for fingerprint in _fingerprints(article):
            holders[fingerprint].append(article["path"])
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for article in lost:
        if same := digests.get(article["source_digest"]):
            shared[article["path"], same] = len(article["text"]) + 1
        for fingerprint in _fingerprints(article):
            for path in holders[fingerprint]:
                shared[article["path"], path] += 1
    names: dict[str, str] = {}
    for (before, after), _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
        if before not in names and after not in names.values():
            names[before] = after
    return names


def _fingerprints(article: Document) -> Iterable[str]:
    return {f["fingerprint"] for f in article["findings"] if f["text_end"] > f["text_start"]}


def _list(document: Document) -> list[Found]:
    return [
        (article, finding)
        for article in document["articles"]
        for finding in article["findings"]
        if not finding["suppressed"]
    ]

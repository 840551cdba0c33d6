"""Makes rules/spun/*.toml from the written pairs, each entry weighed against clean text.

    python training/lexicon/build_pairs.py ../shared/data rules/spun

Three tiers, told by the weight that audit reads: 5 (sure.toml) counts on its own in any
article; 3 and 4 (likely.toml) and 1 and 2 (weak.toml) are evidence that the article as a whole
must bear out.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from clean_text import SENTENCES, read_sentences
from marked import MILD, read_articles
from similar import learn_likeness
from wordfreq import zipf_frequency

from auditor.packs import load_rules
from auditor.pairs import Pair, format_pairs
from auditor.spun.inflect import IRREGULAR_LIST, Irregulars
from auditor.spun.lexicon import Lexicon
from auditor.spun.words import split_words

HERE = Path(__file__).resolve().parent

# A sure entry stands at most so often in a million clean words ...
SURE_RATE = 0.5
# ... and its words, if it is a single word, are that rare in English (Zipf scale).
SURE_ZIPF = 2.6
SURE_WEIGHT = 4
# Single words as common as this (Zipf scale) and phrases as common as this (a million clean
# words) are everybody's: only the encoder can tell.
COMMON_ZIPF = 5.85
COMMON_PHRASE_RATE = 25.0
# So are weak pairs of words that are commoner in clean text (a million words).
COMMON_WEAK_RATE = 150.0
# Words used as much alike as this are a matter of taste; the entry is at most weak.
ALIKE = 0.2
# Endings and letters in which British and American spelling differ, made equal.
SPELLINGS = (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("yse", "yze"),
             ("our", "or"), ("ae", "e"), ("oe", "e"), ("ll", "l"), ("tre", "ter"),
             ("ogue", "og"), ("nce", "nse"))  # fmt: skip
MOST_RIGHT = 10
# What a mark in a hand-spun article counts as.
MARK_WEIGHT = 3


@dataclass(slots=True)
class Entry:
    """All that the written pairs say of one run of spun words."""

    wrong: str
    rights: Counter[str] = field(default_factory=Counter)
    best: int = 0
    count: int = 0


def read_pairs(folder: Path) -> Iterator[tuple[str, str, int, str]]:
    """Yield right words, spun words, weight and phrase of each written pair."""
    for path in sorted(folder.glob("*.tsv")):
        yield from read_pairs_file(path)


def read_pairs_file(path: Path) -> Iterator[tuple[str, str, int, str]]:
    """Yield the pairs of one file, as `read_pairs` does."""
    for line in path.read_text("utf-8").splitlines():
        right, wrong, weight, phrase = line.split("\t")
        yield right.strip(), wrong.strip(), int(weight), phrase


def read_marks() -> Iterator[tuple[str, str, int, str]]:
    """Yield the pairs that the hand-spun articles hold, as `read_pairs` does."""
    for article in read_articles(fitting=False):
        for line in article.lines:
            for part in line:
                for rank, right in enumerate(part.right):
                    weight = MILD if part.mild or rank else MARK_WEIGHT
                    yield _without_capitals(right, part.text), part.text.lower(), weight, ""


def _without_capitals(right: str, spun: str) -> str:
    """Return `right` without the capitals that a heading or the start of a sentence gave it."""
    if not spun[:1].isupper():
        return right
    return " ".join(w.lower() if w[1:] == w[1:].lower() else w for w in right.split(" "))


def collect(pairs: Iterable[tuple[str, str, int, str]], doubtful: frozenset[str]) -> list[Entry]:
    """Return one entry for each run of spun words; a doubtful pair counts least of its entry."""
    entries: dict[str, Entry] = {}
    every = list(pairs)
    plain = {right for right, *_ in every if right == right.lower()}
    for given, wrong, weight, _ in every:
        # A capital that the same words do without elsewhere is a heading's or a sentence's.
        right = given.lower() if given.lower() in plain else given
        key = " ".join(word.text for word in split_words(wrong))
        if not key:
            continue
        if f"{key} = {right.lower()}" in doubtful:
            weight = 1
        if key == " ".join(word.text for word in split_words(right)):
            continue
        entry = entries.setdefault(key, Entry(key))
        entry.rights[right] += weight
        entry.best = max(entry.best, weight)
    return [entries[key] for key in sorted(entries)]


def count_in_clean_text(entries: list[Entry], data: Path) -> int:
    """Set how often each entry, in any form, stands in the clean text; return its words."""
    irregulars = Irregulars(load_rules().words.get(IRREGULAR_LIST, ()))
    lexicon = Lexicon((Pair(entry.wrong, ("",)) for entry in entries), irregulars)
    counts: Counter[str] = Counter()
    total = 0
    for name in SENTENCES:
        for sentence in read_sentences(data, name):
            words = split_words(sentence)
            total += len(words)
            counts.update(lexicon.find_entries(words))
    for entry in entries:
        entry.count = counts[entry.wrong]
    return total


def spell_plainly(words: str) -> str:
    """Return `words` with British spellings made American, roughly."""
    for british, american in SPELLINGS:
        words = words.replace(british, american)
    return words.replace(" ", "").replace("-", "")


def weigh(
    entry: Entry, total: int, likeness: Callable[[str, str], float], doubtful: frozenset[str]
) -> int:
    """Return the entry's weight in the pack, 0 to leave it out."""
    rate = 1e6 * entry.count / total
    single = " " not in entry.wrong
    zipf = zipf_frequency(entry.wrong, "en") if single else 0.0
    if any(spell_plainly(entry.wrong) == spell_plainly(right.lower()) for right in entry.rights):
        return 0
    if entry.wrong in doubtful or zipf >= COMMON_ZIPF or (not single and rate > COMMON_PHRASE_RATE):
        return 1
    if entry.best >= SURE_WEIGHT and rate <= SURE_RATE and zipf <= SURE_ZIPF:
        return 5
    if rate > COMMON_WEAK_RATE and entry.best <= 2:
        return 1
    alike = sum(n * likeness(entry.wrong, right.lower()) for right, n in entry.rights.items())
    if single and alike >= ALIKE * entry.rights.total():
        return min(entry.best, 2)
    return min(entry.best, 4)


def write(entries: list[Entry], weights: dict[str, int], folder: Path) -> None:
    """Write the three tiers."""
    tiers = defaultdict(list)
    for entry in entries:
        if weight := weights[entry.wrong]:
            name = "sure" if weight == 5 else "likely" if weight >= 3 else "weak"
            tiers[name].append((entry, weight))
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tiers.items():
        head = f"# The {name} entries, made by training/lexicon/build_pairs.py from its pairs.\n"
        pairs = [
            Pair(
                entry.wrong, tuple(text for text, _ in entry.rights.most_common(MOST_RIGHT)), weight
            )
            for entry, weight in rows
        ]
        (folder / f"{name}.toml").write_text(head + format_pairs(pairs), "utf-8")
        print(f"{name}: {len(rows)} entries")


def main(data: Path, folder: Path) -> None:
    """Build the packs of `folder`."""
    doubtful = frozenset(
        line.strip()
        for line in (HERE / "doubtful.txt").read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    )
    entries = collect((*read_pairs(HERE / "pairs"), *read_marks()), doubtful)
    likeness = learn_likeness(data)
    total = count_in_clean_text(entries, data)
    write(
        entries, {entry.wrong: weigh(entry, total, likeness, doubtful) for entry in entries}, folder
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

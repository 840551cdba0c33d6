"""Make the field's vocabulary: words of health writing that LanguageTool takes for mistakes.

    python training/vocabulary/build.py ../shared/data rules/words/vocabulary.toml

Two sources: the words that the health sentences of the shared data use several times and that
LanguageTool's speller does not know, less what looks like a slip; and `terms.txt`, names of
medicines, brands, procedures and abbreviations written by hand. Needs LanguageTool set up.
"""

from __future__ import annotations

import lzma
import re
import sys
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

from auditor.languagetool.client import speller_alarms
from auditor.languagetool.installation import locate
from auditor.languagetool.server import run_server
from auditor.lexicon import COMMON, known_words

RAREST = 4  # times; long words, which are hardly ever slips, one less
LONG = 9
COMMONEST = 200
LIKENESS = 0.9
WORD = re.compile(r"(?<![\w'’@./-])[a-z]{3,}(?![\w@/-]|['’]\w)")
# "Lorem ipsum", which has no place in an article, and slips.
LOREM = """
    adipiscing adipisicing aliqua aliquip amet anim auctor aute cillum commodo consectetur
    consequat culpa cupidatat deserunt dolor dolore eiusmod eleventy elit esse excepteur
    exercitation fugiat incididunt ipsum irure killin labore laboris laborum lorem magna mollit
    nisi nostrud nulla occaecat officia pariatur proident reprehenderit sed sint sunt tempor
    ullamco velit veniam voluptate
"""
FILLER = frozenset(LOREM.split())
HEAD = """# Words of the field that LanguageTool's speller does not know. Made by
# training/vocabulary/build.py; add a house's own words to the setting `vocabulary` instead.

[[words]]
name = "field-vocabulary"
entries = [
"""


def main() -> None:
    data, target = Path(sys.argv[1]), Path(sys.argv[2])
    counts: Counter[str] = Counter()
    for file in sorted(data.glob("*-sentences.txt.xz")):
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                counts.update(WORD.findall(line))
    often = sorted(w for w, n in counts.items() if n >= RAREST - (len(w) >= LONG))
    with run_server(locate()) as url:
        unknown = speller_alarms(url, often)
    terms = (Path(__file__).with_name("terms.txt")).read_text("utf-8").splitlines()
    by_hand = {term for line in terms if not line.startswith("#") for term in line.split()}
    words = sorted({w for w in unknown if not is_slip(w, counts[w])} | by_hand)
    target.write_text(HEAD + "".join(f'  "{word}",\n' for word in words) + "]\n", "utf-8")
    print(len(words), "words, of which by hand", len(by_hand))


def is_slip(word: str, count: int) -> bool:
    """Say whether a word looks like two that are run together, or like a common one mistyped."""
    known = known_words()
    if word in FILLER:
        return True
    for at in range(2, len(word) - 1):
        ranks = sorted((known.get(word[:at], COMMON), known.get(word[at:], COMMON)))
        shorter = min(at, len(word) - at)
        if ranks[0] < COMMONEST and ranks[1] < COMMON and len(word) - shorter > 3:
            return True
    if count >= 10 or len(word) < 5:
        return False
    near = (k for k, rank in known.items() if rank < COMMON and abs(len(k) - len(word)) < 2)
    return any(
        k[0] == word[0] and SequenceMatcher(None, k, word).ratio() >= LIKENESS
        for k in near
        if k + "s" != word and k != word + "s"
    )


if __name__ == "__main__":
    main()

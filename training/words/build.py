"""Make the table of known words: English by frequency, and the words of clean health text.

    python training/words/build.py ../shared/data auditor/models/words/known.txt.gz

Needs the package wordfreq, which the product itself does not. One word a line, commonest first.
Then make the frequencies of the same words anew: training/words/zipf.py.
"""

from __future__ import annotations

import lzma
import re
import sys
from collections import Counter
from pathlib import Path

from wordfreq import get_frequency_dict

from auditor.word_files import write_lines

RAREST_ENGLISH = 2e-8  # about Zipf 1.3: below it, typing errors outnumber words
RAREST_HEALTH = 3  # times in the health sentences
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
# Errors that are common enough to look like words: a function word run into "the".
GLUED = re.compile(r"(?:of|and|to|in|for|on|with|from|by|at|is|that|as)the")


def main() -> None:
    data, target = Path(sys.argv[1]), Path(sys.argv[2])
    frequency = {
        word: share
        for word, share in get_frequency_dict("en", wordlist="large").items()
        if share >= RAREST_ENGLISH and WORD.fullmatch(word)
    }
    counts: Counter[str] = Counter()
    for file in sorted(data.glob("*-sentences.txt.xz")):
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                counts.update(WORD.findall(line.lower().replace("’", "'")))
    total = sum(counts.values())
    for word, count in counts.items():
        if count >= RAREST_HEALTH:
            frequency[word] = max(frequency.get(word, 0.0), count / total / 50)
    words = sorted(
        (word for word in frequency if not GLUED.fullmatch(word)),
        key=lambda word: (-frequency[word], word),
    )
    write_lines(words, target)
    print(len(words), "words")


if __name__ == "__main__":
    main()

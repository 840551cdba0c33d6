"""Make the table of Zipf frequencies of the known words.

    python training/words/zipf.py auditor/models/words/known.txt.gz auditor/models/words/zipf.xz

Needs the package wordfreq, which the product itself does not. One byte a word, in the order of
known.txt.gz: twenty times the Zipf frequency (the logarithm of the word's uses in a thousand
million), 0 for a word that wordfreq does not know.
"""

from __future__ import annotations

import lzma
import math
import sys
from pathlib import Path

from wordfreq import get_frequency_dict

from auditor.word_files import read_lines

STEPS = 20


def main() -> None:
    known, target = Path(sys.argv[1]), Path(sys.argv[2])
    frequency = get_frequency_dict("en", wordlist="large")
    words = read_lines(known)
    table = bytes(
        round(STEPS * (math.log10(frequency[word]) + 9)) if word in frequency else 0
        for word in words
    )
    packed = lzma.compress(table, preset=9 | lzma.PRESET_EXTREME)
    target.write_bytes(packed)
    print(f"{len(table)} words, {len(packed)} bytes")


if __name__ == "__main__":
    main()

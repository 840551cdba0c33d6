"""Measure what is usual in a corpus: mean and deviation of each feature of difficulty.

    python training/words/scale.py ../shared/data/health-sentences.txt.xz [SENTENCES]

The figures of the health sentences stand in auditor/difficulty.py. They set the scale, no weight.
"""

from __future__ import annotations

import lzma
import random
import statistics
import sys
from pathlib import Path

from auditor.article import Span
from auditor.difficulty import features_of, sentence_difficulty
from auditor.jargon import load_terms, terms_in
from auditor.language import load_pipeline
from auditor.packs import load_rules
from auditor.syntax import shapes_of

FEWEST_WORDS = 4


def main() -> None:
    path, most = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    lines = lzma.decompress(path.read_bytes()).decode().splitlines()
    chosen = random.Random(1).sample(lines, min(most, len(lines)))
    known = load_terms(load_rules())
    features, values = [], []
    for doc in load_pipeline().pipe(line for line in chosen if len(line.split()) >= FEWEST_WORDS):
        sentence, shape = shapes_of(doc)[0]
        span = Span(sentence.start_char, sentence.end_char)
        terms = sum(1 for _ in terms_in(doc.text, span, known))
        features.append(features_of(doc.text, span, shape, terms))
        values.append(sentence_difficulty(doc.text, span, shape, known).value)
    for name in features[0]:
        found = [one[name] for one in features]
        print(f"{name:10}{statistics.mean(found):8.2f}{statistics.stdev(found):8.2f}")
    print(f"{'difficulty':10}{statistics.mean(values):8.1f}{statistics.stdev(values):8.1f}")
    print("percentiles", *(round(cut) for cut in statistics.quantiles(values, n=20)))


if __name__ == "__main__":
    main()

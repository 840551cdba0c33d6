"""Milliseconds for the readability of an article, and what loading its dictionaries costs once.

    python benchmarks/readability.py [ARTICLE]

Without ARTICLE it is the example articles' prose, 1,000 words of it. The parse is not counted: an
audit needs it anyway. Times are processor time, the median of rounds; "textstat" calls its own
function for each measure of the article alone.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from auditor.article import Article, count_words
from auditor.checklist import Seen, fill_checklist
from auditor.formulas import count_syllables, measure_text
from auditor.language import load_pipeline, parse
from auditor.lexicon import known_words
from auditor.packs import load_rules
from auditor.rarity import zipf_of
from auditor.readability import measure, prose_of
from auditor.readers import read_article
from auditor.syntax import shapes_of

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
WORDS = 1000
ROUNDS = 15


def thousand_words() -> Article:
    """Return an article of 1,000 words out of the examples' blocks."""
    lines: list[str] = []
    words = 0
    for path in sorted(EXAMPLES.iterdir()):
        article = read_article(path.name, path.read_bytes(), path.suffix)
        for block in article.blocks:
            if words >= WORDS:
                break
            text = article.quote(block.span)
            lines.append(f"# {text}" if block.kind == "heading" else text)
            words += count_words(text)
    return read_article("sample.md", "\n\n".join(lines).encode(), ".md")


def median_of(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median processor time of `work` in milliseconds, its first run left out."""
    times = []
    for _ in range(rounds + 1):
        begin = time.process_time()
        work()
        times.append(1000 * (time.process_time() - begin))
    return statistics.median(times[1:])


def loads() -> Iterator[tuple[str, float]]:
    """Yield what is loaded at the first use, and its processor time in milliseconds."""
    for name, work in (
        ("known words (other checks need them too)", known_words),
        ("Zipf frequencies", lambda: zipf_of("word")),
        ("textstat and its dictionary", lambda: count_syllables("word")),
    ):
        begin = time.process_time()
        work()
        yield name, 1000 * (time.process_time() - begin)


def main() -> None:
    for name, spent in loads():
        print(f"load once: {name:42}{spent:9.1f} ms")
    if len(sys.argv) > 1:
        path = Path(sys.argv[1])
        article = read_article(path.name, path.read_bytes(), path.suffix)
    else:
        article = thousand_words()
    rules = load_rules()
    doc = parse(load_pipeline(), article)
    prose = prose_of(article)
    measured = measure(article, doc, rules)
    seen = Seen(article, doc, measured, (), rules)
    print(f"{count_words(article.text)} words, {len(measured.sentences)} sentences graded")

    rounds = itertools.count()

    def measure_again() -> None:
        measure.cache_clear()
        shapes_of.cache_clear()
        measure(article, doc, rules)

    def ask_textstat() -> None:
        import textstat

        # textstat keeps its last answers: a new text each round evades that.
        text = f"{prose} {next(rounds)}."
        for name in measured.measures:
            getattr(textstat, name)(text)

    print(f"formulas, article alone         {median_of(lambda: measure_text(prose)):9.1f} ms")
    print(f"all measures, every part        {median_of(measure_again):9.1f} ms")
    print(f"checklist                       {median_of(lambda: fill_checklist(seen)):9.1f} ms")
    print(f"textstat, article alone         {median_of(ask_textstat):9.1f} ms")


if __name__ == "__main__":
    main()

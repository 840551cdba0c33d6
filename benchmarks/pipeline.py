"""Scores of the embedded pipeline on test treebanks, and words per CPU second of its parts.

    python benchmarks/pipeline.py CORPUS [--model FOLDER] [--articles FOLDER]

CORPUS is the folder that training/pipeline/convert.py wrote. Scores are per cent, on raw text that
our tokenizer cut; "-blocks" keeps the text's paragraph breaks. Speeds are medians of three rounds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training import Example

from auditor.tokenizer import extend_tokenizer

EMBEDDED = Path(__file__).parent.parent / "auditor" / "models" / "pipeline"
SCORES = ("tag_acc", "pos_acc", "morph_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f")
WITHOUT = {
    "full": (),
    "without parser": ("parser",),
    "without lemmatizer": ("lemmatizer",),
    "sentences only": ("tagger", "morphologizer", "parser", "lemmatizer"),
}


def score(nlp: Language, path: Path) -> dict[str, float]:
    """Score the pipeline on a file of gold documents, in per cent."""
    golds = DocBin().from_disk(path).get_docs(nlp.vocab)
    scores = nlp.evaluate([Example(nlp.make_doc(gold.text), gold) for gold in golds])
    return {name: 100 * (scores.get(name) or 0.0) for name in SCORES}


def measure_speed(nlp: Language, texts: Sequence[str], rounds: int = 3) -> float:
    """Median words per CPU second; punctuation and white space are no words."""
    speeds = []
    list(nlp.pipe(texts[:2]))
    for _ in range(rounds):
        begin = time.process_time()
        docs = list(nlp.pipe(texts))
        spent = time.process_time() - begin
        words = sum(1 for doc in docs for token in doc if not token.is_punct | token.is_space)
        speeds.append(words / spent)
    return statistics.median(speeds)


def blank() -> Language:
    """Make the pipeline that is left where none is installed."""
    nlp = spacy.blank("en")
    extend_tokenizer(nlp)
    nlp.add_pipe("sentencizer")
    return nlp


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--model", default=str(EMBEDDED))
    parser.add_argument("--articles", type=Path, help="folder of .txt files for the speeds")
    options = parser.parse_args()

    begin = time.perf_counter(), time.process_time()
    nlp = spacy.load(options.model)
    print(
        f"load after import spacy: {time.perf_counter() - begin[0]:.2f} s, "
        f"{time.process_time() - begin[1]:.2f} CPU s"
    )
    print(f"{'':24}" + "".join(f"{name:>11}" for name in SCORES))
    for part in ("ewt-test", "ewt-test-blocks", "gum-free-test", "gum-free-test-blocks"):
        found = score(nlp, options.corpus / f"{part}.spacy")
        print(f"{part:24}" + "".join(f"{value:11.2f}" for value in found.values()))
    bare = blank()
    for part in ("ewt-test", "gum-free-test"):
        sentences = score(bare, options.corpus / f"{part}.spacy")["sents_f"]
        print(f"{part + ', blank':24}{sentences:77.2f}")

    if options.articles:
        texts = [path.read_text("utf-8") for path in sorted(options.articles.glob("*.txt"))]
    else:
        golds = DocBin().from_disk(options.corpus / "gum-free-test-blocks.spacy")
        texts = [gold.text for gold in golds.get_docs(nlp.vocab)]
    for name, disabled in WITHOUT.items():
        with nlp.select_pipes(disable=[pipe for pipe in disabled if pipe in nlp.pipe_names]):
            print(f"{name:24}{measure_speed(nlp, texts):11,.0f} words/CPU s")
    print(f"{'blank':24}{measure_speed(bare, texts):11,.0f} words/CPU s")


if __name__ == "__main__":
    main()

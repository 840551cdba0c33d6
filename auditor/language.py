"""The spaCy pipeline: loaded once a process, and run so that no sentence crosses a block."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.article import Article
from auditor.errors import ModelError
from auditor.remade import of_article
from auditor.startup import import_spacy

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

EMBEDDED = "models/pipeline"
BLANK = "blank"
# Components that no check asks, and that cost time: names of people and places.
LEFT_OUT = ("ner",)
# In code points: a text that is longer gets sentences, but no tags and no parse, whose memory
# grows with it. Rules that need them take their fallback.
LONGEST_PARSED = 400_000


TOO_LONG = (
    f"This article has over {LONGEST_PARSED:,} characters: it was read without parts of speech and "
    "sentence structure. Rules that need them did not run, or did with their fallback; split it."
)


def load_pipeline(model: str = "") -> Language:
    """Return the spaCy pipeline `model` (a package's name or a folder), with our tokenizer rules.

    Without a name it is the embedded one; `blank` is English without tags or parse, with
    sentence ends at . ! and ?. Raise ModelError if the pipeline can't be loaded.
    """
    spacy = import_spacy()

    from auditor.tokenizer import UNFILLED, extend_tokenizer

    nlp: Language
    if model == BLANK:
        nlp = spacy.blank("en")
        nlp.add_pipe("sentencizer")
    else:
        folder = Path(str(files("auditor"))) / EMBEDDED
        # The embedded pipeline's tokenizer is read whole from its file: filling it with English
        # defaults first, as spaCy does, takes a third of the time of loading.
        config = {} if model else {"nlp": {"tokenizer": {"@tokenizers": UNFILLED}}}
        try:
            nlp = spacy.load(model or folder, exclude=LEFT_OUT, config=config)
        except (OSError, ValueError, ImportError) as error:
            reason = str(error).splitlines()[0]
            raise ModelError(
                f"model '{model or folder}': no such spaCy pipeline; name an installed package or "
                f"a folder ({reason})"
            ) from None
    extend_tokenizer(nlp)
    _make_lemmas_quick(nlp)
    return nlp


def _make_lemmas_quick(nlp: Language) -> None:
    """Turn the lemmatizer's lists of words into dictionaries: it asks whether a word is in one.

    spaCy goes through up to 57,000 words for each new word, a fifth of a second on five articles.
    """
    for _, component in nlp.pipeline:
        lookups = getattr(component, "lookups", None)
        if lookups is not None and lookups.has_table("lemma_index"):
            table = lookups.get_table("lemma_index")
            for part_of_speech, words in list(table.items()):
                table[part_of_speech] = dict.fromkeys(words)


def parse(nlp: Language, article: Article) -> Doc:
    """Return the article's `Doc`: its text token by token, each block starting a sentence.

    Character offsets of the tokens are those of `Article.text`. A line feed between blocks is
    a white-space token of its own, so that no pattern of adjacent words crosses it.
    """
    from auditor.side_by_side import can_be_split, parse_side_by_side
    from auditor.tokenizer import mark_sentence_starts

    # Our own limit is on the file's bytes; spaCy's guards the memory of components left out here.
    nlp.max_length = max(nlp.max_length, len(article.text) + 1)
    doc = nlp.make_doc(article.text)
    mark_sentence_starts(doc, {block.span.start for block in article.blocks})
    if is_too_long(article):
        return _end_sentences(doc)
    for _, component in nlp.pipeline:
        doc = parse_side_by_side(component, doc) if can_be_split(component) else component(doc)
    return doc


def is_too_long(article: Article) -> bool:
    """Say whether the article is read without tags and parse for its length."""
    return len(article.text) > LONGEST_PARSED


def _end_sentences(doc: Doc) -> Doc:
    from spacy.pipeline import Sentencizer

    ended: Doc = Sentencizer()(doc)
    return ended


@of_article
@lru_cache(maxsize=2)
def has_tags(doc: Doc) -> bool:
    """Say whether the pipeline gave lemmas and parts of speech.

    Kept: of a document without any, spaCy looks at every token before it says no.
    """
    return bool(doc.has_annotation("LEMMA") and doc.has_annotation("POS"))


@of_article
@lru_cache(maxsize=2)
def has_parse(doc: Doc) -> bool:
    """Say whether the pipeline gave a dependency parse."""
    return bool(doc.has_annotation("DEP"))

"""The spaCy pipeline: loaded once a process, and run so that no sentence crosses a block."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.article import Article
from auditor.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

EMBEDDED = "models/pipeline"


def load_pipeline(model: str = "") -> Language:
    """Return the spaCy pipeline `model` (a package's name or a folder).

    Without a name it is the embedded one; where that is not shipped, blank English with
    sentence ends at . ! and ?. Raise ModelError if a named one can't be loaded.
    """
    import spacy

    if not model:
        folder = Path(str(files("auditor") / EMBEDDED))
        if not (folder / "meta.json").is_file():
            nlp = spacy.blank("en")
            nlp.add_pipe("sentencizer")
            return nlp
        return spacy.load(folder, exclude=["ner"])
    try:
        return spacy.load(model, exclude=["ner"])
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"model '{model}': no such spaCy pipeline; name an installed package or a folder "
            f"({reason})"
        ) from None


def describe_pipeline(nlp: Language) -> str:
    """Return name and version of the pipeline, as reports show it."""
    if not nlp.meta.get("name") or nlp.pipe_names == ["sentencizer"]:
        return "blank English"
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"


def parse(nlp: Language, article: Article) -> Doc:
    """Return the article's `Doc`: its text token by token, each block starting a sentence.

    Character offsets of the tokens are those of `Article.text`. A line feed between blocks is
    a white-space token of its own, so that no pattern of adjacent words crosses it.
    """
    doc = nlp.make_doc(article.text)
    starts = {block.span.start for block in article.blocks}
    for token in doc:
        if token.idx in starts:
            token.is_sent_start = True
    for name, component in nlp.pipeline:
        doc = component(doc) if name != "sentencizer" else _end_sentences(doc)
    return doc


def _end_sentences(doc: Doc) -> Doc:
    """Set the sentence starts that a blank pipeline lacks: after . ! ? and at block starts."""
    starts_next = True
    for token in doc:
        if token.is_sent_start is not True:
            token.is_sent_start = starts_next and not token.is_space
        if token.is_space:
            continue
        if token.text in (".", "!", "?", "…") or token.text in ("?!", "!?", "..."):
            starts_next = True
        elif starts_next and token.is_punct and not token.is_sent_start:
            continue
        else:
            starts_next = False
    return doc


def has_tags(doc: Doc) -> bool:
    """Say whether the pipeline gave lemmas and parts of speech."""
    return bool(doc.has_annotation("LEMMA") and doc.has_annotation("POS"))


def has_parse(doc: Doc) -> bool:
    """Say whether the pipeline gave a dependency parse."""
    return bool(doc.has_annotation("DEP"))

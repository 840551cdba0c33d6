"""Says whether an article is English, by its commonest words; only doubtful ones cost more."""

from __future__ import annotations

from auditor.article import Article

# Nearly a third of English prose is these words; no other language comes near a tenth.
_COMMON = frozenset(
    {
        "the",
        "of",
        "and",
        "to",
        "a",
        "in",
        "is",
        "that",
        "for",
        "it",
        "as",
        "with",
        "on",
        "be",
        "by",
        "are",
        "this",
        "or",
        "from",
        "at",
        "an",
        "your",
        "you",
        "we",
        "can",
        "not",
        "have",
        "has",
        "may",
        "if",
        "will",
        "our",
        "their",
        "they",
        "which",
        "these",
        "more",
        "who",
        "was",
        "were",
        "been",
        "its",
    }
)
_SURE_SHARE = 0.2
_FEWEST_WORDS = 25


def foreign_language(article: Article) -> str:
    """Return the code of the article's language if it is not English, else an empty string.

    Articles of under 25 words are taken as English: too short to tell.
    """
    words = article.text.lower().split()
    if len(words) < _FEWEST_WORDS:
        return ""
    if sum(word in _COMMON for word in words) >= _SURE_SHARE * len(words):
        return ""
    from py3langid.langid import classify

    code = str(classify(article.text[:20_000])[0])
    return "" if code == "en" else code

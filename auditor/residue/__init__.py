"""Tells the words of a web page from those of the article that stands on it."""

"""Audits the articles that clinics publish: spun text, unsupported claims, hard prose."""

__version__ = "0.1.0"

"""Data: the evaluation set is what its sources say, and the training articles can be read."""

import os
import subprocess
import sys

from tests.support import ROOT


def test_articles_and_gold_are_made_from_their_sources():
    build = [sys.executable, str(ROOT / "tests" / "data" / "spun" / "build.py"), "--check"]
    outcome = subprocess.run(build, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def run_training(code: str) -> subprocess.CompletedProcess[str]:
    """Run code that uses the modules of training/lexicon."""
    return run_there("training/lexicon", code)


def run_there(folder: str, code: str) -> subprocess.CompletedProcess[str]:
    """Run code that uses the modules of a folder of the repository."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / folder)}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT)


def test_every_hand_spun_training_article_can_be_read():
    code = """
from marked import read_articles
for fitting in (True, False):
    articles = read_articles(fitting)
    assert len(articles) > 60, len(articles)
    for article in articles:
        assert (article.habit == "control") == (not article.spun_words()), article.name
        assert any(article.spun().replaced) or article.habit == "control", article.name
"""
    result = run_training(code)
    assert result.returncode == 0, result.stderr


def test_every_training_article_with_claims_can_be_read():
    code = """
from claimed import read_articles
articles = read_articles(held_out=False)
assert len(articles) > 60
for article in articles:
    for words, labels in zip(article.blocks, article.labels, strict=True):
        assert len(words) == len(labels), article.name
"""
    result = run_training(code)
    assert result.returncode == 0, result.stderr


def test_marks_of_claims_stay_with_words_that_a_spinner_replaces_by_fewer_or_more():
    code = """
from auditor.encoder import CLAIMS
from auditor.spun.words import split_words
from claimed import ClaimedDocument
from spin import Replaced, SpunDocument
safety = CLAIMS.index("safety")
old = split_words("it has no side effects at all today")
labels = tuple(safety * (word.text not in ("it", "today")) for word in old)
written = ClaimedDocument("a", (tuple(old),), (labels,), ((1.0,) * len(old),))
new = tuple(split_words("it has no consequences by any means today"))
runs = Replaced(3, 4, ("side", "effects"), 4), Replaced(4, 7, ("at", "all"), 4)
followed = written.follow(SpunDocument((new,), (runs,)))
marked = [word.text for word, label in zip(new, followed.labels[0]) if label]
assert marked == ["has", "no", "consequences", "by", "any", "means"], marked
assert len(followed.weights[0]) == len(new)
"""
    result = run_training(code)
    assert result.returncode == 0, result.stderr


def test_every_shell_of_a_page_can_be_put_around_every_article():
    code = """
from random import Random
from pages import HERE, compose, read_articles, read_shells
articles = read_articles()
files = sorted((HERE / "pages").glob("*.txt"))
shells = [shell for file in files for shell in read_shells(file)]
assert len(shells) > 250 and len(articles) > 700, (len(shells), len(articles))
for at, shell in enumerate(shells):
    page = compose(shell, articles[at], Random(at))
    assert len(page.blocks) == len(page.items) == len(page.residue)
    assert not all(page.residue)
"""
    result = run_there("training/residue", code)
    assert result.returncode == 0, result.stderr


def test_every_marked_page_and_term_can_be_read():
    code = """
from pages import DATA, read_pages, read_terms
for part in ("open", "kept"):
    for folder, least in ((part, 450), (f"grammar-{part}", 100)):
        pages = read_pages(DATA / "pages" / folder)
        assert sum(len(places) for _, places in pages.values()) > least, folder
        for name, (text, places) in pages.items():
            assert all(text[p.start : p.end].strip() for p in places), name
    assert len(read_terms(DATA / "jargon" / f"{part}.jsonl")) == 12
"""
    result = run_there("benchmarks", code)
    assert result.returncode == 0, result.stderr

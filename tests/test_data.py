"""The evaluation set for spun text: what is kept is what its sources say."""

import subprocess
import sys

from tests.support import ROOT


def test_articles_and_gold_are_made_from_their_sources():
    build = [sys.executable, str(ROOT / "tests" / "data" / "spun" / "build.py"), "--check"]
    outcome = subprocess.run(build, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr

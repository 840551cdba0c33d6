"""Pages that an editor would pass: nothing in them is spun, and hardly anything is a claim."""

from pathlib import Path

from auditor.config import Config
from auditor.engine import Auditor

PAGES = sorted((Path(__file__).parent / "data" / "fluent").glob("*.txt"))
MOST_CLAIMS_A_1000_WORDS = 2.0


def test_fluent_pages_pass():
    auditor = Auditor(Config(languagetool="off"))
    entries = [auditor.audit(path.name, ".txt", path.read_bytes()) for path in PAGES]
    assert len(entries) == 8
    found = [finding for entry in entries for finding in entry.findings]
    garble = [finding.quote for finding in found if finding.family == "garble"]
    assert garble == []
    assert all(entry.spun is not None and entry.spun.probability < 0.5 for entry in entries)
    words = sum(len(path.read_text("utf-8").split()) for path in PAGES)
    claims = [finding for finding in found if finding.family == "claim"]
    assert 1000 * len(claims) / words <= MOST_CLAIMS_A_1000_WORDS

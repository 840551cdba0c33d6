"""LanguageTool: asked over loopback, folded into our findings, named when it is missing."""

import datetime
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from auditor import languagetool
from auditor.config import Config
from auditor.discovery import Job
from auditor.engine import run_audit
from auditor.errors import LanguageToolError

DATE = datetime.date(2026, 1, 31)
TEXT = "The nurse 🙂 go home. It dont hurt. Semaglutide is a shot.\n"


def match(text: str, words: str, rule: str, category: str, fixes: list[str]) -> dict:
    """A match as the server sends it, its offset in UTF-16 units."""
    before = text[: text.index(words)]
    return {
        "message": f"Look at {words}.",
        "shortMessage": "",
        "replacements": [{"value": fix} for fix in fixes],
        "offset": len(before.encode("utf-16-le")) // 2,
        "length": len(words),
        "context": {"text": text, "offset": 0, "length": 1},
        "sentence": text,
        "type": {"typeName": "Other"},
        "rule": {
            "id": rule,
            "description": "",
            "issueType": "grammar",
            "category": {"id": category, "name": category},
        },
        "ignoreForIncompleteSentence": False,
        "contextForSureMatch": 0,
    }


class Server(BaseHTTPRequestHandler):
    """Answers as LanguageTool does."""

    def do_GET(self) -> None:
        self._answer([{"name": "English (US)", "code": "en", "longCode": "en-US"}])

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        text = form["text"][0]
        found = [
            match(text, "go", "HE_VERB_AGR", "GRAMMAR", ["goes"]),
            match(text, "dont", "EN_CONTRACTION_SPELLING", "TYPOS", ["don't"]),
            match(text, "Semaglutide", "MORFOLOGIK_RULE_EN_US", "TYPOS", ["Some glue"]),
        ]
        self._answer({"matches": found})

    def _answer(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def audit(**settings: str):
    return run_audit((Job("a.txt", ".txt", data=TEXT.encode()),), Config(**settings), DATE)


def test_its_findings_are_merged_at_their_places_in_the_source(address: str):
    report = audit(languagetool=address)
    (entry,) = report.entries
    found = {f.category: f for f in entry.findings}
    assert found["language.grammar"].quote == "go"
    assert found["language.grammar"].suggestions == ("goes",)
    assert report.rules["language.grammar.he-verb-agr"].message == "Look at go."
    assert not report.not_run


def test_its_finding_at_a_garbled_word_is_one_finding_with_both_reasons(address: str):
    (entry,) = audit(languagetool=address).entries
    (garbled,) = [f for f in entry.findings if f.quote == "dont"]
    assert garbled.category == "garble.apostrophe"
    assert [also.rule_id for also in garbled.also] == ["language.spelling.en-contraction-spelling"]


def test_a_drug_name_is_no_spelling_fault(address: str):
    (entry,) = audit(languagetool=address).entries
    assert "Semaglutide" not in {f.quote for f in entry.findings}


def test_it_is_named_where_it_is_not_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LTP_PATH", str(tmp_path))
    (missing,) = audit(languagetool="auto").not_run
    assert missing.check == "languagetool"
    assert "not set up on this machine" in missing.reason


def test_switched_off_is_named_too():
    (missing,) = audit(languagetool="off").not_run
    assert missing.reason == "switched off by the setting 'languagetool'"


@pytest.mark.parametrize("wanted", ["require", "http://127.0.0.1:9"])
def test_a_run_that_needs_it_does_not_start_without(
    wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LTP_PATH", str(tmp_path))
    with pytest.raises(LanguageToolError):
        audit(languagetool=wanted)


def test_a_server_that_dies_in_the_middle_is_named_for_the_article(address: str):
    with languagetool.serve(Config(languagetool=address)) as service:
        assert service.tool is not None
        service.tool._url = "http://127.0.0.1:9/v2/"
        from auditor.packs import load_rules
        from tests.support import article_of

        with pytest.raises(LanguageToolError, match="did not answer"):
            languagetool.check(service, article_of(TEXT), Config(), load_rules())


@pytest.mark.languagetool
@pytest.mark.skipif(bool(languagetool._missing()), reason="no LanguageTool jars on this machine")
def test_the_real_server_finds_a_real_fault():
    text = "She go home every day and she have a cat. He are happy about the the result.\n"
    job = Job("a.txt", ".txt", data=text.encode())
    report = run_audit((job,), Config(languagetool="require"), DATE)
    assert {f.family for f in report.findings} >= {"language"}

"""A stand-in for the LanguageTool server, on a port of the loopback interface."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from auditor.languagetool import server as server_module
from auditor.languagetool.installation import Installation, Java


def match_of(
    text: str,
    words: str,
    rule: str = "EN_A_VS_AN",
    group: str = "MISC",
    issue: str = "misspelling",
    suggestions: tuple[str, ...] = (),
    message: str = "Something is wrong here.",
) -> dict[str, Any]:
    """Return a match as the server writes it, with UTF-16 offsets, for `words` in `text`."""
    start = text.index(words)
    units = len(text[:start].encode("utf-16-le")) // 2
    return {
        "message": message,
        "shortMessage": "Short",
        "replacements": [{"value": value} for value in suggestions],
        "offset": units,
        "length": len(words.encode("utf-16-le")) // 2,
        "context": {"text": text, "offset": 0, "length": 1},
        "sentence": text,
        "rule": {"id": rule, "issueType": issue, "category": {"id": group, "name": group}},
    }


@dataclass
class FakeServer:
    """What the stand-in answers (`finds`: arguments of `match_of`), and what it was asked.

    seconds: how long it takes. most_at_once: how many were asked at a time.
    """

    url: str = ""
    finds: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    failure: str = ""
    seconds: float = 0.0
    most_at_once: int = 0
    _at_once: int = 0

    def answer(self, path: str, body: str) -> tuple[int, bytes]:
        """Return status and body of the answer."""
        if path.startswith("/v2/languages"):
            return 200, json.dumps(
                [{"code": "en", "longCode": code} for code in ("en", "en-US", "en-GB")]
            ).encode()
        if not path.startswith("/v2/check"):
            return 200, b"OK"
        asked = {key: values[0] for key, values in parse_qs(body).items()}
        if not asked:
            return 200, json.dumps({"software": {"version": "6.8"}, "matches": []}).encode()
        self.asked.append(asked)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        time.sleep(self.seconds)
        self._at_once -= 1
        if self.failure:
            return 500, self.failure.encode()
        matches = [match_of(asked["text"], **found) for found in self.finds]
        return 200, json.dumps({"software": {"version": "6.8"}, "matches": matches}).encode()


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """A stand-in that finds nothing until told otherwise."""
    fake = FakeServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply("")

        def do_POST(self) -> None:
            self._reply(self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8"))

        def _reply(self, body: str) -> None:
            status, data = fake.answer(self.path, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        fake.url = f"http://127.0.0.1:{http.server_address[1]}"
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield fake
        http.shutdown()


# Stands in for Java: serves on the port that it is told, and notes its process id.
JAVA = """#!{python}
import json, os, sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

here = Path(sys.argv[0]).parent
mode = (here / "mode").read_text()
with (here / "pids").open("a") as notes:
    notes.write(f"{{os.getpid()}}\\n")
if mode == "dies at once":
    sys.exit(1)

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.reply("")

    def do_POST(self):
        self.reply(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def reply(self, body):
        text = parse_qs(body).get("text", [""])[0]
        if text and mode == "dies when asked":
            os._exit(1)
        if text and mode == "is slow":
            time.sleep(60)
        answer = {{"software": {{"version": "6.8"}}, "matches": [
            {{"message": "No.", "shortMessage": "", "replacements": [{{"value": "the"}}],
             "offset": text.index("teh"), "length": 3, "sentence": "",
             "context": {{"text": "", "offset": 0, "length": 3}},
             "rule": {{"id": "EN_A_VS_AN", "issueType": "misspelling",
                                      "category": {{"id": "MISC", "name": "MISC"}}}}}}
        ] if "teh" in text else []}}
        if "languages" in self.path:
            answer = [{{"code": "en", "longCode": code}} for code in ("en", "en-US", "en-GB")]
        data = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass

port = int(sys.argv[sys.argv.index("--port") + 1])
ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""


class FakeJava:
    """A LanguageTool whose Java is a script: what it does (`mode`), and where it ran (`pids`)."""

    def __init__(self, folder: Path) -> None:
        program = folder / "java"
        program.write_text(JAVA.format(python=sys.executable), "utf-8")
        program.chmod(0o755)
        self._folder = folder
        self.installation = Installation(folder / "server.jar", "6.8", Java(program, 17))
        self.behave("")

    def behave(self, mode: str) -> None:
        """Have each process that is started from now on do so."""
        (self._folder / "mode").write_text(mode, "utf-8")

    @property
    def pids(self) -> list[int]:
        """The processes that were started, in order."""
        notes = self._folder / "pids"
        return [int(line) for line in notes.read_text().split()] if notes.exists() else []


@pytest.fixture
def java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeJava:
    """A stand-in for an installed LanguageTool that starts at once, in a cache of its own."""
    monkeypatch.setenv("LTP_PATH", str(tmp_path / "cache"))
    (tmp_path / "java").mkdir()
    fake = FakeJava(tmp_path / "java")
    monkeypatch.setattr(server_module, "locate", lambda: fake.installation)
    return fake

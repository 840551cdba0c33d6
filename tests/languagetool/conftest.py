"""A stand-in for the LanguageTool server, on a port of the loopback interface."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest


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
    """What the stand-in answers (`finds`: arguments of `match_of`), and what it was asked."""

    url: str = ""
    finds: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    failure: str = ""

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

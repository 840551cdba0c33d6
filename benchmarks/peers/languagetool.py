"""Checks files by LanguageTool alone, with its own server and all its default rules.

python benchmarks/peers/languagetool.py FILE...
"""

import json
import sys
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from auditor.languagetool.installation import locate
from auditor.languagetool.server import await_ready, run_server

found = 0
with run_server(locate()) as url:
    if problem := await_ready(url):
        sys.exit(problem)
    for file in sys.argv[1:]:
        text = Path(file).read_text("utf-8")
        body = urlencode({"language": "en-US", "text": text}).encode()
        with urlopen(f"{url}/v2/check", body) as answer:
            found += len(json.load(answer)["matches"])
print(f"{found} findings")

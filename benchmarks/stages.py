"""Words per CPU second of each stage: reader, pipeline, encoder, each check, the JSON report.

    python benchmarks/stages.py FOLDER

FOLDER holds articles. Times are the least of three rounds; a stage that several checks share
(the models' reading, an article's words) is counted where it is first asked for.
"""

from __future__ import annotations

import datetime
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.checks import CHECKS
from auditor.config import Config
from auditor.encoder import load_encoder
from auditor.engine import Auditor
from auditor.language import parse
from auditor.model_reading import blocks_of
from auditor.packs import load_rules
from auditor.readers import read_article
from auditor.report import Report, Versions
from auditor.reporters.json import render_json

ROUNDS = 3


class Clock:
    """Sums up the CPU seconds of each stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        """Add the time until the end of the block to `stage`."""
        begun = time.process_time()
        yield
        self.spent[stage] += time.process_time() - begun


def main(folder: Path) -> None:
    """Measure the articles of `folder` and print a table."""
    config = Config(languagetool="off")
    rules = load_rules()
    auditor = Auditor(config, rules=rules)
    files = [(f.name, f.suffix, f.read_bytes()) for f in sorted(folder.iterdir())]
    entries = [auditor.audit(*file) for file in files]
    words = sum(entry.words for entry in entries)
    report = Report(
        tuple(entries), config, Versions("", "", ""), datetime.date(2026, 1, 1),
        {rule.id: rule for rule in rules.rules},
    )  # fmt: skip
    checks: list[tuple[str, Callable[..., object]]] = [(c.name, c.load()) for c in CHECKS]
    least: dict[str, float] = {}
    for _ in range(ROUNDS):
        clock = Clock()
        for name, suffix, data in files:
            with clock.on("reader"):
                article = read_article(name, data, suffix)
            with clock.on("pipeline"):
                doc = parse(auditor.nlp, article)
            with clock.on("encoder"):
                load_encoder().judge(blocks_of(article))
            for check_name, check in checks:
                with clock.on(f"check: {check_name}"):
                    list(check(article, doc, auditor.rules, config))  # type: ignore[call-overload]
            with clock.on("an article as a whole"):
                auditor.audit(name, suffix, data)
        with clock.on("JSON report"):
            render_json(report)
        for stage, spent in clock.spent.items():
            least[stage] = min(spent, least.get(stage, spent))
    print(f"{len(files)} articles, {words:,} words\n\n| stage | words per CPU s |\n|---|---|")
    for stage, spent in least.items():
        print(f"| {stage} | {words / max(spent, 1e-9):,.0f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

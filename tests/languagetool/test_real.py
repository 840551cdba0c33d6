"""The real LanguageTool on a real Java, where it is set up: answers, endings, restarts."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from auditor.config import Config
from auditor.errors import LanguageToolError
from auditor.languagetool.client import check
from auditor.languagetool.installation import locate
from auditor.languagetool.server import plan, start, wait_for_answer
from auditor.packs import RuleSet
from tests.processes import is_alive, wait_until
from tests.support import article_of

pytestmark = [pytest.mark.languagetool, pytest.mark.slow]

SCAN = "from auditor.cli import main; main(['scan', 'a.md', '--languagetool', 'require'])"
CRASH = """
import os, sys
from auditor.languagetool.installation import locate
from auditor.languagetool.server import run_server
with run_server(locate()):
    sys.stdin.readline()
    os.abort()
"""


@pytest.fixture(autouse=True)
def it_is_set_up() -> None:
    try:
        locate()
    except LanguageToolError as error:
        pytest.skip(str(error))


def javas_of(process: psutil.Process) -> list[psutil.Process]:
    return [p for p in process.children(recursive=True) if p.name().startswith("java")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("# Knees\n\nThis are an treatment for it.\n", "utf-8")
    return tmp_path


def started(code: str, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run `code` and give the process with the id of its Java, once there is one."""
    # A shell may have had this process ignore Ctrl-C: an audit begins with Python's own way.
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "AUDIT_CACHE": str(folder / "cache")},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        seen = psutil.Process(process.pid)
        assert wait_until(lambda: javas_of(seen), 60)
        yield process, javas_of(seen)[0].pid
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_java_is_left_when_an_audit_is_interrupted_or_killed(folder: Path, number: int):
    for process, java in started(SCAN, folder):
        process.send_signal(number)
        assert wait_until(lambda java=java: not is_alive(java), 5)
        process.wait(20)
        if number == signal.SIGINT:
            assert (process.returncode, process.stderr.read().strip()) == (130, b"interrupted")


def test_no_java_is_left_when_an_audit_crashes(folder: Path):
    for process, java in started(CRASH, folder):
        process.communicate(b"\n", timeout=20)
        assert process.returncode == -signal.SIGABRT
        assert wait_until(lambda java=java: not is_alive(java), 5)


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
def test_no_java_is_left_when_its_supervisor_is_killed(folder: Path):
    for process, java in started(CRASH, folder):
        psutil.Process(java).parent().kill()
        assert wait_until(lambda java=java: not is_alive(java), 5)
        assert process.poll() is None


def test_it_checks_an_article_and_is_started_again_once(rules: RuleSet):
    article = article_of(
        "# Esketamine and SNRIs\nThis are an treatment for NMDA receptors, and it dont hurt.\n"
    )
    with start(plan(Config(languagetool="require"))) as service:
        first = {finding.quote: finding for finding in check(service.url, article, rules)}
        (java,) = javas_of(psutil.Process())
        java.kill()
        java.wait(5)
        assert {finding.quote for finding in check(service.url, article, rules)} == set(first)
    assert first["dont"].category == "garble.apostrophe"
    assert first["an"].category == "language.grammar"
    assert not {"Esketamine", "SNRIs", "NMDA"} & set(first)
    assert wait_for_answer(service.url, 0.1)

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.config import Config
from auditor.errors import LanguageToolError
from auditor.languagetool.installation import find_java, java_version
from auditor.languagetool.server import (
    end,
    free_port,
    plan,
    start,
    start_supervised,
    wait_for_answer,
)
from tests.languagetool.conftest import FakeServer
from tests.processes import is_alive, wait_until

# A stand-in for Java: notes its process id, then sleeps.
SLEEPER = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(99)"
PARENT = """
import sys, time
from auditor.languagetool.server import start_supervised
start_supervised(sys.argv[1:])
print("started", flush=True)
time.sleep(99)
"""


def pids(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def test_off_and_not_set_up_give_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LTP_PATH", str(tmp_path))
    with start(plan(Config(languagetool="off"))) as service:
        assert (service.url, service.reason) == ("", "it is turned off (languagetool: off)")
    with start(plan(Config(languagetool="auto"))) as service:
        assert not service.url
        assert "audit languagetool install" in service.reason


def test_required_but_not_set_up_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LTP_PATH", str(tmp_path))
    with (
        pytest.raises(LanguageToolError, match="audit languagetool install"),
        start(plan(Config(languagetool="require"))),
    ):
        pass


@pytest.mark.parametrize("ending", ["", "/", "/v2", "/v2/"])
def test_running_server_is_joined(server: FakeServer, ending: str) -> None:
    with start(plan(Config(languagetool=server.url + ending))) as service:
        assert (service.url, service.version) == (server.url, "6.8")


def test_named_server_that_does_not_answer_is_an_error() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(LanguageToolError, match=url), start(plan(Config(languagetool=url))):
        pass


def test_waiting_has_a_limit() -> None:
    assert "no LanguageTool server" in wait_for_answer(f"http://127.0.0.1:{free_port()}", 0.1)


def test_java_too_old_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    program.write_text("")
    program.chmod(0o755)
    (tmp_path / "release").write_text('JAVA_VERSION="1.8.0_402"\n')
    assert java_version(program) == 8
    monkeypatch.setattr("auditor.languagetool.installation._java_programs", lambda: iter([program]))
    with pytest.raises(LanguageToolError, match="is 8"):
        find_java()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
class TestLifecycle:
    """A stand-in for the server's process lives exactly as long as who started it."""

    def test_ends_with_the_run(self, tmp_path: Path) -> None:
        note = tmp_path / "pid"
        process = start_supervised([sys.executable, "-c", SLEEPER, str(note)])
        assert wait_until(lambda: len(pids(note)) == 1)
        end(process)
        assert not is_alive(pids(note)[0])

    @pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
    def test_ends_when_the_parent_is_killed(self, tmp_path: Path, number: int) -> None:
        note = tmp_path / "pid"
        command = [sys.executable, "-c", SLEEPER, str(note)]
        with subprocess.Popen(
            [sys.executable, "-c", PARENT, *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as parent:
            assert parent.stdout is not None
            assert parent.stdout.readline() == b"started\n"
            assert wait_until(lambda: len(pids(note)) == 1)
            parent.send_signal(number)
            assert wait_until(lambda: not is_alive(pids(note)[0]))

    def test_is_started_again_once(self, tmp_path: Path) -> None:
        note = tmp_path / "pid"
        process = start_supervised([sys.executable, "-c", SLEEPER, str(note)])
        try:
            for count in (1, 2):
                assert wait_until(lambda count=count: len(pids(note)) == count)
                os.kill(pids(note)[-1], signal.SIGKILL)
            assert wait_until(lambda: process.poll() is not None)
            assert len(pids(note)) == 2
        finally:
            end(process)

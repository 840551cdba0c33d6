"""`--languagetool keep`: one server for many runs, which ends itself and trusts nobody else."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner

from auditor.cli import main
from auditor.config import Config
from auditor.errors import LanguageToolError
from auditor.languagetool.install import describe, examine
from auditor.languagetool.keeper import Keeper
from auditor.languagetool.kept import (
    join_server,
    kept_servers,
    state_file,
    stop_kept_servers,
)
from auditor.languagetool.server import plan, start, wait_for_answer
from tests.languagetool.conftest import FakeJava
from tests.processes import is_alive, wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a stand-in for Java that POSIX can run")

HOLDER = """
import sys, time
from pathlib import Path
from auditor.languagetool.installation import Installation, Java
from auditor.languagetool.kept import join_server
jar, program = map(Path, sys.argv[1:3])
with join_server(Installation(jar, "6.8", Java(program, 17)), float(sys.argv[3])):
    print("held", flush=True)
    time.sleep(99)
"""


@pytest.fixture(autouse=True)
def nothing_is_left(java: FakeJava):
    yield
    stop_kept_servers()
    assert wait_until(lambda: not any(map(is_alive, java.pids)))


def keeper_of(java: FakeJava) -> int:
    return int(json.loads(state_file(java.installation).read_text())["pid"])


def test_later_runs_share_the_server_of_the_first(java: FakeJava):
    with start(plan(Config(languagetool="keep"))) as first:
        assert wait_for_answer(first.url, 20) == ""
    with start(plan(Config(languagetool="keep"))) as second:
        assert second == first
    assert kept_servers() == [first.url]
    assert len(java.pids) == 1


def test_a_run_that_comes_as_the_keeper_gives_up_is_not_let_in():
    keeper = Keeper(b"secret")
    assert not keeper.is_idle(60)
    assert keeper.is_idle(0)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        keeper._hold(theirs)
        theirs.close()
        assert ours.recv(1) == b""


def test_status_tells_of_the_kept_server(java: FakeJava):
    with join_server(java.installation) as url:
        assert f"kept warm     {url}" in describe(examine(start=False))
    stop_kept_servers()
    assert "kept warm" not in describe(examine(start=False))


def test_it_listens_on_the_loopback_interface_and_its_secret_is_the_owners(java: FakeJava):
    with join_server(java.installation) as url:
        assert url.startswith("http://127.0.0.1:")
        file = state_file(java.installation)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_it_ends_itself_when_idle_but_not_while_a_run_holds_it(java: FakeJava):
    with join_server(java.installation, idle=0.5):
        assert wait_until(lambda: java.pids)
        assert not wait_until(lambda: not is_alive(java.pids[0]), 1.5)
    assert wait_until(lambda: not is_alive(java.pids[0]))
    assert wait_until(lambda: not state_file(java.installation).exists())


def test_a_killed_run_holds_it_no_longer(java: FakeJava):
    paths = str(java.installation.jar), str(java.installation.java.program)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, *paths, "0.5"], stdout=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"held\n"
        assert wait_until(lambda: java.pids)
        run.kill()
    assert wait_until(lambda: not is_alive(java.pids[0]))


def test_runs_that_begin_together_share_one(java: FakeJava):
    together = threading.Barrier(3)

    def run(_: int) -> str:
        with join_server(java.installation) as url:
            together.wait(30)
            return url

    with ThreadPoolExecutor(3) as pool:
        assert len(set(pool.map(run, range(3)))) == 1
    assert len(java.pids) <= 1


def test_a_killed_keeper_leaves_no_server_and_its_file_is_noticed_as_stale(java: FakeJava):
    with join_server(java.installation) as first:
        assert wait_until(lambda: java.pids)
    os.kill(keeper_of(java), signal.SIGKILL)
    assert wait_until(lambda: not is_alive(java.pids[0]))
    assert state_file(java.installation).exists()
    assert kept_servers() == []
    with join_server(java.installation) as second:
        assert second != first
        assert wait_until(lambda: len(java.pids) == 2)


def test_a_stranger_on_the_keepers_port_is_not_trusted(java: FakeJava):
    with join_server(java.installation):
        file = state_file(java.installation)
        state = json.loads(file.read_text())
    stop_kept_servers()
    with socket.create_server(("127.0.0.1", 0)) as stranger:

        def pretend() -> None:
            connection, _ = stranger.accept()
            with connection:
                connection.recv(100)
                connection.sendall(b"x" * 64)

        threading.Thread(target=pretend, daemon=True).start()
        port = stranger.getsockname()[1]
        file.write_text(json.dumps({**state, "control": port, "port": port}))
        with join_server(java.installation) as url:
            assert url != f"http://127.0.0.1:{port}"


def test_a_run_that_does_not_know_the_secret_can_neither_hold_nor_stop_it(java: FakeJava):
    with join_server(java.installation) as url:
        file = state_file(java.installation)
        state = file.read_text()
        file.write_text(json.dumps({**json.loads(state), "secret": "00" * 32}))
        assert kept_servers() == []
        file.write_text(state)
        assert kept_servers() == [url]


@pytest.mark.parametrize("junk", ["", "{", '{"pid": 1}', "[]"])
def test_a_broken_state_file_is_replaced(java: FakeJava, junk: str):
    file = state_file(java.installation)
    file.parent.mkdir(parents=True)
    file.write_text(junk)
    with join_server(java.installation) as url:
        assert kept_servers() == [url]


def test_a_server_that_cant_live_is_not_kept(java: FakeJava):
    java.behave("dies at once")
    with join_server(java.installation):
        assert wait_until(lambda: not state_file(java.installation).exists())
    assert len(java.pids) == 2


def test_a_cache_that_cant_be_written_is_one_clear_line(java: FakeJava, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LTP_PATH", str(tmp_path / "file"))
    with pytest.raises(LanguageToolError, match="can't be kept"), join_server(java.installation):
        pass


def test_stop_ends_it_from_the_command_line(java: FakeJava):
    with join_server(java.installation):
        pass
    assert "was ended" in CliRunner().invoke(main, ["languagetool", "stop"]).output
    assert "no server is kept" in CliRunner().invoke(main, ["languagetool", "stop"]).output

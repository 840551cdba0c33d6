"""The cache: bounded, shared by runs, and never trusted with bytes that were changed."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.cache import FILE, FOLDER_VARIABLE, Cache, cache_file
from auditor.cli import main


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / FILE


def test_what_was_put_is_there_for_the_next_run(file: Path):
    with Cache(file) as cache:
        assert cache.get(b"a") is None
        cache.put(b"a", b"one")
        cache.put(b"a", b"two")
    with Cache(file) as cache:
        assert cache.get(b"a") == b"two"
        assert cache.state().values == 1


def test_a_value_whose_bytes_were_changed_is_noticed_and_dropped(file: Path):
    with Cache(file) as cache:
        cache.put(b"a", b"right")
        cache.put(b"b", b"other")
    with sqlite3.connect(file) as database:
        database.execute("update kept set value = ? where key = ?", (b"wrong", b"a"))
    database.close()
    with Cache(file) as cache:
        assert cache.get(b"a") is None
        assert cache.get(b"b") == b"other"
        assert cache.state().values == 1


def test_a_value_under_another_key_is_not_taken_for_it(file: Path):
    with Cache(file) as cache:
        cache.put(b"a", b"of a")
    with sqlite3.connect(file) as database:
        database.execute("update kept set key = ?", (b"b",))
    database.close()
    with Cache(file) as cache:
        assert cache.get(b"b") is None


def test_a_file_of_garbage_is_made_anew(file: Path):
    file.parent.mkdir()
    file.write_bytes(b"no database at all" * 1000)
    with Cache(file) as cache:
        assert cache.get(b"a") is None
        cache.put(b"a", b"one")
        assert cache.get(b"a") == b"one"
        assert cache.problem == ""


def test_garbage_in_the_middle_of_the_file_loses_values_only(file: Path):
    with Cache(file) as cache:
        for number in range(200):
            cache.put(b"%d" % number, b"value %d " % number * 500)
    data = bytearray(file.read_bytes())
    data[len(data) // 4 : len(data) // 2] = os.urandom(len(data) // 2 - len(data) // 4)
    file.write_bytes(bytes(data))
    with Cache(file) as cache:
        for number in range(200):
            assert cache.get(b"%d" % number) in (None, b"value %d " % number * 500)
        cache.put(b"new", b"one")
        assert cache.get(b"new") == b"one"


def test_a_folder_that_cant_be_written_costs_no_run(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with Cache(tmp_path / "file" / FILE) as cache:
        cache.put(b"a", b"one")
        assert cache.get(b"a") is None
        assert cache.state().problem


def test_what_was_not_used_for_longest_goes_first_when_the_cache_is_full(file: Path):
    with Cache(file, limit=400_000) as cache:
        for number in range(3):
            cache.put(b"%d" % number, os.urandom(100_000))
    with sqlite3.connect(file) as database:
        database.execute("update kept set day = day - 2")
        database.execute("update kept set day = day - 2 where key = ?", (b"1",))
    database.close()
    with Cache(file, limit=400_000) as cache:
        assert cache.get(b"0")
        cache.put(b"3", os.urandom(100_000))
    with Cache(file, limit=400_000) as cache:
        assert [bool(cache.get(b"%d" % number)) for number in range(4)] == [
            True, False, True, True,
        ]  # fmt: skip
        assert cache.state().size <= 400_000


def test_a_killed_run_leaves_whole_values(file: Path):
    code = (
        "import os, sys, pathlib; from auditor.cache import Cache\n"
        "cache = Cache(pathlib.Path(sys.argv[1]))\n"
        "for number in range(10_000_000):\n"
        "    cache.put(b'%d' % number, b'%d' % number * 1000)\n"
        "    if number == 50: print('well under way', flush=True)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE)
    assert run.stdout is not None
    run.stdout.readline()
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    with Cache(file) as cache:
        assert cache.problem == ""
        for number in range(51):
            assert cache.get(b"%d" % number) == b"%d" % number * 1000


def test_two_runs_share_the_file(file: Path):
    with Cache(file) as one, Cache(file) as other:
        for number in range(50):
            one.put(b"one %d" % number, b"1")
            other.put(b"other %d" % number, b"2")
            assert other.get(b"one %d" % number) == b"1"
    with Cache(file) as cache:
        assert cache.state().values == 100


def test_the_commands_say_what_is_kept_and_delete_it(tmp_path: Path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    run = CliRunner()
    assert "nothing is kept yet" in run.invoke(main, ["cache", "info"]).output
    with Cache(cache_file()) as cache:
        cache.put(b"a", b"one")
    assert "1 articles" in run.invoke(main, ["cache", "info"]).output
    assert "MB freed" in run.invoke(main, ["cache", "clear"]).output
    assert not list(tmp_path.iterdir())
    assert "0.0 MB freed" in run.invoke(main, ["cache", "clear"]).output

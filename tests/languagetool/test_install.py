import hashlib
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from auditor.errors import LanguageToolError
from auditor.languagetool import install as module
from auditor.languagetool.install import Pin, describe, examine, install, read_pins, remove
from auditor.languagetool.installation import JAR, Java

FILES = {"languagetool-server": b"server", "some-library": b"library"}


def pin_of(artifact: str) -> Pin:
    data = FILES[artifact]
    return Pin("org.example", artifact, "1.0", "", hashlib.sha256(data).hexdigest(), len(data))


def fake_maven(contents: dict[str, bytes]) -> ModuleType:
    """Return a stand-in for jgo's resolver that "downloads" `contents`, else raises."""

    class MavenContext:
        def __init__(self, repo_cache: Path, timeout: int) -> None:
            self._cache = repo_cache

        def project(self, group: str, artifact: str) -> SimpleNamespace:
            file = self._cache / f"{artifact}.jar"

            def resolve() -> Path:
                self._cache.mkdir(exist_ok=True)
                file.write_bytes(contents.get(artifact, b"half a fi"))
                if artifact not in contents:
                    raise RuntimeError("connection reset")
                return file

            found = SimpleNamespace(resolve=resolve, cached_path=lambda: file)
            component = SimpleNamespace(artifact=lambda classifier: found)
            return SimpleNamespace(at_version=lambda version: component)

    maven = ModuleType("jgo.maven")
    maven.MavenContext = MavenContext  # type: ignore[attr-defined]
    return maven


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty cache folder, a Java, no waiting, and two files to install."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("LTP_PATH", str(folder))
    monkeypatch.setattr(module, "find_java", lambda: Java(Path("java"), 17))
    monkeypatch.setattr(module, "read_pins", lambda: tuple(map(pin_of, FILES)))
    monkeypatch.setattr(module.time, "sleep", lambda seconds: None)
    monkeypatch.setitem(sys.modules, "jgo.maven", fake_maven(FILES))
    return folder


def test_pinned_files_are_of_one_version_and_have_names_of_their_own() -> None:
    pins = read_pins()
    assert {p.version for p in pins if p.group == "org.languagetool" and "lang" in p.artifact} == {
        "6.8"
    }
    assert len({pin.place for pin in pins}) == len(pins)
    assert Path(JAR) in {pin.place for pin in pins}
    assert all(len(pin.digest) == 64 and pin.size > 0 for pin in pins)


def test_install_lays_the_files_out_and_tells_how_far_it_is(cache: Path) -> None:
    seen: list[tuple[int, int]] = []
    home = install(lambda file, done, total: seen.append((done, total)))
    assert (home / JAR).read_bytes() == b"server"
    assert (home / "libs" / "some-library.jar").read_bytes() == b"library"
    assert seen[-1] == (13, 13)
    assert list(cache.iterdir()) == [home]


@pytest.mark.parametrize(
    ("contents", "reason"),
    [
        ({"languagetool-server": b"server"}, "connection reset"),
        ({**FILES, "some-library": b"libraru"}, "SHA-256"),
    ],
)
def test_a_broken_download_leaves_nothing(
    cache: Path, monkeypatch: pytest.MonkeyPatch, contents: dict[str, bytes], reason: str
) -> None:
    monkeypatch.setitem(sys.modules, "jgo.maven", fake_maven(contents))
    with pytest.raises(LanguageToolError, match=reason):
        install()
    assert list(cache.iterdir()) == []


def test_a_damaged_installation_is_seen_and_mended(cache: Path) -> None:
    home = install()
    (home / JAR).write_bytes(b"sErver")
    assert "languagetool-server.jar is missing or damaged" in describe(examine(start=False))
    install()
    assert examine(start=False).problem == ""


def test_without_the_extra_the_error_names_it(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jgo.maven", None)
    with pytest.raises(LanguageToolError, match=r"clinic-audit\[languagetool\]"):
        install()


def test_remove_frees_the_space_and_may_be_repeated(cache: Path) -> None:
    install()
    assert remove() == 13
    assert remove() == 0
    assert "not set up" in examine(start=False).problem

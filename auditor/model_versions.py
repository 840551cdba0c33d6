"""Names and versions of the models a run uses, read from beside them: no model is loaded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from auditor.errors import ModelError
from auditor.language import BLANK, EMBEDDED, LEFT_OUT


@dataclass(frozen=True, slots=True)
class PipelineMeta:
    """A spaCy pipeline's folder (None for the blank one), its title, its components' names."""

    folder: Path | None
    title: str
    components: frozenset[str]


def read_pipeline_meta(model: str) -> PipelineMeta:
    """Return what the pipeline `model`, named as for `load_pipeline`, says of itself.

    Raise ModelError if there is none.
    """
    if model == BLANK:
        return PipelineMeta(None, "blank English", frozenset({"sentencizer"}))
    folder = _folder_of(model)
    try:
        meta: Mapping[str, Any] = json.loads((folder / "meta.json").read_text("utf-8"))
        title = f"{meta['lang']}_{meta['name']} {meta['version']}"
        named = set(meta["pipeline"]) - set(meta.get("disabled", ())) - set(LEFT_OUT)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"model '{model or folder}': no such spaCy pipeline; name an installed package or a "
            f"folder ({type(error).__name__}: {error})"
        ) from None
    return PipelineMeta(folder, title, frozenset(named))


def describe_encoder() -> str:
    """Return name and version of the encoder that is shipped with the package."""
    meta = json.loads((files("auditor") / "models" / "encoder" / "meta.json").read_text("utf-8"))
    return f"{meta['name']} {meta['version']}"


def _folder_of(model: str) -> Path:
    if not model:
        return Path(str(files("auditor"))) / EMBEDDED
    spec = find_spec(model) if model.isidentifier() else None
    if spec is not None and spec.submodule_search_locations:
        return Path(spec.submodule_search_locations[0])
    return Path(model)

"""How pages look beyond our own: whose they are, and a folder of templates over ours."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from auditor.config import Config
from auditor.errors import ReportError
from auditor.outputs import Outputs

LARGEST_LOGO = 64 * 1024  # bytes; every page carries it
# A picture's first bytes say what it is; its name may not.
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose report it is: a name, empty for none, and the logo as a data: address, or empty."""

    name: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Design:
    """The masthead's brand, and a folder whose templates stand in for ours of the same name."""

    brand: Brand = Brand()
    templates: Path | None = None


OURS = Design()


def read_brand(name: str, logo: Path | None) -> Brand:
    """Return the brand, its logo read from a PNG, JPEG, GIF, WebP or SVG file of 64 KB at most.

    A browser runs no script of a picture and loads nothing for it. Raise ReportError.
    """
    if logo is None:
        return Brand(name)
    try:
        with logo.open("rb") as stream:
            data = stream.read(LARGEST_LOGO + 1)
    except OSError as error:
        raise ReportError(f"{logo}: the logo can't be read: {error.strerror}") from None
    if len(data) > LARGEST_LOGO:
        raise ReportError(
            f"{logo}: the logo is over {LARGEST_LOGO // 1024} KB, and every page carries it; "
            "make it smaller"
        )
    kind = _kind_of(data)
    if not kind:
        raise ReportError(f"{logo}: the logo must be a PNG, JPEG, GIF, WebP or SVG picture")
    return Brand(name, f"data:{kind};base64,{base64.b64encode(data).decode()}")


def read_design(config: Config, outputs: Outputs) -> Design:
    """Return the design of the HTML report that `outputs` asks for, after a look at all of it.

    The templates that the command line names go before those of the settings. Raise ReportError
    for what can't be used.
    """
    from auditor.reporters.environment import make_environment

    if outputs.html is None:
        return OURS
    logo = Path(config.brand_logo) if config.brand_logo else None
    templates = outputs.template or (Path(config.template) if config.template else None)
    if templates is not None:
        make_environment(templates)
    return Design(read_brand(config.brand_name, logo), templates)


def _kind_of(data: bytes) -> str:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/svg+xml" if _is_svg(data) else ""


def _is_svg(data: bytes) -> bool:
    """Say whether `data` is a whole XML document with an svg element at its root."""
    from xml.parsers.expat import ExpatError, ParserCreate

    root: list[str] = []
    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _: root.append(name) if not root else None
    # Entities can grow without bound, and no logo needs a document type.
    parser.EntityDeclHandler = lambda *_: root.insert(0, "")
    try:
        parser.Parse(data, True)
    except ExpatError:
        return False
    return root[:1] == ["http://www.w3.org/2000/svg svg"]

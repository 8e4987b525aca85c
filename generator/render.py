"""IR -> files: a pure function; paths are relative to the output root."""

from __future__ import annotations

from pathlib import Path

from generator.docs.render import docs
from generator.ir import Spec
from generator.openapi.render import openapi
from generator.package.formatting import format_python
from generator.package.render import package
from generator.schema.chinese import translations
from generator.schema.render import schemas
from generator.sides import worlds
from generator.skill.render import skill
from generator.wire.render import CACHE, start


def render(spec: Spec, *, cache: Path | None = CACHE) -> dict[str, str]:
    """Every generated file by its path, the same for the same IR; `cache` only speeds up the wire types."""
    wire = start(spec, cache)
    others = {**schemas(spec), **translations(spec), **worlds(spec), **openapi(spec), **docs(spec), **skill(spec)}
    return {**format_python({**package(spec), **wire()}), **others}

"""Wire types: TypedDicts of request bodies and responses, made by datamodel-code-generator."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator.ir import Spec
from generator.schema.answers import answers
from generator.schema.keywords import Schema
from generator.wire.request_bodies import bodies, lift

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "wire"
_TOOL = "datamodel-code-generator"
_HEADERS = {
    "requests": "Request bodies as TypedDicts: what the client sends, by family and payload style.",
    "responses": "Responses as TypedDicts: what the documents show. Every answer may hold more than they name.",
}
_INIT = '"""Types of what goes over the wire, for code that builds or reads raw JSON."""\n'


def wire(spec: Spec, cache: Path | None = CACHE) -> dict[str, str]:
    """Path -> text of brushwork/wire/.

    The tool takes half a second to import, so its output is kept under `cache` by the hash of its input and version;
    None for no cache. The output is the same either way.
    """
    files = {"brushwork/wire/__init__.py": _INIT}
    for name, definitions in (("requests", bodies(spec)), ("responses", responses(spec.api.schemas | answers(spec)))):
        files[f"brushwork/wire/{name}.py"] = _kept(name, definitions, cache)
    return files


def responses(schemas: Mapping[str, Any]) -> Schema:
    """The schemas of answers as components, without examples, every inner object with a name of its own."""
    definitions: Schema = {}
    for name, schema in json.loads(json.dumps(schemas).replace("#/schemas/", "#/components/schemas/")).items():
        lift(name, schema, definitions)
    return definitions


def _kept(name: str, definitions: Schema, cache: Path | None) -> str:
    document = json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": name, "version": "1"},
            "paths": {},
            "components": {"schemas": definitions},
        }
    )
    if cache is None:
        return typed_dicts_of(name, document)
    key = hashlib.sha256(f"{version(_TOOL)}\n{_source()}\n{document}".encode()).hexdigest()
    path = cache / f"{name}-{key[:32]}.py"
    if path.is_file():
        return path.read_text(encoding="utf-8")
    text = typed_dicts_of(name, document)
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.glob(f"{name}-*.py"):
        old.unlink(missing_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
    return text


def _source() -> str:
    """This package's own text: a change of the options must change the key."""
    return Path(__file__).with_name("typed_dicts.py").read_text(encoding="utf-8")


def typed_dicts_of(name: str, document: str) -> str:
    """The text of a module; imports the tool."""
    from generator.wire.typed_dicts import typed_dicts

    return typed_dicts(document, _HEADERS[name])

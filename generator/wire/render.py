"""Wire types: TypedDicts of request bodies and responses, made by datamodel-code-generator."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator.ir import Spec
from generator.schema.answers import answers
from generator.schema.keywords import Schema
from generator.wire.request_bodies import bodies, lift

_PROJECT = Path(__file__).resolve().parents[2]
CACHE = _PROJECT / ".cache" / "wire"
_TOOL = "datamodel-code-generator"
_HEADERS = {
    "requests": "Request bodies as TypedDicts: what the client sends, by family and payload style.",
    "responses": "Responses as TypedDicts: what the documents show. Every answer may hold more than they name.",
}
_INIT = '"""Types of what goes over the wire, for code that builds or reads raw JSON."""\n'


def wire(spec: Spec, cache: Path | None = CACHE) -> dict[str, str]:
    """Path -> text of brushwork/wire/: `start` and its end at once."""
    return start(spec, cache)()


def start(spec: Spec, cache: Path | None = CACHE) -> Callable[[], dict[str, str]]:
    """Begins to make brushwork/wire/; what is returned waits for path -> text.

    The tool takes half a second to import and 4 ms a model. So it runs beside what else is rendered, in a process of
    its own, and its output is kept under `cache` by the hash of its input and version; None for no cache. The output is
    the same either way. Raises CalledProcessError, with the tool's words in `stderr`, at the end.
    """
    made = {"requests": bodies(spec), "responses": responses(spec.api.schemas | answers(spec))}
    documents = {name: _document(name, definitions) for name, definitions in made.items()}
    kept = {name: text for name, document in documents.items() if (text := _read(cache, name, document)) is not None}
    missing = {name: document for name, document in documents.items() if name not in kept}
    if not missing:
        return lambda: _files(kept)
    with_tool = ThreadPoolExecutor(1)
    running = with_tool.submit(typed_dicts, missing)
    with_tool.shutdown(wait=False)

    def end() -> dict[str, str]:
        texts = running.result()
        for name, text in texts.items():
            _keep(cache, name, documents[name], text)
        return _files(kept | texts)

    return end


def _files(texts: Mapping[str, str]) -> dict[str, str]:
    modules = {f"brushwork/wire/{name}.py": texts[name] for name in sorted(texts)}
    return {"brushwork/wire/__init__.py": _INIT, **modules}


def responses(schemas: Mapping[str, Any]) -> Schema:
    """The schemas of answers as components, without examples, every inner object with a name of its own."""
    definitions: Schema = {}
    for name, schema in json.loads(json.dumps(schemas).replace("#/schemas/", "#/components/schemas/")).items():
        lift(name, schema, definitions)
    return definitions


def typed_dicts(documents: Mapping[str, str]) -> dict[str, str]:
    """Module -> Python source for the components of its OpenAPI document, made by the tool in another process."""
    asked = json.dumps({name: (document, _HEADERS[name]) for name, document in documents.items()})
    command = [sys.executable, "-m", "generator.wire"]
    run = subprocess.run(command, input=asked, cwd=_PROJECT, check=True, capture_output=True, encoding="utf-8")
    made: dict[str, str] = json.loads(run.stdout)
    return made


def _document(name: str, definitions: Schema) -> str:
    document = {"openapi": "3.1.0", "info": {"title": name, "version": "1"}, "paths": {}}
    return json.dumps({**document, "components": {"schemas": definitions}})


def _read(cache: Path | None, name: str, document: str) -> str | None:
    path = cache and _path(cache, name, document)
    return path.read_text(encoding="utf-8") if path and path.is_file() else None


def _keep(cache: Path | None, name: str, document: str, text: str) -> None:
    if cache is None:
        return
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.glob(f"{name}-*.py"):
        old.unlink(missing_ok=True)
    path = _path(cache, name, document)
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def _path(cache: Path, name: str, document: str) -> Path:
    """By everything that decides the text, the options of the tool among it."""
    options = Path(__file__).with_name("typed_dicts.py").read_text(encoding="utf-8")
    key = hashlib.sha256(f"{version(_TOOL)}\n{options}\n{document}".encode()).hexdigest()
    return cache / f"{name}-{key[:32]}.py"

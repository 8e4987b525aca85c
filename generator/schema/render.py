"""The schema files."""

from __future__ import annotations

import json

from generator.ir import Endpoint, Mode, Model, Spec
from generator.schema.arguments import arguments_schema
from generator.schema.keywords import Schema
from generator.schema.requests import request_schema


def schemas(spec: Spec) -> dict[str, str]:
    """Path -> text: schema/<model>/<mode>.json, <mode>.<protocol>.request.json, and brushwork/schemas/<model>.json."""
    files: dict[str, str] = {}
    for family in spec.families:
        for model in family.models:
            modes: dict[str, Schema] = {
                mode.name: mode_schemas(model, mode, spec.api.endpoints) for mode in model.modes
            }
            files |= _pretty(model, modes)
            files[f"brushwork/schemas/{model.id}.json"] = _compact({"modes": modes})
    return files


def mode_schemas(model: Model, mode: Mode, endpoints: tuple[Endpoint, ...] = ()) -> Schema:
    """{"arguments": schema, "requests": {protocol: schema}} of a mode; a protocol's first route speaks for it."""
    known = {endpoint.id: endpoint for endpoint in endpoints}
    requests: dict[str, Schema] = {}
    for route in mode.routes:
        requests.setdefault(route.protocol, request_schema(model, mode, route, known.get(route.endpoint)))
    return {"arguments": arguments_schema(model, mode), "requests": requests}


def _pretty(model: Model, modes: dict[str, Schema]) -> dict[str, str]:
    files: dict[str, str] = {}
    for mode, schema in modes.items():
        files[f"schema/{model.id}/{mode}.json"] = _indented(schema["arguments"])
        for protocol, request in schema["requests"].items():
            files[f"schema/{model.id}/{mode}.{protocol}.request.json"] = _indented(request)
    return files


def _indented(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _compact(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":")) + "\n"

"""openapi.yaml: the whole API as OpenAPI 3.1."""

from __future__ import annotations

import json
from typing import Any

from generator.ir import ErrorCode, Json, Spec, by_name
from generator.openapi.operations import (
    ERROR,
    FLAT_ERROR,
    error_name,
    error_statuses,
    flat,
    header_schema,
    paths,
    request_name,
    servers,
    shared_headers,
    uses,
)
from generator.openapi.yaml_text import yaml_text
from generator.phrasing import sentence
from generator.schema.answers import answers
from generator.schema.keywords import ROUTE, Schema
from generator.schema.requests import request_schema

_DESCRIPTION = (
    "The HTTP API of Alibaba's image models (Wan, Qwen-Image, Z-Image, Kling, Vidu), as its public documents describe "
    "it. Made from Brushwork's specs; not a document of the vendor. Keywords that begin with x-brushwork- express what "
    "JSON Schema cannot: bounds of a size W*H, boxes, sums and equal lengths."
)


def openapi(spec: Spec) -> dict[str, str]:
    """Path -> text of openapi.yaml."""
    return {"openapi.yaml": yaml_text(document(spec))}


def document(spec: Spec) -> Schema:
    """The OpenAPI document."""
    used = uses(spec)
    return {
        "openapi": "3.1.0",
        "info": {"title": "DashScope image generation", "version": spec.api.spec_version, "description": _DESCRIPTION},
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": servers(spec, spec.api.base_path),
        "security": [{"key": []}],
        "paths": paths(spec, used),
        "components": {
            "securitySchemes": {"key": _security(spec)},
            "parameters": {name: _header(spec, name) for name in shared_headers(spec, used)},
            "schemas": _requests(spec) | _answers(spec.api.schemas | answers(spec)),
            "responses": {
                error_name(status, flat=kind): _error(spec, status, flat=kind)
                for kind in sorted({flat(spec, used, endpoint.id) for endpoint in spec.api.endpoints})
                for status in error_statuses(spec)
            },
        },
    }


def _security(spec: Spec) -> Schema:
    when = spec.api.headers.get("Authorization", {}).get("when", "")
    return {"type": "http", "scheme": "bearer", **({"description": when} if when else {})}


def _header(spec: Spec, name: str) -> Schema:
    header = spec.api.headers[name]
    schema = header_schema(header["value"])
    text = header["when"] if "enum" in schema else f"{sentence(header['when'])} Value: {header['value']}."
    return {"name": name, "in": "header", "description": text, "schema": schema}


def _requests(spec: Spec) -> Schema:
    """The request schemas without the keywords of standalone documents."""
    found: Schema = {}
    for family in spec.families:
        for model in family.models:
            for mode in model.modes:
                for name, route in by_name(mode.routes).items():
                    schema = request_schema(model, mode, route)
                    kept = {key: value for key, value in schema.items() if key not in {"$schema", ROUTE}}
                    found[request_name(model.id, mode.name, name)] = _without_lists_to_choose(kept)
    return found


def _without_lists_to_choose(value: Json) -> Json:
    """The schema with every enum of lists said by `not`: code generators make classes of an enum's values."""
    if isinstance(value, list):
        return [_without_lists_to_choose(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _without_lists_to_choose(each) for key, each in value.items()}
    if kept.get("type") == "array" and "enum" in kept:
        kept["not"] = {"not": {"enum": kept.pop("enum")}}
    return kept


def _answers(schemas: dict[str, Any]) -> Schema:
    moved: Schema = json.loads(json.dumps(schemas).replace("#/schemas/", "#/components/schemas/"))
    return moved


def _error(spec: Spec, status: int, *, flat: bool) -> Schema:
    codes = [error for error in spec.errors if status in error.status]
    lines = "\n".join(f"- `{code.code}`: {sentence(code.meaning)}" for code in codes)
    return {"description": lines, "content": {"application/json": {"schema": _error_schema(spec, codes, flat=flat)}}}


def _error_schema(spec: Spec, codes: list[ErrorCode], *, flat: bool) -> Schema:
    """The common error body, with this status's codes as examples; a server may send others."""
    if flat:
        return {"$ref": f"#/components/schemas/{FLAT_ERROR}"}
    known: Schema = {"properties": {"code": {"type": "string", "examples": [code.code for code in codes]}}}
    return {"allOf": [{"$ref": f"#/components/schemas/{ERROR}"}, known]} if ERROR in spec.api.schemas else known

"""The schema files of the package, one for each model."""

from __future__ import annotations

from generator.ir import Endpoint, Mode, Model, Spec, by_name
from generator.naming import file_name
from generator.schema.arguments import arguments_schema
from generator.schema.json_text import json_text
from generator.schema.keywords import Schema
from generator.schema.requests import request_schema


def schemas(spec: Spec) -> dict[str, str]:
    """Path -> text: brushwork/schemas/<model>.json, indented, so that a changed fact is a few changed lines."""
    return {
        f"brushwork/schemas/{file_name(model.id)}.json": json_text({"modes": _modes(model, spec.api.endpoints)})
        for family in spec.families
        for model in family.models
    }


def mode_schemas(model: Model, mode: Mode, endpoints: tuple[Endpoint, ...] = ()) -> Schema:
    """{"arguments": schema, "requests": {route: schema}} of a mode; its routes go by their names in `by_name`."""
    known = {endpoint.id: endpoint for endpoint in endpoints}
    requests: dict[str, Schema] = {
        name: request_schema(model, mode, route, known.get(route.endpoint))
        for name, route in by_name(mode.routes).items()
    }
    return {"arguments": arguments_schema(model, mode), "requests": requests}


def _modes(model: Model, endpoints: tuple[Endpoint, ...]) -> Schema:
    return {mode.name: mode_schemas(model, mode, endpoints) for mode in model.modes}

"""Schemas of answers: what routes with declared results say beside what api.yaml says of all answers."""

from __future__ import annotations

from typing import Any

from generator.ir import Family, Results, ResultValue, Route, Spec
from generator.naming import class_name
from generator.schema.keywords import Schema

_VALUES: dict[str, Schema] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "boxes": {
        "type": "array",
        "items": {"type": ["array", "null"], "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
    },
}
"""By the type of a value that says nothing beside it."""
_COUNTED = {"size": "string"}


def answers(spec: Spec) -> dict[str, Schema]:
    """Name -> schema of every answer that results declare."""
    return {name: schema for family in spec.families for _, name, schema in _of_family(family)}


def answers_by_endpoint(spec: Spec) -> dict[str, list[str]]:
    """Endpoint -> its declared answers by name, those of tasks aside."""
    found: dict[str, dict[str, None]] = {}
    for family in spec.families:
        for route, name, _ in _of_family(family):
            if _direct(route):
                found.setdefault(route.endpoint, {})[name] = None
    return {endpoint: list(names) for endpoint, names in found.items()}


def _direct(route: Route) -> bool:
    return route.protocol != "async"


def _of_family(family: Family) -> list[tuple[Route, str, Schema]]:
    """Each route with declared results; those that declare the same share a schema."""
    names: list[Schema] = []
    found: list[tuple[Route, str, Schema]] = []
    for model in family.models:
        for mode in model.modes:
            for route in mode.routes:
                results = route.results or mode.results
                if results.images or results.values or results.usage:
                    schema = _schema(results, family)
                    if schema not in names:
                        names.append(schema)
                    number = names.index(schema) + 1
                    name = f"{class_name(family.id)}Answer{number if number > 1 else ''}"
                    found.append((route, name, schema))
    return found


def _schema(results: Results, family: Family) -> Schema:
    schema: Schema = {"description": f"What an answer of {family.title} holds.", "type": "object", "properties": {}}
    picture: Schema = {"description": f"Address of a {results.format or 'PNG'} file.", "type": "string"}
    for place in results.images:
        _put(schema, place, picture | ({"type": ["string", "null"]} if place.endswith("[]") else {}))
    for value in results.values:
        _put(schema, value.at, value_schema(value))
    for name, key in results.usage.items():
        _put(schema, f"usage.{key}", {"type": _COUNTED.get(name, "integer")})
    schema["properties"]["request_id"] = {"type": "string"}
    return schema


def value_schema(value: ResultValue) -> Schema:
    """What stands at the place of a value."""
    told: Schema = {"description": value.doc} if value.doc else {}
    if value.items is not None:
        return {**told, "type": "array", "items": value_schema(value.items)}
    if value.members:
        return {**told, "type": "object", "properties": {each.name: value_schema(each) for each in value.members}}
    return {**told, **_VALUES[value.type]}


def _put(schema: Schema, place: str, leaf: Schema) -> None:
    """Add a member at a place; objects and lists on the way are made."""
    *way, last = place.split(".")
    for step in way:
        schema = _member(schema, step, {"type": "object", "properties": {}})
        schema.setdefault("properties", {})
    _member(schema, last, leaf)


def _member(schema: Schema, step: str, made: Schema) -> Any:
    name, many = step.removesuffix("[]"), step.endswith("[]")
    properties = schema["properties"]
    if many:
        return properties.setdefault(name, {"type": "array", "items": made})["items"]
    return properties.setdefault(name, made)

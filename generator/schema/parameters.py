"""A parameter of the IR as a JSON Schema."""

from __future__ import annotations

import re
from typing import Any

from generator.ir import Bounds, Json, Parameter, Prompt, Size
from generator.phrasing import dimensions, parameter_words
from generator.schema.keywords import BILLS, BOX, CUT_AFTER, NUL, SIZE, SIZE_PATTERN, SOURCES, VISIBLE, Schema

_HEX: Schema = {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"}
_RGB: Schema = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0, "maximum": 255},
    "minItems": 3,
    "maxItems": 3,
}
_COLOR: Schema = {
    "type": "object",
    "properties": {
        "hex": _HEX,
        "ratio": {"type": "string", "pattern": r"^(100\.00|[1-9]?[0-9]\.[0-9]{2})%$"},
    },
    "required": ["hex", "ratio"],
    "additionalProperties": False,
}
_BOX: Schema = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 4,
    "maxItems": 4,
    BOX: True,
}


def argument_schema(parameter: Parameter) -> Schema:
    """What the caller of a method may give; `default` is what holds when nothing is given."""
    default = parameter.default if parameter.send is None else parameter.send
    schema: Schema = {"description": parameter_words(parameter), **value_schema(parameter, ratios=True)}
    if default is not None and not parameter.required:
        schema["default"] = default
    return schema | _notes(parameter)


def wire_schema(parameter: Parameter, separator: str = "*", others: tuple[Json, ...] = ()) -> Schema:
    """What the body may hold on a route that spells sizes so and takes `others` too; `default` is the server's."""
    if parameter.constant is not None:
        return {"description": parameter.doc, **constant(parameter.constant)}
    value = value_schema(parameter)
    if parameter.size is not None:
        value = size_schema(parameter.size, ratios=False, separator=separator)
    if others:
        value = {"anyOf": [{"enum": list(others)}, value]}
    schema: Schema = {"description": parameter.doc, **value}
    if parameter.default is not None:
        sized = parameter.size is not None and isinstance(parameter.default, str)
        schema["default"] = str(parameter.default).replace("*", separator) if sized else parameter.default
    return schema | _notes(parameter)


def constant(value: Json) -> Schema:
    """One value, and its type for tools that know no `const`."""
    names: dict[type, str] = {
        bool: "boolean",
        int: "integer",
        float: "number",
        str: "string",
        list: "array",
        dict: "object",
    }
    return {"type": names.get(type(value), "null"), "const": value}


def required_on_wire(parameter: Parameter) -> bool:
    """Whether the body must hold it: a constant that is not the default, or what has no default though required."""
    if parameter.constant is not None:
        return parameter.constant != parameter.default
    return parameter.required and parameter.default is None and parameter.default_text is None


def value_schema(parameter: Parameter, *, ratios: bool = False) -> Schema:
    """The type and bounds of the value alone. With `ratios` a size may be an aspect ratio of the spec's table."""
    match parameter.kind:
        case "integer" | "number":
            return _number(parameter)
        case "boolean":
            return {"type": "boolean"}
        case "text":
            limits = {"characters": parameter.max_characters, "words": parameter.max_words}
            cut = {unit: limit for unit, limit in limits.items() if limit is not None}
            return {"type": "string", "not": {"pattern": NUL}} | ({CUT_AFTER: cut} if cut else {})
        case "choice":
            return _choice(parameter)
        case "size":
            return size_schema(parameter.size or Size(), ratios=ratios)
        case "boxes":
            boxes: Schema = {"type": "array", "items": _BOX, **_bounds(parameter.boxes, "minItems", "maxItems")}
            return {"type": "array", "items": boxes}
        case "color":
            return _RGB if parameter.form == "rgb" else _HEX
        case "list":
            return _list(parameter)
        case "object":
            return {
                "type": "object",
                "properties": {member.name: _member(member) for member in parameter.members},
                "required": [member.name for member in parameter.members if member.required],
                "additionalProperties": False,
            }
        case "palette":
            return {"type": "array", "items": _COLOR, **_bounds(parameter.colors, "minItems", "maxItems")}


def _number(parameter: Parameter) -> Schema:
    low, high = ("exclusiveMinimum" if "minimum" in parameter.exclusive else "minimum",
                 "exclusiveMaximum" if "maximum" in parameter.exclusive else "maximum")  # fmt: skip
    schema: Schema = {"type": parameter.kind, **_bounds(parameter.range, low, high)}
    if parameter.step is not None:
        schema["multipleOf"] = parameter.step
    if parameter.excluded:
        schema["not"] = {"enum": list(parameter.excluded)}
    return schema


def _choice(parameter: Parameter) -> Schema:
    """One of the choices; of an open one they are examples."""
    whole = any(isinstance(choice, int) for choice in parameter.choices)
    schema: Schema = {"type": "integer" if whole else "string"}
    if parameter.open:
        return schema | {"examples": list(parameter.choices)} | ({} if whole else {"not": {"pattern": NUL}})
    return schema | {"enum": list(parameter.choices)}


def _list(parameter: Parameter) -> Schema:
    items = {} if parameter.items is None else _member(parameter.items)
    schema: Schema = {"type": "array", "items": items, **_bounds(parameter.count, "minItems", "maxItems")}
    return schema | ({"enum": [list(each) for each in parameter.combinations]} if parameter.combinations else {})


def _member(parameter: Parameter) -> Schema:
    return ({"description": parameter.doc} if parameter.doc else {}) | value_schema(parameter)


def size_schema(size: Size, *, ratios: bool, separator: str = "*") -> Schema:
    """Names and recommended sizes as a list; every other size by its bounds."""
    recommended = [dimensions(each).replace("*", separator) for each in size.recommended]
    listed = [*size.presets, *(size.ratios if ratios else ()), *recommended]
    if size.fixed:
        return {"type": "string", "enum": listed}
    bounds = {
        key: list(pair)
        for key, pair in (("pixels", size.pixels), ("sides", size.sides), ("aspect", size.aspect))
        if pair is not None
    }
    free: Schema = {
        "pattern": SIZE_PATTERN.replace(r"\*", re.escape(separator)),
        **({SIZE: bounds | ({} if separator == "*" else {"separator": separator})} if bounds else {}),
    }
    return {"type": "string", "anyOf": [{"enum": listed}, free]} if listed else {"type": "string", **free}


def prompt_schema(prompt: Prompt) -> Schema:
    """Text that is not blank; longer ones than the limit are cut, not refused."""
    schema: Schema = {"type": "string", "pattern": f"[{VISIBLE}]", "not": {"pattern": NUL}}
    if prompt.may_be_empty:
        del schema["pattern"]
    if prompt.max_characters is not None:
        schema[CUT_AFTER] = {"characters": prompt.max_characters}
    elif prompt.max_tokens is not None:
        schema[CUT_AFTER] = {"tokens": prompt.max_tokens}
    elif prompt.max_words is not None:
        schema[CUT_AFTER] = {"words": prompt.max_words}
    return schema


def _bounds(bounds: Bounds | None, low: str, high: str) -> dict[str, Any]:
    return {} if bounds is None else {low: bounds[0], high: bounds[1]}


def _notes(parameter: Parameter) -> Schema:
    notes: Schema = {} if parameter.bills is None else {BILLS: parameter.bills}
    return notes | {SOURCES: list(parameter.sources)}

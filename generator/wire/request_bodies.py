"""JSON Schema of the request bodies that the wire types are made from: one body per family and payload style."""

from __future__ import annotations

from typing import Any

from generator.ir import Family, Mode, Model, Parameter, Route, Spec
from generator.naming import class_name
from generator.schema.keywords import Schema
from generator.schema.parameters import value_schema
from generator.schema.requests import insert

_STYLES = {"messages": "Messages", "prompt": "Prompt", "prompt+images": "Images", "fields": "Fields", "flat": "Flat"}
_SHARED: Schema = {
    "TextItem": {
        "description": "The text of a message; there is exactly one.",
        "type": "object",
        "properties": {"text": {"type": "string"}},
        "required": ["text"],
    },
    "ImageItem": {
        "description": "A reference image: an http, https, oss or data address.",
        "type": "object",
        "properties": {"image": {"type": "string"}},
        "required": ["image"],
    },
    "UserMessage": {
        "description": "The only message of a request; the order of the images numbers them.",
        "type": "object",
        "properties": {
            "role": {"const": "user"},
            "content": {
                "type": "array",
                "items": {
                    "anyOf": [{"$ref": "#/components/schemas/TextItem"}, {"$ref": "#/components/schemas/ImageItem"}]
                },
            },
        },
        "required": ["role", "content"],
    },
    "MessagesInput": {
        "description": "Input of the endpoints that take messages; the list holds one message.",
        "type": "object",
        "properties": {"messages": {"type": "array", "items": {"$ref": "#/components/schemas/UserMessage"}}},
        "required": ["messages"],
    },
    "PaletteColor": {
        "description": 'A colour as "#RRGGBB" and its share as "23.51%".',
        "type": "object",
        "properties": {"hex": {"type": "string"}, "ratio": {"type": "string"}},
        "required": ["hex", "ratio"],
    },
}


_ONE_OR_MORE: Schema = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


def bodies(spec: Spec) -> Schema:
    """Name -> schema, shared parts first, then the families in their order."""
    definitions: Schema = dict(_SHARED)
    for family in spec.families:
        styles = {route.payload: None for _, _, route in _routes(family)}
        for style in styles:
            name = class_name(family.id) + (_STYLES[style] if len(styles) > 1 else "")
            definitions |= _family(family, style, name)
    return definitions


def _routes(family: Family) -> list[tuple[Model, Mode, Route]]:
    return [(model, mode, route) for model in family.models for mode in model.modes for route in mode.routes]


def _family(family: Family, style: str, name: str) -> Schema:
    used = [(model, mode, route) for model, mode, route in _routes(family) if route.payload == style]
    ids = [each for model, _, _ in used for each in model.names]
    keys = {mode.prompt.key: None for _, mode, _ in used if mode.prompt is not None}
    required = [key for key in keys if all(_needs(mode, key) for _, mode, _ in used)]
    prompts: Schema = {key: {"type": "string"} for key in keys}
    if style == "messages":
        prompts = {"messages": _SHARED["MessagesInput"]["properties"]["messages"]}
    if style == "prompt+images":
        prompts["images"] = {"type": "array", "items": {"type": "string"}}
    inputs: Schema = {
        "description": f"Input of {family.title}.",
        "type": "object",
        "properties": dict(prompts),
    }
    if style == "messages":
        required = ["messages"]
    elif style == "prompt+images":
        required.append("images")
    if required:
        inputs["required"] = required
    parameters: Schema = {
        "description": f"Parameters of {family.title}, those of all its models and modes.",
        "type": "object",
        "properties": {},
    }
    definitions: Schema = {}
    spoken: Schema = {}
    for (top, *steps), member in _members(used).items():
        if top == "messages":
            spoken |= {steps[0]: member}
        else:
            insert(inputs if top == "input" else parameters, steps, member, needed=False)
    if spoken:
        inputs["properties"]["messages"] = _own_messages(family, name, spoken, definitions)
    if style == "flat":
        flat: Schema = {**inputs["properties"], "image": _ONE_OR_MORE, **parameters["properties"]}
        body: Schema = {
            "description": f"Request body of {family.title}, all of it at the top.",
            "type": "object",
            "properties": {"model": {"enum": list(dict.fromkeys(ids))}, **flat},
            "required": ["model", "prompt"],
        }
        lift(f"{name}Body", body, definitions)
        return definitions
    given: Schema = {"$ref": "#/components/schemas/MessagesInput"}
    if style != "messages" or len(inputs["properties"]) > 1 or spoken:
        lift(f"{name}Input", inputs, definitions)
        given = {"$ref": f"#/components/schemas/{name}Input"}
    lift(f"{name}Parameters", parameters, definitions)
    definitions[f"{name}Body"] = {
        "description": f"Request body of {family.title}.",
        "type": "object",
        "properties": {
            "model": {"enum": list(dict.fromkeys(ids))},
            "input": given,
            "parameters": {"$ref": f"#/components/schemas/{name}Parameters"},
        },
        "required": ["model", "input"],
    }
    return definitions


def _own_messages(family: Family, name: str, spoken: Schema, definitions: Schema) -> Schema:
    """The messages of a family that has items of its own in them."""
    items = [*_SHARED["UserMessage"]["properties"]["content"]["items"]["anyOf"]]
    for key, member in spoken.items():
        own = f"{name}{''.join(part[:1].upper() + part[1:] for part in key.split('_'))}Item"
        item: Schema = {
            "description": f"An item of a message of {family.title}.",
            "type": "object",
            "properties": {key: member},
            "required": [key],
        }
        lift(own, item, definitions)
        items.append({"$ref": f"#/components/schemas/{own}"})
    shared = _SHARED["UserMessage"]
    content = {"type": "array", "items": {"anyOf": items}}
    definitions[f"{name}Message"] = shared | {"properties": shared["properties"] | {"content": content}}
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}Message"}}


def _members(used: list[tuple[Model, Mode, Route]]) -> dict[tuple[str, ...], Schema]:
    """The members that any mode puts into a body, by their keys, in wire order."""
    members: dict[tuple[str, ...], Schema] = {}
    for _, mode, route in used:
        for images in mode.inputs:
            if images.place is not None:
                image: Schema = {"type": "string"}
                given = image if images.single else {"type": "array", "items": image}
                members.setdefault((*images.place.split("."), images.name), given)
        for parameter in mode.parameters:
            members.setdefault(parameter.steps(route.payload), _plain(parameter))
        for name, value in route.send.items():
            members.setdefault(("parameters", name), _typed(value))
    return members


def _needs(mode: Mode, key: str) -> bool:
    return mode.prompt is not None and mode.prompt.required and mode.prompt.key == key


def lift(name: str, schema: Schema, definitions: Schema) -> None:
    """Puts an object among the definitions; the objects in it become definitions named after it and their member."""
    properties: Schema = {}
    for member, inner in schema.get("properties", {}).items():
        title = "".join(part[:1].upper() + part[1:] for part in member.split("_"))
        properties[member] = _lifted(name + title, inner, definitions)
    kept = {key: value for key, value in schema.items() if key != "examples"}
    definitions[name] = kept | ({"properties": properties} if properties else {})


def _lifted(name: str, schema: Schema, definitions: Schema) -> Schema:
    """A reference to an object that was put among the definitions, also as the item of a list; else the schema."""
    if "properties" in schema:
        lift(name, schema, definitions)
        return {"$ref": f"#/components/schemas/{name}"}
    if "properties" in schema.get("items", {}):
        return schema | {"items": _lifted(f"{name}Item", schema["items"], definitions)}
    return schema


def _plain(parameter: Parameter) -> Schema:
    """The type alone; ranges are for the schemas."""
    match parameter.kind:
        case "size":
            return {"type": "string"}
        case "palette":
            return {"type": "array", "items": {"$ref": "#/components/schemas/PaletteColor"}}
        case "choice" if not parameter.open:
            return {"enum": list(parameter.choices)}
        case _:
            return _bare(value_schema(parameter))


def _bare(schema: Schema) -> Schema:
    """Types, members and which are required; combinations of a list are for the schemas too."""
    listed = {"enum": schema["enum"]} if "enum" in schema and schema["type"] != "array" else {}
    bare: Schema = listed or {key: schema[key] for key in ("description", "type", "required") if schema.get(key)}
    if "items" in schema:
        bare["items"] = _bare(schema["items"])
    if "properties" in schema:
        bare["properties"] = {name: _bare(member) for name, member in schema["properties"].items()}
    return bare


def _typed(value: Any) -> Schema:
    return {"type": "boolean"} if isinstance(value, bool) else {"const": value}

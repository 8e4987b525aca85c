"""The schema of a request body: exactly what a route accepts on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.ir import Endpoint, Images, Mode, Model, Parameter, Prompt, Route, by_name
from generator.schema.arguments import DIALECT
from generator.schema.images import image_schema
from generator.schema.keywords import ROUTE, Schema
from generator.schema.parameters import constant, prompt_schema, required_on_wire, wire_schema
from generator.schema.rules import Layout, Place, with_rules

_CONTENT = ("input", "messages", "0", "content")


def request_schema(model: Model, mode: Mode, route: Route, endpoint: Endpoint | None = None) -> Schema:
    """The body {model, input, parameters} of a mode on a route; `endpoint` adds what it ignores."""
    inputs = _input(mode, route)
    parameters = _parameters(model, mode, route, endpoint.ignores if endpoint else {})
    schema: Schema = {
        "$schema": DIALECT,
        "title": f"{model.id} {mode.name} {_called(mode, route)} request",
        "description": mode.summary,
        "type": "object",
        "properties": {
            "model": {"type": "string", "enum": list(model.names)},
            "input": inputs,
            "parameters": parameters,
        },
        "required": [
            "model",
            "input",
            *(["parameters"] if parameters.get("required") or route.always_parameters else []),
        ],
        "additionalProperties": False,
    }
    if route.payload == "flat":
        schema = _flat(schema)
    return with_rules(schema, _layout(mode, route)) | {ROUTE: _route(route)}


def _called(mode: Mode, route: Route) -> str:
    """The route's name in `by_name`; its protocol if it is none of the mode's own."""
    return next((name for name, each in by_name(mode.routes).items() if each == route), route.protocol)


def _flat(schema: Schema) -> Schema:
    """The body with what `input` and `parameters` hold beside its model."""
    model, *parts = schema["properties"].values()
    members = {name: member for part in parts for name, member in part["properties"].items()}
    needed = [name for part in parts for name in part.get("required", [])]
    return schema | {"properties": {"model": model, **members}, "required": ["model", *needed]}


def _route(route: Route) -> Schema:
    base = {"base_path": route.base_path} if route.base_path else {}
    return {"protocol": route.protocol, "method": "POST", **base, "path": route.path, "headers": route.sent_headers}


def _place(parameter: Parameter, route: Route) -> Place:
    top, *rest = parameter.steps(route.payload)
    return Place(steps=_CONTENT, holding=rest[0]) if top == "messages" else Place(steps=(top, *rest))


def _layout(mode: Mode, route: Route) -> Layout:
    places = {each.name: _place(each, route) for each in mode.parameters}
    places |= {
        each.name: Place(steps=(*each.place.split("."), each.name), optional_list=not each.single)
        for each in mode.inputs
        if each.place is not None
    }
    listed = mode.listed.name if mode.listed is not None else ""
    if route.payload == "messages":
        places |= {"prompt": Place(steps=_CONTENT, holding="text"), listed: Place(steps=_CONTENT, holding="image")}
    else:
        places |= {
            "prompt": Place(steps=("input", mode.prompt.key if mode.prompt else "prompt")),
            listed: Place(steps=("input", "images"), optional_list=True),
        }
    if route.payload == "flat":
        places = {name: replace(place, steps=place.steps[1:]) for name, place in places.items()}
        places[listed] = Place(steps=("image",))
    return Layout(mode=mode, places=places)


def _input(mode: Mode, route: Route) -> Schema:
    prompt = route.prompt or mode.prompt
    schema: Schema = {"type": "object", "properties": {}, "additionalProperties": False}
    if route.payload == "messages":
        spoken = [each for each in mode.parameters if each.steps(route.payload)[0] == "messages"]
        insert(schema, ["messages"], _messages(mode.listed, prompt, spoken), needed=True)
    elif prompt is not None:
        insert(schema, [prompt.key], prompt_schema(prompt), needed=prompt.required)
    if route.payload == "prompt+images" and mode.listed is not None:
        insert(schema, ["images"], _image_list(mode.listed), needed=mode.listed.minimum > 0)
    if route.payload == "flat" and mode.listed is not None:
        insert(schema, ["image"], _one_or_more(mode.listed), needed=mode.listed.minimum > 0)
    return _object(mode, route, "input", schema)


def _one_or_more(images: Images) -> Schema:
    """An image, or a list with as many as the input takes, which is never empty."""
    least = max(1, images.minimum)
    listed = _image_list(images) | {"minItems": least}
    return {"anyOf": [image_schema(images), listed]} if least == 1 else listed


def _image_list(images: Images) -> Schema:
    return {
        "type": "array",
        "items": image_schema(images),
        "minItems": images.minimum,
        "maxItems": images.maximum,
    }


def _messages(images: Images | None, prompt: Prompt | None, spoken: Sequence[Parameter]) -> Schema:
    """One user message, with the text of the prompt and as many images as the mode accepts, in any order.

    Each parameter that is `spoken` there is an item of its own.
    """
    least, most = (images.minimum, images.maximum) if images else (0, 0)
    needed = [each for each in spoken if required_on_wire(each)]
    fewest, texts = int(prompt is not None and prompt.required), int(prompt is not None)
    kinds: Schema = {} if prompt is None else {"text": prompt_schema(prompt)}
    own = {each.wire or each.name: wire_schema(each) for each in spoken}
    item: Schema = {
        "type": "object",
        "properties": kinds | ({"image": image_schema(images)} if images else {}) | own,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }
    content: Schema = {
        "type": "array",
        "items": item,
        "minItems": fewest + least + len(needed),
        "maxItems": texts + most + len(spoken),
    }
    once = [
        {"contains": {"required": [each.wire or each.name]}, "minContains": int(each in needed), "maxContains": 1}
        for each in spoken
    ]
    if once and images:
        once.append({"contains": {"required": ["image"]}, "minContains": least, "maxContains": most})
    if once:
        content["allOf"] = once
    if prompt is not None:
        content |= {"contains": {"required": ["text"]}, "minContains": fewest, "maxContains": 1}
    message: Schema = {
        "type": "object",
        "properties": {"role": constant("user"), "content": content},
        "required": ["role", "content"],
        "additionalProperties": False,
    }
    return {"type": "array", "items": message, "minItems": 1, "maxItems": 1}


def _parameters(model: Model, mode: Mode, route: Route, ignored: dict[str, str]) -> Schema:
    """What the route itself sends repeats its headers, so it is not required."""
    sent: Schema = {name: constant(value) for name, value in route.send.items()}
    idle: Schema = {name: {"description": who} for name, who in ignored.items()}
    properties = sent | idle | _idle_flags(model, mode)
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return _object(mode, route, "parameters", schema)


def _object(mode: Mode, route: Route, place: str, schema: Schema) -> Schema:
    """The object `input` or `parameters`: what the payload puts there, images and parameters of that place."""
    for images in mode.inputs:
        top, *steps = images.place.split(".") if images.place is not None else ("",)
        if top == place:
            member = image_schema(images) if images.single else _image_list(images)
            insert(schema, [*steps, images.name], member, needed=images.minimum > 0)
    for parameter in mode.parameters:
        top, *steps = parameter.steps(route.payload)
        if top == place:
            member = wire_schema(parameter, route.size_separator, route.accepts.get(parameter.name, ()))
            insert(schema, steps, member, needed=required_on_wire(parameter))
    return schema


def insert(schema: Schema, steps: Sequence[str], member: Schema, *, needed: bool) -> None:
    """Put a member at the place that `steps` lead to in the schema of an object, and the objects on the way there."""
    step, *rest = steps
    if needed and step not in schema.setdefault("required", []):
        schema["required"].append(step)
    if rest:
        empty: Schema = {"type": "object", "properties": {}, "additionalProperties": False}
        insert(schema["properties"].setdefault(step, empty), rest, member, needed=needed)
    else:
        schema["properties"][step] = member


def _idle_flags(model: Model, mode: Mode) -> Schema:
    """Flags that select another mode of the model may be sent if they are off."""
    own = {parameter.name for parameter in mode.parameters}
    flags = {
        parameter.name: {"description": parameter.doc, **constant(not parameter.constant)}
        for other in model.modes
        for parameter in other.parameters
        if isinstance(parameter.constant, bool) and parameter.place.get("messages") == "parameters"
    }
    return {name: flag for name, flag in flags.items() if name not in own}

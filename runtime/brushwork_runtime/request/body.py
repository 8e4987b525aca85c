"""The JSON body of a request, from what was checked: whole, or in pieces around the images that are streamed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from brushwork_runtime.api.answer import Document
    from brushwork_runtime.tables.spec import Json, Mode, Parameter, Route
    from brushwork_runtime.validate.call import Call

_elsewhere: dict[tuple[Mode, Route], dict[str, tuple[str, ...]]] = {}


def steps(parameter: Parameter, route: Route) -> tuple[str, ...]:
    """The keys that lead to a parameter in a body of a route."""
    where = parameter.place
    place = where if isinstance(where, str) else where.get(route.payload, "parameters")
    return (*place.split("."), parameter.wire or parameter.name)


def _placed_elsewhere(mode: Mode, route: Route) -> dict[str, tuple[str, ...]]:
    """What does not stand in `parameters` under its name, image inputs too, and the keys that lead to it."""
    key = (mode, route)
    found = _elsewhere.get(key)
    if found is None:
        ways: dict[str, tuple[str, ...]] = {own.name: steps(own, route) for own in mode.parameters}
        ways |= {own.name: (*own.place.split("."), own.name) for own in mode.inputs if own.place is not None}
        found = _elsewhere[key] = {name: way for name, way in ways.items() if way != ("parameters", name)}
    return found


def build(
    call: Call, prompt: object, images: Mapping[str, Sequence[str]], values: Mapping[str, object]
) -> dict[str, Json]:
    """The body: `model`, `input`, and `parameters` unless there are none."""
    route, extra = call.route, call.extra
    if route.size_separator != "*":
        values = {name: _respelled(call.mode, route, name, value) for name, value in values.items()}
    elsewhere = _placed_elsewhere(call.mode, route)
    spoken = [image for name, several in images.items() if name not in elsewhere for image in several]
    input_, parameters = _spoken(call.mode, route, prompt, spoken), dict(values)
    if elsewhere:
        parameters = {}
        places: dict[str, Any] = {"input": input_, "parameters": parameters}
        for limits in call.mode.inputs:
            if limits.place is not None and (given := images.get(limits.name)):
                _put(places, elsewhere[limits.name], given[0] if limits.single and len(given) == 1 else list(given))
        for name, value in values.items():
            way = elsewhere.get(name, ("parameters", name))
            if way[0] == "messages":
                input_["messages"][0]["content"].append({way[1]: value})
            else:
                _put(places, way, value)
    if route.send:
        parameters.update(route.send)
    if extra:
        from brushwork_runtime.base.json_values import members, plain

        more_parameters, more_input = members(extra)
        for top, more in ((parameters, more_parameters), (input_, more_input)):
            for name, value in more.items():
                _add(top, name, plain(value))
    if route.payload == "flat":
        return {"model": call.model_id, **input_, **parameters}  # pyright: ignore[reportReturnType] - the same
    body: dict[str, object] = {"model": call.model_id, "input": input_}
    if parameters or route.always_parameters:
        body["parameters"] = parameters
    return body  # type: ignore[return-value]  # pyright: ignore[reportReturnType] - the checks saw to it that it is JSON


def parameters_of(body: Mapping[str, object], mode: Mode, route: Route) -> Document:
    """The parameters of a body by their names, wherever they stand, and what else stands beside them."""
    from brushwork_runtime.api.answer import held, mapping, sequence

    ways = {own.name: steps(own, route) for own in mode.parameters}
    if route.payload == "flat":
        spoken = {"model", "image", "prompt" if mode.prompt is None else mode.prompt.key}
        rest = {name: value for name, value in body.items() if name not in spoken}
        ways = {name: way[1:] if way[0] in ("parameters", "input") else way for name, way in ways.items()}
    else:
        rest = {**mapping(body.get("parameters"))}
    found: Document = {}
    for name, way in ways.items():
        value = held(body, ".".join(way))
        if way[0] == "messages":
            items = [item for each in held(body, "input.messages[].content[]") or () for item in sequence(each)]
            value = next((held(item, way[1]) for item in items if way[1] in mapping(item)), None)
        elif len(way) == 1 or way[:-1] == ("parameters",):
            rest.pop(way[-1], None)
        if value is not None:
            found[name] = value
    return {**found, **rest}


def _respelled(mode: Mode, route: Route, name: str, value: object) -> object:
    """A size as the route spells it; any other value as it is."""
    size = any(own.name == name and own.kind == "size" for own in mode.parameters)
    return value.replace("*", route.size_separator) if size and isinstance(value, str) else value


def _put(place: dict[str, Any], steps: Sequence[str], value: object) -> None:
    """Set the member that `steps` lead to; objects on the way are made."""
    *way, key = steps
    for step in way:
        place = place.setdefault(step, {})
    place[key] = value


def _add(place: dict[str, Any], name: str, value: object) -> None:
    """Set a member; what is an object already keeps the members that it has."""
    from brushwork_runtime.base.json_values import fields, named

    if fields(value) is not None and fields(place.get(name)) is not None:
        for key, each in named(value).items():
            _add(place[name], key, each)
    else:
        place[name] = value


def _spoken(mode: Mode, route: Route, prompt: object, given: list[str]) -> dict[str, Any]:
    """The input with prompt and images where the payload has them."""
    absent = prompt is None and (mode.prompt is None or not mode.prompt.required)
    if route.payload == "messages":
        content: list[object] = []
        for part in route.content:
            if part == "text":
                content += [] if absent else [{"text": prompt}]
            else:
                content += [{"image": image} for image in given]
        return {"messages": [{"role": "user", "content": content}]}
    spoken: dict[str, Any] = {} if absent else {"prompt" if mode.prompt is None else mode.prompt.key: prompt}
    if route.payload == "flat":
        return spoken | ({"image": given if len(given) > 1 else given[0]} if given else {})
    if route.payload == "prompt+images" or given:  # unchecked, images go where the service tells of them
        spoken["images"] = given
    return spoken


_encode = json.JSONEncoder(check_circular=False, allow_nan=False).encode
"""One encoder for all: `json.dumps` with any option makes a new one for each call."""


def encode(body: Json) -> bytes:
    """A body, or a part of one, as JSON in ASCII."""
    return _encode(body).encode("ascii")


def segments(body_with: Callable[[Mapping[int, str]], bytes], local: Sequence[int]) -> list[bytes | int]:
    """The JSON cut at the places of the local images, whose indices stand in the gaps.

    `body_with` gives the JSON with texts of ours in the places of the images at their indices.
    """
    from secrets import token_hex

    marks = {index: f"brushwork:{token_hex(16)}" for index in local}
    rest = body_with(marks)
    pieces: list[bytes | int] = []
    for index in local:
        before, _, rest = rest.partition(marks[index].encode("ascii"))
        pieces += [before, index]
    return [*pieces, rest]

"""The body that a call becomes on a route."""

from __future__ import annotations

from typing import cast

from generator.ir import Json, Mode, Parameter, Route
from generator.phrasing import dimensions

Call = dict[str, Json]


def request_body(model: str, mode: Mode, route: Route, call: Call) -> dict[str, Json]:
    """{model, input, parameters} of a flat call; the order of the keys is that of the wire."""
    inputs = _input(route, call)
    parameters: dict[str, Json] = {}
    for parameter in mode.parameters:
        value = _sent(parameter, call)
        if value is not None:
            (inputs if parameter.place[route.payload] == "input" else parameters)[parameter.name] = value
    parameters |= route.send
    body: dict[str, Json] = {"model": model, "input": inputs}
    if parameters:
        body["parameters"] = parameters
    return body


def _input(route: Route, call: Call) -> dict[str, Json]:
    images = cast("list[Json]", call.get("reference_images", []))
    if route.payload == "messages":
        items: dict[str, list[Json]] = {
            "text": [{"text": call["prompt"]}],
            "images": [{"image": image} for image in images],
        }
        content: list[Json] = [item for kind in route.content for item in items[kind]]
        return {"messages": [{"role": "user", "content": content}]}
    given: dict[str, Json] = {"prompt": call["prompt"]}
    if route.payload == "prompt+images":
        given["images"] = images
    return given


def _sent(parameter: Parameter, call: Call) -> Json:
    if parameter.constant is not None:
        return parameter.constant
    value = call.get(parameter.name, parameter.send)
    if parameter.size is not None and isinstance(value, str) and value in parameter.size.ratios:
        return dimensions(parameter.size.ratios[value])
    return value

"""The body that a call produces, straight from the IR: what the examples of the specs are compared with.

It knows nothing of the runtime, so that the two check each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.ir import Images, Json, Mode, Parameter, Route


def request_body(model: str, mode: Mode, route: Route, call: Mapping[str, Json]) -> dict[str, Any]:
    """The JSON body of a flat call on a route; members in the order in which they are sent."""
    body: dict[str, Any] = {"model": model, "input": _spoken(mode, route, call), "parameters": {}}
    for images in mode.inputs:
        if images.place is not None and images.name in call:
            _put(body, (*images.place.split("."), images.name), call[images.name])
    for parameter in mode.parameters:
        value = parameter.constant if parameter.constant is not None else call.get(parameter.name, parameter.send)
        if value is None:
            continue
        sent, steps = _on_wire(parameter, value, route.size_separator), parameter.steps(route.payload)
        if steps[0] == "messages":
            body["input"]["messages"][0]["content"].append({steps[1]: sent})
        else:
            _put(body, steps, sent)
    body["parameters"].update(route.send)
    if route.payload == "flat":
        return {"model": model, **body["input"], **body["parameters"]}
    return body if body["parameters"] or route.always_parameters else {"model": model, "input": body["input"]}


def _put(place: dict[str, Any], steps: tuple[str, ...], value: Json) -> None:
    """Set the member that the steps lead to; objects on the way are made."""
    *way, key = steps
    for step in way:
        place = place.setdefault(step, {})
    place[key] = value


def _spoken(mode: Mode, route: Route, call: Mapping[str, Json]) -> dict[str, Any]:
    """Prompt and images as the payload has them."""
    images = _list(mode.listed, call)
    texts = [call["prompt"]] if "prompt" in call else []
    if route.payload == "messages":
        parts = {"text": [{"text": text} for text in texts], "images": [{"image": image} for image in images]}
        content = [item for part in route.content for item in parts[part]]
        return {"messages": [{"role": "user", "content": content}]}
    named: dict[str, Any] = {"images": images} if route.payload == "prompt+images" else {}
    if route.payload == "flat" and images:
        named = {"image": images if len(images) > 1 else images[0]}
    return ({mode.prompt.key if mode.prompt else "prompt": call["prompt"]} if texts else {}) | named


def _list(images: Images | None, call: Mapping[str, Json]) -> list[Json]:
    given = call.get(images.name) if images is not None else None
    return given if isinstance(given, list) else [] if given is None else [given]


def _on_wire(parameter: Parameter, value: Json, separator: str = "*") -> Json:
    """A ratio goes out as the size that stands for it, spelled as the route has it, a colour in its form."""
    if parameter.form == "rgb" and isinstance(value, str):
        return [*bytes.fromhex(value[1:])]
    if parameter.form == "hex" and isinstance(value, list):
        return "#" + "".join(f"{level:02X}" for level in value)
    if parameter.items is not None and isinstance(value, list):
        return [_on_wire(parameter.items, item) for item in value]
    if parameter.members and isinstance(value, dict):
        members = {member.name: member for member in parameter.members}
        return {name: _on_wire(members[name], item) for name, item in value.items()}
    if parameter.size is not None and isinstance(value, str):
        width, height = parameter.size.ratios.get(value, (0, 0))
        return (f"{width}*{height}" if width else value).replace("*", separator)
    return value

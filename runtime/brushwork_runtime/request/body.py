"""The JSON body of a request, from what was checked: whole, or in pieces around the images that are streamed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from brushwork_runtime.tables.spec import Json, Mode, Parameter, Route
    from brushwork_runtime.validate.call import Call

_in_input: dict[tuple[Mode, Route], tuple[str, ...]] = {}


def place(parameter: Parameter, route: Route) -> str:
    """Where a parameter goes on a route: "parameters" or "input"."""
    where = parameter.place
    return where if isinstance(where, str) else where.get(route.payload, "parameters")


def _placed_in_input(mode: Mode, route: Route) -> tuple[str, ...]:
    """The names of the parameters that go into `input`, in wire order."""
    key = (mode, route)
    found = _in_input.get(key)
    if found is None:
        names = (parameter.name for parameter in mode.parameters if place(parameter, route) == "input")
        found = _in_input[key] = tuple(names)
    return found


def build(call: Call, prompt: object, images: Sequence[str], values: Mapping[str, object]) -> dict[str, Json]:
    """The body: `model`, `input`, and `parameters` unless there are none."""
    route, extra = call.route, call.extra
    input_ = _input(route, prompt, images)
    parameters = dict(values)
    for name in _placed_in_input(call.mode, route):
        if name in parameters:
            input_[name] = parameters.pop(name)
    if route.send:
        parameters.update(route.send)
    if extra:
        from brushwork_runtime.base.json_values import members, plain

        more_parameters, more_input = members(extra)
        parameters.update({name: plain(value) for name, value in more_parameters.items()})
        input_.update({name: plain(value) for name, value in more_input.items()})
    body: dict[str, object] = {"model": call.model_id, "input": input_}
    if parameters:
        body["parameters"] = parameters
    return body  # type: ignore[return-value]  # pyright: ignore[reportReturnType] - the checks saw to it that it is JSON


def _input(route: Route, prompt: object, images: Sequence[str]) -> dict[str, object]:
    if route.payload == "messages":
        content: list[object] = []
        for part in route.content:
            if part == "text":
                content.append({"text": prompt})
            else:
                content += [{"image": image} for image in images]
        return {"messages": [{"role": "user", "content": content}]}
    if route.payload == "prompt+images" or images:  # unchecked, images go where the service tells of them
        return {"prompt": prompt, "images": list(images)}
    return {"prompt": prompt}


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

"""The JSON body of a request, from what was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from brushwork_runtime.spec import Json, Mode, Parameter, Route


def place(parameter: Parameter, route: Route) -> str:
    """Where a parameter goes on a route: "parameters" or "input"."""
    where = parameter.place
    return where if isinstance(where, str) else where.get(route.payload, "parameters")


def build(
    model_id: str,
    mode: Mode,
    route: Route,
    prompt: object,
    images: Sequence[str],
    values: Mapping[str, object],
    extra: Mapping[str, object] | None = None,
) -> dict[str, Json]:
    """The body: `model`, `input`, and `parameters` unless there are none."""
    input_ = _input(route, prompt, images)
    parameters: dict[str, object] = {}
    places = {parameter.name: place(parameter, route) for parameter in mode.parameters}
    for name, value in values.items():
        (input_ if places.get(name) == "input" else parameters)[name] = value
    parameters.update(route.send)
    if extra:
        from brushwork_runtime.shapes import members, plain

        more_parameters, more_input = members(extra)
        parameters.update({name: plain(value) for name, value in more_parameters.items()})
        input_.update({name: plain(value) for name, value in more_input.items()})
    body: dict[str, object] = {"model": model_id, "input": input_}
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


def with_images(body: Mapping[str, Json], images: Sequence[str]) -> dict[str, Json]:
    """The body with other texts in the places of its reference images."""
    left = iter(images)
    input_ = body["input"]
    if not isinstance(input_, dict):
        return dict(body)
    other = dict(input_)
    if isinstance(input_.get("images"), list):
        other["images"] = list(images)
    elif isinstance(messages := input_.get("messages"), list):
        other["messages"] = [_message(message, left) for message in messages]
    return {**body, "input": other}


def _message(message: Json, images: Iterator[str]) -> Json:
    content = message.get("content") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(content, list):
        return message
    items: list[Json] = [
        {"image": next(images)} if isinstance(item, dict) and "image" in item else item for item in content
    ]
    return {**message, "content": items}


def moved(
    body: Mapping[str, Json], mode: Mode, old: Route, new: Route, prompt: object, extra: Mapping[str, object] | None
) -> dict[str, Json]:
    """The body of the same call on another route."""
    input_, parameters = body["input"], body.get("parameters")
    fields: dict[str, Json] = dict(input_) if isinstance(input_, dict) else {}
    images = _images_in(fields)
    fields = {name: value for name, value in fields.items() if name not in ("messages", "prompt", "images")}
    if isinstance(parameters, dict):
        fields.update({name: value for name, value in parameters.items() if name not in old.send})
    order = [parameter.name for parameter in mode.parameters if parameter.name in fields]
    values = {name: fields[name] for name in [*order, *(name for name in fields if name not in order)]}
    return build(str(body["model"]), mode, new, prompt, images, values, extra)


def _images_in(input_: Mapping[str, Json]) -> list[str]:
    images = input_.get("images")
    if isinstance(images, list):
        return [str(image) for image in images]
    messages = input_.get("messages")
    message = messages[0] if isinstance(messages, list) and messages else None
    content = message.get("content") if isinstance(message, dict) else None
    items = content if isinstance(content, list) else []
    return [str(item["image"]) for item in items if isinstance(item, dict) and "image" in item]

"""A request taken apart: prompt, images and parameters, whatever its payload; and where two bodies differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.drift.requests import Written
from generator.ir import Json, Mode, Model

_ABSENT = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a request asks for."""

    model: str
    prompt: str
    images: tuple[str, ...]
    parameters: dict[str, Any]
    """Those of `input` too."""
    payload: str
    body: dict[str, Any]

    @classmethod
    def of(cls, request: Written, model: Model) -> Sent:
        """Takes a body apart; of an SDK call, its arguments."""
        body = request.body or {}
        name = str(body.get("model", model.id))
        if request.sdk:
            rest = {key: value for key, value in body.items() if key not in ("model", "prompt", "images", "api_key")}
            images = tuple(str(each) for each in body.get("images", ()))
            return cls(model=name, prompt=str(body.get("prompt", "")), images=images, parameters=rest,
                       payload="prompt+images" if images else "prompt", body=body)  # fmt: skip
        inputs = _mapping(body.get("input"))
        content = [
            item for message in _items(inputs.get("messages")) for item in _items(_mapping(message).get("content"))
        ]
        texts = [str(_mapping(item)["text"]) for item in content if "text" in _mapping(item)]
        pictures = [str(_mapping(item)["image"]) for item in content if "image" in _mapping(item)]
        pictures += [str(image) for image in _items(inputs.get("images"))]
        others = {key: value for key, value in inputs.items() if key not in ("messages", "prompt", "images")}
        payload = "messages" if "messages" in inputs else "prompt+images" if pictures else "prompt"
        prompt = texts[0] if texts else str(inputs.get("prompt", ""))
        parameters = {**others, **_mapping(body.get("parameters"))}
        return cls(model=name, prompt=prompt, images=tuple(pictures), parameters=parameters, payload=payload, body=body)


def flat_call(mode: Mode, sent: Sent, parameters: Mapping[str, Any]) -> dict[str, Json]:
    """The call that asks for the same."""
    constants = {parameter.name for parameter in mode.parameters if parameter.constant is not None}
    call: dict[str, Json] = {"prompt": sent.prompt}
    if sent.images:
        call["reference_images"] = list(sent.images)
    return call | {name: value for name, value in parameters.items() if name not in constants}


def differences(theirs: Json, ours: Json, at: str = "") -> Iterator[tuple[str, Json, Json]]:
    """The leaves in which two JSON values differ: where, one, the other; the order of keys does not count."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in dict.fromkeys((*theirs, *ours)):
            yield from differences(theirs.get(key, _ABSENT), ours.get(key, _ABSENT), f"{at}.{key}" if at else key)
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for number, pair in enumerate(zip(theirs, ours, strict=True)):
            yield from differences(*pair, f"{at}.{number}")
    elif theirs != ours or isinstance(theirs, bool) is not isinstance(ours, bool):
        yield at, theirs, ours


def leaf(where: str) -> str:
    """The last name on the way to a value: "n" of "parameters.n", "text" of "input.messages.0.content.0.text"."""
    names = [step for step in where.split(".") if not step.isdigit()]
    return names[-1] if names else ""


def _mapping(value: Json) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: Json) -> list[Any]:
    return value if isinstance(value, list) else []

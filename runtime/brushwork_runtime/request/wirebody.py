"""A body of the documents, {"model", "input", "parameters"}, as the flat request that says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import fields, items
from brushwork_runtime.base.violations import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PARTS = frozenset({"model", "input", "parameters"})


def flattened(body: Mapping[str, object], faults: list[Fault]) -> dict[str, object]:
    """The flat request; what has no place in one is noted in `faults`."""
    flat: dict[str, object] = {"model": body["model"]} if "model" in body else {}
    entries = [(name, name, value) for name, value in body.items() if name not in _PARTS]
    entries += _members(body.get("input"), "input", faults)
    entries += _members(body.get("parameters", {}), "parameters", faults)
    for place, name, value in entries:
        if name == "messages" and place == "input.messages":
            found = _spoken(value, faults)
        else:
            found = {"reference_images" if place == "input.images" else name: value}
        for key, each in found.items():
            if key in flat:
                faults.append(_fault(place, each, f"{key} stands in it once", f"gives {key} a second time"))
            flat[key] = each
    return flat


def _members(part: object, where: str, faults: list[Fault]) -> list[tuple[str, str, object]]:
    from brushwork_runtime.request.flat import ARGUMENTS

    found = fields(part)
    if found is None or not all(isinstance(name, str) for name in found):
        faults.append(_fault(where, part, "it takes a mapping", "is not a mapping of names and values"))
        return []
    for name in found:
        if name in ARGUMENTS:
            faults.append(_fault(f"{where}.{name}", None, "it is an argument of the call", "is not a field of a body"))
    return [(f"{where}.{name}", str(name), value) for name, value in found.items() if name not in ARGUMENTS]


def _spoken(messages: object, faults: list[Fault]) -> dict[str, object]:
    """Prompt and images of the one message of a user."""
    texts: list[object] = []
    images: list[object] = []
    for place, name, value in _items(messages, faults):
        if name in ("text", "image"):
            (texts if name == "text" else images).append(value)
        else:
            faults.append(_fault(place, value, "it takes text and image", "is neither text nor image"))
    if len(texts) > 1:
        faults.append(_fault("input.messages", texts, "it takes one text", f"has {len(texts)} texts; it takes one"))
    return {**({"prompt": texts[0]} if texts else {}), **({"reference_images": images} if images else {})}


def _items(messages: object, faults: list[Fault]) -> Iterator[tuple[str, str, object]]:
    listed = items(messages)
    message = fields(listed[0]) if listed and len(listed) == 1 else None
    content = items(message.get("content")) if message is not None else None
    if message is None or content is None or set(message) - {"role", "content"} or message.get("role") != "user":
        rule = 'it takes [{"role": "user", "content": [{"text": ...}, {"image": ...}]}]'
        faults.append(_fault("input.messages", messages, rule, f"has another form; {rule}"))
        return
    for index, item in enumerate(content):
        place = f"input.messages[0].content[{index}]"
        found = fields(item)
        if found is None or len(found) != 1:
            faults.append(_fault(place, item, "it takes one text or image", "is not one text or image"))
            continue
        for name, value in found.items():
            yield place, str(name), value


def _fault(place: str, value: object, rule: str, what: str) -> Fault:
    return Fault(place, value, rule, f"{place} ({redact.value(value)}) {what}.")

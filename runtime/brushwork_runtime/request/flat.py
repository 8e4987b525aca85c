"""Requests whose model is chosen at run time: one flat dict, from which model, mode, prompt and images are picked.

    {"model": "wan2.6-image", "prompt": "...", "enable_interleave": True, "max_images": 3}

The mode follows from the flags that the modes send (`enable_interleave`), then from whether there are images.

Such a request often comes from elsewhere: a file, another program, a web form. So it says what is made, and nothing of
how it is treated: checks, fields beyond the spec and the reading of files are up to the program that sends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.errors import InvalidRequest
from brushwork_runtime.base.json_values import builtin, fields, flag, items
from brushwork_runtime.base.violations import Violation, nearest_names, refusal
from brushwork_runtime.request.body import steps
from brushwork_runtime.tables.spec import Constant, Integer
from brushwork_runtime.validate.call import Call
from brushwork_runtime.validate.pictures import listed, takes
from brushwork_runtime.validate.unknown import own_parameter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Unpack

    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Mode, Model
    from brushwork_runtime.validate.call import Options

IMAGE_NAMES = ("reference_images", "reference_image", "images")

ARGUMENTS = ("extra", "inline", "local_files", "on_unsupported", "timeout", "validate")
"""Arguments of the call that a request may not hold: they are up to the program that sends it."""


def resolve(
    registry: Registry, flat: Mapping[str, object], *, on_unsupported: str = "error", **options: Unpack[Options]
) -> Call:
    """The call that a flat request stands for, with `options` of the program that makes it.

    Besides the parameters it may hold `mode`, `protocol` and `route`. With `on_unsupported="drop"` what the model does
    not take is left out, with a warning in the log. Raises `InvalidRequest` where model or mode cannot be told.
    """
    values = {name: builtin(value) for name, value in flat.items()}
    model_id = values.pop("model", None)
    if model_id is None:
        hint = f"Known: {', '.join(registry)}."
        raise refusal("flat request", [Violation("model", None, "it is required", "model is required.")], hint)
    model = registry.table(str(model_id) if isinstance(model_id, str) else model_id)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - refused there
    prompt, images = values.pop("prompt", None), _images(model, values)
    protocol, route = values.pop("protocol", None), values.pop("route", None)
    if not isinstance(on_unsupported, str) or (on_unsupported := str.__str__(on_unsupported)) not in ("error", "drop"):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
        raise ValueError(f'on_unsupported is {redact.value(on_unsupported)}; it must be "error" or "drop"')
    drop = on_unsupported == "drop"
    if drop and model.without_images is not None and _needs_images(model, values, images):
        from brushwork_runtime.base.log import warning

        warning("%s takes no prompt without images; using %s instead", model.id, model.without_images)
        model = registry.table(model.without_images)
        model_id = model.id
    mode = _mode(model, values, images)
    if drop:
        values, images = without(model, mode, values, images)
        protocol = _routed(model, mode, protocol)
    options["protocol"], options["route"] = protocol, route  # type: ignore[typeddict-item]  # pyright: ignore[reportGeneralTypeIssues] - they are checked with the rest
    return Call(model, str(model_id), mode, prompt, images, values, **options)  # pyright: ignore[reportArgumentType] - it is checked with the rest


def merged(registry: Registry, request: object, given: Mapping[str, object], *, local_files: bool) -> dict[str, object]:
    """`request`, which may come from anywhere, below what the caller has `given`, which wins in every case.

    Raises `InvalidRequest` if `request` holds an argument of the call or, unless `local_files`, names a file.
    """
    found = fields({} if request is None else request)
    if found is None:
        rule = "it takes a mapping of names and values"
        what = f"a flat request is of type {type(request).__name__}; {rule}."
        raise refusal("flat request", [Violation("request", request, rule, what)])
    violations = [violation for name in found if (violation := _name_fault(name)) is not None]
    own = {str(builtin(name)): value for name, value in found.items() if isinstance(name, str)}
    if "input" in own:
        own = flattened(own, _names(registry, given.get("model", own.get("model"))), violations)
    if any(name in given for name in IMAGE_NAMES):
        own = {name: value for name, value in own.items() if name not in IMAGE_NAMES}
    if not flag("local_files", local_files):
        violations += _file_faults(own)
    if violations:
        raise refusal("flat request", violations)
    return {**own, **given}


def check_bill(call: Call, flat: Mapping[str, object], given: Mapping[str, object]) -> None:
    """Refuse a request that has the bill decided by another parameter than the one that the caller has `given`.

    So no mode that the request picks turns `n=1` of the caller into five images.
    """
    counting = ("exactly", "at_most")
    modes = call.model.modes.values()
    pinned = [own.name for mode in modes for own in mode.parameters if own.bills in counting and own.name in given]
    left = [own.name for own in call.mode.parameters if own.bills in counting and own.name not in given]
    theirs = [name for name in (*left, "mode", *sorted(_flags(call.model))) if flat.get(name) and name not in given]
    if pinned and left and theirs:
        rule = f"{left[0]} bills in mode {call.mode.name}, so it is for whoever sets {pinned[0]}"
        what = f"{theirs[0]} has {left[0]} decide the bill, where {pinned[0]} is set by keyword; set {left[0]} so too."
        raise refusal(f"{call.model_id} {call.mode.name}", [Violation(theirs[0], flat[theirs[0]], rule, what)])


def _name_fault(name: object) -> Violation | None:
    """What is wrong with the name of a field of a request."""
    if not isinstance(name, str):
        what = f"the name {redact.value(name)} is of type {type(name).__name__}, not text."
        return Violation(redact.value(name), name, "names are text", what)
    if name not in ARGUMENTS:
        return None
    rule = "it is an argument of the call, not part of a request"
    what = f"{name} is an argument of the call, which a request cannot set; pass it as a keyword: {name}=..."
    return Violation(name, None, rule, what)


def _file_faults(request: Mapping[str, object]) -> list[Violation]:
    """A fault for each image that names a file of this machine, said without a look at it."""
    images = [(name, index, image) for name in IMAGE_NAMES for index, image in enumerate(listed(request.get(name)))]
    if not images:
        return []
    from brushwork_runtime.validate.inputs import names_file

    rule = "a request from elsewhere names no files of this machine"
    return [
        Violation(
            f"{name}[{index}]",
            image,
            rule,
            f"{name}[{index}] is a local file, which a flat request may not name; {_WAYS}.",
        )
        for name, index, image in images
        if names_file(image)
    ]


_WAYS = "pass reference_images= as a keyword, or local_files=True if you trust the request"


def _images(model: Model, values: dict[str, object]) -> list[object]:
    """The reference images, under any of their names."""
    given = {name: values.pop(name) for name in IMAGE_NAMES if name in values}
    found = [(name, images) for name, image in given.items() if (images := listed(image))]
    if len(found) > 1:
        names = " and ".join(name for name, _ in found)
        what = f"{names} are the same thing under two names; give {found[0][0]} only."
        raise refusal(model.id, [Violation(found[1][0], found[1][1], "one name for the reference images", what)])
    return found[0][1] if found else []


def _flags(model: Model) -> set[str]:
    """The names that modes send as booleans of their own accord."""
    constants = (own for mode in model.modes.values() for own in mode.parameters if isinstance(own, Constant))
    return {constant.name for constant in constants if isinstance(constant.value, bool)}


def _needs_images(model: Model, values: Mapping[str, object], images: list[object]) -> bool:
    """Whether no mode that the flags leave takes a request without images."""
    if images:
        return False
    fitting = _fitting(model, {name: values.get(name) for name in _flags(model)})
    return all(not takes(mode.images, 0) for mode in fitting)


def _mode(model: Model, values: dict[str, object], images: list[object]) -> Mode:
    """The mode that a request means; the flags that told it are taken out of `values`."""
    named = values.pop("mode", None)
    flags = {name: values[name] for name in _flags(model) if name in values}
    violations = [
        _no_flag(name, value) for name, value in flags.items() if value is not None and not isinstance(value, bool)
    ]
    if violations:
        raise refusal(model.id, violations)
    if named is not None:
        mode = _named(model, named)
        for name in flags:
            if values[name] is False and all(own.name != name for own in mode.parameters):
                del values[name]  # it says that another mode is not meant
        return mode
    fitting = _fitting(model, flags) or _conflict(model, flags)
    for name in flags:
        if all(own_parameter(mode, name) is None for mode in fitting):
            del values[name]
    return _by_images(fitting, images)


def _fitting(model: Model, flags: Mapping[str, object]) -> list[Mode]:
    """Modes whose flags are those of the request, a flag that is not given being false."""
    names = _flags(model)
    wanted = {name: flags.get(name) or False for name in names}
    return [mode for mode in model.modes.values() if all(_sends(mode, name) == wanted[name] for name in names)]


def _sends(mode: Mode, name: str) -> bool:
    return any(isinstance(own, Constant) and own.name == name and own.value is True for own in mode.parameters)


def _by_images(modes: list[Mode], images: list[object]) -> Mode:
    """The mode that fits the images best: by their count, else by whether there are any."""
    wanted = [mode for mode in modes if (mode.images is not None) == bool(images)]
    exact = [mode for mode in wanted or modes if takes(mode.images, len(images))]
    return (exact or [mode for mode in modes if takes(mode.images, len(images))] or wanted or modes)[0]


def _named(model: Model, name: object) -> Mode:
    found = model.modes.get(name) if isinstance(name, str) else None
    if found is not None:
        return found
    close = nearest_names(name, model.modes, 1) if isinstance(name, str) else []
    what = f"mode is {redact.value(name, 80)}; {model.id} has {', '.join(model.modes)}."
    raise refusal(model.id, [Violation("mode", name, "a mode of the model", what, close[0] if close else None)])


def _no_flag(name: str, value: object) -> Violation:
    return Violation(
        name, value, "it takes True or False", f"{name} is {redact.value(value, 80)}; it takes True or False."
    )


def _conflict(model: Model, flags: Mapping[str, object]) -> list[Mode]:
    """Raise the error for flags that no mode has together."""
    given = [name for name, value in flags.items() if value]
    what = f"{' and '.join(given) or 'these flags'} do not go together in {model.id}; it has {', '.join(model.modes)}."
    raise refusal(model.id, [Violation(given[0] if given else "mode", True, "one mode", what)])


def without(
    model: Model, mode: Mode, values: dict[str, object], images: list[object]
) -> tuple[dict[str, object], list[object]]:
    """What is left of values and images. All of it is logged.

    A number above its maximum becomes the maximum if it is billed, or if nothing else may be said (`n` beside
    `max_images`).
    """
    kept: dict[str, object] = {}
    for name, value in values.items():
        parameter = own_parameter(mode, name)
        if parameter is None and value is not None:
            log.warning("%s %s does not take %s=%s; left out", model.id, mode.name, name, redact.value(value))
        elif isinstance(parameter, Integer) and _lowered(parameter, value):
            log.warning("%s %s takes %s up to %d; %d lowered", model.id, mode.name, name, parameter.maximum, value)
            kept[name] = parameter.maximum
        else:
            kept[name] = value
    if images and mode.images is None:
        log.warning("%s %s takes no reference images; %d left out", model.id, mode.name, len(images))
        images = []
    return kept, images


def _lowered(parameter: Integer, value: object) -> bool:
    counts = parameter.bills is not None or parameter.minimum == parameter.maximum
    return counts and type(value) is int and value > parameter.maximum


def _routed(model: Model, mode: Mode, protocol: object) -> object:
    """The protocol that was asked for; None, and a warning in the log, where the mode has others only."""
    if protocol not in ("sync", "async", "stream") or any(route.protocol == protocol for route in mode.routes):
        return protocol
    log.warning("%s %s has no %s route; the protocol is ignored", model.id, mode.name, protocol)
    return None


_PARTS = frozenset({"model", "input", "parameters"})


def _names(registry: Registry, model: object) -> dict[tuple[str, ...], str]:
    """The parameters of a model by the keys that lead to them in its bodies; none of a model that is not known."""
    try:
        table = registry.table(model)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - refused there
    except InvalidRequest:
        return {}
    modes = table.modes.values()
    return {steps(own, route): own.name for mode in modes for route in mode.routes for own in mode.parameters}


def flattened(
    body: Mapping[str, object], names: Mapping[tuple[str, ...], str], violations: list[Violation]
) -> dict[str, object]:
    """The flat request, where `names` are at home; what has no place in one is noted in `violations`."""
    flat: dict[str, object] = {"model": body["model"]} if "model" in body else {}
    entries = [(name, name, value) for name, value in body.items() if name not in _PARTS]
    entries += _members(body.get("input"), ("input",), names, violations)
    entries += _members(body.get("parameters", {}), ("parameters",), names, violations)
    for place, name, value in entries:
        if name == "messages" and place == "input.messages":
            found = _spoken(value, violations)
        else:
            found = {"reference_images" if place == "input.images" else name: value}
        for key, each in found.items():
            if key in flat:
                violations.append(_fault(place, each, f"{key} stands in it once", f"gives {key} a second time"))
            flat[key] = each
    return flat


def _members(
    part: object, way: tuple[str, ...], names: Mapping[tuple[str, ...], str], violations: list[Violation]
) -> list[tuple[str, str, object]]:
    """Where each member of a part of a body stands, its name in a flat request, and its value."""
    found = fields(part)
    if found is None or not all(isinstance(name, str) for name in found):
        violations.append(_fault(".".join(way), part, "it takes a mapping", "is not a mapping of names and values"))
        return []
    members: list[tuple[str, str, object]] = []
    for key, value in found.items():
        keys = (*way, str(key))
        name, place = names.get(keys, str(key)), ".".join(keys)
        if name in ARGUMENTS:
            violations.append(_fault(place, None, "it is an argument of the call", "is not a field of a body"))
        elif keys not in names and any(each[: len(keys)] == keys for each in names):
            members += _members(value, keys, names, violations)
        else:
            members.append((place, name, value))
    return members


def _spoken(messages: object, violations: list[Violation]) -> dict[str, object]:
    """Prompt and images of the one message of a user."""
    texts: list[object] = []
    images: list[object] = []
    for place, name, value in _items(messages, violations):
        if name in ("text", "image"):
            (texts if name == "text" else images).append(value)
        else:
            violations.append(_fault(place, value, "it takes text and image", "is neither text nor image"))
    if len(texts) > 1:
        violations.append(_fault("input.messages", texts, "it takes one text", f"has {len(texts)} texts; it takes one"))
    return {**({"prompt": texts[0]} if texts else {}), **({"reference_images": images} if images else {})}


def _items(messages: object, violations: list[Violation]) -> Iterator[tuple[str, str, object]]:
    listed = items(messages)
    message = fields(listed[0]) if listed and len(listed) == 1 else None
    content = items(message.get("content")) if message is not None else None
    if message is None or content is None or set(message) - {"role", "content"} or message.get("role") != "user":
        rule = 'it takes [{"role": "user", "content": [{"text": ...}, {"image": ...}]}]'
        violations.append(_fault("input.messages", messages, rule, f"has another form; {rule}"))
        return
    for index, item in enumerate(content):
        place = f"input.messages[0].content[{index}]"
        found = fields(item)
        if found is None or len(found) != 1:
            violations.append(_fault(place, item, "it takes one text or image", "is not one text or image"))
            continue
        for name, value in found.items():
            yield place, str(name), value


def _fault(place: str, value: object, rule: str, what: str) -> Violation:
    return Violation(place, value, rule, f"{place} ({redact.value(value)}) {what}.")

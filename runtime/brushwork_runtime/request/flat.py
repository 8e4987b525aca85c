"""Requests whose model is chosen at run time: one flat dict, from which model, mode, prompt and images are picked.

    {"model": "wan2.6-image", "prompt": "...", "enable_interleave": True, "max_images": 3}

The mode follows from the values that the modes send (`enable_interleave`), then from whether there are images. Image
inputs go by their names; `reference_images` stands for the inputs of a mode that has none of this name, in their order.

Such a request often comes from elsewhere: a file, another program, a web form. So it says what is made, and nothing of
how it is treated: checks, fields beyond the spec and the reading of files are up to the program that sends it. Values
that come as text (`typed`) are what the model's rules say; one that is not of its kind stays text, so that the checks
refuse it in their words.
"""

from __future__ import annotations

import json
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.errors import InvalidRequest
from brushwork_runtime.base.json_values import builtin, fields, flag, items, same
from brushwork_runtime.base.language import all_of, later, series, tr
from brushwork_runtime.base.violations import Violation, nearest_names, refusal
from brushwork_runtime.request.request import steps
from brushwork_runtime.tables.spec import Boolean, Boxes, Choice, Color, Constant, Integer, List, Number, Object
from brushwork_runtime.validate.call import Call
from brushwork_runtime.validate.pictures import REFERENCES, listed, takes
from brushwork_runtime.validate.scalars import TRUTHS
from brushwork_runtime.validate.unknown import constant, own_parameter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from typing import Unpack

    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Json, Mode, Model
    from brushwork_runtime.validate.call import Options


def typed(model: Model, name: str, value: str) -> object:
    """The value as the parameter of that name in any of the model's modes has it."""
    own = next((mode.by_name[name] for mode in model.modes.values() if name in mode.by_name), None)
    if isinstance(own, Boolean) or (isinstance(own, Constant) and isinstance(own.value, bool)):
        return TRUTHS.get(value.strip().lower(), value)
    if isinstance(own, Number) or (isinstance(own, Choice) and isinstance(own.choices[0], int)):
        for kind in (int, float):
            with suppress(ValueError):
                return kind(value)
    structured = isinstance(own, (Boxes, List, Object)) or (isinstance(own, Color) and value.startswith("["))
    return _json(value) if structured or name == "extra" else value


def _json(value: str) -> object:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


_UNSUPPORTED = later('on_unsupported is {on_unsupported}; it must be "error" or "drop"')
IMAGE_NAMES = (REFERENCES, "reference_image", "images")

ARGUMENTS = ("extra", "fit", "inline", "local_files", "on_unsupported", "timeout", "validate")
"""Arguments of the call that a request may not hold: they are up to the program that sends it."""


def resolve(
    registry: Registry, flat: Mapping[str, object], *, on_unsupported: str = "error", **options: Unpack[Options]
) -> Call:
    """The call that a flat request stands for, with `options` of the program that makes it.

    Besides the parameters it may hold `mode`, `output_size`, `protocol` and `route`. With `on_unsupported="drop"` what
    the model does not take is left out, with a warning in the log. Raises `InvalidRequest` where model or mode cannot
    be told.
    """
    values = {name: builtin(value) for name, value in flat.items()}
    model_id = values.pop("model", None)
    if model_id is None:
        hint = tr("Known: {named}.", named=registry.named())
        raise refusal(
            tr("flat request"), [Violation("model", None, tr("it is required"), tr("model is required."))], hint
        )
    model = registry.table(str(model_id) if isinstance(model_id, str) else model_id)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - refused there
    prompt, images = values.pop("prompt", None), _images(model, values)
    protocol, route = values.pop("protocol", None), values.pop("route", None)
    output_size = values.pop("output_size", None)
    if FLAT_IMAGE in flat and route is protocol is None:  # as only bodies of that endpoint name their images
        route = _flat(model)
    if not isinstance(on_unsupported, str) or (on_unsupported := str.__str__(on_unsupported)) not in ("error", "drop"):  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
        raise ValueError(tr(_UNSUPPORTED, on_unsupported=redact.value(on_unsupported)))
    drop = on_unsupported == "drop"
    if drop and model.without_images is not None and _needs_images(model, values, images):
        log.warning("%s takes no prompt without images; using %s instead", model.id, model.without_images)
        model = registry.table(model.without_images)
        model_id = model.id
    mode = _mode(model, values, images)
    images = _shared_out(mode, images)
    protocol, route = _asked(mode, values, protocol, route)
    if drop:
        if mode.prompt is None and prompt is not None:
            prompt, values = None, {"prompt": prompt, **values}  # one more value that the mode does not take
        values, images = without(model, mode, values, images)
        protocol = _routed(model, mode, protocol)
        if output_size is not None:
            from brushwork_runtime.validate.fitting import choosers

            if not choosers(mode):
                log.warning("%s %s has no size to choose; output_size left out", model.id, mode.name)
                output_size = None
    mine = {"output_size": output_size, "protocol": protocol, "route": route}
    return Call(model, str(model_id), mode, prompt, images, values, **{**options, **mine})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - it is checked with the rest


def merged(registry: Registry, request: object, given: Mapping[str, object], *, local_files: bool) -> dict[str, object]:
    """`request`, which may come from anywhere, below what the caller has `given`, which wins in every case.

    Raises `InvalidRequest` if `request` holds an argument of the call or, unless `local_files`, names a file.
    """
    found = fields({} if request is None else request)
    if found is None:
        rule = tr("it takes a mapping of names and values")
        what = tr("a flat request is of type {kind}; {rule}.", kind=type(request).__name__, rule=rule)
        raise refusal(tr("flat request"), [Violation("request", request, rule, what)])
    violations = [violation for name in found if (violation := _name_fault(name)) is not None]
    own = {str(builtin(name)): value for name, value in found.items() if isinstance(name, str)}
    modes = _modes_of(registry, given.get("model", own.get("model")))
    if "input" in own:
        own = flattened(own, modes, violations)
    if any(name in given for name in (*IMAGE_NAMES, FLAT_IMAGE)):
        own = {name: value for name, value in own.items() if name not in (*IMAGE_NAMES, FLAT_IMAGE)}
    if not flag("local_files", local_files):
        inputs = (limits.name for mode in modes for limits in mode.inputs)
        violations += _file_faults(own, (*IMAGE_NAMES, FLAT_IMAGE, *inputs))
    if violations:
        raise refusal(tr("flat request"), violations)
    return {**own, **given}


def _modes_of(registry: Registry, model: object) -> Collection[Mode]:
    """The modes of a model; none of one that is not known, which is refused for that."""
    try:
        return registry.table(model).modes.values()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - refused there
    except InvalidRequest:
        return ()


def check_bill(call: Call, flat: Mapping[str, object], given: Mapping[str, object]) -> None:
    """Refuse a request that has the bill decided by another parameter than the one that the caller has `given`.

    So no mode that the request picks turns `n=1` of the caller into five images.
    """
    if not given:
        return
    counting = ("exactly", "at_most")
    modes = call.model.modes.values()
    pinned = [own.name for mode in modes for own in mode.parameters if own.bills in counting and own.name in given]
    left = [own.name for own in call.mode.parameters if own.bills in counting and own.name not in given]
    theirs = [name for name in (*left, "mode", *sorted(_selectors(call.model))) if flat.get(name) and name not in given]
    if pinned and left and theirs:
        rule = tr(
            "{billing} bills in mode {mode}, so it is for whoever sets {pinned}",
            billing=left[0],
            mode=call.mode.name,
            pinned=pinned[0],
        )
        what = tr(
            "{theirs} has {left} decide the bill, where {pinned} is set by keyword; set {left} so too.",
            theirs=theirs[0],
            left=left[0],
            pinned=pinned[0],
        )
        raise refusal(f"{call.model_id} {call.mode.name}", [Violation(theirs[0], flat[theirs[0]], rule, what)])


def _name_fault(name: object) -> Violation | None:
    """What is wrong with the name of a field of a request."""
    if not isinstance(name, str):
        what = tr("the name {name} is of type {kind}, not text.", name=redact.value(name), kind=type(name).__name__)
        return Violation(redact.value(name), name, tr("names are text"), what)
    if name not in ARGUMENTS:
        return None
    rule = tr("it is an argument of the call, not part of a request")
    return Violation(name, None, rule, tr(_ARGUMENT, name=name))


_ARGUMENT = later("{name} is an argument of the call, which a request cannot set; pass it as a keyword: {name}=...")


def _file_faults(request: Mapping[str, object], names: Iterable[str]) -> list[Violation]:
    """A fault for each image that names a file of this machine, said without a look at it."""
    given = {name: listed(request.get(name)) for name in names}
    images = [(name, index, image) for name, each in given.items() for index, image in enumerate(each)]
    if not images:
        return []
    from brushwork_runtime.validate.inputs import names_file

    rule = tr("a request from elsewhere names no files of this machine")
    faults: list[Violation] = []
    for name, index, image in images:
        if names_file(image):
            told = tr(_NAMES_A_FILE, name=name, index=index, ways=tr(_WAYS))
            faults.append(Violation(f"{name}[{index}]", image, rule, told))
    return faults


FLAT_IMAGE = "image"
"""The images of a body as OpenAI has it, all of which stands at its top."""


@lru_cache(256)
def _flat(model: Model) -> str | None:
    """The endpoint that takes bodies as OpenAI has them, if the model has one."""
    routes = (route for mode in model.modes.values() for route in mode.routes)
    return next((route.endpoint for route in routes if route.payload == "flat"), None)


_NAMES_A_FILE = later("{name}[{index}] is a local file, which a flat request may not name; {ways}.")
_WAYS = later("pass it as a keyword, or local_files=True if you trust the request")


def _images(model: Model, values: dict[str, object]) -> dict[str, list[object]]:
    """The images by the inputs' names; reference images may go under any of theirs."""
    own = _inputs(model)
    names = (*IMAGE_NAMES, FLAT_IMAGE) if _flat(model) is not None else IMAGE_NAMES
    given = {name: values.pop(name) for name in (*names, *own) if name in values}
    images = {name: each for name, image in given.items() if (each := listed(image))}
    found = [name for name in images if name in names and (name == REFERENCES or name not in own)]
    if len(found) > 1:
        what = tr("{names} are the same thing under two names; give {first} only.", names=all_of(found), first=found[0])
        rule = tr("one name for the reference images")
        raise refusal(model.id, [Violation(found[1], images[found[1]], rule, what)])
    if found:
        images[REFERENCES] = images.pop(found[0])
    return images


@lru_cache(256)
def _inputs(model: Model) -> frozenset[str]:
    """The names of all inputs of its modes."""
    return frozenset(limits.name for mode in model.modes.values() for limits in mode.inputs)


def _shared_out(mode: Mode, images: dict[str, list[object]]) -> dict[str, list[object]]:
    """Reference images go to the inputs in their order, as many as each takes, where the mode has other names."""
    if not mode.inputs or REFERENCES not in images or any(limits.name == REFERENCES for limits in mode.inputs):
        return images
    left = images[REFERENCES]
    shared = {name: each for name, each in images.items() if name != REFERENCES}
    free = [limits for limits in mode.inputs if limits.name not in shared]
    for limits in free:
        most = len(left) if limits is free[-1] else limits.maximum
        if left:
            shared[limits.name], left = left[:most], left[most:]
    return {**shared, REFERENCES: left} if left else shared


def _asked(mode: Mode, values: dict[str, object], protocol: object, route: object) -> tuple[object, object]:
    """Protocol and route; what a route sends of its own accord tells that it is meant, and is taken out of `values`."""
    for each in mode.routes:
        chosen = ((protocol, each.protocol), (route, each.endpoint))
        meant = all(asked is None or same(asked, own) for asked, own in chosen)
        if each.send and meant and all(same(values.get(name), value) for name, value in each.send.items()):
            for name in each.send:
                del values[name]
            return each.protocol, each.endpoint
    return protocol, route


@lru_cache(256)
def _selectors(model: Model) -> Mapping[str, Json]:
    """What modes send of their own accord, and what holds where nothing is sent: it tells the modes apart."""
    found: dict[str, Json] = {}
    for mode in model.modes.values():
        for own in mode.parameters:
            if isinstance(own, Constant):
                absent = False if isinstance(own.value, bool) else None
                everywhere = all(same(constant(each, own.name), own.value) for each in model.modes.values())
                found[own.name] = own.value if everywhere else absent if own.default is None else own.default
    return found


def _needs_images(model: Model, values: Mapping[str, object], images: Mapping[str, list[object]]) -> bool:
    """Whether no mode that the request leaves takes one without images."""
    if any(images.values()):
        return False
    fitting = _fitting(model, {name: values.get(name) for name in _selectors(model)})
    return all(not takes(mode, {}) for mode in fitting)


def _mode(model: Model, values: dict[str, object], images: Mapping[str, list[object]]) -> Mode:
    """The mode that a request means; the values that told it are taken out of `values`."""
    named = values.pop("mode", None)
    selectors = _selectors(model)
    given = {name: values[name] for name in selectors if name in values}
    violations = [
        violation for name, value in given.items() if (violation := _not_sent(model, name, value)) is not None
    ]
    if violations:
        raise refusal(model.id, violations)
    if named is not None:
        mode = mode_named(model, named)
        for name, value in given.items():
            if same(value, constant(mode, name, selectors[name])) and name not in mode.by_name:
                del values[name]  # it says that another mode is not meant
        return mode
    fitting = _fitting(model, given) or _conflict(model, given)
    for name in given:
        if all(own_parameter(mode, name) is None for mode in fitting):
            del values[name]
    return _by_images(fitting, images)


def _fitting(model: Model, given: Mapping[str, object]) -> list[Mode]:
    """Modes that send what the request has; of what it does not have, what holds where nothing is sent."""
    selectors = _selectors(model)
    wanted = {name: absent if given.get(name) is None else given[name] for name, absent in selectors.items()}

    def fits(mode: Mode, *, freely: bool) -> bool:
        return all(
            same(constant(mode, name, absent), wanted[name]) or (freely and own_parameter(mode, name) is not None)
            for name, absent in selectors.items()
        )

    modes = model.modes.values()
    return [mode for mode in modes if fits(mode, freely=False)] or [mode for mode in modes if fits(mode, freely=True)]


def _by_images(modes: list[Mode], images: Mapping[str, list[object]]) -> Mode:
    """The mode that fits the images best: by their names and counts, else by whether there are any."""

    def fit(mode: Mode) -> tuple[bool, bool]:
        return takes(mode, _shared_out(mode, dict(images))), bool(mode.inputs) == any(images.values())

    return max(modes, key=fit) if len(modes) > 1 else modes[0]


def mode_named(model: Model, name: object) -> Mode:
    """The mode of a model by its name. Raises `InvalidRequest`, with the nearest name, if it has none of that name."""
    found = model.modes.get(name) if isinstance(name, str) else None
    if found is not None:
        return found
    close = nearest_names(name, model.modes, 1) if isinstance(name, str) else []
    what = tr("mode is {name}; {id} has {names}.", name=redact.value(name, 80), id=model.id, names=series(model.modes))
    raise refusal(model.id, [Violation("mode", name, tr("a mode of the model"), what, close[0] if close else None)])


def _not_sent(model: Model, name: str, value: object) -> Violation | None:
    """The fault of a value that tells modes apart, where no mode has it."""
    modes = model.modes.values()
    if value is None or any(own_parameter(mode, name) is not None for mode in modes):
        return None
    known = [own.value for mode in modes for own in mode.parameters if isinstance(own, Constant) and own.name == name]
    known += [_selectors(model)[name]]
    if any(same(value, each) or (isinstance(each, bool) and isinstance(value, bool)) for each in known):
        return None
    close: list[str] = []
    if any(isinstance(each, bool) for each in known):
        rule = tr("it must be True or False")
    else:
        texts = [str(each) for each in dict.fromkeys(map(_text, known)) if each]
        close = nearest_names(value, texts, 1) if isinstance(value, str) else []
        rule = tr("it must be one of {names}", names=series(texts))
    told = tr("{name} is {value}; {rule}.", name=name, value=redact.value(value, 80), rule=rule)
    return Violation(name, value, rule, told, close[0] if close else None)


def _text(value: Json) -> str:
    return "" if value is None else value if isinstance(value, str) else redact.value(value)


def _conflict(model: Model, flags: Mapping[str, object]) -> list[Mode]:
    """Raise the error for values that no mode has together, or for a missing one that tells the modes apart."""
    given = [name for name, value in flags.items() if value]
    for name, absent in _selectors(model).items():
        sent = [constant(mode, name) for mode in model.modes.values()]
        if absent is None and flags.get(name) is None and all(sent):
            names = series(model.modes)
            what = tr("{name} is required, or mode: it tells which of {names} is meant.", name=name, names=names)
            known = dict.fromkeys(map(_text, sent))
            raise refusal(model.id, [Violation(name, None, tr("it must be one of {names}", names=series(known)), what)])
    names, told = series(model.modes), all_of(given) if given else tr("these flags")
    what = tr("{given} do not go together in {id}; it has {names}.", given=told, id=model.id, names=names)
    raise refusal(model.id, [Violation(given[0] if given else "mode", True, tr("one mode"), what)])


def without(
    model: Model, mode: Mode, values: dict[str, object], images: dict[str, list[object]]
) -> tuple[dict[str, object], dict[str, list[object]]]:
    """What is left of values and images. All of it is logged.

    A number above its maximum becomes the maximum if it is billed, or if nothing else may be said (`n` beside
    `max_images`).
    """
    kept: dict[str, object] = {}
    for name, value in values.items():
        parameter = own_parameter(mode, name)
        if parameter is None and value is not None:
            log.warning("%s %s does not take %s=%s; left out", model.id, mode.name, name, redact.value(value))
        elif (
            isinstance(parameter, Integer)
            and type(value) is int
            and value > parameter.maximum
            and (parameter.bills is not None or parameter.minimum == parameter.maximum)
        ):
            log.warning("%s %s takes %s up to %d; %d lowered", model.id, mode.name, name, parameter.maximum, value)
            kept[name] = parameter.maximum
        else:
            kept[name] = value
    taken = {limits.name for limits in mode.inputs}
    for name, given in images.items():
        if name not in taken:
            what = tr("reference images") if name == REFERENCES else name
            log.warning("%s %s takes no %s; %d left out", model.id, mode.name, what, len(given))
    return kept, {name: given for name, given in images.items() if name in taken}


def _routed(model: Model, mode: Mode, protocol: object) -> object:
    """The protocol that was asked for; None, and a warning in the log, where the mode has others only."""
    if protocol not in ("sync", "async", "stream") or any(route.protocol == protocol for route in mode.routes):
        return protocol
    log.warning("%s %s has no %s route; the protocol is ignored", model.id, mode.name, protocol)
    return None


_PARTS = frozenset({"model", "input", "parameters"})


def flattened(body: Mapping[str, object], modes: Iterable[Mode], violations: list[Violation]) -> dict[str, object]:
    """The flat request for a model of these modes; what has no place in one is noted in `violations`."""
    names: dict[tuple[str, ...], str] = {}
    images = REFERENCES
    for mode in modes:
        names |= {steps(own, route): own.name for route in mode.routes for own in mode.parameters}
        if mode.prompt is not None:
            names["input", mode.prompt.key] = "prompt"
        for limits in mode.inputs:
            if limits.place is None:
                images = limits.name
            else:
                names[*limits.place.split("."), limits.name] = limits.name
    flat: dict[str, object] = {"model": body["model"]} if "model" in body else {}
    entries = [(name, name, value) for name, value in body.items() if name not in _PARTS]
    entries += _members(body.get("input"), ("input",), names, violations)
    entries += _members(body.get("parameters", {}), ("parameters",), names, violations)
    for place, name, value in entries:
        if name == "messages" and place == "input.messages":
            found = _spoken(value, images, names, violations)
        else:
            found = {images if place == "input.images" else name: value}
        for key, each in found.items():
            if key in flat:
                what = tr("gives {key} a second time", key=key)
                violations.append(_fault(place, each, tr("{key} stands in it once", key=key), what))
            flat[key] = each
    return flat


def _members(
    part: object, way: tuple[str, ...], names: Mapping[tuple[str, ...], str], violations: list[Violation]
) -> list[tuple[str, str, object]]:
    """Where each member of a part of a body stands, its name in a flat request, and its value."""
    found = fields(part)
    if found is None or not all(isinstance(name, str) for name in found):
        what = tr("is not a mapping of names and values")
        violations.append(_fault(".".join(way), part, tr("it takes a mapping"), what))
        return []
    members: list[tuple[str, str, object]] = []
    for key, value in found.items():
        keys = (*way, str(key))
        name, place = names.get(keys, str(key)), ".".join(keys)
        if name in ARGUMENTS:
            violations.append(_fault(place, None, tr("it is an argument of the call"), tr("is not a field of a body")))
        elif keys not in names and any(each[: len(keys)] == keys for each in names):
            members += _members(value, keys, names, violations)
        else:
            members.append((place, name, value))
    return members


def _spoken(
    messages: object, input_name: str, names: Mapping[tuple[str, ...], str], violations: list[Violation]
) -> dict[str, object]:
    """Prompt, images and parameters of the one message of a user."""
    texts: list[object] = []
    images: list[object] = []
    others: dict[str, object] = {}
    for place, name, value in _items(messages, violations):
        if name in ("text", "image"):
            (texts if name == "text" else images).append(value)
        elif (own := names.get(("messages", name))) is not None and own not in others:
            others[own] = value
        else:
            violations.append(_fault(place, value, tr("it takes text and image"), tr("is neither text nor image")))
    if len(texts) > 1:
        what = tr("has {count} texts; it takes one", count=len(texts))
        violations.append(_fault("input.messages", texts, tr("it takes one text"), what))
    return {**({"prompt": texts[0]} if texts else {}), **({input_name: images} if images else {}), **others}


def _items(messages: object, violations: list[Violation]) -> Iterator[tuple[str, str, object]]:
    listed = items(messages)
    message = fields(listed[0]) if listed and len(listed) == 1 else None
    content = items(message.get("content")) if message is not None else None
    if message is None or content is None or set(message) - {"role", "content"} or message.get("role") != "user":
        rule = tr("it takes {form}", form='[{"role": "user", "content": [{"text": ...}, {"image": ...}]}]')
        violations.append(_fault("input.messages", messages, rule, tr("has another form; {rule}", rule=rule)))
        return
    for index, item in enumerate(content):
        place = f"input.messages[0].content[{index}]"
        found = fields(item)
        if found is None or len(found) != 1:
            violations.append(_fault(place, item, tr("it takes one text or image"), tr("is not one text or image")))
            continue
        for name, value in found.items():
            yield place, str(name), value


def _fault(place: str, value: object, rule: str, what: str) -> Violation:
    return Violation(place, value, rule, f"{place} ({redact.value(value)}) {what}.")

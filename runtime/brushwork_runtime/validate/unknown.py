"""What a mode does not take: the name that was meant, the mode or the other models that take it.

`unchecked` is what is sent with `validate=False`: spelled as the API expects where that is clear, else as it was given.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import builtin, fields, items, members, named, plain
from brushwork_runtime.base.language import all_of, alternatives, series, tr
from brushwork_runtime.base.violations import Violation, nearest_names, refusal
from brushwork_runtime.tables.spec import Constant, Size
from brushwork_runtime.validate.call import Findings
from brushwork_runtime.validate.check import Checked
from brushwork_runtime.validate.kinds import check
from brushwork_runtime.validate.pictures import REFERENCES, listed, read_one, slot, takes
from brushwork_runtime.validate.sizes import meant, resolve, suggestion, wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from brushwork_runtime.tables.registry import Registry
    from brushwork_runtime.tables.spec import Json, Mode, Model, Parameter
    from brushwork_runtime.validate.call import Call
    from brushwork_runtime.validate.inputs import Input


_HOW_MANY = frozenset(("batch_size", "count", "max_images", "n", "n_images", "num_images", "num_images_per_prompt",
                       "num_outputs", "number_of_images", "samples"))  # fmt: skip

NAMES_ELSEWHERE = {
    REFERENCES: frozenset(("base_image_url", "image", "image_prompt", "image_url", "image_urls", "images", "images_url",
                       "init_image", "input_image", "input_images", "ref_image", "ref_images")),
    "max_images": _HOW_MANY,  # first: where a mode has both, n is 1
    "n": _HOW_MANY,
    "size": frozenset(("aspect", "aspect_ratio", "dimensions", "height", "image_size", "ratio", "resolution", "width")),
    "seed": frozenset(("noise_seed", "random_seed", "rng_seed")),
    "negative_prompt": frozenset(("avoid", "exclude", "neg_prompt", "negative", "negative_text", "text_negative")),
    "prompt": frozenset(("caption", "description", "input_text", "instruction", "text", "text_prompt")),
    "prompt_extend": frozenset(("enhance_prompt", "expand_prompt", "magic_prompt", "prompt_enhance",
                                "prompt_enhancement", "prompt_optimizer", "prompt_upsampling", "rewrite_prompt")),
    "watermark": frozenset(("add_watermark", "logo_add", "with_watermark")),
}  # fmt: skip
"""What other services call the same thing, by its name here."""

KNOBS_ELSEWHERE = frozenset(("cfg", "cfg_scale", "clip_skip", "eta", "guidance", "guidance_scale",
                             "num_inference_steps", "sampler", "sampler_name", "scheduler", "steps"))  # fmt: skip
"""What programs that run a diffusion model by themselves have, and services keep for themselves."""


def unknown(call: Call, name: str, given: Mapping[str, object], findings: Findings) -> None:
    """Record a parameter that the mode does not have, with where it belongs or the name that was meant.

    `given` is all that was given, this one too: a width and a height are a size.
    """
    model, mode, value = call.model, call.mode, given[name]
    if name in _SIDES and _is_a_size(mode, name, given, findings):
        return
    names = [parameter.name for parameter in mode.parameters if not isinstance(parameter, Constant)]
    here_too = [images.name for other in model.modes.values() for images in other.inputs]
    here_too += ["prompt"] if mode.prompt is not None else []
    close = _meant(name, [*names, *here_too])
    sent = [other for other in model.modes.values() if constant(other, name) is not None]
    here = [other.name for other in model.modes.values() if own_parameter(other, name) is not None]
    rule = tr("{mode} accepts {names}", mode=mode.name, names=series(names))
    what = tr("(given as {value}) is not a parameter of {mode}", value=redact.value(value), mode=mode.name)
    if sent:
        values = [(other.name, redact.value(constant(other, name))) for other in sent]
        constants = [tr("{mode} always sends {value}", mode=other, value=shown) for other, shown in values]
        what += tr("; {constants}, so call that mode instead", constants=all_of(constants))
    elif here:
        what += tr("; this model accepts it in {modes}", modes=all_of(here))
    elif close:
        what += tr("; did you mean {name}?", name=close[0])
    else:
        others = "" if findings.registry is None else _elsewhere(name, model, findings.registry)
        what += tr(", which accepts {names}{others}", names=series(names), others=others)
    told = what if what.endswith(("?", "？")) else tr("{what}.", what=what)
    findings.violation(name, value, rule, told, close[0] if close and not sent and not here else None)


_SIDES = ("width", "height")


def _is_a_size(mode: Mode, name: str, given: Mapping[str, object], findings: Findings) -> bool:
    """Record width and height as the size that they are together, once; False where they are none."""
    from brushwork_runtime.validate.fitting import choosers

    own, pixels = choosers(mode), meant([builtin(given.get(side)) for side in _SIDES])
    if not own or not isinstance(pixels, tuple) or not mode.by_name.keys().isdisjoint(_SIDES):
        return False
    if name == "height":
        return True  # told with the width
    size = suggestion(own[0], pixels) if isinstance(own[0], Size) else None
    exactly = f"output_size={pixels}"
    if size == wire(pixels):
        way = f"{own[0].name}={size!r}"
    elif size is None:
        way = exactly
    else:
        way = tr("{size}, the nearest, or {exactly}", size=f"{own[0].name}={size!r}", exactly=exactly)
    rule = tr("width and height are one argument")
    what = tr("and height are not parameters of {mode}; did you mean {way}?", mode=mode.name, way=way)
    findings.violation("width", given["width"], rule, what, size)
    return True


def _meant(name: str, names: Iterable[str]) -> list[str]:
    """Those of `names` that may be meant: what other services call `name`, or else the nearest."""
    ours = [own for own, theirs in NAMES_ELSEWHERE.items() if name.lower() in theirs]
    known = set(names)
    return [own for own in ours if own in known] if ours else nearest_names(name, sorted(known), 1)


def _elsewhere(name: str, model: Model, registry: Registry) -> str:
    """A parameter of other models that a misspelt name resembles."""
    modes = [mode for other in registry.near(model) for mode in other.modes.values()]
    others = {name for mode in modes for name in (*mode.by_name, *(images.name for images in mode.inputs))}
    if name.lower() in KNOBS_ELSEWHERE and name not in others and not registry.untried:
        return tr("; no model here has {name} or anything like it", name=name)
    close = [] if name in others else _meant(name, others)
    return tr("; other models have {names}", names=alternatives(close)) if close else ""


def constant(mode: Mode, name: str, absent: Json = None) -> Json:
    """What a mode always sends under a name."""
    own = mode.by_name.get(name)
    return own.value if isinstance(own, Constant) else absent


def extras(mode: Mode, extra: object, findings: Findings) -> None:
    """Check that `extra` is JSON and repeats no parameter of the mode and no fixed part of the request."""
    given = fields(extra)
    if given is None or not all(isinstance(name, str) for name in given):
        wanted = tr("it must be a dict of fields that the spec does not have, keyed by name")
        findings.refuse("extra", extra, wanted, wanted)
        return
    known = {*mode.by_name, *(images.name for images in mode.inputs), "messages", "prompt", "images"}
    for part in members(named(extra)):
        for name, value in part.items():
            if name in known:
                rule = tr("extra must hold only fields that the spec does not have")
                what = tr("is a field that {mode} already has; pass it as an argument instead.", mode=mode.name)
                findings.violation(f"extra[{name!r}]", value, rule, what)
            elif (problem := not_json(name, value)) is not None:
                what = tr("{what}.", what=problem)
                findings.violation(f"extra[{redact.value(name)}]", value, tr("extra must be JSON"), what)


def not_json(name: object, value: object, depth: int = 0) -> str | None:
    """Why something cannot be sent as JSON, or None."""
    if not isinstance(name, str):
        return tr("has the key {key}, which is not text", key=redact.value(name))
    if depth > 50:
        return tr("is nested more than 50 deep")
    if value is None or isinstance(value, (str, bool)):
        return None
    if isinstance(value, (int, float)):
        number = float.__float__(value) if isinstance(value, float) else int.__int__(value)
        if abs(number) < 10**300:
            return None
        return tr("is {value}, which JSON cannot represent", value=redact.value(value))
    inner: list[tuple[object, object]]
    if (entries := items(value)) is not None:
        inner = [(str(index), item) for index, item in enumerate(entries)]
    elif (part := fields(value)) is not None:
        inner = list(part.items())
    else:
        kind = type(value).__name__
        return tr("contains {value} of type {kind}, which JSON cannot represent", value=redact.value(value), kind=kind)
    return next((found for key, item in inner if (found := not_json(key, item, depth + 1))), None)


def name_the_others(
    violations: Sequence[Violation],
    call: Call,
    values: Mapping[str, object],
    images: Mapping[str, list[object]],
    registry: Registry,
) -> list[Violation]:
    """The faults, each with the other models that accept its value unchanged in the same mode."""
    mode = call.mode
    counted = {*images, *(limits.name for limits in mode.inputs)} - {each.name for each in mode.inputs if each.single}
    named: list[Violation] = []
    for fault in violations:
        others: Callable[[], tuple[str, ...]] = tuple
        if fault.parameter in counted:
            others = partial(_named, registry, call.model, mode.name, partial(takes, given=images))
        elif (value := values.get(fault.argument)) is not None:
            others = partial(_named, registry, call.model, mode.name, _taking(fault.argument, value, mode, images))
        named.append(fault.with_others(others, untried=registry.untried))
    return named


def _named(registry: Registry, model: Model, mode: str, fits: Callable[[Mode], bool]) -> tuple[str, ...]:
    """Models that accept it in the same mode; if there are none, models that do in another, with its name."""
    advised = [(other.id, each) for other in registry.advised(model) for each in other.modes.values() if fits(each)]
    same = tuple(name for name, each in advised if each.name == mode)
    return same or tuple(f"{name} ({each.name})" for name, each in advised)


def _taking(name: str, value: object, mode: Mode, given: Mapping[str, list[object]]) -> Callable[[Mode], bool]:
    """Whether a mode takes a value beside the images of the call; beside one of each, if their number is a fault."""
    if not takes(mode, given):
        given = {name: images[:1] for name, images in given.items()}
    return lambda candidate: takes_value(candidate, name, value) and takes(candidate, given)


def takes_value(mode: Mode, name: str, value: object) -> bool:
    """Whether the mode has a parameter of that name that takes the value as it is."""
    parameter = own_parameter(mode, name)
    if parameter is None:
        return False
    findings = Findings()
    check(parameter, value, findings)
    return not findings.violations


def own_parameter(mode: Mode, name: str) -> Parameter | None:
    """The parameter of that name, if it is in the mode's signature."""
    found = mode.by_name.get(name)
    return None if isinstance(found, Constant) else found


def unchecked(call: Call) -> Checked:
    """What goes out for a call that nothing judges. Raises `InvalidRequest` only for what cannot be sent at all."""
    findings = Findings()
    images: list[Input | None] = []
    counts: dict[str, int] = {}
    single = {limits.name for limits in call.mode.inputs if limits.single}
    for name, given in call.images.items():
        several = enumerate(listed(given))
        found = [read_one(image, slot(name, index, single=name in single), findings) for index, image in several]
        counts[name] = len(found)
        images += found
    for name, value in {"prompt": call.prompt, **call.values, "extra": call.extra}.items():
        if (problem := not_json(name, value)) is not None:
            told = tr("{name} {problem}.", name=name, problem=problem)
            findings.violations.append(Violation(name, value, tr("a request is JSON"), told))
    if findings.violations:
        raise refusal(call.subject, findings.violations)
    sent = _values(call.mode, call.values)
    return Checked(builtin(call.prompt), [image for image in images if image is not None], counts, sent, [])


def _values(mode: Mode, values: Mapping[str, object]) -> dict[str, object]:
    """Known values in wire order, then unknown ones; sizes as width*height, tuples as lists."""
    values = {name: builtin(value) for name, value in values.items()}
    sent: dict[str, object] = {}
    for parameter in mode.parameters:
        value = parameter.value if isinstance(parameter, Constant) else values.get(parameter.name)
        if value is not None:
            trial = Findings()
            found = check(parameter, value, trial)
            value = value if trial.violations else found
        if isinstance(parameter, Size) and not (isinstance(value, str) and value in parameter.presets):
            pixels = resolve(parameter, value)
            value = wire(pixels) if pixels else value
        value = parameter.send if value is None else value
        if value is not None:
            sent[parameter.name] = plain(value)
    more = {name: plain(value) for name, value in values.items() if value is not None and name not in mode.by_name}
    return sent | more

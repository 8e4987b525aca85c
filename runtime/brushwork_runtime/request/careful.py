"""The long way to a request, for all that the short one leaves: checks that explain, images that are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.checks.check import Checked, check
from brushwork_runtime.checks.findings import Findings
from brushwork_runtime.checks.loosely import values_of
from brushwork_runtime.checks.pictures import listed, read_each
from brushwork_runtime.checks.unknown import not_json
from brushwork_runtime.faults import Fault, refusal
from brushwork_runtime.request.body import build

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_runtime.images.inputs import Input
    from brushwork_runtime.registry import Registry
    from brushwork_runtime.spec import Json, Mode, Model, Route
    from brushwork_runtime.types import Extra


def body_and_images(
    registry: Registry,
    model: Model,
    model_id: str,
    mode: Mode,
    route: Route,
    region: str | None,
    call: tuple[object, object, Mapping[str, object], Extra | None],
    inline: bool,
    validate: bool,
) -> tuple[dict[str, Json], tuple[Input, ...]]:
    """The body for a call of prompt, images, values and extra, and its images; warnings are given on the way."""
    prompt, images, values, extra = call
    found = checked(registry, model, model_id, mode, route, region, prompt, images, values, extra, validate)
    if found.warnings:
        from brushwork_runtime.checks.notices import warn

        for message, category in found.warnings:
            warn(message, category)
    read = tuple(image for image in found.images if image is not None)
    texts = [placeholder(image, inline) for image in read]
    return build(model_id, mode, route, found.prompt, texts, found.values, extra), read


def checked(
    registry: Registry,
    model: Model,
    model_id: str,
    mode: Mode,
    route: Route,
    region: str | None,
    prompt: object,
    images: object,
    values: Mapping[str, object],
    extra: object,
    validate: bool,
) -> Checked:
    """What goes out for a call. Raises `InvalidRequest`; unchecked, only for what cannot be sent at all."""
    if validate:
        return check(model, model_id, mode, route, region, prompt, images, values, extra, registry)
    findings = Findings(f"{model_id} {mode.name}")
    read = read_each(listed(images), findings)
    sent = values_of(mode, values)
    for name, value in {"prompt": prompt, **sent, "extra": extra}.items():
        if (problem := not_json(name, value)) is not None:
            findings.faults.append(Fault(name, value, "a request is JSON", f"{name} {problem}."))
    if findings.faults:
        raise refusal(findings.subject, findings.faults)
    return Checked(prompt, read, sent, [])


def placeholder(image: Input, inline: bool) -> str:
    """What stands for an image in the body: its address, or a note in the place of what is yet to be read."""
    if image.url is not None:
        return image.url
    return f"<{'data: URI' if inline else 'upload'} of {image.label}>"

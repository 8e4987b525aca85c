"""All checks of a request in one pass: either every fault, or what to send and what to warn about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.checks import disputes, kinds, text
from brushwork_runtime.checks.accepted import name_the_others
from brushwork_runtime.checks.findings import Findings
from brushwork_runtime.checks.pictures import NAME as IMAGES
from brushwork_runtime.checks.pictures import listed, pictures
from brushwork_runtime.checks.regions import check_region
from brushwork_runtime.checks.relations import relations
from brushwork_runtime.checks.unknown import extras, unknown
from brushwork_runtime.faults import refusal
from brushwork_runtime.spec import Constant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_runtime.errors import BrushworkWarning
    from brushwork_runtime.images.inputs import Input
    from brushwork_runtime.registry import Registry
    from brushwork_runtime.spec import Mode, Model, Route


class Checked:
    """A request that passed: what to send, by parameter name in wire order, its images, and the warnings to give."""

    __slots__ = ("images", "prompt", "values", "warnings")

    def __init__(
        self,
        prompt: object,
        images: list[Input | None],
        values: dict[str, object],
        warnings: list[tuple[str, type[BrushworkWarning]]],
    ) -> None:
        self.prompt = prompt
        self.images = images
        self.values = values
        self.warnings = warnings


def check(
    model: Model,
    model_id: str,
    mode: Mode,
    route: Route,
    region: str | None,
    prompt: object,
    images: object,
    values: Mapping[str, object],
    extra: object,
    registry: Registry,
) -> Checked:
    """Check a request against the spec tables. Raises `InvalidRequest` with all its faults."""
    findings = Findings(f"{model_id} {mode.name}", registry.api.sources)
    check_region(model, mode, route, region, registry, findings)
    elsewhere = len(findings.faults)
    sent_prompt = text.prompt(route.prompt or mode.prompt, prompt, findings)
    given_images = listed(images)
    read = pictures(mode, given_images, findings)
    sent = _parameters(mode, values, read, findings)
    for name, value in values.items():
        if value is not None and name not in sent and all(name != parameter.name for parameter in mode.parameters):
            unknown(model, mode, name, value, registry, findings)
    alone = len(findings.faults)
    relations(mode, {**sent, "prompt": sent_prompt, IMAGES: given_images}, findings)
    if extra is not None:
        extras(mode, extra, findings)
    disputes.route(route, findings)
    if findings.faults:
        named = name_the_others(findings.faults[elsewhere:alone], registry, model, mode, values, len(given_images))
        raise refusal(
            findings.subject,
            [*findings.faults[:elsewhere], *named, *findings.faults[alone:]],
            _hint(model, model_id, mode, values, given_images),
        )
    return Checked(sent_prompt, read, sent, findings.warnings)


def _parameters(
    mode: Mode, values: Mapping[str, object], images: list[Input | None], findings: Findings
) -> dict[str, object]:
    sent: dict[str, object] = {}
    for parameter in mode.parameters:
        name, value = parameter.name, values.get(parameter.name)
        if isinstance(parameter, Constant):
            sent[name] = parameter.value
            if value is not None and not (type(value) is type(parameter.value) and value == parameter.value):
                rule = f"{mode.name} always sends {parameter.value!r}"
                findings.refuse(name, value, rule, rule, parameter.value)
        elif value is None:
            if parameter.required:
                findings.fault(name, None, "it is required", f"is required for {mode.name}.")
            elif parameter.send is not None:
                sent[name] = parameter.send
        else:
            before = len(findings.faults)
            sent[name] = kinds.check(parameter, value, findings, images)
            if len(findings.faults) == before:
                disputes.disputes(parameter, sent[name], findings)
    return sent


def _hint(model: Model, model_id: str, mode: Mode, values: Mapping[str, object], images: list[object]) -> str | None:
    if not images and mode.images is not None and mode.images.minimum and model.without_images is not None:
        return f"Without reference images, use {model.without_images}."
    known = {parameter.name for parameter in mode.parameters}
    if all(name in known for name, value in values.items() if value is not None):
        return None
    return f"client.models[{model_id!r}].json_schema({mode.name!r}) lists everything that it accepts."

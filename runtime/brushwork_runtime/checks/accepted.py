"""Which other models accept a value that one model refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.checks.findings import Findings
from brushwork_runtime.checks.kinds import check
from brushwork_runtime.checks.pictures import NAME as IMAGES
from brushwork_runtime.checks.pictures import takes
from brushwork_runtime.spec import Constant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from brushwork_runtime.faults import Fault
    from brushwork_runtime.registry import Registry
    from brushwork_runtime.spec import Mode, Model, Parameter


def name_the_others(
    faults: Sequence[Fault], registry: Registry, model: Model, mode: Mode, values: Mapping[str, object], count: int
) -> list[Fault]:
    """The faults, each with the other models that accept its value unchanged in the same mode."""
    from brushwork_runtime.faults import Fault

    models = [other for other in registry.tables() if other.id != model.id]
    named: list[Fault] = []
    for fault in faults:
        name = fault.parameter.partition("[")[0]
        if fault.parameter == IMAGES:
            others = _named(models, mode.name, lambda candidate: takes(candidate.images, count))
        elif values.get(name) is not None:
            others = _named(models, mode.name, _taking(name, values[name]))
        else:
            others = []
        named.append(
            Fault(fault.parameter, fault.value, fault.rule, fault.message, fault.nearest, accepted_by=tuple(others))
        )
    return named


def _named(models: Iterable[Model], mode: str, fits: Callable[[Mode], bool]) -> list[str]:
    """Models that accept it in the same mode; if there are none, models that do in another, with its name."""
    same: list[str] = []
    elsewhere: list[str] = []
    for model in models:
        for candidate in model.modes.values():
            if fits(candidate):
                (same if candidate.name == mode else elsewhere).append(
                    model.id if candidate.name == mode else f"{model.id} ({candidate.name})"
                )
    return same or elsewhere


def _taking(name: str, value: object) -> Callable[[Mode], bool]:
    return lambda candidate: _takes(candidate, name, value)


def _takes(mode: Mode, name: str, value: object) -> bool:
    parameter = own_parameter(mode, name)
    if parameter is None:
        return False
    findings = Findings()
    check(parameter, value, findings)
    return not findings.faults


def own_parameter(mode: Mode, name: str) -> Parameter | None:
    """The parameter of that name, if it is in the mode's signature."""
    found = next((parameter for parameter in mode.parameters if parameter.name == name), None)
    return None if isinstance(found, Constant) else found

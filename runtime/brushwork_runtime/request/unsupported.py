"""Leaving out what a model does not take, as `on_unsupported="drop"` asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime import log, redact
from brushwork_runtime.checks.accepted import own_parameter
from brushwork_runtime.spec import Integer

if TYPE_CHECKING:
    from brushwork_runtime.spec import Mode, Model


def without(
    model: Model, mode: Mode, values: dict[str, object], images: list[object]
) -> tuple[dict[str, object], list[object]]:
    """What is left of values and images. A billed number above its maximum becomes the maximum. All of it is logged."""
    kept: dict[str, object] = {}
    for name, value in values.items():
        parameter = own_parameter(mode, name)
        if parameter is None and value is not None:
            log.warning("%s %s does not take %s=%s; left out", model.id, mode.name, name, redact.value(value))
        elif isinstance(parameter, Integer) and parameter.bills and type(value) is int and value > parameter.maximum:
            log.warning("%s %s takes %s up to %d; %d lowered", model.id, mode.name, name, parameter.maximum, value)
            kept[name] = parameter.maximum
        else:
            kept[name] = value
    if images and mode.images is None:
        log.warning("%s %s takes no reference images; %d left out", model.id, mode.name, len(images))
        images = []
    return kept, images

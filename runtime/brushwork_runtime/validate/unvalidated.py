"""What is sent with `validate=False`: spelled as the API expects where that is clear, and otherwise unchecked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base.json_values import builtin, plain
from brushwork_runtime.base.violations import Violation, refusal
from brushwork_runtime.tables.spec import Constant, Size
from brushwork_runtime.validate.check import Checked
from brushwork_runtime.validate.findings import Findings
from brushwork_runtime.validate.kinds import check
from brushwork_runtime.validate.pictures import listed, read_one, slot
from brushwork_runtime.validate.sizes import resolve, wire
from brushwork_runtime.validate.unknown import not_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_runtime.tables.spec import Mode
    from brushwork_runtime.validate.call import Call
    from brushwork_runtime.validate.inputs import Input


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
            findings.violations.append(Violation(name, value, "a request is JSON", f"{name} {problem}."))
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
    known = {parameter.name for parameter in mode.parameters}
    sent.update({name: plain(value) for name, value in values.items() if value is not None and name not in known})
    return sent

"""Values that come as text, from a command line or a table: what the model's rules say that they are.

A value that is not of its kind stays text, so that the checks of the request refuse it, in their words.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from brushwork_runtime.tables.spec import Boolean, Boxes, Choice, Color, Constant, List, Number, Object

if TYPE_CHECKING:
    from brushwork_runtime.tables.spec import Model, Parameter

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})


def typed(model: Model, name: str, value: str) -> object:
    """The value as the parameter of that name in any of the model's modes has it."""
    if name == "extra":
        return _json(value)
    parameter = next((own for mode in model.modes.values() for own in mode.parameters if own.name == name), None)
    return value if parameter is None else _of_kind(parameter, value)


def _of_kind(parameter: Parameter, value: str) -> object:
    if isinstance(parameter, Boolean) or (isinstance(parameter, Constant) and isinstance(parameter.value, bool)):
        word = value.strip().lower()
        return True if word in _TRUE else False if word in _FALSE else value
    if isinstance(parameter, Number) or (isinstance(parameter, Choice) and isinstance(parameter.choices[0], int)):
        return _number(value)
    if isinstance(parameter, (Boxes, List, Object)) or (isinstance(parameter, Color) and value.startswith("[")):
        return _json(value)
    return value


def _number(value: str) -> object:
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    return value


def _json(value: str) -> object:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value

"""Integers, booleans, choices and constants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.validate.findings import DOUBT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brushwork_runtime.tables.spec import Boolean, Choice, Constant, Integer
    from brushwork_runtime.validate.findings import Accept, Findings, Seen

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})


def accept_integer(parameter: Integer) -> Accept:
    """An integer within the range: an `int`, and nothing that merely resembles one."""
    low, high = parameter.minimum, parameter.maximum

    def accept(value: object, _: Seen) -> object:
        return value if type(value) is int and low <= value <= high else DOUBT

    return accept


def explain_integer(parameter: Integer, value: object, findings: Findings) -> object:
    """What is wrong with a value that is not an integer in the range."""
    low, high = parameter.minimum, parameter.maximum
    wanted = f"it must be {low:,}" if low == high else f"it must be an integer from {low:,} to {high:,}"
    if type(value) is int:
        if not low <= value <= high:
            findings.refuse(parameter.name, value, wanted, wanted, clamp(value, low, high))
        return value
    meant = meant_integer(value)
    nearest = None if meant is None else clamp(meant, low, high)
    _wrong_type(parameter.name, value, wanted, findings, nearest)
    return value


def _wrong_type(name: str, value: object, wanted: str, findings: Findings, nearest: object) -> None:
    findings.fault(name, value, wanted, f"is {redact.value(value)} of type {type(value).__name__}; {wanted}.", nearest)


def alternatives(ways: Sequence[str]) -> str:
    """The ways as one phrase: "a", "a or b", "a, b or c"."""
    *head, last = ways
    return f"{', '.join(head)} or {last}" if head else last


def clamp(value: int, low: int, high: int) -> int:
    """The nearest value within the range."""
    return max(low, min(high, value))


def meant_integer(value: object) -> int | None:
    """The integer that something else stands for: True, 2.0, "2", an enum member or a NumPy integer."""
    if isinstance(value, float):
        value = float.__float__(value)
        return int(value) if value.is_integer() else round(value) if abs(value) < 2**53 else None
    if isinstance(value, str):
        value = str.__str__(value)
        return int(value) if len(value) <= 20 and value.strip().lstrip("+-").isdecimal() and _is_number(value) else None
    return _index(value)


def _is_number(text: str) -> bool:
    try:
        int(text)
    except ValueError:
        return False
    return True


def _index(value: object) -> int | None:
    from operator import index

    try:
        return index(value)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that it may have none is the question
    except Exception:  # a foreign __index__ may raise anything
        return None


def accept_boolean(value: object, _: Seen) -> object:
    """True or False, and not 1 or 0, which are numbers."""
    return value if value is True or value is False else DOUBT


def explain_boolean(parameter: Boolean, value: object, findings: Findings) -> object:
    """What is wrong with a value that is neither True nor False."""
    if value is True or value is False:
        return value
    wanted = "it must be True or False"
    word = (
        value.strip().lower()
        if isinstance(value, str)
        else str(value)
        if type(value) is int and value in (0, 1)
        else ""
    )
    nearest = True if word in _TRUE else False if word in _FALSE else None
    _wrong_type(parameter.name, value, wanted, findings, nearest)
    return value


def accept_choice(parameter: Choice) -> Accept:
    """One of the choices, spelled exactly."""
    words = frozenset(parameter.choices)

    def accept(value: object, _: Seen) -> object:
        return str.__str__(value) if isinstance(value, str) and value in words else DOUBT

    return accept


def explain_choice(parameter: Choice, value: object, findings: Findings) -> object:
    """What is wrong with a value that is none of the words."""
    from brushwork_runtime.base.violations import nearest_names

    if isinstance(value, str) and value in parameter.choices:
        return str.__str__(value)
    wanted = f"it must be {alternatives([redact.value(each) for each in parameter.choices])}"
    close = nearest_names(value.strip(), parameter.choices, 1) if isinstance(value, str) else []
    findings.refuse(parameter.name, value, wanted, wanted, close[0] if close else None)
    return value


def accept_constant(parameter: Constant) -> Accept:
    """The value that the mode always sends, which need not be given."""
    always = parameter.value

    def accept(value: object, _: Seen) -> object:
        return always if type(value) is type(always) and value == always else DOUBT

    return accept


def explain_constant(parameter: Constant, value: object, findings: Findings) -> object:
    """That a mode always sends another value."""
    rule = f"{findings.mode} always sends {parameter.value!r}"
    findings.refuse(parameter.name, value, rule, rule, parameter.value)
    return parameter.value

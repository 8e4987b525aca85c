"""When a condition of a rule holds: what the words, lists and records of a `when` say about one value."""

from __future__ import annotations

from generator.ir import Json, Parameter


def holds(test: Json, value: Json) -> bool:
    """Whether a value meets a test; None is a value that was not given and for which nothing else counts."""
    if test in ("given", "absent"):
        return (value is not None) == (test == "given")
    if value is None:
        return False
    if isinstance(test, list):
        return any(holds(item, value) for item in test)
    if isinstance(test, dict):
        return _bounded(test, value) and not ("not" in test and holds(test["not"], value))
    return value == test and isinstance(value, bool) == isinstance(test, bool)


def _bounded(test: dict[str, Json], value: Json) -> bool:
    above, below = test.get("above"), test.get("below")
    if above is None and below is None:
        return True
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return (not isinstance(above, int | float) or value > above) and (
        not isinstance(below, int | float) or value < below
    )


def holds_unasked(test: Json, parameter: Parameter | None) -> bool:
    """Whether a test holds of what nobody gave: the client sends a value for some, the service has a default."""
    if parameter is None:
        return test == "absent"
    sent = parameter.send if parameter.constant is None else parameter.constant
    return holds(test, sent if sent is not None or test in ("given", "absent") else parameter.default)

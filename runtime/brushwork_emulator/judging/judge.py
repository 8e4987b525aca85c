"""Judges request bodies by the generated JSON Schemas; knows no rule of its own about any model."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from brushwork_emulator.judging.keywords import KEYWORDS
from brushwork_emulator.judging.refusals import empty_parameters, invalid
from brushwork_emulator.wire import mapping, sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jsonschema import TypeChecker
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

    from brushwork_emulator.judging.keywords import Demand
    from brushwork_emulator.judging.refusals import Refused

    SchemaOf = Callable[[str, str, str], Mapping[str, object]]
    """Model id, mode and route, by its name in `by_name` -> the schema of the body."""

_CHOOSING = ("const", "minItems", "maxItems", "contains", "additionalProperties")
"""Keywords that tell the modes of a model apart: flags, and how many texts and images there are."""
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character."""


class Judge:
    """Tells by the schemas which mode of a model a body is for, and refuses what fits none."""

    def __init__(self, schemas: SchemaOf) -> None:
        self._schemas = schemas
        self._made: dict[tuple[str, str, str], Validator] = {}

    def mode(self, model: str, modes: Mapping[str, str], body: dict[str, Any]) -> str:
        """The one of `modes` (name -> route) whose schema accepts the body.

        Raises `Refused`, with what the nearest mode finds wrong.
        """
        faults: list[tuple[list[ValidationError], list[str]]] = []
        for name, route in modes.items():
            judge = self._validator(model, name, route)
            found = list(judge.iter_errors(body))
            if not found:
                return name
            rules = sequence(mapping(judge.schema).get("allOf"))
            faults.append((found, [str(mapping(rule).get("description")) for rule in rules]))
        raise _refusal(*min(faults, key=lambda each: _distance(each[0])))

    def _validator(self, model: str, mode: str, route: str) -> Validator:
        key = (model, mode, route)
        if key not in self._made:
            self._made[key] = _dialect()(cast("Mapping[str, Any]", self._schemas(model, mode, route)))
        return self._made[key]


def _distance(faults: list[ValidationError]) -> tuple[int, int]:
    """How far a body is from a mode: first what distinguishes modes, then everything."""
    return sum(1 for fault in faults if fault.validator in _CHOOSING), len(faults)


def _refusal(faults: list[ValidationError], rules: list[str]) -> Refused:
    """The service's refusal, about the most important fault of the body; `rules` are the sentences of the schema's."""
    fault = min(faults, key=_rank)
    keyword, *steps = fault.absolute_schema_path
    if keyword == "allOf" and fault.validator not in KEYWORDS:
        return invalid(rules[int(steps[0])])
    fault = _deepest(fault)
    if fault.validator == "required" and not fault.absolute_path and "parameters" not in mapping(fault.instance):
        return empty_parameters()
    return invalid(_words(fault))


def _rank(fault: ValidationError) -> tuple[bool, int, str]:
    """The input before the parameters, outer places before inner ones."""
    path = [str(step) for step in fault.absolute_path]
    return "parameters" in path, len(path), "/".join(path)


def _deepest(fault: ValidationError) -> ValidationError:
    """Of the branches of an anyOf, the last: the schemas list the most general one last."""
    return _deepest(fault.context[-1]) if fault.context else fault


def _words(fault: ValidationError) -> str:
    """What is wrong in the service's manner. The sentence about `n` is documented, the others are like it."""
    path = [str(step) for step in fault.absolute_path]
    name = path[-1] if path else "body"
    schema = mapping(fault.schema)
    if name == "n" and fault.validator in ("minimum", "maximum"):
        low, high = schema.get("minimum"), schema.get("maximum")
        return f"num_images_per_prompt must be {low if low == high else f'between {low} and {high}'}"
    if fault.validator in KEYWORDS:
        return str(fault.message)
    return f"{'.'.join(path) or 'body'}: {_shortened(str(fault.message))}"


def _shortened(message: str, longest: int = 200) -> str:
    """jsonschema repeats the whole value; the end of its message says what is wrong with it."""
    return message if len(message) <= longest else f"{message[:60]}...{message[-120:]}"


@cache
def _dialect() -> type[Validator]:
    """JSON Schema 2020-12 with the keywords of the schemas; imported here, since few programs get this far."""
    from jsonschema import Draft202012Validator, validators

    keywords = {name: _keyword(demand) for name, demand in KEYWORDS.items()}
    types = Draft202012Validator.TYPE_CHECKER.redefine_many({"integer": _is_integer, "string": _is_text})
    # jsonschema's stubs leave `extend` without types.
    extended = validators.extend(  # type: ignore[no-untyped-call] # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        Draft202012Validator, keywords, type_checker=types
    )
    return cast("type[Validator]", extended)


def _keyword(demand: Demand) -> Callable[[Validator, Any, Any, Any], Iterator[ValidationError]]:
    def check(_: Validator, wanted: Any, instance: Any, __: Any) -> Iterator[ValidationError]:
        from jsonschema.exceptions import ValidationError

        for fault in demand(wanted, instance):
            yield ValidationError(fault)

    return check


def _is_integer(_: TypeChecker, instance: object) -> bool:
    """Whether it was written as one: 1.0 is none, nor is true."""
    return type(instance) is int


def _is_text(_: TypeChecker, instance: object) -> bool:
    """Whether it is text of whole characters."""
    return isinstance(instance, str) and _HALF.search(instance) is None

"""Validates a call or a request body against its schema, with the keywords of `generator.schema.keywords`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, cast

from jsonschema import Draft202012Validator, TypeChecker, validators
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator

from generator.schema.keywords import (
    BOX,
    CASELESS,
    COUNTS,
    DIFFERENT,
    SAME_LENGTH,
    SIZE,
    SIZE_PATTERN,
    SUM,
    VISIBLE,
    Schema,
    box_fault,
    counts_fault,
    different_fault,
    length_fault,
    size_fault,
    step_fault,
    sum_fault,
)

Keyword = Callable[[Validator, Any, Any, Any], Iterator[ValidationError]]


def request_errors(request_schema: Mapping[str, Any], body: Any) -> list[str]:
    """What is wrong with a request body, one line per fault with its place; empty if it is valid."""
    return _errors(request_schema, body)


def arguments_errors(arguments_schema: Mapping[str, Any], call: Any) -> list[str]:
    """What is wrong with a flat call (prompt, images and parameters by name), one line per fault."""
    return _errors(arguments_schema, call)


def _errors(schema: Mapping[str, Any], instance: Any) -> list[str]:
    faults = [_deepest(error) for error in _validator()(schema).iter_errors(instance)]
    return sorted({f"{_place(error)}: {error.message}" for error in faults})


def _deepest(error: ValidationError) -> ValidationError:
    """The last branch of an anyOf: the schemas list the most general one last."""
    return _deepest(error.context[-1]) if error.context else error


def _place(error: ValidationError) -> str:
    return ".".join(str(step) for step in error.absolute_path) or "body"


_FORMS = {SIZE_PATTERN: "a size, width*height", f"[{VISIBLE}]": "a text that one can see"}
"""What the patterns mean that many schemas have."""


def _pattern(_: Validator, pattern: str, instance: object, __: Schema) -> Iterator[ValidationError]:
    """As in ECMA 262, where `$` matches only the end of the text, never before a final line break."""
    if isinstance(instance, str) and not _compiled(pattern).search(instance):
        yield ValidationError(f"{instance!r} is not {_FORMS.get(pattern, 'of the form that the schema has for it')}")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)


def _is_integer(_: TypeChecker, instance: object) -> bool:
    """Whether it was written as an integer: 1.0 is not one, nor is true."""
    return type(instance) is int


def _is_text(_: TypeChecker, instance: object) -> bool:
    if not isinstance(instance, str):
        return False
    try:
        instance.encode()
    except UnicodeEncodeError:  # half a character
        return False
    return True


def _size(_: Validator, bounds: Schema, instance: object, __: Schema) -> Iterator[ValidationError]:
    if fault := size_fault(bounds, instance):
        yield ValidationError(fault)


def _box(_: Validator, wanted: bool, instance: object, __: Schema) -> Iterator[ValidationError]:
    if wanted and (fault := box_fault(instance)):
        yield ValidationError(fault)


def _step(_: Validator, step: float, instance: object, __: Schema) -> Iterator[ValidationError]:
    if fault := step_fault(step, instance):
        yield ValidationError(fault)


def _sum(_: Validator, rule: Schema, instance: object, __: Schema) -> Iterator[ValidationError]:
    if fault := sum_fault(rule, instance):
        yield ValidationError(fault)


def _different(_: Validator, pointers: list[str], instance: object, __: Schema) -> Iterator[ValidationError]:
    if fault := different_fault(pointers, instance):
        yield ValidationError(fault)


def _caseless(_: Validator, pointers: list[str], instance: object, __: Schema) -> Iterator[ValidationError]:
    if fault := different_fault(pointers, instance, caseless=True):
        yield ValidationError(fault)


def _counts(_: Validator, rule: Schema, instance: object, __: Schema) -> Iterator[ValidationError]:
    if fault := counts_fault(rule, instance):
        yield ValidationError(fault)


def _same_length(_: Validator, rules: list[Schema], instance: object, __: Schema) -> Iterator[ValidationError]:
    for rule in rules:
        if fault := length_fault(rule, instance):
            yield ValidationError(fault)


@cache
def _validator() -> type[Validator]:
    keywords: dict[str, Keyword] = {
        "pattern": _pattern,
        SIZE: _size,
        "multipleOf": _step,
        BOX: _box,
        SUM: _sum,
        SAME_LENGTH: _same_length,
        DIFFERENT: _different,
        CASELESS: _caseless,
        COUNTS: _counts,
    }
    types = Draft202012Validator.TYPE_CHECKER.redefine_many({"integer": _is_integer, "string": _is_text})
    # jsonschema's stubs leave `extend` without types.
    extended = validators.extend(  # type: ignore[no-untyped-call] # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        Draft202012Validator, keywords, type_checker=types
    )
    return cast("type[Validator]", extended)

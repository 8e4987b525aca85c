"""The kinds of parameters: each accepts a value fast, and explains slowly what it does not accept.

`acceptor` makes, once for each parameter, the function that judges its values. It gives what goes out for a value that
there is nothing to say about, and `DOUBT` for any other: then `explain` adds the faults or warnings to the findings.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, cast

from brushwork_runtime.base.json_values import builtin, fields, items
from brushwork_runtime.base.language import later, tr
from brushwork_runtime.tables.spec import (
    ENDLESS,
    Boolean,
    Boxes,
    Choice,
    Color,
    Constant,
    List,
    Number,
    Object,
    Share,
    Size,
    Text,
)
from brushwork_runtime.validate.findings import DOUBT
from brushwork_runtime.validate.scalars import (
    accept_boolean,
    accept_choice,
    accept_constant,
    accept_number,
    accept_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from brushwork_runtime.tables.spec import Parameter
    from brushwork_runtime.validate.findings import Accept, Findings, Seen

_made: dict[Parameter, Accept] = {}


def acceptor(parameter: Parameter) -> Accept:
    """The function that judges values of a parameter, made once."""
    found = _made.get(parameter)
    if found is None:
        found = _made[parameter] = _new(parameter)
    return found


def _new(parameter: Parameter) -> Accept:
    accept = _of_kind(parameter)
    if parameter.disputes:
        from brushwork_runtime.validate.disputes import denied

        denials = denied(parameter)
        accept = accept if denials is None else _undisputed(accept, denials)
    if isinstance(parameter, Size):
        from brushwork_runtime.validate.sizes import remembering

        accept = remembering(accept)
    return accept


def _of_kind(parameter: Parameter) -> Accept:
    match parameter:
        case Number():
            return accept_number(parameter)
        case Boolean():
            return accept_boolean
        case Size():
            from brushwork_runtime.validate.sizes import accept_size

            return accept_size(parameter)
        case Text():
            return accept_text(parameter)
        case Choice():
            return accept_choice(parameter)
        case Boxes():
            from brushwork_runtime.validate.boxes_and_colors import accept_boxes

            return accept_boxes(parameter)
        case List():
            return _accept_list(parameter)
        case Object():
            return _accept_object(parameter)
        case Color() | Share():
            from brushwork_runtime.validate import boxes_and_colors as nested

            return nested.accept_color(parameter) if isinstance(parameter, Color) else nested.accept_share
        case Constant():
            return accept_constant(parameter)
        case _:
            return lambda value, _: value


def _undisputed(accept: Accept, denials: Callable[[object], bool]) -> Accept:
    def undisputed(value: object, images: Seen) -> object:
        found = accept(value, images)
        return DOUBT if found is not DOUBT and denials(found) else found

    return undisputed


def explain(parameter: Parameter, value: object, images: Seen, findings: Findings) -> object:
    """Say what there is to say about a value that was not accepted; what goes out for it, if it goes out."""
    inner = held(value)
    if inner is not value:
        found = acceptor(parameter)(inner, images)
        if found is not DOUBT:
            return found
        value = inner if hasattr(value, "dtype") else value  # an array is told as what it holds
    before = len(findings.violations)
    found = _explained(parameter, value, images, findings)
    if parameter.disputes and len(findings.violations) == before:
        from brushwork_runtime.validate.disputes import warn_of_disputes

        warn_of_disputes(parameter, found, findings)
    return found


_LARGEST = 1 << 16
"""Bytes of an array that is looked into; a larger one is a picture in the wrong place."""


def held(value: object) -> object:
    """The value in a member of an enumeration, or in an array or number of numpy or torch; any other as it is."""
    from enum import Enum

    if isinstance(value, Enum):
        return cast("object", value.value)
    with suppress(Exception):  # of another library, or of the caller's own object
        if hasattr(value, "dtype") and hasattr(value, "tolist") and getattr(value, "nbytes", 0) <= _LARGEST:
            found = builtin(cast("Any", value).tolist())
            return value if hasattr(found, "dtype") else found
    return value


def _explained(parameter: Parameter, value: object, images: Seen, findings: Findings) -> object:
    from brushwork_runtime.validate import boxes_and_colors as nested, scalars, sizes

    match parameter:
        case Number():
            return scalars.explain_number(parameter, value, findings)
        case Boolean():
            return scalars.explain_boolean(parameter, value, findings)
        case Size():
            return sizes.explain_size(parameter, value, findings)
        case Text():
            return scalars.explain_text(parameter, value, findings)
        case Choice():
            return scalars.explain_choice(parameter, value, findings)
        case Boxes():
            return nested.explain_boxes(parameter, value, images, findings)
        case List():
            return _explain_list(parameter, value, images, findings)
        case Object():
            return _explain_object(parameter, value, images, findings)
        case Color():
            return nested.explain_color(parameter, value, findings)
        case Share():
            return nested.explain_share(parameter, value, findings)
        case Constant():
            return scalars.explain_constant(parameter, value, findings)
        case _:
            return value


def check(parameter: Parameter, value: object, findings: Findings, images: Seen = ()) -> object:
    """Judge one value and return what goes out for it; what there is to say about it is added to `findings`."""
    value = builtin(value)
    found = acceptor(parameter)(value, images)
    return explain(parameter, value, images, findings) if found is DOUBT else found


def _accept_list(parameter: List) -> Accept:
    """A list of as many items as there may be, each of its kind."""
    low, high, combinations = parameter.minimum, parameter.maximum, [list(each) for each in parameter.combinations]
    accept_item = acceptor(parameter.items)

    def accept(value: object, images: Seen) -> object:
        entries = items(value)
        if entries is None or not low <= len(entries) <= high:
            return DOUBT
        found = [accept_item(builtin(entry), images) for entry in entries]
        return DOUBT if DOUBT in found or (combinations and found not in combinations) else found

    return accept


def _explain_list(parameter: List, value: object, images: Seen, findings: Findings) -> object:
    """What is wrong with a list, each fault by its place."""
    name, low, high = parameter.name, parameter.minimum, parameter.maximum
    form = _form(parameter.items)
    many = f"{low:,}" if low == high else tr("{low:,} to {high:,}", low=low, high=high)
    wanted = (
        tr("it must be a list, each {form}", form=form)
        if high == ENDLESS
        else tr("it must be a list of {count}, each {form}", count=many, form=form)
    )
    entries = items(value)
    if entries is None:
        alone = acceptor(parameter.items)(value, images)
        findings.refuse(name, value, wanted, wanted, None if alone is DOUBT or low > 1 else [alone])
        return value
    before = len(findings.violations)
    if not low <= len(entries) <= high:
        count = tr("1 item") if len(entries) == 1 else tr("{count:,} items", count=len(entries))
        told = tr("has {items}; it must have {count}.", items=count, count=many)
        findings.violation(name, value, wanted, told, entries[:high] if entries[high:] else None)
    places = (findings.within(f"{name}[{index}]") for index in range(len(entries)))
    found = [check(parameter.items, entry, place, images) for entry, place in zip(entries, places, strict=True)]
    combinations = [list(each) for each in parameter.combinations]
    if combinations and found not in combinations and len(findings.violations) == before:
        wanted = tr("it must be {what}", what=tr(" or ").join(map(str, combinations)))
        near = max(combinations, key=lambda each: (len([item for item in each if item in found]), -len(each)))
        findings.refuse(name, value, wanted, wanted, near)
    return found


_FORMS = {
    "boolean": later("True or False"),
    "choice": later("a choice"),
    "integer": later("an integer"),
    "number": later("a number"),
    "text": later("text"),
}


def _form(parameter: Parameter) -> str:
    """What a value looks like, in a few words or characters."""
    match parameter:
        case Object():
            members = (f'"{member.name}": {_form(member)}' for member in parameter.members)
            return f"{{{', '.join(members)}}}"
        case List():
            return f"[{_form(parameter.items)}, ...]"
        case Color():
            return '"#RRGGBB"'
        case Share():
            return '"23.51%"'
        case _:
            return tr(_FORMS[parameter.kind])


def _accept_object(parameter: Object) -> Accept:
    """An object of its members, those that are required among them."""
    members = {member.name: acceptor(member) for member in parameter.members}
    required = {member.name for member in parameter.members if member.required}

    def accept(value: object, images: Seen) -> object:
        entries = fields(value)
        if entries is None or not required <= entries.keys() <= members.keys():
            return DOUBT
        found = {name: members[str(name)](builtin(entry), images) for name, entry in entries.items()}
        return DOUBT if DOUBT in found.values() else found

    return accept


def _explain_object(parameter: Object, value: object, images: Seen, findings: Findings) -> object:
    """What is wrong with an object, each fault by the member's name."""
    from brushwork_runtime.base import redact
    from brushwork_runtime.base.violations import nearest_names

    entries = fields(value)
    members = {member.name: member for member in parameter.members}
    wanted = tr("it must be {what}", what=_form(parameter))
    if entries is None:
        findings.refuse(parameter.name, value, wanted, wanted)
        return value
    inner = findings.within(f"{parameter.name}.")
    for name in entries:
        if not isinstance(name, str) or name not in members:
            close = nearest_names(name, members, 1) if isinstance(name, str) else []
            what = tr("has {value}; {wanted}.", value=redact.value(name), wanted=wanted)
            findings.violation(parameter.name, value, wanted, what, close[0] if close else None)
    for member in parameter.members:
        if member.required and member.name not in entries:
            inner.violation(member.name, None, tr("it is required"), tr("is required."))
    known = ((str(name), entry) for name, entry in entries.items() if name in members)
    return {name: check(members[name], entry, inner, images) for name, entry in known}

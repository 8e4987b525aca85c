"""The kinds of parameters: each accepts a value fast, and explains slowly what it does not accept.

`acceptor` makes, once for each parameter, the function that judges its values. It gives what goes out for a value that
there is nothing to say about, and `DOUBT` for any other: then `explain` adds the faults or warnings to the findings.
Here are lists, objects, boxes (for each reference image a list of [x1, y1, x2, y2] in pixels of it), colours and
shares.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, cast

from brushwork_runtime.base import redact
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
from brushwork_runtime.validate.call import DOUBT
from brushwork_runtime.validate.scalars import (
    accept_boolean,
    accept_choice,
    accept_constant,
    accept_number,
    accept_text,
    exact_number,
    meant_integer,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal
    from typing import Any

    from brushwork_runtime.tables.spec import Boxes, Color, Parameter, Share
    from brushwork_runtime.validate.call import Accept, Findings, Seen
    from brushwork_runtime.validate.inputs import Input


FORM = later("it must be a list with one list of boxes (x1, y1, x2, y2) per reference image")


def accept_boxes(parameter: Boxes) -> Accept:
    """The boxes as nested lists; those of an image whose size is known must lie within it."""
    low, high = parameter.minimum, parameter.maximum

    def accept(value: object, images: Seen) -> object:
        rows = items(value)
        if rows is None:
            return DOUBT
        accepted: list[list[Sequence[object]]] = []
        for index, row in enumerate(rows):
            boxes = items(row)
            if boxes is None or not low <= len(boxes) <= high:
                return DOUBT
            image = _read(images, index) if boxes else None
            kept: list[Sequence[object]] = []
            for box in boxes:
                corners = items(box)
                if corners is None or not _fits(corners, image):
                    return DOUBT
                kept.append([*corners])
            accepted.append(kept)
        return accepted

    return accept


def _read(images: Seen, index: int) -> Input | None:
    """What was read of the image at `index`, None where nothing was."""
    image = images[index] if index < len(images) else None
    return None if isinstance(image, str) else image


def _fits(corners: Sequence[object], image: Input | None) -> bool:
    """Whether a box has four corners in order, none negative, within its image if that has been read."""
    if len(corners) != 4:
        return False
    x1, y1, x2, y2 = corners
    if not (type(x1) is int and type(y1) is int and type(x2) is int and type(y2) is int):
        return False
    if not (0 <= x1 < x2 and 0 <= y1 < y2):
        return False
    return image is None or image.width is None or image.height is None or (x2 <= image.width and y2 <= image.height)


def explain_boxes(parameter: Boxes, value: object, images: Seen, findings: Findings) -> object:
    """What is wrong with the boxes, each fault by its place."""
    rows = items(value)
    if rows is None:
        findings.refuse(parameter.name, value, tr(FORM), tr(FORM))
        return value
    return [_row(parameter, index, row, _read(images, index), findings) for index, row in enumerate(rows)]


def _row(parameter: Boxes, index: int, row: object, image: Input | None, findings: Findings) -> object:
    name = f"{parameter.name}[{index}]"
    boxes = items(row)
    if boxes is None or (boxes and all(type(item) is int for item in boxes)):
        wanted = tr("it must be a list of boxes for image {number}, or [] for none", number=index + 1)
        findings.refuse(name, row, wanted, wanted, [row] if boxes and len(boxes) == 4 else None)
        return row
    low, high = parameter.minimum, parameter.maximum
    if not low <= len(boxes) <= high:
        wanted = tr("an image can have {low} to {high} boxes", low=low, high=high)
        many = tr("1 box") if len(boxes) == 1 else tr("{count} boxes", count=len(boxes))
        findings.violation(
            name,
            row,
            wanted,
            tr("has {value}; {wanted}.", value=many, wanted=wanted),
            boxes[:high] if len(boxes) > high else None,
        )
    return [_box(f"{name}[{place}]", box, image, findings) for place, box in enumerate(boxes)]


def _box(name: str, box: object, image: Input | None, findings: Findings) -> object:
    corners = items(box)
    if corners is not None and _fits(corners, image):
        return list(corners)
    if corners is None or len(corners) != 4:
        wanted = tr("a box must be four integers (x1, y1, x2, y2)")
        findings.refuse(name, box, wanted, wanted)
        return box
    exact: list[object] = [exact_number(corner, whole=True) for corner in corners]
    numbers = [corner for corner in exact if isinstance(corner, int)]
    if len(numbers) != 4:
        odd = corners[exact.index(None)]
        wanted = tr("coordinates must be integers")
        what = tr(
            "contains {value} of type {kind}; {wanted}.",
            value=redact.value(odd),
            kind=type(odd).__name__,
            wanted=wanted,
        )
        findings.violation(name, box, wanted, what, _rounded(corners))
        return box
    if not _fits(numbers, image):
        _corners(name, box, numbers, image, findings)
    return numbers


def _rounded(corners: Sequence[object]) -> list[int] | None:
    whole = [number for corner in corners if (number := meant_integer(corner)) is not None]
    return whole if len(whole) == 4 and whole[0] < whole[2] and whole[1] < whole[3] and min(whole) >= 0 else None


def _corners(name: str, box: object, numbers: list[int], image: Input | None, findings: Findings) -> None:
    x1, y1, x2, y2 = numbers
    width, height = (image.width, image.height) if image is not None else (None, None)
    if min(numbers) < 0:
        wanted = tr("coordinates must not be negative")
        findings.refuse(name, box, wanted, wanted, _inside(numbers, width, height))
    elif x1 >= x2 or y1 >= y2:
        wanted = tr("x1 must be less than x2, and y1 less than y2")
        swapped = [min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)]
        findings.refuse(name, box, wanted, wanted, _inside(swapped, width, height))
    else:
        label = image.label if image is not None else ""
        rule = tr("a box must lie within its image")
        within = tr(
            "{rule}, and {label} is {width} x {height}", rule=rule, label=repr(label), width=width, height=height
        )
        findings.refuse(name, box, rule, within, _inside(numbers, width, height))


def _inside(numbers: list[int], width: int | None, height: int | None) -> list[int] | None:
    """The part of the box that lies within the image, if any."""
    right, bottom = (
        numbers[2] if width is None else min(numbers[2], width),
        numbers[3] if height is None else min(numbers[3], height),
    )
    left, top = max(numbers[0], 0), max(numbers[1], 0)
    return [left, top, right, bottom] if left < right and top < bottom else None


_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")


def accept_color(parameter: Color) -> Accept:
    """A colour in either form, as the one that goes out."""

    def accept(value: object, _: Seen) -> object:
        if isinstance(value, str):
            return DOUBT if not is_hex(value) else value if parameter.form == "hex" else _channels(value)
        channels = items(value)
        if channels is None or len(channels) != 3:
            return DOUBT
        levels = [level for level in channels if type(level) is int and 0 <= level <= 255]
        return DOUBT if len(levels) != 3 else levels if parameter.form == "rgb" else _hex(levels)

    return accept


def explain_color(parameter: Color, value: object, findings: Findings) -> object:
    """What is wrong with what is no colour; its channels may be integers of another library."""
    from brushwork_runtime.validate.scalars import exact_number, meant_integer

    channels = items(value) or ()
    exact = [exact_number(each, whole=True) for each in channels]
    levels = [level for each in channels if (level := meant_integer(each)) is not None]
    inside = [max(0, min(255, level)) for level in levels]
    if exact == inside and len(inside) == 3:
        return inside if parameter.form == "rgb" else _hex(inside)
    nearest = _nearest_hex(value) if isinstance(value, str) else _hex(inside) if len(inside) == 3 else None
    wanted = tr('it must be a colour, as "#RRGGBB" or three integers from 0 to 255')
    ours = _channels(nearest) if nearest and parameter.form == "rgb" else nearest
    findings.refuse(parameter.name, value, wanted, wanted, ours)
    return value


def _channels(text: str) -> list[int]:
    return list(bytes.fromhex(text[1:]))


def _hex(levels: list[int]) -> str:
    return f"#{bytes(levels).hex().upper()}"


def _nearest_hex(value: str) -> str | None:
    digits = value.strip().lstrip("#")
    if not _HEX_DIGITS.issuperset(digits):
        return None
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return f"#{digits[:6]}" if len(digits) in (6, 8) else None


def accept_share(value: object, _: Seen) -> object:
    """A percentage with two decimals; what several must add up to is a rule of the mode."""
    return value if isinstance(value, str) and is_ratio(value) else DOUBT


def explain_share(parameter: Share, value: object, findings: Findings) -> object:
    """What is wrong with what is no percentage with two decimals."""
    wanted = tr('it must be text with exactly two decimals and a percent sign, such as "23.51%"')
    share = number(value)
    nearest = f"{share:.2f}%" if share is not None and 0 <= share <= 100 else None
    findings.refuse(parameter.name, value, wanted, wanted, nearest)
    return value


def is_hex(value: str) -> bool:
    """Whether a text is # and six hexadecimal digits."""
    return len(value) == 7 and value[0] == "#" and _HEX_DIGITS.issuperset(value[1:])


def is_ratio(value: str) -> bool:
    """Whether a text is a percentage of at most 100 with exactly two decimals and a percent sign."""
    whole, point, rest = value.partition(".")
    digits = whole + rest[:2]
    shaped = point == "." and 1 <= len(whole) <= 3 and len(rest) == 3 and rest[2] == "%" and digits.isascii()
    return shaped and digits.isdigit() and int(digits) <= 10_000 and (len(whole) == 1 or whole[0] != "0")


def number(value: object) -> Decimal | None:
    """The number in a ratio, however it is written; None if it has none."""
    from decimal import Decimal, InvalidOperation

    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    if isinstance(value, int):
        value = int.__int__(value)
        text = str(value) if abs(value) < 10**9 else ""
    else:
        text = str(float.__float__(value) if isinstance(value, float) else str.__str__(value)[:30])
    try:
        found = Decimal(text.strip().rstrip("%").rstrip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**9 else None


def rescaled(shares: list[Decimal], total: Decimal) -> list[str] | None:
    """The shares in the same proportions, with two decimals each, adding up to exactly `total`."""
    from decimal import ROUND_FLOOR, Decimal

    whole = sum(shares)
    if not whole or min(shares) < 0:
        return None
    cent = Decimal("0.01")
    exact = [share * total / whole for share in shares]
    floors = [share.quantize(cent, ROUND_FLOOR) for share in exact]
    missing = int((total - sum(floors)) / cent)
    by_loss = sorted(range(len(exact)), key=lambda index: floors[index] - exact[index])
    for index in by_loss[:missing]:
        floors[index] += cent
    return [f"{share:.2f}%" for share in floors]


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
            return accept_boxes(parameter)
        case List():
            return _accept_list(parameter)
        case Object():
            return _accept_object(parameter)
        case Color() | Share():
            return accept_color(parameter) if isinstance(parameter, Color) else accept_share
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
    from brushwork_runtime.validate import scalars, sizes

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
            return explain_boxes(parameter, value, images, findings)
        case List():
            return _explain_list(parameter, value, images, findings)
        case Object():
            return _explain_object(parameter, value, images, findings)
        case Color():
            return explain_color(parameter, value, findings)
        case Share():
            return explain_share(parameter, value, findings)
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

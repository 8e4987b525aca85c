"""The kinds of parameters: what goes out for a value of each, and what there is to say about it.

`check` judges a value: by its kind, then by what documents claim otherwise. Here are lists, objects, boxes (for each
reference image a list of [x1, y1, x2, y2] in pixels of it), colours and shares.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import SETTLED, builtin, fields, items
from brushwork_runtime.base.language import later, series, tr
from brushwork_runtime.tables.spec import ENDLESS, List, Object, Size
from brushwork_runtime.validate.scalars import (
    check_boolean,
    check_choice,
    check_constant,
    check_number,
    check_text,
    exact_number,
    meant_integer,
)
from brushwork_runtime.validate.sizes import check_size, denial, span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from brushwork_runtime.tables.spec import Boxes, Color, Dispute, Parameter, Share
    from brushwork_runtime.validate.call import Findings
    from brushwork_runtime.validate.inputs import Input


def check(parameter: Parameter, value: object, findings: Findings) -> object:
    """What goes out for a value, if it goes out; what there is to say about it is added to `findings`."""
    if type(value) not in SETTLED:
        value = builtin(value)
        inner = held(value)
        if inner is not value:
            trial = findings.apart()
            found = check(parameter, inner, trial)
            if not trial.violations:
                findings.warnings += trial.warnings
                return found
            value = inner if hasattr(value, "dtype") else value  # an array is told as what it holds
    before = len(findings.violations)
    found = _CHECKS[parameter.kind](parameter, value, findings)
    if parameter.claims and len(findings.violations) == before:
        for dispute in parameter.claims:
            if (claim := _denial(parameter, dispute, found)) is not None:
                findings.disputed(f"{parameter.name}={redact.value(found)}", dispute, claim)
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


def _denial(parameter: Parameter, dispute: Dispute, value: object) -> str | None:
    """What the other document says against a valid value, as it goes out; None if it says nothing."""
    field, claim = dispute.field, dispute.value
    if field == "supported":
        return tr("it is not supported") if claim is False else None
    if field == "max_characters":
        over = isinstance(value, str) and isinstance(claim, int) and len(value) > claim
        return tr("the limit is {limit:,} characters", limit=claim) if over else None
    if field == "choices" and isinstance(claim, (list, tuple)):
        return None if value in claim else tr("it must be one of {choices}", choices=series(map(redact.value, claim)))
    if isinstance(parameter, Size) and field != "range":
        return denial(parameter, field, claim, value)
    if field in ("boxes", "colors") and (entries := items(value)) is not None:
        value = len(entries) if field == "colors" else max((len(items(row) or ()) for row in entries), default=0)
    elif field != "range":
        return None
    bounds = span(claim)
    if bounds is None or not isinstance(value, (int, float)) or bounds[0] <= value <= bounds[1]:
        return None
    if bounds[0] == bounds[1]:
        return tr("it must be {bound:,}", bound=bounds[0])
    return tr("it must be {low:,} to {high:,}{when}", low=bounds[0], high=bounds[1], when="")


FORM = later("it must be a list with one list of boxes (x1, y1, x2, y2) per reference image")


def check_boxes(parameter: Boxes, value: object, findings: Findings) -> object:
    """The boxes as nested lists, each fault by its place; those of an image whose size is known must lie within it."""
    rows = items(value)
    if rows is None:
        findings.refuse(parameter.name, value, tr(FORM), tr(FORM))
        return value
    low, high = parameter.minimum, parameter.maximum
    found: list[object] = []
    for index, row in enumerate(rows):
        name, boxes = parameter.name, items(row)
        if boxes is None or (boxes and type(boxes[0]) is int):
            wanted = tr("it must be a list of boxes for image {number}, or [] for none", number=index + 1)
            findings.refuse(f"{name}[{index}]", row, wanted, wanted, [row] if boxes and len(boxes) == 4 else None)
            continue
        if not low <= len(boxes) <= high:
            wanted = tr("an image can have {low} to {high} boxes", low=low, high=high)
            many = tr("1 box") if len(boxes) == 1 else tr("{count} boxes", count=len(boxes))
            told = tr("has {value}; {wanted}.", value=many, wanted=wanted)
            findings.violation(f"{name}[{index}]", row, wanted, told, boxes[:high] if len(boxes) > high else None)
        kept: list[object] = []
        for place, box in enumerate(boxes):
            corners, image = items(box), _read(findings, index)
            if corners is not None and _fits(corners, image):
                kept.append(list(corners))
            else:
                kept.append(_box(f"{name}[{index}][{place}]", box, image, findings))
        found.append(kept)
    return found


def _read(findings: Findings, index: int) -> Input | None:
    """What was read of the image at `index`, None where nothing was."""
    image = findings.images[index] if index < len(findings.images) else None
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


def _box(name: str, box: object, image: Input | None, findings: Findings) -> object:
    """What is wrong with a box, or its corners as integers where they are those of another library."""
    corners = items(box)
    if corners is None or len(corners) != 4:
        wanted = tr("a box must be four integers (x1, y1, x2, y2)")
        findings.refuse(name, box, wanted, wanted)
        return box
    exact: list[object] = [exact_number(corner, whole=True) for corner in corners]
    numbers = [corner for corner in exact if isinstance(corner, int)]
    if len(numbers) != 4:
        odd, wanted = corners[exact.index(None)], tr("coordinates must be integers")
        shown, kind = redact.value(odd), type(odd).__name__
        what = tr("contains {value} of type {kind}; {wanted}.", value=shown, kind=kind, wanted=wanted)
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
        label = repr(image.label if image is not None else "")
        rule = tr("a box must lie within its image")
        within = tr("{rule}, and {label} is {width} x {height}", rule=rule, label=label, width=width, height=height)
        findings.refuse(name, box, rule, within, _inside(numbers, width, height))


def _inside(numbers: list[int], width: int | None, height: int | None) -> list[int] | None:
    """The part of the box that lies within the image, if any."""
    left, top = max(numbers[0], 0), max(numbers[1], 0)
    right, bottom = min(numbers[2], width or numbers[2]), min(numbers[3], height or numbers[3])
    return [left, top, right, bottom] if left < right and top < bottom else None


_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")


def check_color(parameter: Color, value: object, findings: Findings) -> object:
    """A colour in either form, as the one that goes out; its channels may be integers of another library."""
    if isinstance(value, str) and is_hex(value):
        return value if parameter.form == "hex" else _channels(value)
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


def check_share(parameter: Share, value: object, findings: Findings) -> object:
    """A percentage with two decimals; what several must add up to is a rule of the mode."""
    if isinstance(value, str) and is_ratio(value):
        return value
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


def check_list(parameter: List, value: object, findings: Findings) -> object:
    """A list of as many items as there may be, each of its kind, each fault by its place."""
    name, low, high = parameter.name, parameter.minimum, parameter.maximum
    entries, before = items(value), len(findings.violations)
    many = f"{low:,}" if low == high else tr("{low:,} to {high:,}", low=low, high=high)
    if entries is None:
        form = _form(parameter.items)
        endless = tr("it must be a list, each {form}", form=form)
        wanted = endless if high == ENDLESS else tr("it must be a list of {count}, each {form}", count=many, form=form)
        trial = findings.apart()
        alone = check(parameter.items, value, trial)
        findings.refuse(name, value, wanted, wanted, None if trial.violations or low > 1 else [alone])
        return value
    if not low <= len(entries) <= high:
        count = tr("1 item") if len(entries) == 1 else tr("{count:,} items", count=len(entries))
        told = tr("has {items}; it must have {count}.", items=count, count=many)
        form = _form(parameter.items)
        wanted = tr("it must be a list of {count}, each {form}", count=many, form=form)
        findings.violation(name, value, wanted, told, entries[:high] if entries[high:] else None)
    found: list[object] = []
    place = findings.place
    for index, entry in enumerate(entries):
        findings.place = f"{place}{name}[{index}]"
        found.append(check(parameter.items, entry, findings))
    findings.place = place
    combinations = [list(each) for each in parameter.combinations]
    if combinations and found not in combinations and len(findings.violations) == before:
        wanted = tr("it must be {what}", what=tr(" or ").join(map(str, combinations)))
        near = max(combinations, key=lambda each: (len([item for item in each if item in found]), -len(each)))
        findings.refuse(name, value, wanted, wanted, near)
    return found


_FORMS = {
    "boolean": later("True or False"),
    "choice": later("a choice"),
    "color": '"#RRGGBB"',
    "integer": later("an integer"),
    "number": later("a number"),
    "share": '"23.51%"',
    "text": later("text"),
}


def _form(parameter: Parameter) -> str:
    """What a value looks like, in a few words or characters."""
    if isinstance(parameter, Object):
        return "{" + ", ".join(f'"{member.name}": {_form(member)}' for member in parameter.members) + "}"
    return f"[{_form(parameter.items)}, ...]" if isinstance(parameter, List) else tr(_FORMS[parameter.kind])


def check_object(parameter: Object, value: object, findings: Findings) -> object:
    """An object of its members, those that are required among them, each fault by the member's name."""
    entries = fields(value)
    members = {member.name: member for member in parameter.members}
    if entries is None or not entries.keys() <= members.keys():
        wanted = tr("it must be {what}", what=_form(parameter))
        if entries is None:
            findings.refuse(parameter.name, value, wanted, wanted)
            return value
        for name in entries:
            if name not in members:
                from brushwork_runtime.base.violations import nearest_names

                close = nearest_names(name, members, 1) if isinstance(name, str) else []
                what = tr("has {value}; {wanted}.", value=redact.value(name), wanted=wanted)
                findings.violation(parameter.name, value, wanted, what, close[0] if close else None)
    place = findings.place
    findings.place = f"{place}{parameter.name}."
    for member in parameter.members:
        if member.required and member.name not in entries:
            findings.violation(member.name, None, tr("it is required"), tr("is required."))
    known = [(members[str(name)], entry) for name, entry in entries.items() if name in members]
    found = {member.name: check(member, entry, findings) for member, entry in known}
    findings.place = place
    return found


_CHECKS: dict[str, Callable[[Any, object, Findings], object]] = {
    "boolean": check_boolean,
    "boxes": check_boxes,
    "choice": check_choice,
    "color": check_color,
    "constant": check_constant,
    "integer": check_number,
    "list": check_list,
    "number": check_number,
    "object": check_object,
    "palette": check_list,
    "share": check_share,
    "size": check_size,
    "text": check_text,
}
"""What judges a value of each kind, as `check` does."""

"""Nested values: boxes, a list for each reference image, each [x1, y1, x2, y2] in pixels of it; colours, and shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import items, items as _items
from brushwork_runtime.base.language import later, tr
from brushwork_runtime.validate.findings import DOUBT
from brushwork_runtime.validate.scalars import exact_number, meant_integer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from brushwork_runtime.tables.spec import Boxes, Color, Share
    from brushwork_runtime.validate.findings import Accept, Findings, Seen
    from brushwork_runtime.validate.inputs import Input


FORM = later("it must be a list with one list of boxes (x1, y1, x2, y2) per reference image")


def accept_boxes(parameter: Boxes) -> Accept:
    """The boxes as nested lists; those of an image whose size is known must lie within it."""
    low, high = parameter.minimum, parameter.maximum

    def accept(value: object, images: Seen) -> object:
        rows = _items(value)
        if rows is None:
            return DOUBT
        accepted: list[list[Sequence[object]]] = []
        for index, row in enumerate(rows):
            boxes = _items(row)
            if boxes is None or not low <= len(boxes) <= high:
                return DOUBT
            image = _read(images, index) if boxes else None
            kept: list[Sequence[object]] = []
            for box in boxes:
                corners = _items(box)
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
    rows = _items(value)
    if rows is None:
        findings.refuse(parameter.name, value, tr(FORM), tr(FORM))
        return value
    return [_row(parameter, index, row, _read(images, index), findings) for index, row in enumerate(rows)]


def _row(parameter: Boxes, index: int, row: object, image: Input | None, findings: Findings) -> object:
    name = f"{parameter.name}[{index}]"
    items = _items(row)
    if items is None or (items and all(type(item) is int for item in items)):
        wanted = tr("it must be a list of boxes for image {number}, or [] for none", number=index + 1)
        findings.refuse(name, row, wanted, wanted, [row] if items and len(items) == 4 else None)
        return row
    low, high = parameter.minimum, parameter.maximum
    if not low <= len(items) <= high:
        wanted = tr("an image can have {low} to {high} boxes", low=low, high=high)
        many = tr("1 box") if len(items) == 1 else tr("{count} boxes", count=len(items))
        findings.violation(
            name,
            row,
            wanted,
            tr("has {value}; {wanted}.", value=many, wanted=wanted),
            items[:high] if len(items) > high else None,
        )
    return [_box(f"{name}[{place}]", box, image, findings) for place, box in enumerate(items)]


def _box(name: str, box: object, image: Input | None, findings: Findings) -> object:
    corners = _items(box)
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

"""Checks of boxes: one list per reference image, each box [x1, y1, x2, y2] in pixels of its image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import items as _items
from brushwork_runtime.validate.findings import DOUBT
from brushwork_runtime.validate.scalars import exact_number, meant_integer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brushwork_runtime.tables.spec import Boxes
    from brushwork_runtime.validate.findings import Accept, Findings, Seen
    from brushwork_runtime.validate.inputs import Input

FORM = "it must be a list with one list of boxes (x1, y1, x2, y2) per reference image"


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
        findings.refuse(parameter.name, value, FORM, FORM)
        return value
    return [_row(parameter, index, row, _read(images, index), findings) for index, row in enumerate(rows)]


def _row(parameter: Boxes, index: int, row: object, image: Input | None, findings: Findings) -> object:
    name = f"{parameter.name}[{index}]"
    items = _items(row)
    if items is None or (items and all(type(item) is int for item in items)):
        wanted = f"it must be a list of boxes for image {index + 1}, or [] for none"
        findings.refuse(name, row, wanted, wanted, [row] if items and len(items) == 4 else None)
        return row
    low, high = parameter.minimum, parameter.maximum
    if not low <= len(items) <= high:
        wanted = f"an image can have {low} to {high} boxes"
        findings.violation(
            name,
            row,
            wanted,
            f"has {len(items)} box{'' if len(items) == 1 else 'es'}; {wanted}.",
            items[:high] if len(items) > high else None,
        )
    return [_box(f"{name}[{place}]", box, image, findings) for place, box in enumerate(items)]


def _box(name: str, box: object, image: Input | None, findings: Findings) -> object:
    corners = _items(box)
    if corners is not None and _fits(corners, image):
        return list(corners)
    if corners is None or len(corners) != 4:
        wanted = "a box must be four integers (x1, y1, x2, y2)"
        findings.refuse(name, box, wanted, wanted)
        return box
    exact: list[object] = [exact_number(corner, whole=True) for corner in corners]
    numbers = [corner for corner in exact if isinstance(corner, int)]
    if len(numbers) != 4:
        odd = corners[exact.index(None)]
        wanted = "coordinates must be integers"
        what = f"contains {redact.value(odd)} of type {type(odd).__name__}; {wanted}."
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
        wanted = "coordinates must not be negative"
        findings.refuse(name, box, wanted, wanted, _inside(numbers, width, height))
    elif x1 >= x2 or y1 >= y2:
        wanted = "x1 must be less than x2, and y1 less than y2"
        swapped = [min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)]
        findings.refuse(name, box, wanted, wanted, _inside(swapped, width, height))
    else:
        label = image.label if image is not None else ""
        rule = "a box must lie within its image"
        findings.refuse(
            name, box, rule, f"{rule}, and {label!r} is {width} x {height}", _inside(numbers, width, height)
        )


def _inside(numbers: list[int], width: int | None, height: int | None) -> list[int] | None:
    """The part of the box that lies within the image, if any."""
    right, bottom = (
        numbers[2] if width is None else min(numbers[2], width),
        numbers[3] if height is None else min(numbers[3], height),
    )
    left, top = max(numbers[0], 0), max(numbers[1], 0)
    return [left, top, right, bottom] if left < right and top < bottom else None

"""Checks of the reference images of a call: how many there are, and what is known of each before it is sent."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

from brushwork_runtime.base.json_values import items
from brushwork_runtime.validate.scalars import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brushwork_runtime.tables.spec import Dispute, Images, Json, Mode, Range
    from brushwork_runtime.validate.findings import Findings
    from brushwork_runtime.validate.inputs import Input

NAME = "reference_images"
MEGABYTE = 1024 * 1024


@cache
def _address_pattern() -> re.Pattern[str]:
    """A web address that is passed on unread: a host, no blanks, no characters that do not show.

    It is compiled for the first image, since that takes long.
    """
    return re.compile(rf"https?://[^\s/{UNSEEN}][^\s{UNSEEN}]*")


def listed(images: object) -> list[object]:
    """The images of a call as a list: a single image needs no list, None means no images, a result means its own."""
    if images is None:
        return []
    several = items(images)
    return [one for image in ([images] if several is None else several) for one in _made(image)]


def _made(image: object) -> tuple[object, ...]:
    """The images of an earlier result, or the image itself."""
    if type(image) is str:
        return (image,)
    try:
        made: object = getattr(image, "images", None)
    except Exception:  # of the caller's own object, which is read later, and refused then
        made = None
    return cast("tuple[object, ...]", made) if isinstance(made, tuple) and made else (image,)


def pictures(mode: Mode, images: Sequence[object], findings: Findings) -> list[str | Input | None]:
    """Each image as its address, or as what was read of it; None for one that cannot be read."""
    if not takes(mode.images, len(images)):
        _count(mode, images, findings)
    if not images:
        return []
    plain = _address_pattern().fullmatch
    return [
        image if type(image) is str and plain(image) else _judged(mode, image, index, findings)
        for index, image in enumerate(images)
    ]


def _judged(mode: Mode, image: object, index: int, findings: Findings) -> Input | None:
    found = read_one(image, index, findings)
    if found is not None:
        _address(found, index, findings)
        if mode.images is not None:
            _one(mode.images, found, index, findings)
    return found


def takes(limits: Images | None, count: int) -> bool:
    """Whether a mode with these limits accepts this many images."""
    return limits.minimum <= count <= limits.maximum if limits is not None else count == 0


def _count(mode: Mode, images: Sequence[object], findings: Findings) -> None:
    limits, given = mode.images, len(images)
    if limits is None:
        rule = f"{mode.name} accepts no reference images"
    elif limits.minimum == limits.maximum:
        rule = f"{mode.name} accepts {limits.minimum}"
    else:
        rule = f"{mode.name} accepts {limits.minimum} to {limits.maximum}"
    findings.violation(NAME, given, rule, f"has {given} image{'' if given == 1 else 's'}; {rule}.")


def read_one(image: object, index: int, findings: Findings) -> Input | None:
    """What is known of an image; None for one that cannot be read, which is the only fault recorded here."""
    from brushwork_runtime.validate.inputs import InputProblem, read

    try:
        return read(image, index)
    except InputProblem as problem:
        name = f"{NAME}[{index}]"
        findings.state(name, image, problem.expected, f"{problem}; expected: {problem.expected}.")
        return None


def _address(image: Input, index: int, findings: Findings) -> None:
    url = image.url if image.kind in ("url", "oss") else None
    if url is None:
        return
    if re.search(rf"[\s{UNSEEN}]", url):
        rule = "a URL must not contain spaces or control characters"
        findings.refuse(f"{NAME}[{index}]", url, rule, rule, url.strip().replace(" ", "%20"))
    elif url.partition("://")[2][:1] in ("", "/"):
        rule = f"a URL must begin with {image.kind if image.kind == 'oss' else 'https'}:// and a host name"
        findings.refuse(f"{NAME}[{index}]", url, rule, rule)


def _one(limits: Images, image: Input, index: int, findings: Findings) -> None:
    for rule, what in broken(limits, image):
        findings.state(f"{NAME}[{index}]", image.label, rule, f"{_name(image, index)} {what}; {rule}.")
    for dispute in limits.disputes:
        for rule, what in broken(_narrowed(limits, dispute), image):
            findings.disputed(f"{_name(image, index)} {what}", dispute, rule)


def _name(image: Input, index: int) -> str:
    from brushwork_runtime.validate.inputs import called

    return called(image.label, index)


def broken(limits: Images, image: Input) -> list[tuple[str, str]]:
    """Each rule that an image breaks, and what the image is instead."""
    found: list[tuple[str, str]] = []
    if image.format is not None and image.format not in limits.formats:
        found.append((f"the format must be one of {', '.join(limits.formats)}", f"is {image.format}"))
    if image.alpha and limits.alpha == "refused":
        found.append(("it must be flattened onto a solid colour first", "has an alpha channel"))
    if image.size is not None and limits.max_megabytes is not None and image.size > limits.max_megabytes * MEGABYTE:
        found.append((f"a file must be at most {limits.max_megabytes} MB", f"has {image.size:,} bytes"))
    if image.width is not None and image.height is not None:
        found += _shape(limits, image.width, image.height)
    return found


def _shape(limits: Images, width: int, height: int) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    sides: Range | None = None if limits.sides_recommended else limits.sides
    if sides is not None and not (sides[0] <= min(width, height) and max(width, height) <= sides[1]):
        found.append((f"each side must be {sides[0]:,} to {sides[1]:,} pixels", f"is {width} x {height} pixels"))
    if limits.aspect is not None:
        from brushwork_runtime.validate.sizes import aspect_problem

        if aspect_problem(limits.aspect, (width, height)):
            rule = f"the aspect ratio must be {limits.aspect[0]} to {limits.aspect[1]}"
            found.append((rule, f"is {width} x {height} pixels"))
    return found


def _narrowed(limits: Images, dispute: Dispute) -> Images:
    """Limits that state the other claim and nothing else."""
    from brushwork_runtime.base.image_headers import MEDIA_TYPES
    from brushwork_runtime.tables.spec import Images

    claim = Images(limits.minimum, limits.maximum, formats=tuple(MEDIA_TYPES))
    value: Json = dispute.value
    if dispute.field == "max_megabytes" and isinstance(value, int):
        claim.max_megabytes = value
    elif dispute.field == "alpha" and value == "refused":
        claim.alpha = "refused"
    elif dispute.field == "sides_recommended" and value is False:
        claim.sides = limits.sides  # the other document states as a limit what is a recommendation here
    elif isinstance(value, (list, tuple)) and dispute.field in ("sides", "formats", "aspect"):
        setattr(claim, dispute.field, tuple(value))
    return claim

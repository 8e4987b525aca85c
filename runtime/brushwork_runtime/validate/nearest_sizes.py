"""What is wrong with a picture size, what was meant by it, and the valid size that is nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import items
from brushwork_runtime.validate.scalars import alternatives
from brushwork_runtime.validate.sizes import (
    MOST_DIGITS,
    allowed_list,
    distance,
    on_grid,
    problems,
    ratio,
    resolve,
    scaled,
    wire,
)

if TYPE_CHECKING:
    from brushwork_runtime.tables.spec import Pixels, Size
    from brushwork_runtime.validate.findings import Findings

_MOST: int = 10**MOST_DIGITS - 1
_STANDINS = str.maketrans({"×": "*", "✕": "*", "∗": "*", "X": "*", "x": "*", "：": ":", ",": "*", "/": ":"})


def suggestion(parameter: Size, pixels: Pixels) -> str | None:
    """The valid size nearest to `pixels`: the same aspect ratio, scaled into the bounds; None if there is none."""
    if not problems(parameter, pixels):
        return wire(pixels)
    target = pixels if parameter.fixed else scaled(parameter, pixels)
    known = allowed_list(parameter)
    found = (
        min(known, key=lambda size: distance(size, pixels), default=None)
        if parameter.fixed
        else on_grid(parameter, target)
    )
    return wire(found) if found else None


def explain_size(parameter: Size, value: object, findings: Findings) -> object:
    """What is wrong with a size; the size as it goes out if nothing is."""
    if isinstance(value, str) and value in parameter.presets:
        return str.__str__(value)
    pixels = resolve(parameter, value)
    if pixels is None:
        _unreadable(parameter, value, findings)
        return value
    broken = problems(parameter, pixels)
    if broken:
        what = f"{wire(pixels)} {', and '.join(broken)}."
        findings.violation(parameter.name, value, " and ".join(broken), what, suggestion(parameter, pixels))
    return wire(pixels)


def _unreadable(parameter: Size, value: object, findings: Findings) -> None:
    guess = meant(value)
    nearest: str | None = None
    if isinstance(guess, tuple):
        nearest = suggestion(parameter, guess)
    elif guess is not None:
        nearest = _name(parameter, guess)
    findings.refuse(parameter.name, value, "it must be a size", f"it must be {forms(parameter)}", nearest)


def _name(parameter: Size, guess: str) -> str | None:
    """The preset, or the size of the ratio, nearest to a name."""
    if guess in parameter.presets:
        return guess
    if (pixels := resolve(parameter, guess) or _nearest_ratio(parameter, guess)) is not None:
        return suggestion(parameter, pixels)
    if guess[:-1].isdecimal() and guess.endswith("K") and len(guess) < 4:
        side = 1024 * int(guess[:-1])
        by_area = sorted(parameter.presets, key=lambda name: abs(parameter.presets[name][0] - side))
        return by_area[0] if by_area else suggestion(parameter, (side, side)) if side else None
    return None


def _nearest_ratio(parameter: Size, guess: str) -> Pixels | None:
    parts = ratio(guess)
    return min(allowed_list(parameter), key=lambda known: distance(known, parts), default=None) if parts else None


def forms(parameter: Size) -> str:
    """The ways to give this size, for messages."""
    ways = [redact.value(preset) for preset in parameter.presets]
    if parameter.fixed:
        ways.append("one of " + ", ".join(map(wire, allowed_list(parameter))))
    else:
        example = allowed_list(parameter) or ((1280, 720),)
        ways.append(f"width*height in pixels such as '{wire(example[0])}'")
        ways.append("(width, height)")
        ways.append(f"a ratio such as '{next(iter(parameter.ratios), '16:9')}'")
    return alternatives(ways)


def meant(value: object) -> Pixels | str | None:
    """What a value in none of the forms most likely means: a size, or a ratio or name as text; else None."""
    if isinstance(value, str):
        return _meant_text(value)
    sides = items(value)
    return _both(_whole(sides[0]), _whole(sides[1])) if sides is not None and len(sides) == 2 else None


def _meant_text(value: str) -> Pixels | str | None:
    import unicodedata

    if len(value) > 200:
        return None
    plain = "".join(unicodedata.normalize("NFKC", value).split())
    tidy = plain.translate(_STANDINS).strip("*")
    width, star, height = tidy.partition("*")
    if star:
        return _both(_whole(width), _whole(height))
    return tidy if ratio(tidy) else plain.upper()


def _both(width: int | None, height: int | None) -> Pixels | None:
    if not width or not height:
        return None
    return min(abs(width), _MOST), min(abs(height), _MOST)


def _whole(side: object) -> int | None:
    from brushwork_runtime.validate.scalars import meant_integer

    if isinstance(side, str):
        side = str.__str__(side).lower().removesuffix("px")
        if side.lstrip("+-").isdecimal() and len(side) > MOST_DIGITS:
            return _MOST
    return meant_integer(side)

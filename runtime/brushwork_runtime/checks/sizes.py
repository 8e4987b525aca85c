"""Checks of picture sizes: presets, ratios, fixed lists, and bounds of area, sides and aspect ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime import redact
from brushwork_runtime.checks.findings import DOUBT
from brushwork_runtime.checks.nearsizes import distance, of_ratio, suggestion
from brushwork_runtime.checks.scalars import alternatives
from brushwork_runtime.checks.sizebounds import allowed_list, problems, wire
from brushwork_runtime.checks.sizeforms import exact, meant, named_ratio, ratio

if TYPE_CHECKING:
    from brushwork_runtime.checks.findings import Accept, Findings, Seen
    from brushwork_runtime.spec import Pixels, Size

_REMEMBERED = 256


def accept_size(parameter: Size) -> Accept:
    """A size that the model accepts, as it is sent: the name of a preset or `width*height`."""

    def accept(value: object, _: Seen) -> object:
        if isinstance(value, str) and value in parameter.presets:
            return str.__str__(value)
        pixels = resolve(parameter, value)
        return DOUBT if pixels is None or problems(parameter, pixels) else wire(pixels)

    return accept


def remembering(accept: Accept) -> Accept:
    """The same, which judges a text once: a program asks for the same few sizes again and again."""
    known: dict[str, object] = {}

    def remembered(value: object, images: Seen) -> object:
        if type(value) is not str:
            return accept(value, images)
        found = known.get(value)
        if found is None:
            found = accept(value, images)
            if found is not DOUBT and len(known) < _REMEMBERED:
                known[value] = found
        return found

    return remembered


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
        findings.fault(parameter.name, value, " and ".join(broken), what, suggestion(parameter, pixels))
    return wire(pixels)


def resolve(parameter: Size, value: object) -> Pixels | None:
    """The width and height that a value stands for, valid or not; None if it is not written as a size."""
    pixels = exact(value) or named_ratio(value, parameter.ratios)
    if pixels is None and not parameter.fixed and (parts := ratio(value)) is not None:
        return of_ratio(parameter, parts)
    return pixels


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

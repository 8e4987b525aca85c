"""`output_size`: pictures of a size of the caller's own, made of the nearest one that the model takes.

The size that goes out is chosen here by the bounds that every document agrees on; what comes back is cropped and scaled
to what was asked for when it is saved.
"""

from __future__ import annotations

from importlib.util import find_spec
from itertools import product
from math import sqrt
from typing import TYPE_CHECKING

from brushwork_runtime.base.language import all_of, tr
from brushwork_runtime.tables.spec import Choice, Size
from brushwork_runtime.validate.disputes import undisputed
from brushwork_runtime.validate.kinds import held
from brushwork_runtime.validate.sizes import (
    allowed_list,
    covering,
    distance,
    exact,
    fraction,
    meant,
    on_grid,
    problems,
    ratio,
    scaled,
    wire,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brushwork_runtime.tables.spec import Mode, Parameter, Pixels
    from brushwork_runtime.validate.findings import Findings

MOST_PIXELS = 50_000_000
"""The largest area that is scaled to; a picture of it takes 200 MB while that is done."""


class Chosen:
    """What goes out for pictures of `size`: `values` by parameters, which make pictures of about `made` pixels."""

    __slots__ = ("made", "size", "values")

    def __init__(self, size: Pixels, made: Pixels, values: Mapping[str, object]) -> None:
        self.size = size
        self.made = made
        self.values = values

    def told(self) -> str | None:
        """What is made of them, in words; None where they come as they are wanted."""
        if self.made == self.size:
            return None
        sent = all_of(f"{name}={value!r}" for name, value in self.values.items())
        size = _sides(self.size)
        if wire(self.made) not in self.values.values():  # what a name makes is not known to the pixel
            return tr("output_size {size}: sent as {sent}; pictures are cropped and scaled", size=size, sent=sent)
        steps = changed(self.made, self.size)
        if self.made[0] < self.size[0] or self.made[1] < self.size[1]:
            steps += tr(", as the model makes none that are large enough")
        return tr("output_size {size}: sent as {sent}; pictures are {steps}", size=size, sent=sent, steps=steps)


def changed(made: Pixels, wanted: Pixels) -> str:
    """What is done to a picture of `made` to get one of `wanted`, in words."""
    part = cut(made, wanted)
    steps: list[str] = []
    if part != made:
        steps.append(tr("cropped from {old} to {new}", old=_sides(made), new=_sides(part)))
    if part != wanted and part[0] * part[1] >= wanted[0] * wanted[1]:
        steps.append(tr("scaled down to {new}", new=_sides(wanted)))
    elif part != wanted:
        steps.append(tr("scaled up to {new}", new=_sides(wanted)))
    return tr(" and ").join(steps)


def cut(made: Pixels, wanted: Pixels) -> Pixels:
    """The largest part of a picture that has the aspect ratio of another."""
    (width, height), (w, h) = made, wanted
    if width * h > height * w:
        return max(1, round(height * w / h)), height
    return width, max(1, round(width * h / w))


def _sides(size: Pixels) -> str:
    return f"{size[0]} x {size[1]}"


def choosers(mode: Mode) -> tuple[Parameter, ...]:
    """The parameters by which the size of pictures is chosen: a size, or a ratio and perhaps a resolution."""
    size = next((own for own in mode.parameters if isinstance(own, Size)), None)
    if size is not None:
        return (size,)
    choices = [own for own in mode.parameters if isinstance(own, Choice)]
    ratios = [own for own in choices if all(ratio(each) for each in own.choices)]
    return (ratios[0], *(own for own in choices if all(_tier(each) for each in own.choices))) if ratios else ()


def _tier(choice: object) -> int | None:
    """The side of a square of a resolution such as "2k"."""
    digits = choice[:-1] if isinstance(choice, str) and choice[-1:] in ("k", "K") else ""
    return 1024 * int(digits) if digits.isascii() and digits.isdigit() else None


def size_for(mode: Mode, given: Mapping[str, object], value: object, findings: Findings) -> Chosen | None:
    """What goes out for `output_size`; None, and the fault, where that cannot be told. Needs Pillow later on.

    Raises `ModuleNotFoundError` without Pillow, since the picture is paid for before it is cut.
    """
    own = choosers(mode)
    beside = [each.name for each in own if given.get(each.name) is not None]
    value = held(value)
    wanted = exact(value)
    if not own:
        _no_size(mode, value, findings)
    elif beside:
        rule = tr("either output_size or {names}", names=all_of(beside))
        what = tr("is given beside {names}, which it chooses itself. Leave out one of them.", names=all_of(beside))
        findings.violation("output_size", value, rule, what)
    elif wanted is None:
        guess = meant(value)
        rule = tr("it must be the width and height in pixels, such as (1000, 700) or '1000x700'")
        findings.refuse("output_size", value, rule, rule, wire(guess) if isinstance(guess, tuple) else None)
    elif wanted[0] * wanted[1] > MOST_PIXELS:
        rule = tr("it must have {limit:,} pixels at most", limit=MOST_PIXELS)
        findings.refuse("output_size", value, rule, rule)
    elif find_spec("PIL") is None:
        raise ModuleNotFoundError(tr("output_size needs Pillow: {way}", way="pip install 'brushwork[pil]'"), name="PIL")
    else:
        return _chosen(own, wanted)
    return None


def _no_size(mode: Mode, value: object, findings: Findings) -> None:
    rule = tr("{mode} has no size to choose", mode=mode.name)
    if mode.inputs:
        what = tr(
            "does not work with {mode}: its pictures are as large as the image that goes in. Give it an image of that "
            "size, or scale the result: PIL.ImageOps.fit(image.to_pil(), (width, height)).",
            mode=mode.name,
        )
    else:
        what = tr(
            "does not work with {mode}, which has no size to choose. Scale the result: "
            "PIL.ImageOps.fit(image.to_pil(), (width, height)).",
            mode=mode.name,
        )
    findings.violation("output_size", value, rule, what)


def _chosen(own: tuple[Parameter, ...], wanted: Pixels) -> Chosen:
    sizes = dict(_of_size(own[0], wanted) if isinstance(own[0], Size) else _of_choices(own))
    large = [made for made in sizes if made[0] >= wanted[0] and made[1] >= wanted[1]]
    made = min(large or sizes, key=lambda size: distance(size, wanted))
    return Chosen(wanted, made, sizes[made])


def _of_size(parameter: Size, wanted: Pixels) -> Iterator[tuple[Pixels, dict[str, object]]]:
    """The sizes to choose from, each with what goes out for it."""
    agreed = undisputed(parameter)
    found = dict.fromkeys(allowed_list(parameter))
    if not agreed.fixed:
        target = scaled(agreed, covering(agreed.aspect, wanted))
        found |= dict.fromkeys(filter(None, (on_grid(agreed, target, wanted), on_grid(agreed, target))))
    if not problems(agreed, wanted):
        found = {wanted: None}
    for size in found:
        yield size, {parameter.name: wire(size)}
    if not found:  # it has names only
        for name, size in parameter.presets.items():
            yield size, {parameter.name: name}


def _of_choices(own: tuple[Parameter, ...]) -> Iterator[tuple[Pixels, dict[str, object]]]:
    """The same for a ratio and a resolution, by the area that its name stands for."""
    names = [each.name for each in own]
    for chosen in product(*(each.choices for each in own if isinstance(each, Choice))):
        width, height = fraction(str(chosen[0]))
        side = next((side for each in chosen[1:] if (side := _tier(each))), 1024)
        scale = side / sqrt(width * height)
        yield (round(width * scale), round(height * scale)), dict(zip(names, chosen, strict=True))

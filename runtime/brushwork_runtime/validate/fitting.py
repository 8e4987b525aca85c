"""Pictures made to fit: images to an input (`fit=`), and results to a size of the caller's own (`output_size=`).

An image is set upright, flattened, converted and scaled with Pillow; what fits is passed on as it is, and what cannot
be made to fit, such as a side ratio that is not accepted, is left for the checks to refuse. For a size of the caller's
own the nearest one goes out that the model takes, by the bounds that every document agrees on; what comes back is
cropped and scaled when it is saved.
"""

from __future__ import annotations

import base64
import io
from importlib.util import find_spec
from itertools import product
from math import sqrt
from typing import TYPE_CHECKING, cast

from brushwork_runtime.base import redact
from brushwork_runtime.base.image_headers import MEDIA_TYPES
from brushwork_runtime.base.image_marks import kept_marks
from brushwork_runtime.base.json_values import builtin
from brushwork_runtime.base.language import all_of, later, tr
from brushwork_runtime.tables.spec import Boxes, Choice, Size
from brushwork_runtime.validate.inputs import Input, InputProblem, called, of_bytes, read
from brushwork_runtime.validate.kinds import held, is_hex
from brushwork_runtime.validate.pictures import MEGABYTE, broken, takes_format
from brushwork_runtime.validate.pixels import in_a_mode_of_png
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
    undisputed,
    wire,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PIL.Image import Image

    from brushwork_runtime.tables.spec import Images, Mode, Parameter, Pixels
    from brushwork_runtime.validate.call import Findings, Seen


_MEANT = later('fit is {value}; it must be True, False or a colour such as "#FFFFFF"')
_ORIENTATION = 0x0112
"""EXIF's tag of how a picture is turned; 1 is upright."""
_LOSSY = ("JPEG", "HEIC", "AVIF", "JXL")
_CHOICES = ("PNG", "WEBP", "JPEG", "BMP", "TIFF", "GIF")
"""Formats to convert to, those that lose nothing first."""
_QUALITIES = (95, 90, 85, 80)
_SMALLER = 0.85
"""By how much a picture is scaled at a time until its file is small enough."""
_SMALLEST = 16
"""The shorter side of a picture that is scaled no further where nothing is said of its sides."""


class Fitting:
    """Makes the images of one call fit. `done` says in sentences what was done to which; nothing of what fitted.

    `ground` is the colour that transparent parts are flattened onto where transparency is refused. Raises `TypeError`
    or `ValueError` for what is neither True nor a colour, and `ModuleNotFoundError` without Pillow.
    """

    def __init__(self, ground: object = True) -> None:
        ground = builtin(ground)
        if ground is not True and not isinstance(ground, str):
            raise TypeError(tr(_MEANT, value=redact.value(ground)))
        if isinstance(ground, str) and not is_hex(ground):
            raise ValueError(tr(_MEANT, value=redact.value(ground)))
        if find_spec("PIL") is None:
            raise ModuleNotFoundError(tr("fit needs Pillow: {way}", way="pip install 'brushwork[pil]'"), name="PIL")
        self._ground = ground if isinstance(ground, str) else "#FFFFFF"
        self._before: dict[int, tuple[Input, Pixels]] = {}
        self._masters: dict[str, tuple[Pixels, Pixels]] = {}
        self.done: list[str] = []

    def fitted(self, limits: Images, many: int, image: Input, slot: str) -> Input:
        """An image that the input takes, as far as it can be had; `many` images are given for the input.

        Raises `InputProblem` for one that Pillow cannot open.
        """
        if image.kind not in ("local", "data") or image.width is None:
            return image
        try:
            picture, turned = _opened(image)
        except Exception as error:  # Pillow raises many classes for what it cannot read
            if not broken(limits, image):
                return image
            told = tr(
                "{image} cannot be opened by Pillow: {error}",
                image=called(image.label, slot),
                error=redact.words(error)[:200],
            )
            way = tr("an image in a format that Pillow reads; pillow-heif adds HEIC to them")
            raise InputProblem(told, expected=way) from error
        seen = picture.size
        work = _Work(limits, many, picture, image, self._ground)
        master = self._masters.get(limits.same_size_as or "")
        if master is not None and master[0] == seen:
            work.resize(master[1])
        if turned or work.needed():
            new = work.result(slot)
            steps = [tr("turned upright")] if turned else []
            steps += work.steps(seen, new)
            self.done.append(f"{called(image.label, slot)}: {', '.join(steps)}")
            self._before[id(new)] = (image, seen)
        else:
            new = image
        if new.width and new.height:
            self._masters.setdefault(limits.name, (seen, (new.width, new.height)))
        return new

    def seen(self, images: Seen) -> Seen:
        """The images as whoever drew boxes on them saw them: upright, and before they were scaled."""
        return [image if image is None or isinstance(image, str) else self._seen(image) for image in images]

    def _seen(self, image: Input) -> Input:
        before = self._before.get(id(image))
        if before is None:
            return image
        old, (width, height) = before
        shown = Input(old.kind, old.label)
        shown.format, shown.width, shown.height = old.format, width, height
        return shown

    def rescale(self, mode: Mode, values: dict[str, object], images: Seen) -> None:
        """Scale the boxes of accepted values along with the images that they are on."""
        for own in mode.parameters:
            if isinstance(own, Boxes) and own.name in values:
                rows = cast("list[list[list[int]]]", values[own.name])
                pairs = zip(rows, images, strict=False)
                values[own.name] = [[self._scaled(box, image) for box in row] for row, image in pairs]

    def _scaled(self, box: list[int], image: str | Input | None) -> list[int]:
        before = None if image is None or isinstance(image, str) else self._before.get(id(image))
        if before is None or not isinstance(image, Input) or not image.width or not image.height:
            return box
        (width, height), new = before[1], (image.width, image.height)
        x1, x2 = _span(box[0], box[2], width, new[0])
        y1, y2 = _span(box[1], box[3], height, new[1])
        return [x1, y1, x2, y2]


def _span(low: int, high: int, old: int, new: int) -> tuple[int, int]:
    """Two ends on a side of `old` pixels on one of `new`, one pixel apart at the least."""
    first = min(new - 1, round(low * new / old))
    return first, max(first + 1, round(high * new / old))


def _opened(image: Input) -> tuple[Image, bool]:
    """The picture as it is seen, and whether it had to be turned for that."""
    from PIL import Image, ImageOps

    with image.open() as stream:
        picture = Image.open(stream)
        turned = picture.getexif().get(_ORIENTATION, 1) not in (0, 1)
        upright = ImageOps.exif_transpose(picture)
        upright.load()
    return upright, turned


def _most(limits: Images, many: int) -> int | None:
    """The most bytes that a file may have."""
    ends = [] if limits.max_megabytes is None else [limits.max_megabytes * MEGABYTE]
    if limits.kilobytes is not None:
        ends.append(limits.kilobytes[1] * 1024)
    if limits.total_megabytes is not None:
        ends.append(limits.total_megabytes * MEGABYTE // max(1, many))
    return min(ends, default=None)


class _Work:
    """One picture on its way."""

    def __init__(self, limits: Images, many: int, picture: Image, image: Input, ground: str) -> None:
        self.limits = limits
        self.picture = picture
        self.image = image
        self.ground = ground
        self.most = _most(limits, many)
        claimed = [
            each.value * MEGABYTE
            for each in limits.disputes
            if each.field == "max_megabytes" and isinstance(each.value, int)
        ]
        self.goal = min(claimed if self.most is None else [self.most, *claimed], default=None)
        """The fewer bytes that another document allows are kept to where quality alone does it."""
        self.flattened = False
        self.exact: Pixels | None = None

    def resize(self, size: Pixels) -> None:
        """Give it exactly this size, in pixels that are not blended: it is a mask of another picture."""
        if size != self.picture.size:
            from PIL.Image import Resampling

            self.picture = self.picture.resize(size, Resampling.NEAREST)
            self.exact = size

    def needed(self) -> bool:
        """Whether it does not fit as it is, in a way that can be mended."""
        image, limits = self.image, self.limits
        return (
            self.exact is not None
            or (self.most is not None and (image.size or 0) > self.most)
            or (image.alpha is True and limits.alpha == "refused")
            or not takes_format(limits, image.format or "")
            or _scale(limits, self.picture.size) not in (None, 1)
        )

    def result(self, slot: str) -> Input:
        """The image made to fit, as far as it can be."""
        self._flatten()
        factor = 1.0 if self.exact else _scale(self.limits, self.picture.size) or 1.0
        self._scale(factor)
        form, content = self._small_enough()
        with self.image.open() as stream:
            marked = kept_marks(content, stream.read())
        content = marked if self.most is None or len(marked) <= self.most else content
        if self.image.kind == "data":
            address = f"data:{MEDIA_TYPES[form]};base64,{base64.b64encode(content).decode('ascii')}"
            return read(address, slot)
        return of_bytes(content, self.image.label, slot)

    def steps(self, seen: Pixels, new: Input) -> Iterator[str]:
        """What was done, in words."""
        if self.flattened:
            yield tr("flattened onto {color}", color=self.ground)
        if new.format != self.image.format:
            yield tr("converted from {old} to {new}", old=self.image.format, new=new.format)
        if (new.width, new.height) != seen:
            old = f"{seen[0]} x {seen[1]}"
            yield tr("scaled from {old} to {width} x {height}", old=old, width=new.width, height=new.height)
        elif self.most is not None and (self.image.size or 0) > self.most:
            yield tr("written anew in {size:,} bytes instead of {old:,}", size=new.size, old=self.image.size)

    def _flatten(self) -> None:
        from PIL import Image

        transparent = self.picture.has_transparency_data
        if transparent and self.limits.alpha == "refused":
            ground = Image.new("RGBA", self.picture.size, self.ground)
            flat = Image.alpha_composite(ground, self.picture.convert("RGBA")).convert("RGB")
            flat.info.update(self.picture.info)  # the colours are those of the same profile
            self.picture, self.flattened = flat, True
            return
        self.picture = in_a_mode_of_png(self.picture)
        if self.picture.mode not in ("L", "LA", "RGB", "RGBA"):
            self.picture = self.picture.convert("RGBA" if transparent else "RGB")

    def _scale(self, factor: float) -> None:
        if factor != 1:
            from PIL.Image import Resampling

            self.picture = self.picture.resize(_times(self.picture.size, factor), Resampling.LANCZOS)

    def _small_enough(self) -> tuple[str, bytes]:
        """A file of at most so many bytes: of a format that loses nothing if there is room, then of less quality, then
        of fewer pixels, but never of fewer than are accepted, nor of fewer for the sake of a disputed limit."""
        while True:
            files: list[tuple[str, bytes]] = []
            for file in self._files():
                if self.goal is None or len(file[1]) <= self.goal:
                    return file
                files.append(file)
            smallest = min(files, key=lambda file: len(file[1]))
            smaller = _times(self.picture.size, _SMALLER)
            enough = self.most is None or len(smallest[1]) <= self.most
            if enough or self.exact or (_scale(self.limits, smaller) or 2) > 1 or min(smaller) < _SMALLEST:
                return smallest
            self._scale(_SMALLER)

    def _files(self) -> Iterator[tuple[str, bytes]]:
        """The picture as files, each with its format, the best first."""
        for form in self._forms():
            for quality in _QUALITIES if form in ("JPEG", "WEBP") else (None,):
                yield form, _encoded(self.picture, form, quality)

    def _forms(self) -> list[str]:
        """The formats to try, the best first."""
        transparent = self.picture.mode in ("LA", "RGBA")
        own = self.image.format or "PNG"
        accepted = [form for form in _CHOICES if form in self.limits.formats] or ["PNG"]
        if transparent:
            accepted = [form for form in accepted if form not in ("JPEG", "BMP", "GIF")] or accepted
        if own in _LOSSY or own not in _CHOICES:
            accepted.sort(key=lambda form: form != "JPEG")
        elif own in accepted:
            accepted.sort(key=lambda form: form != own)
        lossy = [form for form in ("JPEG", "WEBP") if form in accepted[1:]]
        return [accepted[0], *lossy]


def _encoded(picture: Image, form: str, quality: int | None) -> bytes:
    profile = picture.info.get("icc_profile")
    options = {"quality": quality} if quality is not None else {"optimize": True} if form == "PNG" else {}
    kept = picture.convert("RGB") if form in ("JPEG", "BMP") and picture.mode not in ("L", "RGB") else picture
    stream = io.BytesIO()
    kept.save(stream, form, icc_profile=profile, **options)
    return stream.getvalue()


def _times(size: Pixels, factor: float) -> Pixels:
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def _scale(limits: Images, size: Pixels) -> float | None:
    """The factor nearest to 1 that brings both sides within the limits; None where no factor does."""
    low, high = 0.0, float("inf")
    sides = None if limits.sides_recommended else limits.sides
    for side, bounds in zip((*size, *size), (sides, sides, limits.width, limits.height), strict=True):
        if bounds is not None:
            low, high = max(low, bounds[0] / side), min(high, bounds[1] / side)
    return None if low > high else min(max(1.0, low), high)


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
    findings.violation("output_size", value, rule, tr(_AS_LARGE if mode.inputs else _SIZELESS, mode=mode.name))


_AS_LARGE = later(
    "does not work with {mode}: its pictures are as large as the image that goes in. Give it an image of that "
    "size, or scale the result: PIL.ImageOps.fit(image.to_pil(), (width, height))."
)
_SIZELESS = later(
    "does not work with {mode}, which has no size to choose. Scale the result: "
    "PIL.ImageOps.fit(image.to_pil(), (width, height))."
)


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

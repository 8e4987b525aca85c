"""Checks of the images of a call: how many there are of each input, and what is known of each before it is sent."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING, cast

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import items
from brushwork_runtime.base.language import all_of, later, series, tr
from brushwork_runtime.config import LOCAL_NAMES, private
from brushwork_runtime.tables.spec import Images
from brushwork_runtime.validate.scalars import UNSEEN
from brushwork_runtime.validate.sizes import aspect_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Protocol

    from brushwork_runtime.tables.spec import Dispute, Json, Mode
    from brushwork_runtime.validate.call import Call, Findings
    from brushwork_runtime.validate.inputs import Input

    class Fit(Protocol):
        """Makes an image fit an input, for which `many` images are given."""

        def __call__(self, limits: Images, many: int, image: Input, slot: str) -> Input: ...  # noqa: D102


REFERENCES = "reference_images"
"""What images are called that the prompt numbers, in every model that has them."""
MEGABYTE = 1024 * 1024


@cache
def _address_pattern() -> re.Pattern[str]:
    """A web address that is passed on unread: in ASCII, of a name that may be public, without blanks.

    What it does not match is looked at closely. It is compiled for the first image, since that takes long.
    """
    public = rf"(?:[A-Za-z0-9_-]+\.)+(?!(?:{'|'.join(LOCAL_NAMES)})\b)[A-Za-z]{{2,}}"
    return re.compile(rf"https?://{public}(?::[0-9]+)?(?:[/?#][!-~]*)?")


def listed(images: object) -> list[object]:
    """The images of a call as a list: a single image needs no list, None means no images, a result means its own."""
    if images is None:
        return []
    several = items(images)
    several = [images] if several is None else several
    return [one for image in several for one in ((image,) if type(image) is str else _made(image))]


def _made(image: object) -> tuple[object, ...]:
    """The images of an earlier result, or the image itself."""
    try:
        made: object = getattr(image, "images", None)
    except Exception:  # of the caller's own object, which is read later, and refused then
        made = None
    return cast("tuple[object, ...]", made) if isinstance(made, tuple) and made else (image,)


def pictures(
    call: Call, given: Mapping[str, list[object]], findings: Findings, fit: Fit | None = None
) -> list[str | Input | None]:
    """Each image as its address, or as what was read of it; None for one that cannot be read.

    `fit` makes an image fit its input before it is judged.
    """
    found: list[str | Input | None] = []
    sized: dict[str, Input] = {}
    mode, known = call.mode, 0
    for limits in mode.inputs:
        images = given.get(limits.name, ())
        known += limits.name in given
        if not limits.minimum <= len(images) <= limits.maximum:
            _count(mode, limits, images, findings)
        read: list[Input] = []
        for index, image in enumerate(images):
            if type(image) is str and _address_pattern().fullmatch(image):
                found.append(image)
                continue
            place = slot(limits.name, index, single=limits.single)
            one = read_one(image, place, findings, None if fit is None else partial(fit, limits, len(images)))
            found.append(one)
            if one is not None:
                read.append(one)
                _address(limits, one, place, findings, inline=call.inline)
                _one(limits, one, place, findings)
        if read and read[0].width is not None:
            sized[limits.name] = read[0]
        most = limits.total_megabytes
        if most is not None and (total := sum(image.size or 0 for image in read)) > most * MEGABYTE:
            rule = tr("all images together must be at most {limit} MB", limit=most)
            told = tr("has {total:,} bytes; {rule}.", total=total, rule=rule)
            findings.violation(limits.name, len(images), rule, told)
    if len(sized) > 1:
        _same_sizes(mode, sized, findings)
    if known != len(given):
        for name in given.keys() - {limits.name for limits in mode.inputs}:
            _foreign(mode, name, given[name], findings)
    return found


def slot(name: str, index: int, *, single: bool) -> str:
    """What messages call the place of an image of an input: `reference_images[0]`, or the name alone."""
    return name if single else f"{name}[{index}]"


def _same_sizes(mode: Mode, sized: Mapping[str, Input], findings: Findings) -> None:
    """Record images that must have the size of another input's, and have not."""
    for limits in mode.inputs:
        image, other = sized.get(limits.name), sized.get(limits.same_size_as or "")
        if image is None or other is None or (image.width, image.height) == (other.width, other.height):
            continue
        name, width, height = limits.same_size_as, other.width, other.height
        rule = tr(_SAME_SIZE, other=name, width=width, height=height)
        what = _stated(_name(image, limits.name), _pixels(image.width, image.height), rule)
        findings.state(limits.name, image.label, rule, what)


_SAME_SIZE = later("it must have the width and height of {other}, {width} x {height}")


def takes(mode: Mode, given: Mapping[str, Sequence[object]]) -> bool:
    """Whether a mode accepts this many images of each input."""
    counts = {name: len(images) for name, images in given.items() if images}
    return all(limits.minimum <= counts.pop(limits.name, 0) <= limits.maximum for limits in mode.inputs) and not counts


def _foreign(mode: Mode, name: str, images: Sequence[object], findings: Findings) -> None:
    """Record images of an input that the mode does not have."""
    if not images:
        return
    names = [limits.name for limits in mode.inputs]
    taken = all_of(names) if names else tr("no reference images")
    rule = tr("{mode} accepts {names}", mode=mode.name, names=taken)
    shown = name if isinstance(name, str) else redact.value(name)  # pyright: ignore[reportUnnecessaryIsInstance] - callers need not be typed
    findings.violation(shown, len(images), rule, tr("has {images}; {rule}.", images=_counted(images), rule=rule))


def _count(mode: Mode, limits: Images, images: Sequence[object], findings: Findings) -> None:
    if limits.single and not images:
        findings.violation(limits.name, None, tr("it is required"), tr("is required for {mode}.", mode=mode.name))
        return
    least, most = limits.minimum, limits.maximum
    many = str(most) if least == most or limits.single else tr("{low:,} to {high:,}", low=least, high=most)
    rule = tr("{mode} accepts {count}", mode=mode.name, count=many)
    findings.violation(limits.name, len(images), rule, tr("has {images}; {rule}.", images=_counted(images), rule=rule))


def _counted(images: Sequence[object]) -> str:
    return tr("1 image") if len(images) == 1 else tr("{count} images", count=len(images))


def read_one(
    image: object, slot: str, findings: Findings, fit: Callable[[Input, str], Input] | None = None
) -> Input | None:
    """What is known of an image, made to fit; None for one that cannot be read, the only fault recorded here."""
    from brushwork_runtime.validate.inputs import InputProblem, read

    try:
        found = read(image, slot)
        return found if fit is None else fit(found, slot)
    except InputProblem as problem:
        told = tr("{problem}; expected: {expected}.", problem=problem, expected=problem.expected)
        findings.state(slot, image, problem.expected, told)
        return None


_FORMS = {"url": later("a web address"), "data": later("a data: URI"), "oss": later("an oss:// address")}


def _form(limits: Images, image: Input, slot: str, findings: Findings, form: str) -> None:
    """Record an image that would go out in a form that the input does not take."""
    forms = tr(" or ").join(tr(_FORMS[each]) for each in limits.accepts)
    rule = tr("{mode} accepts {names}", mode=limits.name, names=forms)
    way, inline = "", form == "data"
    what = tr("is {form}", form=tr(_FORMS[form]))
    if image.kind == "local":
        what = tr("would be sent as a data: URI") if inline else tr("would be uploaded and sent as an oss:// address")
        if not {"data", "oss"}.isdisjoint(limits.accepts):
            way = tr(" Leave out inline=True.") if inline else tr(" Pass inline=True.")
    findings.state(slot, image.label, rule, _stated(_name(image, slot), what, rule) + way)


def _address(limits: Images, image: Input, slot: str, findings: Findings, *, inline: bool) -> None:
    form = ("data" if inline else "oss") if image.kind == "local" else image.kind
    if limits.accepts and form not in limits.accepts:
        _form(limits, image, slot, findings, form)
    url = image.url if image.kind in ("url", "oss") else None
    if url is None:
        return
    if re.search(rf"[\s{UNSEEN}]", url):
        rule = tr("a URL must not contain spaces or control characters")
        findings.refuse(slot, url, rule, rule, url.strip().replace(" ", "%20"))
    elif url.partition("://")[2][:1] in ("", "/"):
        scheme = image.kind if image.kind == "oss" else "https"
        rule = tr("a URL must begin with {scheme}:// and a host name", scheme=scheme)
        findings.refuse(slot, url, rule, rule)
    elif image.kind == "url" and findings.home is not None and _unreachable(url, findings.home):
        rule = tr("the service fetches it from the public net, which does not lead there")
        way = tr(" Pass the image itself: its path, its bytes or an open file.")
        shown = redact.value(redact.url(url))
        what = tr("is {value}, an address of this machine or its network; {rule}.", value=shown, rule=rule)
        findings.violation(slot, url, rule, what + way)
    elif limits.no_chinese_in_urls and re.search(f"[{CHINESE}]", url):
        from urllib.parse import quote

        rule = tr("a URL must not contain Chinese characters")
        findings.refuse(slot, url, rule, rule, quote(url, safe="%/:?&=#+,;@!$'()*~[]"))


def _unreachable(url: str, home: str) -> bool:
    """Whether an address leads nowhere from the public net, and the service at `home` is there."""
    from urllib.parse import urlsplit

    try:
        parts, at_home = urlsplit(url), urlsplit(home).hostname or ""
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    # A name of one part is a machine of a local network, most plainly so without TLS or with a port.
    alone = not {".", ":"} & set(host) and (parts.scheme == "http" or port is not None)
    return (alone or private(host)) and not private(at_home)


CHINESE = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
"""Chinese characters and their punctuation, as in a regular expression."""


def _one(limits: Images, image: Input, slot: str, findings: Findings) -> None:
    faults = broken(limits, image)
    if faults and not findings.misfit:
        findings.misfit = len(faults) > _beyond_mending(limits, image)
    for rule, what in faults:
        findings.state(slot, image.label, rule, _stated(_name(image, slot), what, rule))
    for dispute in limits.disputes:
        for rule, what in broken(_narrowed(limits, dispute), image):
            findings.disputed(f"{_name(image, slot)} {what}", dispute, rule)


def _beyond_mending(limits: Images, image: Input) -> int:
    """How many of the rules that an image breaks no scaling or converting mends."""
    few = limits.kilobytes is not None and (image.size or 0) < limits.kilobytes[0] * 1024
    solid = limits.alpha == "required" and image.alpha is False
    narrow = image.width and image.height and aspect_problem(limits.aspect, (image.width, image.height))
    return few + solid + bool(narrow)


def _stated(name: str, what: str, rule: str) -> str:
    return tr("{name} {what}; {rule}.", name=name, what=what, rule=rule)


def _pixels(width: int | None, height: int | None) -> str:
    return tr("is {width} x {height} pixels", width=width, height=height)


def _name(image: Input, slot: str) -> str:
    from brushwork_runtime.validate.inputs import called

    return called(image.label, slot)


_KIND_OF = {"HEIC": "HEIF", "PPM": "PNM"}
"""A format that is one of another kind: what takes the second takes the first."""

_LISTED = ("sides", "width", "height", "kilobytes", "formats", "aspect")


def broken(limits: Images, image: Input) -> list[tuple[str, str]]:
    """Each rule that an image breaks, and what the image is instead."""
    found: list[tuple[str, str]] = []
    if image.format is not None and not takes_format(limits, image.format):
        formats = series(limits.formats)
        found.append((tr("the format must be one of {formats}", formats=formats), tr("is {form}", form=image.format)))
    if image.alpha is False and limits.alpha == "required":
        found.append((tr("its background must be transparent"), tr("has no alpha channel")))
    if image.alpha and limits.alpha == "refused":
        found.append((tr("it must be flattened onto a solid colour first"), tr("has an alpha channel")))
    if image.size is not None and limits.max_megabytes is not None and image.size > limits.max_megabytes * MEGABYTE:
        rule = tr("a file must be at most {limit} MB", limit=limits.max_megabytes)
        found.append((rule, tr("has {size:,} bytes", size=image.size)))
    if image.size is not None and limits.kilobytes is not None:
        low, high = limits.kilobytes
        if not low * 1024 <= image.size <= high * 1024:
            rule = tr("a file must have {low:,} to {high:,} KB", low=low, high=high)
            found.append((rule, tr("has {size:,} bytes", size=image.size)))
    if image.width is not None and image.height is not None:
        found += _shape(limits, image.width, image.height)
    return found


def takes_format(limits: Images, form: str) -> bool:
    """Whether images of this format are accepted."""
    return form in limits.formats or _KIND_OF.get(form) in limits.formats


def _shape(limits: Images, width: int, height: int) -> list[tuple[str, str]]:
    rules: list[str] = []
    sides = None if limits.sides_recommended else limits.sides
    if sides is not None and not sides[0] <= min(width, height) <= max(width, height) <= sides[1]:
        rules.append(tr("each side must be {low:,} to {high:,} pixels", low=sides[0], high=sides[1]))
    if (wide := limits.width) is not None and not wide[0] <= width <= wide[1]:
        rules.append(tr("the width must be {low:,} to {high:,} pixels", low=wide[0], high=wide[1]))
    if (high := limits.height) is not None and not high[0] <= height <= high[1]:
        rules.append(tr("the height must be {low:,} to {high:,} pixels", low=high[0], high=high[1]))
    if limits.aspect is not None and aspect_problem(limits.aspect, (width, height)):
        low, most = limits.aspect
        rules.append(tr("the aspect ratio must be {low} to {high}", low=low, high=most))
    return [(rule, _pixels(width, height)) for rule in rules]


@cache
def _narrowed(limits: Images, dispute: Dispute) -> Images:
    """Limits that state the other claim and nothing else."""
    from brushwork_runtime.base.image_headers import MEDIA_TYPES

    claim = Images(limits.name, limits.minimum, limits.maximum, formats=tuple(MEDIA_TYPES))
    value: Json = dispute.value
    if dispute.field == "max_megabytes" and isinstance(value, int):
        claim.max_megabytes = value
    elif dispute.field == "alpha" and value == "refused":
        claim.alpha = "refused"
    elif dispute.field == "sides_recommended" and value is False:
        claim.sides = limits.sides  # the other document states as a limit what is a recommendation here
    elif isinstance(value, (list, tuple)) and dispute.field in _LISTED:
        setattr(claim, dispute.field, tuple(value))
    return claim

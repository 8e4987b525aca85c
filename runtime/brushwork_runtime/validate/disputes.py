"""Warnings about values that one document allows and another rules out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_runtime.base import redact
from brushwork_runtime.base.json_values import items
from brushwork_runtime.base.language import series, tr
from brushwork_runtime.validate.sizes import exact, problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_runtime.tables.spec import Dispute, Json, Parameter, Range, Route, Size
    from brushwork_runtime.validate.call import Findings


HARMLESS = frozenset({"default", "default_text", "type", "doc", "place", "in"})
"""Fields of a dispute that no request can offend."""


def denied(parameter: Parameter) -> Callable[[object], bool] | None:
    """Whether some document denies a legal value, as it goes out; None where no document can."""
    claims = [dispute for dispute in parameter.disputes if dispute.field not in HARMLESS]
    if not claims:
        return None
    return lambda value: any(_denial(parameter, claim, value) is not None for claim in claims)


def warn_of_disputes(parameter: Parameter, value: object, findings: Findings) -> None:
    """Warn of every disputed claim that a valid `value`, as it goes out, contradicts."""
    for dispute in parameter.disputes:
        claim = _denial(parameter, dispute, value)
        if claim is not None:
            findings.disputed(f"{parameter.name}={redact.value(value)}", dispute, claim)


def warn_of_route(chosen: Route, findings: Findings) -> None:
    """Warn if some document says that the endpoint of a request does not serve the model."""
    for dispute in chosen.disputes:
        if dispute.field == "supported" and dispute.value is False:
            call = tr("{protocol} call of {endpoint}", protocol=chosen.protocol, endpoint=chosen.endpoint)
            findings.disputed(call, dispute, tr("it is not supported"))


def _denial(parameter: Parameter, dispute: Dispute, value: object) -> str | None:
    """What the other document says against the value; None if it says nothing."""
    field, claim = dispute.field, dispute.value
    if field == "supported":
        return tr("it is not supported") if claim is False else None
    if field == "range":
        return _range(claim, value)
    if field == "max_characters":
        over = isinstance(value, str) and type(claim) is int and len(value) > claim
        return tr("the limit is {limit:,} characters", limit=claim) if over and type(claim) is int else None
    if field == "choices" and isinstance(claim, (list, tuple)):
        return None if value in claim else tr("it must be one of {choices}", choices=series(map(redact.value, claim)))
    if field in ("boxes", "colors") and (entries := items(value)) is not None:
        count = len(entries) if field == "colors" else max((len(items(row) or ()) for row in entries), default=0)
        return _range(claim, count)
    return _size(parameter, field, claim, value) if parameter.kind == "size" else None


def _pair(claim: Json) -> tuple[float, float] | None:
    """A claimed range: numbers, or areas written as sizes."""
    if not isinstance(claim, (list, tuple)) or len(claim) != 2:
        return None
    low, high = (_area(bound) for bound in claim)
    return (low, high) if low is not None and high is not None else None


def _whole(claim: Json) -> Range | None:
    found = _pair(claim)
    return (int(found[0]), int(found[1])) if found is not None else None


def _area(bound: Json) -> float | None:
    pixels = exact(bound) if isinstance(bound, str) else None
    return pixels[0] * pixels[1] if pixels else bound if type(bound) is int or type(bound) is float else None


def _range(claim: Json, value: object) -> str | None:
    bounds = _pair(claim)
    if bounds is None or not isinstance(value, (int, float)) or bounds[0] <= value <= bounds[1]:
        return None
    if bounds[0] == bounds[1]:
        return tr("it must be {bound:,}", bound=bounds[0])
    return tr("it must be {low:,} to {high:,}{when}", low=bounds[0], high=bounds[1], when="")


def _size(parameter: Parameter, field: str, claim: Json, value: object) -> str | None:
    from brushwork_runtime.tables.spec import Size

    if not isinstance(parameter, Size):
        return None
    if field == "presets" and isinstance(claim, (dict, list, tuple)):
        return (
            tr("the presets are {presets}", presets=series(map(str, claim)))
            if value in parameter.presets and value not in claim
            else None
        )
    pixels = exact(value)
    narrow = _narrowed(parameter, field, claim)
    if pixels is None or narrow is None:
        return None
    broken = problems(narrow, pixels)
    return tr("it {what}", what=tr(" and ").join(broken)) if broken else None


def undisputed(parameter: Size) -> Size:
    """The sizes that every document allows."""
    from brushwork_runtime.tables.spec import Size

    agreed = Size(**{name: getattr(parameter, name) for name in ("name", "ratios", "recommended", "presets", *_BOUNDS)})
    for dispute in parameter.disputes:
        narrow = _narrowed(parameter, dispute.field, dispute.value)
        if narrow is not None:
            setattr(agreed, dispute.field, getattr(narrow, dispute.field))
    return agreed


_BOUNDS = ("fixed", "pixels", "sides", "aspect")


def _narrowed(parameter: Size, field: str, claim: Json) -> Size | None:
    """A size that has the claimed bound and no other; recommended sizes stay exempt."""
    from brushwork_runtime.tables.spec import Size

    narrow = Size(parameter.name, ratios=parameter.ratios, recommended=parameter.recommended)
    if field == "fixed" and claim is True:
        narrow.fixed = True
    elif field == "pixels":
        narrow.pixels = _whole(claim)
    elif field == "sides":
        narrow.sides = _whole(claim)
    elif field == "aspect" and isinstance(claim, (list, tuple)) and len(claim) == 2:
        narrow.aspect = (str(claim[0]), str(claim[1]))
    else:
        return None
    return narrow

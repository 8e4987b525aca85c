"""The bounds that the specs state, each once for the values that it separates, and the calls that lie about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.ir import Images, Json, Location, Mode, Model, Prompt, Route, Rule, Spec
from generator.probe import ends
from generator.probe.bodies import DAMAGED, NAMES, NOWHERE, fits
from generator.probe.freeness import OSS, Steps
from generator.probe.pictures import picture
from generator.probe.questions import Kind
from generator.sides import claimed

SILENT = "a text over its limit is cut without a word, so that no answer shows the limit"
_ADDRESSES = "the model takes no picture in the body: it takes pictures at the bound, at public addresses of your own"
_ALONE = "no second picture goes in, whose absence would refuse the call in any case"
_SEVERAL = "it takes several large files, at public addresses of your own"
_ITEMS = "nobody knows here what an item of the list may be; give the service lists of both lengths by hand"
_DISPUTED = "documents disagree about it: the question of that conflict comes first, then this one"
_COUNTED = ("images", "content", "number", "length", "too many", "at most")
_SEEN = ("ImageSize", "InvalidImageResolution", "size", "resolution", "width", "height", "ratio")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An end of a range of a parameter, an input or a text.

    `calls` are what is in question of a call, with words for it: far outside, but where another mode of the model may
    be meant by what is just outside; just outside; and inside. Of a text they are one of another type, which every
    service refuses, and one that is too long, which is cut. With a `reason` there are none.
    """

    id: str
    words: str
    model: Model
    mode: Mode
    name: str
    location: Location
    kind: Kind = "value"
    calls: tuple[tuple[str, dict[str, Json]], ...] = ()
    named: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    """Those on which it holds; none stands for all."""
    reason: str = ""

    def places(self, payload: str) -> tuple[Steps, ...]:
        """Where the value stands in a body."""
        found = {each.name: each.steps(payload) for each in self.mode.parameters}
        found |= {each.name: (*each.place.split("."), each.name) for each in self.mode.inputs if each.place}
        spoken = {"prompt": self.mode.prompt.key if self.mode.prompt else ""}
        steps = found.get(self.name, ("input", spoken.get(self.name, "image" if payload == "flat" else "images")))
        said = payload == "messages" and self.name not in found
        return (("input", "messages") if said or steps[0] == "messages" else steps,)


def bounds(spec: Spec) -> Iterator[Bound]:
    """Every bound; of the models of a family that share it, the one that may be asked most often is asked about it."""
    found: dict[object, Bound] = {}
    for model in sorted(spec.models.values(), key=apart):
        for mode in model.modes:
            for said, bound in _of_mode(model, mode):
                key = spec.family_of[model.id], said
                if key not in found or (found[key].reason and not bound.reason):
                    found[key] = bound
    yield from sorted(found.values(), key=lambda bound: list(spec.models).index(bound.model.id))


def apart(model: Model) -> float:
    """The seconds between two requests for a model, by the lowest of its rates."""
    rates = ((60.0 if limit.per == "minute" else 1.0) / limit.submit for limit in model.rate_limits)
    return max(rates, default=1.0)


def _of_mode(model: Model, mode: Mode) -> Iterator[tuple[object, Bound]]:
    """Each bound of a mode, with what makes it the same as one of another mode or model."""
    yield from _of_parameters(model, mode)
    texts: dict[Prompt | None, list[Route]] = {}
    for route in mode.routes:
        texts.setdefault(route.prompt or mode.prompt, []).append(route)
    for prompt, routes in texts.items():
        for said, tried in ends.of_text(prompt) if prompt else ():
            end = "length" if prompt is mode.prompt else f"length-of-{routes[0].protocol}"
            made = _made(model, mode, "prompt", end, said, tried)
            yield ("prompt", said), replace(made, named=(prompt.key if prompt else "", "text"), routes=tuple(routes))
    for images in mode.inputs:
        yield from _of_input(model, mode, images)
    for rule in mode.rules:
        if rule.kind == "counts_sum":
            yield from _of_sum(model, mode, rule)


def _of_parameters(model: Model, mode: Mode) -> Iterator[tuple[object, Bound]]:
    others = [each for other in model.modes if other is not mode for each in other.parameters]
    for each in mode.parameters:
        if each.constant is not None:
            continue
        doubts = [one for one in each.conflicts if one.field != "default" and not one.in_result]
        rivals = [claimed(each, one.field, one.value) for one in doubts]
        found = [(end, f"ends at {tried[-1][0]}", tried) for end, tried in ends.of_value(each)]
        for end, words, tried in [*found, *(("length", said, tried) for said, tried in ends.of_text(each))]:
            *outside, (told, inside) = tried
            if end != "length":
                if not fits(each, inside) or any(fits(each, value) for _, value in outside):
                    continue
                if any(other.name == each.name and fits(other, outside[-1][1]) for other in others):
                    outside = outside[1:]
            alike = all(fits(it, inside) and not any(fits(it, value) for _, value in outside) for it in rivals)
            made = _made(model, mode, each.name, end, words, [*outside, (told, inside)] if alike else [])
            named = (each.wire or each.name, *NAMES.get(each.name, ()))
            reason = "" if alike else _DISPUTED
            yield (each.name, end, words), replace(made, location=each.location, named=named, reason=reason)
        if each.count and ends.listed(each, 1) is None:
            made = _made(model, mode, each.name, "count", f"has {each.count[0]} to {each.count[1]} items", [])
            yield (each.name, each.count), replace(made, location=each.location, reason=_ITEMS)


def _of_sum(model: Model, mode: Mode, rule: Rule) -> Iterator[tuple[object, Bound]]:
    """The ends of what the lengths of lists add up to, shared out among them."""
    pictures = {each.name: OSS if _takes(each, "oss") else NOWHERE for each in mode.inputs}
    lists = {each.name: each for each in mode.parameters}
    beside = "".join(f"and {name} " for name in list(rule.of)[1:]) + "together"
    for end, counts in ends.of_count((int(rule.range[0]), int(rule.range[1]))) if rule.range else ():
        calls: list[tuple[str, dict[str, Json]]] = []
        for many in (2 * counts[1], *counts[1:]):
            shares = {name: many // len(rule.of) + (at < many % len(rule.of)) for at, name in enumerate(rule.of)}
            call: dict[str, Json] = {}
            for name, share in shares.items():
                call[name] = [pictures[name]] * share if name in pictures else ends.listed(lists[name], share)
            calls.append((f"{many} of {', '.join(rule.of)}", call))
        made = _made(model, mode, rule.subject, end.replace("count", "sum"), f"{beside} end at {counts[-1]}", [])
        yield (
            (*rule.of, end, counts),
            replace(made, location=rule.location, calls=tuple(calls), named=(*rule.of, *_COUNTED)),
        )


def _of_input(model: Model, mode: Mode, images: Images) -> Iterator[tuple[object, Bound]]:
    others = [each for other in model.modes if other is not mode for each in other.inputs if each.name == images.name]
    address = OSS if _takes(images, "oss") else NOWHERE
    for end, counts in () if images.single else ends.of_count((images.minimum, images.maximum)):
        alike = any(other.minimum <= counts[1] <= other.maximum for other in others)
        lists: ends.Values = [(f"{many} pictures", [address] * many) for many in counts[alike:]]
        made = _made(model, mode, images.name, end, f"end at {counts[-1]} pictures", lists)
        yield (images.name, end, counts), replace(made, named=_COUNTED)
    reason, behind = "", _behind(mode, images)
    if behind is None or not _takes(images, "data"):
        reason = _ALONE if _takes(images, "data") else _ADDRESSES
    for end, shapes in ends.of_pictures(images):
        shown = [(f"{size} bytes" if size else f"{w}*{h}", picture(w, h, size=size)) for w, h, size in shapes]
        made = _made(model, mode, images.name, end, f"end at a picture of {shown[-1][0]}", [])
        calls = tuple((f"a picture of {told}", _before(images, each, behind)) for told, each in shown if not reason)
        yield ("", end, *shapes), replace(made, kind="image", calls=calls, named=_SEEN, reason=reason)
    if images.sides and images.sides_recommended and not any("sides" in one.field for one in images.conflicts):
        side = images.sides[0] - 1
        made = _made(
            model,
            mode,
            images.name,
            "sides-advised",
            f"may have less than the {side + 1} pixels a side that are advised",
            [],
        )
        small = ("a damaged picture", DAMAGED), (f"a picture of {side}*{side}", picture(side, side))
        calls = tuple((told, _before(images, each, behind)) for told, each in small if not reason)
        yield ("", side), replace(made, kind="image", calls=calls, named=(*_SEEN, "format"), reason=reason)
    if images.total_megabytes:
        made = _made(model, mode, images.name, "together", f"end at {images.total_megabytes} MB together", [])
        yield (images.name, "together"), replace(made, reason=_SEVERAL)


def _made(model: Model, mode: Mode, name: str, end: str, words: str, tried: ends.Values) -> Bound:
    return Bound(
        id=f"{model.id}/{mode.name}/{name}/{end}",
        words=f"whether {name} of {model.id} {words}",
        model=model,
        mode=mode,
        name=name,
        location=mode.location,
        calls=tuple((f"{name} = {told}", {name: value}) for told, value in tried),
    )


def _takes(images: Images, form: str) -> bool:
    return not images.accepts or form in images.accepts


def _behind(mode: Mode, images: Images) -> Images | None:
    """The input whose picture is looked at after the first one of an input: the same, if a list, or a later one."""
    if not images.single and images.maximum > 1:
        return images if _takes(images, "oss") else None
    later = mode.inputs[mode.inputs.index(images) + 1 :]
    return next((each for each in later if _takes(each, "oss")), None)


def _before(images: Images, shown: str, behind: Images | None) -> dict[str, Json]:
    """A call with a picture before one that is not there."""
    if behind is None or behind is images:
        return {images.name: [shown, OSS]}
    return {images.name: shown if images.single else [shown], behind.name: OSS if behind.single else [OSS]}

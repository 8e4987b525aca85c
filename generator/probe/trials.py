"""Trials of a question: every way of asking it that is proven to be refused, those with most reasons first."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from generator.ir import Json, Mode, Model, Route, Spec
from generator.probe import bodies
from generator.probe.bounds import Bound
from generator.probe.freeness import NO_MODEL, OSS, Steps, refusals
from generator.probe.questions import Request, Trial

_IMAGES = ("InvalidImage", "InvalidFile", "UnsupportedFileFormat", "format", "resolution", "width", "height", "alpha")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A value at a place of a body."""

    steps: Steps
    value: Json

    @property
    def named(self) -> tuple[str, ...]:
        """What a refusal of it is likely to say."""
        return (self.steps[-1], *bodies.NAMES.get(self.steps[-1], ()))


Spots = Callable[[Route], tuple[list[Spot], Spot]]
"""On a route: what every side refuses there, and what is asked about."""


def of_value(
    spec: Spec, model: Model, mode: Mode, routes: Iterable[Route], spots: Spots, region: str
) -> Iterator[Trial]:
    """Whether a value is taken in a body."""
    for route in routes:
        controls, asked = spots(route)
        opened = [spot.steps for spot in (*controls, asked)]
        for filler in _reasons(mode, asked.steps[-1]):
            call = bodies.call_of(spec, model, mode) | filler
            base = bodies.request_of(spec, model, mode, route, call, region)
            made = [_with(base, spot, route) for spot in (*controls, asked)]
            yield from _proven(spec, made, opened)


def of_bound(spec: Spec, bound: Bound, region: str) -> Iterator[Trial]:
    """Whether a bound lies where the specs say, or a text over its limit is cut; a picture is refused by itself."""
    for route in bound.routes or bound.mode.routes:
        least = bodies.call_of(spec, bound.model, bound.mode)
        alone = all(OSS in str(call) for _, call in bound.calls)
        for filler in [{}] if alone else _reasons(bound.mode, bound.name):
            made: list[Request] = []
            for told, call in bound.calls:
                body = bodies.request_of(spec, bound.model, bound.mode, route, least | filler | call, region)
                made.append(replace(body, named=bound.named, told=told))
            yield from _proven(spec, made, bound.places(route.payload), edge=len(made) > 2)


def _reasons(mode: Mode, besides: str) -> Iterator[dict[str, Json]]:
    """All reasons to refuse at once, then all but an empty prompt, then single ones: a picture, two parameters.

    More reasons are safer, fewer tell more: which one the service looks at first, nobody knows.
    """
    every = list(bodies.fillers(mode, besides))
    unfetched = [each for each in every if OSS in str(each)]
    sets = [every, [each for each in every if "prompt" not in each], *([each] for each in (*unfetched, *every[:-3:-1]))]
    seen: list[dict[str, Json]] = []
    for several in sets:
        merged = {name: value for each in several for name, value in each.items()}
        if merged and merged not in seen:
            seen.append(merged)
            yield merged


def _with(base: Request, spot: Spot, route: Route) -> Request:
    body = copy.deepcopy(base.body or {})
    bodies.put(body, spot.steps[1:] if route.payload == "flat" else spot.steps, spot.value)
    return replace(base, body=body, named=spot.named, told=f"{spot.steps[-1]} = {json.dumps(spot.value)}")


def of_image(spec: Spec, model: Model, mode: Mode, slot: str, image: str, told: str, region: str) -> Iterator[Trial]:
    """Whether a picture is taken that stands before one that is not there; the control is a damaged one."""
    for route in mode.routes:
        call = bodies.call_of(spec, model, mode)
        made: list[Request] = []
        for first in (bodies.DAMAGED, image):
            call[slot] = [first, OSS]
            made.append(replace(bodies.request_of(spec, model, mode, route, call, region), named=_IMAGES, told=told))
        yield from _proven(spec, made, ())


def of_route(spec: Spec, model: Model, endpoint: str, protocol: str, region: str) -> Iterator[Trial]:
    """Whether a model is served there; the control is a route that no document gives it."""
    own = {(route.endpoint, route.protocol) for mode in model.modes for route in mode.routes} | {(endpoint, protocol)}
    every = [(each.id, way) for each in spec.api.endpoints for way in ("sync", "async") if each.protocols]
    others = sorted((each for each in every if each not in own), key=lambda each: each[0] != endpoint)
    bare = {"model": model.id_in(region)}
    asked = replace(bodies.sent(spec, endpoint, protocol, bare), told=f"{protocol} at {endpoint}")
    for other in others[:2]:
        yield from _proven(spec, [bodies.sent(spec, *other, bare), asked], ())


def of_model(spec: Spec, model: Model, region: str) -> Iterator[Trial]:
    """Whether there is a model; the control is one that there is not."""
    routes = {(route.endpoint, route.protocol): route for mode in model.modes for route in mode.routes}
    for endpoint, protocol in routes:
        names = NO_MODEL, model.id_in(region)
        made = [replace(bodies.sent(spec, endpoint, protocol, {"model": name}), told=name) for name in names]
        yield from _proven(spec, made, ())


def of_get(spec: Spec, path: str, *, controlled: bool) -> Trial:
    """What a GET answers; the control is an address that nobody documents."""
    asked = Request(method="GET", path=spec.api.base_path + path, told=path)
    control = Request(method="GET", path=spec.api.base_path + "/brushwork-no-such-path")
    proof = refusals(spec, asked)
    return Trial(controls=(control,) if controlled else (), asked=asked, proof=proof)


def _proven(spec: Spec, made: list[Request], opened: Iterable[Steps], *, edge: bool = False) -> Iterator[Trial]:
    """The trial of these requests, the last of which decides, if each is refused in every world."""
    places = list(opened)
    proofs = [refusals(spec, request, places) for request in made]
    if all(proofs):
        yield Trial(controls=tuple(made[:-1]), asked=made[-1], proof=proofs[-1], edge=edge)

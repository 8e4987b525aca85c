"""The cheapest question for each conflict, notice of retirement and bound of the specs, or why there is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import cast

from generator.ir import Conflict, Dispute, Images, Json, Mode, Model, Parameter, Probe, Prompt, Route, Spec
from generator.phrasing import cite, other_claim
from generator.probe import bodies, trials
from generator.probe.bounds import SILENT, Bound, bounds
from generator.probe.pictures import picture
from generator.probe.questions import Priced, Question, Trial
from generator.probe.trials import Spot
from generator.sides import IMAGE_FIELDS, Side, claimed, fact_of, image_bounds, probe_routes

_LARGE = "a file of that size meets the bound of the body first; it takes a public address of your own"
_HOSTS = "a key belongs to one region: it takes a key of that region, at both hosts"
_ANSWERS = "it is about answers or documents: look at an answer that came for another reason"
_WORDS = (
    "its entry has no `probe:`: it is about documents, bills or habits, about what a `probe:` cannot name, or both "
    "claims have the same answers"
)
_ALIKE = "no value that is likely to be drawn tells the two claims apart"
_UNPROVEN = "no request for it is refused under every side by the rules of the specs"
_AS_TASK = "the model answers as a task only, which is not waited for here"
_UNSEEN = "nothing that the specs know of in an answer shows it"
_UNPRICED = "no price is recorded for it here"


def questions(spec: Spec, region: str, wanted: Callable[[str], bool] = lambda _: True) -> list[Question]:
    """One for each conflict, for each notice of retirement that no conflict is about, and for each bound.

    `region` is asked where it has the model, else the first region that does. `wanted` chooses by id.
    """
    planner = _Planner(spec, region)
    found = [planner.of_dispute(dispute) for dispute in spec.disputes if wanted(dispute.id)]
    covered = {each.model for one in spec.disputes if _about_ends(one) for each in one.about}
    for family in spec.families:
        ending = [model for model in family.models if model.lifecycle and model.id not in covered]
        if ending and wanted(f"{family.id}/lifecycle"):
            told = f"whether {', '.join(model.id for model in ending)} still answer"
            base = Question(id=f"{family.id}/lifecycle", kind="model", about=told, location=ending[0].location)
            found.append(planner.models(replace(base, taken="claim"), ending))
    return found + [planner.bound(bound) for bound in bounds(spec) if wanted(bound.id)]


def _about_ends(dispute: Dispute) -> bool:
    probe = dispute.disagreement.probe if dispute.disagreement else None
    return probe is not None and probe.lifecycle


class _Planner:
    """Makes the questions of a spec for a region."""

    def __init__(self, spec: Spec, region: str) -> None:
        self.spec = spec
        self.region = region

    def of_dispute(self, dispute: Dispute) -> Question:
        """The question for a conflict."""
        base = Question(id=dispute.id, kind="value", about=_words(dispute), location=dispute.location, dispute=dispute)
        if dispute.disagreement is not None:
            probe = dispute.disagreement.probe
            return replace(base, reason=_WORDS) if probe is None else self._of_probe(base, dispute, probe)
        conflict = cast("Conflict", dispute.conflict)
        if not dispute.about:
            return replace(base, reason=_HOSTS if dispute.path[0] == "regions" else _ANSWERS)
        model, mode, fact = fact_of(self.spec, dispute.about[0])
        if mode is None:
            elsewhere = tuple(
                each.region for each in model.regions if each.region not in cast("list[str]", conflict.value)
            )
            return self.models(replace(base, kind="model", regions=elsewhere), [model])
        if isinstance(fact, Route):
            return self._route(replace(base, kind="route"), model, fact, conflict)
        if isinstance(fact, Images):
            return self._image(replace(base, kind="image"), model, mode, fact, conflict)
        if fact is None or isinstance(fact, Prompt):
            return replace(base, reason=SILENT)
        if conflict.field == "default" or conflict.in_result:
            return self._result(replace(base, kind="result"), model, mode, fact, conflict)
        return self._parameter(base, model, mode, fact, conflict)

    def bound(self, bound: Bound) -> Question:
        """The question whether a range ends where the specs say."""
        base = Question(id=bound.id, kind=bound.kind, about=bound.words, location=bound.location, reason=bound.reason)
        if bound.reason:
            return base
        return self._asked(base, trials.of_bound(self.spec, bound, self._in(bound.model)), models=[bound.model])

    def _asked(self, base: Question, *groups: Iterable[Trial], models: Iterable[Model] = ()) -> Question:
        """The question with its trials, where they can be asked; without any, why not."""
        made = tuple(tuple(group) for group in groups)
        if not all(made):
            return replace(base, reason=_UNPROVEN)
        here = {use.region for model in models for use in model.regions}
        return replace(base, groups=made, regions=base.regions or tuple(sorted(here)))

    def _in(self, model: Model) -> str:
        """A region that has the model."""
        having = [use.region for use in model.regions]
        return self.region if self.region in having else having[0]

    def models(self, base: Question, models: list[Model]) -> Question:
        """Whether there are these models."""
        until = max((model.lifecycle.retires or "" for model in models if model.lifecycle), default="")
        ends = base.dispute is None or _about_ends(base.dispute)
        base = replace(base, until=until if ends else "", mortal=bool(until) and not ends)
        return self._asked(
            base, *(trials.of_model(self.spec, model, self._in(model)) for model in models), models=models
        )

    def _route(self, base: Question, model: Model, route: Route, conflict: Conflict) -> Question:
        place = {"endpoint": route.endpoint, "protocol": route.protocol}
        if conflict.field in place:
            place[conflict.field] = str(conflict.value)
            base = replace(base, taken="claim")
        made = trials.of_route(self.spec, model, place["endpoint"], place["protocol"], self._in(model))
        return self._asked(base, made, models=[model])

    def _parameter(self, base: Question, model: Model, mode: Mode, fact: Parameter, conflict: Conflict) -> Question:
        other = claimed(fact, conflict.field, conflict.value)
        if other is None:
            wrong = next(bodies.wrong(fact))
            return self.value(base, model, mode, fact, bodies.sample(fact), [wrong], unknown=True)
        fits = {
            json.dumps(each): (bodies.fits(fact, each), bodies.fits(other, each))
            for each in bodies.candidates(fact, other)
        }
        told = [(json.loads(each), mine) for each, (mine, theirs) in fits.items() if mine != theirs]
        neither = [json.loads(each) for each, both in fits.items() if not any(both)]
        if not told or not neither:
            return replace(base, reason=_ALIKE)
        value, mine = told[0]
        base = replace(base, taken="fact" if mine else "claim")
        return self.value(base, model, mode, fact, value, neither[:1], unknown=False)

    def value(
        self,
        base: Question,
        model: Model,
        mode: Mode,
        fact: Parameter,
        value: Json,
        wrong: list[Json],
        *,
        unknown: bool,
    ) -> Question:
        """Whether a value is taken; no side takes `wrong` ones nor, if the parameter may be `unknown`, a new name."""

        def spots(route: Route) -> tuple[list[Spot], Spot]:
            steps = fact.steps(route.payload)
            beside = [Spot(steps=(*steps[:-1], bodies.UNKNOWN), value=value)] if unknown else []
            return [*beside, *(Spot(steps=steps, value=each) for each in wrong)], Spot(steps=steps, value=value)

        made = trials.of_value(self.spec, model, mode, mode.routes, spots, self._in(model))
        return self._asked(base, made, models=[model])

    def _of_probe(self, base: Question, dispute: Dispute, probe: Probe) -> Question:
        base = replace(base, taken=probe.taken)
        if probe.get is not None:
            base = replace(base, kind="get", holds=probe.holds or "", regions=(probe.region,) if probe.region else ())
            return self._asked(base, [trials.of_get(self.spec, probe.get, controlled=probe.holds is None)])
        models = [self.spec.models[each.model] for each in dispute.about]
        if not probe.send:
            return self.models(replace(base, kind="model"), models)
        ((path, value),) = probe.send.items()
        model, mode, _, _ = next(probe_routes(self.spec, probe))
        steps = tuple(path.split("."))
        known = next((each for each in mode.parameters if each.steps(mode.routes[0].payload) == steps), None)
        wrong = next(each for each in bodies.wrong(known) if type(each) is not type(value) or known)

        def spots(_: Route) -> tuple[list[Spot], Spot]:
            beside = [] if known else [Spot(steps=(*steps[:-1], bodies.UNKNOWN), value=value)]
            return [*beside, Spot(steps=steps, value=wrong)], Spot(steps=steps, value=value)

        routes = [route for _, _, _, route in probe_routes(self.spec, probe)]
        return self._asked(base, trials.of_value(self.spec, model, mode, routes, spots, self._in(model)), models=models)

    def _image(self, base: Question, model: Model, mode: Mode, fact: Images, conflict: Conflict) -> Question:
        if conflict.field not in IMAGE_FIELDS or fact.single or fact.maximum < 2:
            return replace(base, reason=_LARGE)
        (_, mine), (_, theirs) = image_bounds(fact, conflict)
        what, image = "a picture with an alpha channel", picture(512, 512, alpha=True)
        if conflict.field != "alpha":
            size = conflict.field == "max_megabytes"
            ends = [cast("list[int]", each)[1] + 1 for each in (mine, theirs)] if size else [300, 100, 5500]
            told = [each for each in ends if _within(each, mine) != _within(each, theirs)]
            if not told:
                return replace(base, reason=_ALIKE)
            what, image = _picture(told[0], size=size)
            base = replace(base, taken="fact" if _within(told[0], mine) else "claim")
        made = trials.of_image(self.spec, model, mode, fact.name, image, what, self._in(model))
        return self._asked(base, made, models=[model])

    def _result(self, base: Question, model: Model, mode: Mode, fact: Parameter, conflict: Conflict) -> Question:
        """What comes out without the parameter or, where it may have no effect, with it."""
        region = self._in(model)
        route = next((each for each in mode.routes if each.protocol == "sync"), None)
        if route is None:
            return replace(base, reason=_AS_TASK)
        family = next(each for each in self.spec.families if model in each.models)
        if isinstance(conflict.value, bool) and not conflict.in_result and not family.answers.echo:
            return replace(base, reason=_UNSEEN)
        image = picture(768, 512)
        call = {**bodies.call_of(self.spec, model, mode, image=image), "n": 1}
        expected: dict[Side, Json] = {"fact": fact.default, "claim": conflict.value}
        if conflict.in_result:
            call[fact.name] = expected["fact"] = "1024*1024"
            expected["claim"] = None
        request = bodies.request_of(self.spec, model, mode, route, call, region)
        if fact.bills in ("exactly", "at_most") and request.body:
            request.body["parameters"].pop(fact.wire or fact.name, None)
        most = int(fact.range[1]) if fact.bills in ("exactly", "at_most") and fact.range else 1
        found = _upper(model, region, most, len(mode.inputs))
        if found is None:
            return replace(base, reason=_UNPRICED)
        usage = (route.results or mode.results).usage
        cost, currency = found
        priced = Priced(request=request, cost=cost, currency=currency, reads=fact.name, expected=expected, usage=usage)
        return replace(base, priced=priced, regions=(region,), reason="only a picture shows it")


def _picture(most: int, *, size: bool) -> tuple[str, str]:
    """A picture of so many bytes, or with such sides, in words, and the picture."""
    if size:
        return f"a picture of {most} bytes", picture(512, 512, size=most)
    return f"a picture of {most}*{most}", picture(most, most)


def _within(side: int, bounds: Json) -> bool:
    low, high = cast("list[int]", bounds) if bounds else (0, side)
    return low <= side <= high


def _upper(model: Model, region: str, images: int, inputs: int) -> tuple[Decimal, str] | None:
    """The most that so many pictures can cost, in the currency that the region's prices begin with."""
    here = [price for price in model.prices if price.region == region and price.amount is not None and price.currency]
    currency = next((price.currency for price in here), None)
    if currency is None:
        return None
    dearest = {"image": Decimal(), "input_image": Decimal()}
    for price in here:
        if price.currency == currency:
            dearest[price.per] = max(dearest[price.per], Decimal(price.amount or 0))
    return dearest["image"] * images + dearest["input_image"] * inputs, currency


def _words(dispute: Dispute) -> str:
    """What is disputed, in a line."""
    if dispute.disagreement is not None:
        return dispute.disagreement.claim
    conflict = cast("Conflict", dispute.conflict)
    say = "says" if len(conflict.sources) == 1 else "say"
    return f"{cite(conflict.sources)} {say}: {conflict.field.replace('_', ' ')} {other_claim(conflict)}"

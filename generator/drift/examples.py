"""The requests that a document shows: judged by the schemas, and held against what Brushwork would send."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

from generator.check.request_body import request_body
from generator.drift.claims import Finding
from generator.drift.facts import Fact
from generator.drift.passage import Place
from generator.drift.requests import Written
from generator.drift.shapes import Sent, differences, flat_call, leaf
from generator.drift.subject import Context
from generator.ir import Example, Mode, Model, Route
from generator.schema.requests import request_schema
from generator.schema.validation import request_errors

_ALIKE = 0.6
_KEY = re.compile(r"""["']?(?<!\w)(\w++(?:[.-]\w++)*+)["']?\s*+[:=]""")
_HOST = re.compile(r"https?://[^/]+")


class Examples:
    """Judges requests, and remembers which of the recorded examples it has met."""

    def __init__(self, context: Context) -> None:
        self.context = context
        families = context.spec.families
        self.models = {model.id: model for family in families for model in family.models}
        recorded = [example for family in families for example in family.examples]
        self.recorded = [each for each in recorded if any(source == context.source for source, _ in each.documents)]
        self.met: set[str] = set()

    def read(self, request: Written) -> Iterator[Finding]:
        """What comes of one request."""
        if request.body is None:
            at = request.text.place(request.fault_at)
            self.met |= {each.name for each in self.recorded if str(each.call.get("prompt", "")) in request.text.text}
            yield Finding(kind="unreadable", place=at, about="example", said=request.fault)
            return
        name = str(request.body.get("model", ""))
        known = self.context.names.ids.get(name)
        if known is None:
            place = self._at(request, "model")
            yield Finding(kind="new", place=place, about="model", said=name, held="nothing", name=name)
            return
        model = self.models[known]
        sent = Sent.of(request, model)
        mode = _mode(model, sent)
        if mode is None:
            return
        yield from self._judged(request, model, mode, sent)

    def _judged(self, request: Written, model: Model, mode: Mode, sent: Sent) -> Iterator[Finding]:
        path = _HOST.sub("", request.url).removeprefix(self.context.spec.api.base_path)
        routes = {route.path: route for route in mode.routes}
        route = routes.get(path) if not request.sdk else next((r for r in mode.routes if r.payload != "messages"), None)
        about = f"example of {model.id} {mode.name}"
        found: list[Finding] = []
        if route is None:
            held = ", ".join(self.context.spec.api.base_path + each for each in routes)
            fact = next(iter(self.context.facts.of((model.id,), "route", frozenset({mode.name}))), None)
            place = self._url(request)
            yield Finding(kind="differs", place=place, about=f"{about}: path", said=path, held=held, fact=fact)
            route = next((each for each in mode.routes if each.payload == sent.payload), mode.routes[0])
        elif not request.sdk:
            found += self._headers(request, mode, route, about)
        found += self._unknown(request, model, mode, sent, about)
        found += self._refused(request, model, mode, route, sent, about, {f.name for f in found})
        example = self._example(model, sent)
        if example is not None:
            self.met.add(example.name)
            found += self._against(request, example, sent, about)
        elif self.recorded and not found:
            said = f"an example not recorded from {self.context.source}"
            found.append(Finding(kind="new", place=request.text.place(), about=about, said=said, held="nothing"))
        yield from found
        if not found:
            held = f"the example {example.name}" if example else "the request that Brushwork builds"
            fact = _recorded(example) if example else None
            yield Finding(
                kind="agrees", place=request.text.place(), about=about, said="the request", held=held, fact=fact
            )

    def _headers(self, request: Written, mode: Mode, route: Route, about: str) -> Iterator[Finding]:
        possible = [each.sent_headers for each in mode.routes if each.path == route.path]
        said = {
            name.lower(): value for name, value in request.headers.items() if name.lower() != "x-dashscope-workspace"
        }
        if not any(said == {name.lower(): value for name, value in each.items()} for each in possible):
            shown = [", ".join(f"{k}: {v}" for k, v in each.items()) or "none" for each in (request.headers, *possible)]
            fact = next(iter(self.context.facts.of(("",), f"endpoint:{route.endpoint}")), None)
            place = self._url(request)
            yield Finding(kind="differs", place=place, about=f"{about}: headers", said=shown[0],
                          held=" or ".join(shown[1:]), fact=fact)  # fmt: skip

    def _unknown(self, request: Written, model: Model, mode: Mode, sent: Sent, about: str) -> Iterator[Finding]:
        names = {parameter.name for each in model.modes for parameter in each.parameters}
        extras = {name for route in mode.routes for name in route.send}
        ignored = {name for endpoint in self.context.spec.api.endpoints for name in endpoint.ignores}
        fact = next(iter(self.context.facts.of((model.id,), "model")), None)
        for name in sent.parameters:
            if name not in names | extras | ignored:
                place = self._at(request, name)
                yield Finding(kind="new", place=place, about=f"{about}: parameter", said=name, held="nothing",
                              fact=fact, models=(model.id,), name=name)  # fmt: skip

    def _refused(
        self, request: Written, model: Model, mode: Mode, route: Route, sent: Sent, about: str, unknown: set[str]
    ) -> Iterator[Finding]:
        """What the schema refuses, and in what else Brushwork's request would be another."""
        known = {name: value for name, value in sent.parameters.items() if name not in unknown}
        call = flat_call(mode, sent, known)
        made = request_body(str(sent.model), mode, route, call)
        body = sent.body if not request.sdk and not unknown else made
        for error in request_errors(request_schema(model, mode, route), body):
            where, _, said = error.partition(": ")
            name = leaf(where)
            fact = next(iter(self.context.facts.of((model.id,), f"{name}.supported", frozenset({mode.name}))), None)
            yield Finding(kind="differs", place=self._at(request, name), about=f"{about}: {where}", said=said,
                          held="the schema of the specs", fact=fact)  # fmt: skip
        if request.sdk or unknown:
            return
        unasked = {p.name for p in mode.parameters if p.name not in sent.parameters}
        for where, theirs, ours in differences(sent.body, made):
            if leaf(where) not in unasked and theirs is not False:
                yield Finding(kind="differs", place=self._at(request, leaf(where)), about=f"{about}: {where}",
                              said=_short(theirs), held=_short(ours))  # fmt: skip

    def _example(self, model: Model, sent: Sent) -> Example | None:
        """The recorded example that this one is, or was."""
        own = [each for each in self.recorded if each.model == model.id]
        alike = [(_likeness(str(each.call.get("prompt", "")), sent.prompt), each) for each in own]
        close = [pair for pair in alike if pair[0] >= _ALIKE]
        return max(close, key=lambda pair: pair[0])[1] if close else None

    def _against(self, request: Written, example: Example, sent: Sent, about: str) -> Iterator[Finding]:
        theirs: Any = sent.body if not request.sdk else {**sent.parameters, "prompt": sent.prompt}
        ours: Any = (
            example.body if not request.sdk else {k: v for k, v in example.call.items() if k != "reference_images"}
        )
        for where, said, held in differences(theirs, ours):
            yield Finding(kind="differs", place=self._at(request, leaf(where), said), about=f"{about}: {where}",
                          said=_short(said), held=_short(held), fact=_recorded(example),
                          note=f"the example {example.name} is recorded from {self.context.source}")  # fmt: skip

    def _at(self, request: Written, name: str, value: object = None) -> Place:
        """Where a key of the request stands, or the very value, if it is a text."""
        if isinstance(value, str) and (quoted := request.text.text.find(value)) >= 0:
            return request.text.place(quoted)
        return request.text.place(_keys(request.text.text).get(name, 0))

    def _url(self, request: Written) -> Place:
        return request.url_at if request.url else request.text.place()

    def gone(self, first: dict[str, Place]) -> Iterator[Finding]:
        """Recorded examples that the document no longer shows; `first` is where it first names each model."""
        for example in self.recorded:
            if example.name not in self.met and example.model in first:
                about, held = f"example of {example.model} {example.mode}", f"the example {example.name}"
                place, fact = first[example.model], _recorded(example)
                yield Finding(kind="gone", place=place, about=about, said="no longer shown", held=held, fact=fact)


@lru_cache(maxsize=2)
def _keys(text: str) -> dict[str, int]:
    """Where each key of a request first stands in its text."""
    found: dict[str, int] = {}
    for key in _KEY.finditer(text):
        found.setdefault(key[1], key.start())
    return found


def _mode(model: Model, sent: Sent) -> Mode | None:
    """The mode whose flags and number of images the request has."""
    flags = [(mode, {p.name: p.constant for p in mode.parameters if p.constant is not None}) for mode in model.modes]
    for mode, constants in flags:
        if constants and all(sent.parameters.get(name, False) == value for name, value in constants.items()):
            return mode
    plain = [mode for mode, constants in flags if not any(value is True for value in constants.values())]
    fitting = [mode for mode in plain if bool(mode.inputs) == bool(sent.images)]
    return next(iter(fitting or plain), None)


def _recorded(example: Example) -> Fact:
    return Fact(field="example", value=example.name, location=example.location, path=(), model=example.model)


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one.split(), other.split()).ratio()


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(cast("Any", value), ensure_ascii=False)
    return text if len(text) <= 100 else text[:97] + "..."

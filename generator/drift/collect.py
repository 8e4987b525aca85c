"""Reads every fact out of the loaded specs, by the overlays that `check` knows, so that each keeps its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.check.facts import Fact as Overlay, Use, uses
from generator.check.findings import Findings
from generator.drift.facts import Fact, Facts, Rival, canonical, mapping, rivals, texts, words
from generator.drift.shared_facts import model_sources, of_api, of_model, totals, whole_counts
from generator.ir import Json
from generator.load.document import Document, Path
from generator.load.folder import Loaded
from generator.spec_language.measures import area

_OF_PARAMETER = (
    "default",
    "range",
    "max_characters",
    "pixels",
    "aspect",
    "sides",
    "fixed",
    "boxes",
    "colors",
    "constant",
    "choices",
)
_TYPES = {
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "object": "object",
    "boxes": "array",
    "palette": "array",
    "list": "array",
}
_FORM = re.compile(r"\[x1, y1, x2, y2\]|\[y1, x1, y2, x2\]|\[x, y, width, height\]")
_OF_IMAGES = ("formats", "sides", "width", "height", "alpha", "max_megabytes", "aspect")
SECONDS = re.compile(r"adds (\d+) (?:to|-) ?(\d+) ?s", re.IGNORECASE)
"""How long a parameter takes, in its description."""


_IMAGE_AT = {"messages": "output.choices[].message.content[].image", "flat": "data[].url"}
"""Where the pictures are in an answer, by the payload of the route, if the spec names no other place."""


def collect(loaded: Loaded) -> Facts:
    """The facts of sound specs."""
    found = list(of_api(loaded.api))
    for document in loaded.families:
        findings = Findings(document)
        for use in uses(findings):
            found += _Reader(document, use).facts()
        for model in findings.mapping(("models",)):
            found += of_model(document, model)
        found += totals(document)
    return Facts([*found, *whole_counts(found)])


class _Reader:
    """The facts of one mode of one model."""

    def __init__(self, document: Document, use: Use) -> None:
        self.document = document
        self.use = use
        self.sources = model_sources(document, use.model)

    def facts(self) -> Iterator[Fact]:
        """All of them."""
        for name in self.use.parameters():
            yield from self._parameter(name)
        yield from self._images()
        prompt = self.use.prompt()
        for key in ("max_characters", "max_tokens"):
            if prompt is not None and key in prompt.values:
                yield self._field(prompt, "prompt", key)
        yield from self.routes()

    def _field(self, overlay: Overlay, owner: str, key: str) -> Fact:
        return self._made(overlay, f"{owner}.{key}", key, overlay.values[key], overlay.places[key])

    def _made(self, overlay: Overlay, field: str, key: str, raw: Json, path: Path) -> Fact:
        stated = overlay.values.get("conflict")
        at = overlay.places.get("conflict", ())
        return Fact(
            field=field,
            value=canonical(key, raw),
            location=self.document.location(path, value=True),
            path=path,
            model=self.use.model,
            mode=self.use.mode,
            sources=texts(overlay.values.get("source")) or self.sources,
            rivals=rivals(self.document, stated, at, key),
            conflicts_at=at or (*path[:-1], "conflict"),
        )

    def _parameter(self, name: str) -> Iterator[Fact]:
        overlay = self.use.fact("parameters", name)
        base: Path = ("parameters", name)
        place = base if base in overlay.layers else overlay.layers[0]
        yield self._made(overlay, f"{name}.supported", "supported", raw=True, path=place)
        stated: Path = overlay.places.get("required", place)
        yield self._made(overlay, f"{name}.required", "required", raw=bool(overlay.values.get("required")), path=stated)
        kind = _TYPES.get(str(overlay.values.get("type")), "string")
        if any(isinstance(each, int) for each in overlay.items("choices")):
            kind = "integer"
        yield self._made(overlay, f"{name}.type", "type", kind, overlay.places.get("type", place))
        for key in _OF_PARAMETER:
            if key in overlay.values:
                yield self._field(overlay, name, key)
        form = _FORM.search(words(overlay.values.get("doc")))
        if form:
            yield self._made(overlay, f"{name}.form", "form", form[0], overlay.places["doc"])
        if "default_text" in overlay.values and "default" not in overlay.values:
            at = overlay.places["default_text"]
            yield self._made(overlay, f"{name}.default", "default", words(overlay.values["default_text"]), at)
        presets = overlay.pairs("presets")
        if presets:
            largest = max(presets, key=lambda label: area(presets[label]))
            at = overlay.places["presets"]
            yield self._made(overlay, f"{name}.presets", "presets", list(presets), at)
            yield self._made(overlay, f"{name}.largest", "presets", largest, (*at, largest))
        for key, one in (("presets", "preset"), ("ratios", "ratio")):
            for label, size in overlay.pairs(key).items():
                yield self._made(overlay, f"{name}.{one}:{label}", key, size, (*overlay.places[key], label))
        seconds = SECONDS.search(words(overlay.values.get("doc")))
        if seconds:
            raw: Json = [int(seconds[1]), int(seconds[2])]
            yield self._made(overlay, f"{name}.seconds", "seconds", raw, overlay.places["doc"])
        yield from self._sizes(overlay, name)

    def _sizes(self, overlay: Overlay, name: str) -> Iterator[Fact]:
        sizes = dict.fromkeys((*overlay.pairs("ratios").values(), *overlay.texts("recommended")))
        if sizes:
            at = overlay.places.get("ratios", overlay.places.get("recommended", overlay.top))
            yield self._made(overlay, f"{name}.sizes", "sizes", list(sizes), at)

    def _images(self) -> Iterator[Fact]:
        for overlay in (self.use.inputs() or {}).values():
            if "count" in overlay.values and "in" not in overlay.values:
                empty = Overlay(values={}, places={}, layers=())
                at = overlay.places["count"]
                yield self._made(empty, "images.count", "count", overlay.values["count"], at)
            for key in _OF_IMAGES:
                if key in overlay.values:
                    yield self._field(overlay, "images", key)

    def routes(self) -> Iterator[Fact]:
        """The routes, and the protocols that come of them for those who deny some."""
        routes = [fact for path in self.use.routes() for fact in self._route(path)]
        yield from routes
        taken = [fact for fact in routes if fact.field == "route"]
        deniers = dict.fromkeys(
            source for fact in taken for rival in fact.rivals if rival.value is False for source in rival.sources
        )
        first = taken[0]
        yield replace(
            first,
            field="protocols",
            value=_protocols(taken),
            rivals=tuple(_denial(taken, source) for source in deniers),
        )

    def _route(self, path: Path) -> Iterator[Fact]:
        fields = mapping(self.document.get(path))
        place = {key: (*path, key) for key in fields}
        overlay = Overlay(values=dict(fields), places=place, layers=(path,))
        raw: Json = [str(fields["endpoint"]), str(fields["protocol"])]
        yield self._made(overlay, "route", "supported", raw, path)
        yield self._made(overlay, "route.endpoint", "endpoint", fields["endpoint"], (*path, "endpoint"))
        yield self._made(overlay, "payload", "payload", fields["payload"], (*path, "payload"))
        results = mapping(fields.get("results")) or self.use.fact("results").values
        images = texts(results.get("images")) or (_IMAGE_AT.get(str(fields["payload"]), "output.results[].url"),)
        yield self._made(overlay, "results.images", "images", list(images), path)
        limit = mapping(fields.get("prompt"))
        if "max_characters" in limit:
            at = (*path, "prompt", "max_characters")
            yield self._made(overlay, "prompt.max_characters", "max_characters", limit["max_characters"], at)


def _protocols(routes: list[Fact]) -> tuple[str, ...]:
    """Answering at once or as a task; a stream is a way to get the former."""
    found = [str(fact.value[1]) for fact in routes if isinstance(fact.value, tuple)]
    return tuple(sorted({"sync" if protocol == "stream" else protocol for protocol in found}))


def _denial(routes: list[Fact], source: str) -> Rival:
    """The protocols that are left where this source denies routes."""
    denied = {fact.path: rival for fact in routes for rival in fact.rivals if source in rival.sources}
    rival = next(iter(denied.values()))
    return replace(rival, value=_protocols([fact for fact in routes if fact.path not in denied]), sources=(source,))

"""What the readers know of the specs: names, facts, parameters, places. Made once for any number of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.drift.facts import Facts
from generator.drift.lexicon import Lexicon
from generator.drift.names import Names, whose
from generator.ir import Parameter, Spec

PROMPTS = frozenset({"prompt", "text"})
PICTURES = frozenset({
    "images", "image", "reference_images", "reference_image", "base_image_url", "mask_image_url", "ref_image",
    "ref_img", "image_url"
})  # fmt: skip
CARRIERS = frozenset({
    "messages", "content", "role", "model", "input", "parameters", "stream", "headers", "authorization",
    "content-type", "function", "data"
})  # fmt: skip
"""Names of what carries prompt, images and parameters; they are no parameters."""
RESPONSE = frozenset({
    "output", "usage", "choices", "results", "request_id", "task_id", "task_status", "task_metrics",
    "finish_reason", "code", "message"
})  # fmt: skip
"""Names that only answers hold."""
_WORD = re.compile(r"[A-Za-z_]\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The specs as readers need them."""

    spec: Spec
    names: Names
    facts: Facts
    kinds: Mapping[str, str] = field(init=False)
    """Parameter -> its kind; "prompt" and "images" for what carries these."""
    fields: frozenset[str] = field(init=False)
    """Every name of a field of requests and answers that the specs use."""
    plain: tuple[str, ...] = field(init=False)
    """The parameters that are neither prompt nor pictures, the longest names first."""
    regions: Mapping[str, str] = field(init=False)
    """Name of a region in any of its writings -> its id."""
    region_names: re.Pattern[str] = field(init=False)
    """Any of these names in small letters."""
    lexicon: Lexicon = field(init=False)
    hosts: Mapping[str, str] = field(init=False)
    """Host of the API, {} for a workspace -> region."""

    def __post_init__(self) -> None:
        modes = [mode for family in self.spec.families for model in family.models for mode in model.modes]
        kinds = {each.name: each.kind for mode in modes for each in mode.parameters}
        kinds |= {each.wire: each.kind for mode in modes for each in mode.parameters if each.wire}
        inputs = {each.name: "images" for mode in modes for each in mode.inputs}
        api = self.spec.api
        regions = {
            alias.lower(): region.id for region in api.regions for alias in (region.id, *region.aliases, region.name)
        }
        hosts = {
            re.sub(r"\{\w+\}", "{}", host.removeprefix("https://")): region.id
            for region in api.regions
            for host in (region.host, region.workspace_host, *region.hosts)
            if host
        }
        known = {name for mode in modes for each in mode.parameters for name in _members(each)}
        known |= {word for schema in api.schemas.values() for word in _WORD.findall(str(schema))}
        known |= {
            name for endpoint in api.endpoints for name in (*endpoint.ignores, *(a.name for a in endpoint.arguments))
        }
        known |= {word for mode in modes for value in mode.results.values for word in _WORD.findall(value.at)}
        known |= {word for mode in modes for route in mode.routes for word in _WORD.findall(str(route.send))}
        pictures = {**inputs, **dict.fromkeys(PICTURES, "images"), **dict.fromkeys(PROMPTS, "prompt")}
        object.__setattr__(self, "kinds", {**pictures, **kinds})
        plain = (name for name, kind in self.kinds.items() if kind not in ("images", "prompt"))
        object.__setattr__(self, "plain", tuple(sorted(plain, key=len, reverse=True)))
        object.__setattr__(self, "fields", frozenset({*known, *kinds, *pictures, *CARRIERS, *RESPONSE}))
        object.__setattr__(self, "regions", {name: at for name, at in regions.items() if len(name) > 1})
        longest = sorted(self.regions, key=len, reverse=True)
        object.__setattr__(self, "region_names", re.compile("|".join(map(re.escape, longest))))
        object.__setattr__(self, "hosts", hosts)
        listed = (fact.value for fact in self.facts.all if fact.field.endswith((".choices", "task states")))
        words = {str(each).lower() for value in listed if isinstance(value, tuple) for each in value}
        words = {word for word in words if word.replace("_", "").isalpha() and len(word) > 2}
        object.__setattr__(self, "lexicon", Lexicon(self.names, dict(self.regions), self.plain, words))

    def whose(self, text: str, start: int, end: int) -> tuple[str, ...]:
        """The models that what stands in a text from `start` to `end` is about, if the text names them."""
        return whose(self.names.mentions(text), text, start, end)

    def region_of_host(self, host: str) -> str | None:
        """The region of a host of the API; "" for one that is known to be none."""
        if host in self.hosts:
            return self.hosts[host]
        label, _, rest = host.partition(".")
        return self.hosts.get("{}." + rest) if label and rest else None


def _members(parameter: Parameter) -> Iterator[str]:
    yield parameter.name
    if parameter.wire:
        yield parameter.wire
    for place in parameter.place.values():
        yield from _WORD.findall(place)
    for each in (*parameter.members, *((parameter.items,) if parameter.items else ())):
        yield from _members(each)
    if parameter.kind == "palette":
        yield from ("hex", "ratio")

"""Facts beside those of the modes: of the whole API, of a model, and what follows from several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.drift.facts import Fact, canonical, mapping, rivals, texts, words
from generator.ir import Json
from generator.load.document import Document, Path


def of_api(api: Document) -> Iterator[Fact]:
    """Lifetimes, limits, states, endpoints and hosts."""
    yield from _polls(api)
    states = mapping(api.get(("task_states",)))
    at: Path = ("task_states",)
    yield Fact(field="task states", value=tuple(states), location=api.location(at), path=at)
    for name, entry in mapping(api.get(("limits",))).items():
        yield _shared(api, f"limit:{name}", ("limits", name, "value"), texts(mapping(entry).get("source")))
    yield from _uses(api)
    for name, entry in mapping(api.get(("lifetimes",))).items():
        yield _shared(api, f"lifetime:{name}", ("lifetimes", name, "seconds"), texts(mapping(entry).get("source")))
    for name, entry in mapping(api.get(("endpoints",))).items():
        yield _shared(api, f"endpoint:{name}", ("endpoints", name, "path"), texts(mapping(entry).get("source")))
        if mapping(entry).get("limit"):
            yield _shared(api, f"limit:{name}", ("endpoints", name, "limit"), texts(mapping(entry).get("source")))
    for name, entry in mapping(api.get(("regions",))).items():
        if mapping(entry).get("host"):
            yield _shared(api, f"host:{name}", ("regions", name, "host"), texts(mapping(entry).get("source")))


def _uses(api: Document) -> Iterator[Fact]:
    """The recommendations, in their order."""
    for number, entry in enumerate(_entries(api.get(("uses",)))):
        path: Path = ("uses", number, "models")
        value = texts(mapping(entry).get("models"))
        at = api.location(path, value=True)
        yield Fact(field="use", value=value, location=at, path=path, sources=texts(mapping(entry).get("source")))


def _polls(api: Document) -> Iterator[Fact]:
    """How often the documented example asks after its task."""
    examples = api.get(("examples",))
    for number, entry in enumerate(examples if isinstance(examples, list) else []):
        title = words(mapping(entry).get("title"))
        seconds = re.search(r"every (\d+) seconds", title)
        if seconds:
            path = ("examples", number, "title")
            cited = mapping(entry).get("documents")
            documents = [str(mapping(each).get("source")) for each in _entries(cited)]
            at = api.location(path, value=True)
            yield Fact(field="poll", value=int(seconds[1]), location=at, path=path, sources=tuple(documents))


def _shared(api: Document, field: str, path: Path, sources: tuple[str, ...]) -> Fact:
    value = canonical(field, api.get(path))
    return Fact(field=field, value=value, location=api.location(path, value=True), path=path, sources=sources)


def of_model(document: Document, model: str) -> Iterator[Fact]:
    """That the model is there, its prices and regions."""
    at: Path = ("models", model)
    sources = model_sources(document, model)
    yield Fact(field="model", value=True, location=document.location(at), path=at, model=model, sources=sources)
    for layer in (at, ()):
        prices = document.get((*layer, "prices"))
        if isinstance(prices, list):
            for number in range(len(prices)):
                yield from _prices(document, model, (*layer, "prices", number))
            break
    yield from _lifecycle(document, model)
    yield from _limits(document, model)
    hours = document.get(("results", "lifetime_hours"))
    if isinstance(hours, int):
        yield _of(document, model, "lifetime:result_url", ("results", "lifetime_hours"), hours * 3600)
    for layer in (at, ()):
        path = (*layer, "regions")
        regions = mapping(document.get(path))
        if regions:
            names = [str(mapping(each).get("region", each)) for each in _entries(regions["available"])]
            yield Fact(
                field="regions",
                value=tuple(names),
                location=document.location((*path, "available"), value=True),
                path=(*path, "available"),
                model=model,
                sources=texts(regions.get("source")),
                rivals=rivals(document, regions.get("conflict"), (*path, "conflict"), "available"),
                conflicts_at=(*path, "conflict"),
            )
            break


def _of(document: Document, model: str, field: str, path: Path, raw: Json) -> Fact:
    own = texts(mapping(document.get(path[:-1])).get("source"))
    sources = own or model_sources(document, model)
    at = document.location(path, value=True)
    return Fact(field=field, value=canonical(field, raw), location=at, path=path, model=model, sources=sources)


def _lifecycle(document: Document, model: str) -> Iterator[Fact]:
    """When the model retires, and what replaces it."""
    for path in (("models", model, "lifecycle"), ("lifecycle",)):
        stated = mapping(document.get(path))
        if stated:
            for key in ("retires", "replacement"):
                if key in stated:
                    yield _of(document, model, key, (*path, key), stated[key])
            return


def _limits(document: Document, model: str) -> Iterator[Fact]:
    """How often a task may be submitted, and how many may run at once."""
    for layer in (("models", model), ()):
        listed = _entries(document.get((*layer, "rate_limits")))
        for number, entry in enumerate(listed):
            for key in ("submit", "concurrent"):
                if key in mapping(entry):
                    path: Path = (*layer, "rate_limits", number, key)
                    yield _of(document, model, f"rate.{key}", path, mapping(entry)[key])
        if listed:
            return


def _prices(document: Document, model: str, path: Path) -> Iterator[Fact]:
    """What an image costs in each region of an entry; one that names no amount is no fact of this kind."""
    fields = mapping(document.get(path))
    ends = [int(str(end)) for end in _entries(fields.get("output_pixels")) if end is not None]
    if ends:
        yield _of(document, model, "price tier", (*path, "output_pixels"), [str(end) for end in ends])
    for region in texts(fields["region"]) if "amount" in fields else ():
        yield Fact(
            field=f"price:{region}:{fields['currency']}",
            value=canonical("price", fields["amount"]),
            location=document.location((*path, "amount"), value=True),
            path=(*path, "amount"),
            model=model,
            sources=texts(fields.get("source")),
        )


def totals(document: Document) -> Iterator[Fact]:
    """What the parts of a value add up to, by the rules of the family."""
    rules = document.get(("rules",))
    for number, rule in enumerate(rules if isinstance(rules, list) else []):
        fields = mapping(rule)
        if fields.get("rule") == "sums_to":
            path = ("rules", number, "total")
            total = int(float(str(fields["total"])))
            for model in mapping(document.get(("models",))):
                yield Fact(
                    field=f"{fields['of']}.total",
                    value=total,
                    location=document.location(path, value=True),
                    path=path,
                    model=model,
                    sources=texts(fields.get("source")),
                )


def whole_counts(facts: list[Fact]) -> Iterator[Fact]:
    """A model that draws without images and edits up to nine takes none to nine, if nobody names a mode."""
    for model in dict.fromkeys(fact.model for fact in facts if fact.model):
        modes = {fact.mode for fact in facts if fact.model == model and fact.mode}
        counts = [fact for fact in facts if fact.model == model and fact.field == "images.count"]
        if counts and len(counts) < len(modes):
            widest = max(counts, key=lambda fact: fact.value[-1] if isinstance(fact.value, tuple) else 0)
            most = widest.value[-1] if isinstance(widest.value, tuple) else 0
            yield replace(widest, mode="", value=(0, int(most)))


def model_sources(document: Document, model: str) -> tuple[str, ...]:
    """Who tells of the model: what its facts are cited from that name nobody themselves."""
    own = document.get(("models", model, "source"))
    return texts(own if own is not None else document.get(("source",)))


def _entries(value: Json) -> list[Json]:
    """The items of a list."""
    return value if isinstance(value, list) else []

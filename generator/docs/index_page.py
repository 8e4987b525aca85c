"""The index: which model for what, and what each can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isqrt

from generator.docs.disputes import disagreements_table, region_disputes_table
from generator.docs.markdown import codes, md, table
from generator.docs.mode_view import images_out
from generator.docs.sources import source_line
from generator.ir import Mode, Model, Size, Spec
from generator.words import amount_words, count_words, listing, plural, sentence, span


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLinks:
    """A family with a line per model."""

    title: str
    summary: str
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """What `docs/index.md.j2` shows."""

    uses: str
    matrix: str
    families: tuple[FamilyLinks, ...]
    regions: str
    disputes: str
    disagreements: str
    sources: tuple[str, ...]


def index_page(spec: Spec) -> IndexPage:
    """The view of the index."""
    models = [model for family in spec.families for model in family.models]
    families = tuple(
        FamilyLinks(
            title=family.title,
            summary=md(sentence(family.summary)),
            models=tuple(f"{_link(model.id)}: {md(sentence(model.summary))}" for model in family.models),
        )
        for family in spec.families
    )
    return IndexPage(
        uses=_uses(spec),
        matrix=table(
            ["Model", "Modes", "Images in", "Images out", "Sizes", "Protocols", "Price of an image"],
            [_capabilities(spec, model) for model in models],
        ),
        families=families,
        regions=_regions(spec),
        disputes=region_disputes_table(spec),
        disagreements=disagreements_table(spec.api.disagreements),
        sources=tuple(source_line(source) for source in spec.sources),
    )


def _uses(spec: Spec) -> str:
    known = {model.id for family in spec.families for model in family.models}
    rows = [
        [md(use.scenario), ", ".join(_link(id_) for id_ in use.models if id_ in known), md(sentence(use.note))]
        for use in spec.api.uses
    ]
    return table(["What for", "Model, best first", "Why"], rows) if rows else ""


def _capabilities(spec: Spec, model: Model) -> list[str]:
    protocols = dict.fromkeys(route.protocol for mode in model.modes for route in mode.routes)
    return [
        _link(model.id),
        ", ".join(mode.name for mode in model.modes),
        _per_mode(model, lambda mode: count_words(mode.images)),
        _per_mode(model, images_out),
        _per_mode(model, _sizes),
        ", ".join(protocols),
        _price(spec, model),
    ]


def _per_mode(model: Model, say: Callable[[Mode], str]) -> str:
    """One text where all modes say the same, else each with its mode."""
    texts = {mode.name: md(say(mode)) for mode in model.modes}
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    return "; ".join(f"{name}: {text}" for name, text in texts.items())


def _sizes(mode: Mode) -> str:
    size = next((each.size for each in mode.parameters if each.size is not None), None)
    return "the server decides" if size is None else _size(size)


def _size(size: Size) -> str:
    if size.fixed:
        return plural(len(size.recommended), "fixed size")
    parts = list(size.presets)
    if size.pixels:
        low, high = (isqrt(bound) for bound in size.pixels)
        parts.append(f"{low}*{low} to {high}*{high} pixels")
    if size.sides:
        parts.append(f"sides of {span(size.sides)}")
    return listing(parts, "or") or "any"


def _price(spec: Spec, model: Model) -> str:
    """The list price in the default region, every case of it; where there is none there, the first one."""
    here = [price for price in model.prices if price.region == spec.api.default_region] or list(model.prices[:1])
    cases = [price for price in here if price.currency == here[0].currency]
    return ", ".join(md(amount_words(price)) for price in cases)


def _regions(spec: Spec) -> str:
    rows = [
        [f"`{region.id}`", region.name, codes(region.aliases), f"`{region.host or region.workspace_host}`"]
        for region in spec.api.regions
    ]
    return table(["Region", "Where", "Aliases", "Host"], rows)


def _link(model_id: str) -> str:
    return f"[{model_id}](models/{model_id}.md)"

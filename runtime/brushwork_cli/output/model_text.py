"""The catalogue of models and the page of one, as text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from brushwork_cli.output.model_facts import (
    conflicts,
    described,
    images_in,
    images_out,
    price_span,
    price_words,
    prices_in,
)
from brushwork_cli.output.table import columns
from brushwork_runtime import Size, items

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brushwork_runtime import Api, Mode, Model, ModelInfo

WIDTH = 100
_MODES = 4
"""Modes that a line of the overview names, at most."""


def overview(models: Sequence[Model], region: str) -> str:
    """A line for each model: modes, images in and out, routes, price."""
    head = ("model", "modes", "in", "out", "routes", "price")
    return columns([head, *(_line(model, region) for model in models)])


def _line(model: Model, region: str) -> tuple[str, ...]:
    modes = list(model.modes.values())
    taken, made = [images_in(mode) for mode in modes], [images_out(mode) for mode in modes]
    routes = dict.fromkeys(route.protocol for mode in modes for route in mode.routes)
    return (
        model.id,
        ", ".join(model.modes) if len(modes) <= _MODES else f"{len(modes)} modes",
        _span(min(low for low, _ in taken), max(high for _, high in taken)),
        _span(1, max(high for _, high in made)),
        ", ".join(routes),
        price_span(model, region),
    )


def page(info: ModelInfo, api: Api) -> str:
    """All that is known of a model."""
    model = info.spec
    blocks = [_wrapped(f"{info.id}  {model.summary}", ""), _facts(model)]
    if model.lifecycle is not None:
        blocks.insert(1, _wrapped(model.lifecycle.said, ""))
    for mode in model.modes.values():
        blocks.append(_mode(info, mode, api))
    return "\n\n".join(blocks)


def _facts(model: Model) -> str:
    regions = ", ".join(
        f"{name} ({', '.join(protocols)} only)" if protocols else name for name, protocols in model.regions.items()
    )
    rows = [("regions", regions or "not known"), ("snapshots", ", ".join(model.snapshots))]
    rows += [("id", f"{name} in {region}") for region, name in model.ids.items()]
    rows += [("first", model.activation or "")]
    for region in dict.fromkeys(price.region for price in model.prices):
        rows.append(("price", f"{price_words(prices_in(model, region))} an image in {region}"))
    for limit in model.rate_limits:
        at_once = f", {limit.concurrent} tasks at once" if limit.concurrent else ""
        at_once += f" of all {limit.shared_by} models" if limit.shared_by else ""
        where = f" in {', '.join(limit.regions)}" if limit.regions else ""
        rows.append(("rate", f"{limit.submits} a {limit.per}{at_once}{where}"))
    return pairs((name, text) for name, text in rows if text)


def _mode(info: ModelInfo, mode: Mode, api: Api) -> str:
    routes = ", ".join(f"{route.protocol} {route.base_path or api.base_path}{route.path}" for route in mode.routes)
    low, high = images_in(mode)
    made = _span(*images_out(mode))
    taken = f"{_span(low, high)} {'image' if high == 1 else 'images'} in, " if high else ""
    head = f"{mode.name}: {taken}{made} out"
    rows = [("routes", routes)]
    sizes = _sizes(mode)
    for name, text, required in described(info, mode):
        rows.append((f"{name}{' *' if required else ''}", text))
        if name in sizes:
            rows.append(("", sizes[name]))
    parts = [head, pairs(rows)]
    disputed = [
        _wrapped(f"{each['of']}, {each['field']}: {_sides(each)} {each['decision']}", "    ")
        for each in conflicts(mode, api)
    ]
    if disputed:
        parts += ["  documents disagree:", *disputed]
    return "\n".join(parts)


def _sizes(mode: Mode) -> dict[str, str]:
    """The sizes to choose from, by the name of their parameter."""
    found: dict[str, str] = {}
    for own in mode.parameters:
        if isinstance(own, Size) and (own.ratios or own.recommended):
            named = {f"{width}*{height}": ratio for ratio, (width, height) in own.ratios.items()}
            sizes = dict.fromkeys([*named, *(f"{width}*{height}" for width, height in own.recommended)])
            found[own.name] = ", ".join(f"{named[size]} = {size}" if size in named else size for size in sizes)
    return found


def _sides(conflict: dict[str, object]) -> str:
    """Who says what else."""
    names = ", ".join(str(name) for name in items(conflict["against"]) or ())
    return f"{names}: {_value(conflict['other_claim'])}."


def _value(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def pairs(rows: Iterable[tuple[str, str]]) -> str:
    """Names and what there is to say about them, wrapped beside each other."""
    rows = list(rows)
    wide = max(len(name) for name, _ in rows) + 2
    return "\n".join(_wrapped(f"  {name:<{wide}}{text}", " " * (wide + 2)) for name, text in rows)


def _wrapped(text: str, indent: str) -> str:
    first = "" if text.startswith(" ") else indent
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}-{high}"

"""The catalogue of models and the page of one, as text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from brushwork_cli import streams
from brushwork_cli.output.model_facts import (
    conflicts,
    described,
    images_in,
    images_out,
    price_span,
    price_words,
    prices_in,
    values_of,
)
from brushwork_cli.output.table import folded, pairs, show
from brushwork_runtime import Size, items, later, series, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brushwork_runtime import Api, Mode, Model, ModelInfo

WIDTH = 100
"""Columns of a page where the terminal does not tell, and at most."""

_MODES = 4
"""Modes that a line of the overview names, at most."""


def overview(models: Sequence[Model], region: str) -> None:
    """Print a line for each model: modes, images in and out, routes, price."""
    head = (later("model"), later("modes"), later("in"), later("out"), later("routes"), later("price"))
    rows = [_line(model, region) for model in models]
    show(head, rows, lambda name, _: {"model": "name", "price": "good"}.get(name))


def _line(model: Model, region: str) -> tuple[str, ...]:
    modes = list(model.modes.values())
    taken, made = [images_in(mode) for mode in modes], [images_out(mode) for mode in modes]
    routes = dict.fromkeys(route.protocol for mode in modes for route in mode.routes)
    return (
        model.id,
        ", ".join(model.modes) if len(modes) <= _MODES else tr("{count} modes", count=len(modes)),
        _span(min(low for low, _ in taken), max(high for _, high in taken)),
        _span(1, max(high for _, high in made)),
        ", ".join(routes),
        price_span(model, region),
    )


def page(info: ModelInfo, api: Api, region: str, texts: Mapping[str, str]) -> None:
    """Print all that is known of a model, what most people look for first; `texts` are its own in another language."""
    model = info.spec
    limit = min(streams.width(sys.stdout) or WIDTH, WIDTH)
    title = streams.escaped(_wrapped(f"{info.id}  {texts.get(model.summary, model.summary)}", "  ", limit))
    painted = streams.painted(info.id, "name") + title.removeprefix(info.id)
    blocks = [painted, *([_wrapped(model.lifecycle.said, "", limit)] if model.lifecycle is not None else [])]
    blocks += [_summary(info, region, limit), _facts(model, limit)]
    blocks += [_mode(info, mode, api, limit, texts) for mode in model.modes.values()]
    streams.ready("\n\n".join([blocks[0], *map(streams.escaped, blocks[1:])]))


def _summary(info: ModelInfo, region: str, limit: int) -> str:
    """What it does, in which sizes, at what price, and how it is called."""
    modes = info.spec.modes.values()
    rows = [(mode.name, _does(mode)) for mode in modes]
    own = [parameter for mode in modes for parameter in mode.parameters if isinstance(parameter, Size)]
    sizes = dict.fromkeys(name for size in own for name in (*size.presets, *size.ratios))
    first = next(iter(modes))
    name = first.name if first.name in ("edit", "sequence", "interleave") else "gen"
    flags = [*(("PROMPT",) if first.prompt is not None else ()), f"-m {info.id}"]
    flags += [*(("-i IMAGE",) if first.images[0] else ()), *(("-n 4",) if name == "sequence" else ())]
    given = ("prompt", "n", *(images.name for images in first.inputs))
    flags += [f"-p {each}=..." for each, _, required in described(info, first) if required and each not in given]
    named = f" --mode {first.name}" if name == "gen" and first.name != "generate" and len(modes) > 1 else ""
    rows += [(tr("sizes"), ", ".join(sizes))] if sizes else []
    rows += [(tr("price"), price_span(info.spec, region))]
    rows += [(tr("try"), f"brushwork {name} {' '.join(flags)}{named} --emulator")]
    return pairs(rows, limit)


def _does(mode: Mode) -> str:
    low, high = images_in(mode)
    made = _span(*images_out(mode))
    return series(
        (
            tr("text in") if not high else _images_in(low, high),
            tr("{count} out with text", count=made) if mode.output == "parts" else tr("{count} out", count=made),
        )
    )


def _images_in(low: int, high: int) -> str:
    count = _span(low, high)
    return tr("{count} image in", count=count) if high == 1 else tr("{count} images in", count=count)


def _facts(model: Model, limit: int) -> str:
    regions = ", ".join(
        tr("{name} ({names} only)", name=name, names=series(protocols)) if protocols else name
        for name, protocols in model.regions.items()
    )
    rows = [(tr("regions"), regions or tr("not known")), (tr("snapshots"), ", ".join(model.snapshots))]
    rows += [(tr("id"), tr("{name} in {region}", name=name, region=region)) for region, name in model.ids.items()]
    rows += [(tr("first"), model.activation or "")]
    for region in dict.fromkeys(price.region for price in model.prices):
        rows.append(
            (
                tr("price"),
                tr("{price} an image in {region}", price=price_words(prices_in(model, region)), region=region),
            )
        )
    for rate in model.rate_limits:
        at_once = tr(", {concurrent} tasks at once", concurrent=rate.concurrent) if rate.concurrent else ""
        at_once += tr(" of all {shared_by} models", shared_by=rate.shared_by) if rate.shared_by else ""
        where = tr(" in {names}", names=series(rate.regions)) if rate.regions else ""
        pace = later("{count} a minute") if rate.per == "minute" else later("{count} a second")
        rows.append((tr("rate"), f"{tr(pace, count=rate.submits)}{at_once}{where}"))
    return pairs([(name, text) for name, text in rows if text], limit)


def _mode(info: ModelInfo, mode: Mode, api: Api, limit: int, texts: Mapping[str, str]) -> str:
    routes = ", ".join(f"{route.protocol} {route.base_path or api.base_path}{route.path}" for route in mode.routes)
    low, high = images_in(mode)
    made = tr("{count} out", count=_span(*images_out(mode)))
    head = tr("{subject}: {what}", subject=mode.name, what=series([_images_in(low, high), made] if high else [made]))
    rows = [(tr("routes"), routes)]
    sizes = _sizes(mode)
    for name, text, required in described(info, mode):
        rows.append((f"{name}{' *' if required else ''}", texts.get(text, text)))
        if name in sizes:
            rows.append(("", sizes[name]))
    if mode.results.values:
        told = (f"{name} ({kind if isinstance(kind, str) else _value(kind)})" for name, kind in values_of(mode).items())
        rows.append((tr("also gives"), ", ".join(told)))
    parts = [head, pairs(rows, limit)]
    disputed = [
        "    " + _wrapped(f"{each['of']}, {each['field']}: {_sides(each)} {each['decision']}", "    ", limit)
        for each in conflicts(mode, api)
    ]
    if disputed:
        parts += [tr("  documents disagree:"), *disputed]
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


def _wrapped(text: str, indent: str, limit: int) -> str:
    """The text, folded; every line but the first is indented."""
    first, *more = folded(text, max(limit - len(indent), 20))
    return "\n".join([first, *(f"{indent}{line}" for line in more)])


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}-{high}"

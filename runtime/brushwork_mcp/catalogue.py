"""Which models there are for what, and what each accepts: what agents ask before they spend anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brushwork_cli.output import model_facts
from brushwork_runtime import InvalidRequest, Size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from brushwork_runtime import Mode, Model, SyncClient

ANY_IMAGE = "https://example.com/image.png"
"""What stands for a reference where a request is only priced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a model is looked for; None is no condition. `images` go in, `n` come out, `words` describe it."""

    words: tuple[str, ...] = ()
    mode: str | None = None
    images: int | None = None
    size: str | None = None
    n: int | None = None
    text: bool = False
    most: Decimal | None = None


def found(client: SyncClient, need: Need) -> list[dict[str, Any]]:
    """The modes of models that are as needed, the cheapest first, and those of unknown price last."""
    rows = list(_rows(client, need))
    return sorted(rows, key=lambda row: (row["cost"] is None, row["cost"] or 0, row["model"]))


def _rows(client: SyncClient, need: Need) -> Iterator[dict[str, Any]]:
    region = client.settings.region
    wanted = model_facts.Wanted(
        words=need.words, mode=need.mode, region=region, price_in=region or "", max_price=None,
        images=need.images, text=need.text, protocol=None,
    )  # fmt: skip
    for model in client.models.tables():
        if model_facts.is_past(model) or not model_facts.fits(model, wanted):
            continue
        for mode in model.modes.values():
            row = _row(client, model, mode, need)
            if row is not None and (need.most is None or (row["cost"] is not None and row["cost"] <= need.most)):
                yield row


def _row(client: SyncClient, model: Model, mode: Mode, need: Need) -> dict[str, Any] | None:
    low, high = model_facts.images_in(mode)
    if need.mode not in (None, mode.name) or (need.text and mode.output != "parts"):
        return None
    if need.images is not None and not low <= need.images <= high:
        return None
    cost = _cost(client, model, mode, need, low if need.images is None else need.images)
    if cost is None and (need.size is not None or need.n is not None):
        return None
    lifecycle = model.lifecycle
    return {
        "model": model.id,
        "mode": mode.name,
        "tool": "edit_image" if low else "generate_image",
        "summary": model.summary,
        "images_in": [low, high],
        "images_out": list(model_facts.images_out(mode)),
        "cost": None if cost is None else cost[0],
        "price": "unknown" if cost is None else cost[1],
        "seconds": None if model.typical_seconds is None else list(model.typical_seconds),
        "retires": None if lifecycle is None else lifecycle.retires,
    }


def _cost(client: SyncClient, model: Model, mode: Mode, need: Need, images: int) -> tuple[Decimal | None, str] | None:
    """The most that such a call costs, and that in words; None where the mode takes no such call."""
    names = {own.name for own in mode.parameters}
    request: dict[str, Any] = {"model": model.id, "mode": mode.name}
    if mode.prompt is not None:
        request["prompt"] = "a prompt"
    if images:
        request["reference_images"] = [ANY_IMAGE] * images
    if need.size is not None:
        request["size"] = need.size
    if need.n is not None and (need.n > 1 or "n" in names):
        request["n"] = need.n
    try:
        cost = client.prepare(request).estimate()
    except InvalidRequest:
        return None
    return cost.maximum, str(cost)


def described(client: SyncClient, model_id: str, mode_name: str | None) -> dict[str, Any]:
    """What a mode of a model accepts, makes and costs. Raises `InvalidRequest` for an unknown model, `KeyError`."""
    info = client.models[model_id]
    name = mode_name or next(iter(info.modes))
    schema = info.json_schema(name)
    mode, region = info.spec.modes[name], client.settings.region or ""
    low, _ = model_facts.images_in(mode)
    lifecycle = info.spec.lifecycle
    return {
        "model": info.id,
        "mode": name,
        "modes": list(info.modes),
        "tool": "edit_image" if low else "generate_image",
        "summary": info.spec.summary,
        "arguments": schema,
        "sizes": _sizes(mode),
        "images_in": list(model_facts.images_in(mode)),
        "images_out": list(model_facts.images_out(mode)),
        "answers_with": "pictures, and text that this server does not return" if mode.output == "parts" else "pictures",
        "price": model_facts.price_words(model_facts.prices_in(info.spec, region)),
        "seconds": None if info.spec.typical_seconds is None else list(info.spec.typical_seconds),
        "retires": None if lifecycle is None else lifecycle.retires,
        "disputed": [str(each["of"]) for each in model_facts.conflicts(mode, client.models.api)],
    }


def _sizes(mode: Mode) -> dict[str, str]:
    """The sizes that have names, and those recommended by ratio, in pixels."""
    sizes: Mapping[str, tuple[int, int]] = {}
    for own in mode.parameters:
        if isinstance(own, Size) and own.name == "size":
            listed = {f"{width}*{height}": (width, height) for width, height in own.recommended}
            sizes = {**listed, **own.ratios, **own.presets}
    return {name: f"{width}*{height}" for name, (width, height) in sizes.items()}

"""Makes the demo: every model and mode once, the pictures into a folder, the page beside them."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brushwork_cli.demo.page import Entry, page
from brushwork_runtime import Boolean, Choice, Integer, InvalidRequest, Number, TextPart, errors

if TYPE_CHECKING:
    from brushwork_runtime import Json, Mode, Model, Parameter, Prepared, Registry, Result, SyncClient

    Reference = tuple[Path, str]
    """A picture made before: its file and the address that it came from."""

PROMPTS = {
    "generate": "A cozy flower shop on a rainy evening, warm light behind the window",
    "edit": "Put the flower shop of image 1 into spring, with cherry blossoms before the door",
    "sequence": "A stray orange cat before the flower shop, one picture for each season",
    "interleave": "How to bind a bouquet in three steps, with a picture for each",
}
SEED = 7
COUNT = 3
"""Images to ask for where a mode makes several."""
AT_ONCE = 8
"""Concurrent calls; most of their time is waiting."""


def make_all(
    registry: Registry,
    connect: Callable[[str], AbstractContextManager[SyncClient]],
    out: Path,
    say: Callable[[str], object] = print,
) -> Path:
    """Make one picture per model and mode in `out` and return the path of the page that shows them.

    `connect` gives the client of a region; a model that the default region does not have gets one of its own region.
    Pictures of an earlier run are overwritten.
    """
    out.mkdir(parents=True, exist_ok=True)
    default = registry.api.default_region
    calls = [(model, mode) for model in registry.tables() for mode in model.modes.values()]
    by_region: dict[str, list[tuple[Model, Mode]]] = {}
    for model, mode in calls:
        here = default if default in model.regions or not model.regions else next(iter(model.regions))
        by_region.setdefault(here, []).append((model, mode))
    entries: list[Entry] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.BrushworkWarning)  # the page says what retires, beside the picture
        for region, some in by_region.items():
            with connect(region) as client:
                entries += _make_some(client, out, some, say, "" if region == default else f" in {region}")
    order = {(model.id, mode.name): number for number, (model, mode) in enumerate(calls)}
    entries.sort(key=lambda entry: order[entry.model, entry.mode])
    target = out / "index.html"
    target.write_text(page(entries, out), encoding="utf-8")
    return target


def _make_some(
    client: SyncClient, out: Path, calls: list[tuple[Model, Mode]], say: Callable[[str], object], where: str
) -> list[Entry]:
    """Text to image first, since one of its pictures is the reference image of all the others."""
    entries: list[Entry] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for some in ([call for call in calls if not call[1].inputs], [call for call in calls if call[1].inputs]):
            reference = next((entry.first for entry in entries if entry.first is not None), None)
            for entry in pool.map(partial(_make, client, out, reference, where), *zip(*some, strict=True)):
                entries.append(entry)
                say(f"{entry.model} {entry.mode}: {entry.facts}")
    return entries


def _make(client: SyncClient, out: Path, reference: Reference | None, where: str, model: Model, mode: Mode) -> Entry:
    prompt = None if mode.prompt is None else PROMPTS.get(mode.name, f"The flower shop: {mode.name.replace('_', ' ')}")
    given = {} if prompt is None else {"prompt": prompt}
    folder = out / model.id.replace("/", "_") / mode.name
    images = {} if reference is None else _images(mode, reference, folder)
    prepared, arguments = _prepared(client, {"model": model.id, "mode": mode.name, **given}, images, mode)
    result = prepared.send()
    sent = {name: image if isinstance(image, Path) else reference[0] for name, image in images.items() if reference}
    paths = iter(result.save(folder / "{i}.{ext}", overwrite=True))
    parts = [part.text if isinstance(part, TextPart) else next(paths) for part in result.parts]
    first = next((part for part in parts if isinstance(part, Path)), None)
    return Entry(
        model=model.id,
        mode=mode.name,
        prompt=prompt or "",
        code=_code(model, mode, prompt, images, arguments),
        method=prepared.method,
        url=prepared.url,
        body=prepared.body,
        facts=_facts(model, result, where),
        inputs=sent,
        parts=parts,
        values=result.values,
        first=(first, result.images[0].url) if first is not None else None,
    )


def _images(mode: Mode, reference: Reference, folder: Path) -> dict[str, Any]:
    """The picture for each input that needs one, or for the first where none does: its file, or its address.

    What must be as large as another input is a mask over that, and what must be transparent shows its middle.
    """
    path, url = reference
    asked = _asked(mode)
    needed = [limits for limits in mode.inputs if limits.minimum or limits.name in asked] or list(mode.inputs[:1])
    given: dict[str, Any] = {}
    for limits in needed:
        drawn, cut = folder / "inputs" / f"{limits.name}.png", limits.alpha == "required"
        known = path if limits.same_size_as is None and not cut else _ellipse(path, drawn, cut=cut)
        given[limits.name] = known if not limits.accepts or "oss" in limits.accepts else url
    return given


def _asked(mode: Mode) -> set[str]:
    """What is not required, but of which rules require some."""
    return {name for rule in mode.rules if rule.kind in ("at_least_one", "exactly_one") for name in rule.of}


def _ellipse(picture: Path, target: Path, *, cut: bool) -> Path:
    """An ellipse of white in the middle of black, as large as the picture; or so much of the picture is `cut` out."""
    from PIL import Image, ImageDraw

    with Image.open(picture) as image:
        made, (width, height) = image.convert("RGB"), image.size
    mask = Image.new("L", (width, height))
    ImageDraw.Draw(mask).ellipse((width * 0.3, height * 0.3, width * 0.7, height * 0.7), fill=255)
    made.putalpha(mask)
    target.parent.mkdir(parents=True, exist_ok=True)
    if cut:
        made.save(target)
    else:
        mask.save(target, compress_level=0)  # some models take no file of a few bytes
    return target


def _prepared(
    client: SyncClient, request: dict[str, object], images: dict[str, Any], mode: Mode
) -> tuple[Prepared[Any, Any], dict[str, Json]]:
    """A request that the rules take, and its arguments: the first values of what it needs that go together."""
    free, asked = _arguments(mode), _asked(mode)
    needed = [own for own in mode.parameters if (own.required or own.name in asked) and own.name not in free]
    tried = islice(product(*(_values(own) if own.required else [None, *_values(own)] for own in needed)), _TRIES)
    refused: InvalidRequest | None = None
    for values in tried:
        arguments = free | {own.name: value for own, value in zip(needed, values, strict=True) if value is not None}
        try:
            return client.prepare({**request, **arguments}, **images), arguments
        except InvalidRequest as error:
            refused = error
    raise refused or LookupError(f"no values for {', '.join(own.name for own in needed)}")


_TRIES = 500


def _values(parameter: Parameter) -> list[Json]:
    """Some values that a parameter takes."""
    if isinstance(parameter, Choice):
        return list(parameter.choices)
    if isinstance(parameter, Number):
        return [max(parameter.minimum, min(COUNT, parameter.maximum)), parameter.maximum, parameter.minimum]
    return [False, True] if isinstance(parameter, Boolean) else ["flowers"]


def _arguments(mode: Mode) -> dict[str, Json]:
    """Nothing but a seed and, where a mode makes several images, how many."""
    arguments: dict[str, Json] = {}
    for parameter in mode.parameters:
        if isinstance(parameter, Integer) and parameter.bills == "at_most":
            arguments[parameter.name] = min(COUNT, parameter.maximum)
        elif parameter.name == "seed":
            arguments["seed"] = SEED
    return arguments


def _code(model: Model, mode: Mode, prompt: str | None, images: dict[str, object], arguments: dict[str, Json]) -> str:
    """The call in Python: what stands by its place first, then what is named."""
    first = prompt is not None and mode.prompt is not None and mode.prompt.required
    placed = [repr(prompt)] if first else []
    named = [] if first or prompt is None else [f"prompt={prompt!r}"]
    for limits in mode.inputs:
        if limits.name in images:
            given = images[limits.name]
            name = given.name if isinstance(given, Path) else str(given).partition("?")[0]  # without its signature
            shown = repr(name) if limits.single else repr([name])
            (placed if limits.minimum else named).append(shown if limits.minimum else f"{limits.name}={shown}")
    named += [f"{name}={value!r}" for name, value in arguments.items()]
    return f"client.{model.identifier}.{mode.name}({', '.join([*placed, *named])})"


def _facts(model: Model, result: Result, where: str) -> str:
    images = len(result.images)
    retires = model.lifecycle.retires if model.lifecycle else None
    end = f", announced to retire on {retires}" if retires else ""
    return f"{images} image{'s' if images != 1 else ''}{where}, request {result.request_id}{end}"

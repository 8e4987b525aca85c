"""Makes the demo: every model and mode once, the pictures into a folder, the page beside them."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brushwork_cli.demo.page import Entry, page
from brushwork_runtime import Boolean, Choice, Integer, InvalidRequest, Number, TextPart, errors

if TYPE_CHECKING:
    from brushwork_runtime import Json, Mode, Model, Parameter, Prepared, Result, SyncClient

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


def make_all(client: SyncClient, out: Path, say: Callable[[str], object] = print) -> Path:
    """Make one picture per model and mode in `out` and return the path of the page that shows them.

    Pictures of an earlier run are overwritten.
    """
    out.mkdir(parents=True, exist_ok=True)
    calls = [(model, mode) for model in client.models.tables() for mode in model.modes.values()]
    from_text = [call for call in calls if not call[1].inputs]
    from_images = [call for call in calls if call[1].inputs]
    entries: list[Entry] = []
    with warnings.catch_warnings(), ThreadPoolExecutor(AT_ONCE) as pool:
        warnings.simplefilter("ignore", errors.RetirementWarning)  # the page says it beside the picture
        # Text to image comes first, since one of its pictures is the reference image of all the others.
        for each in (from_text, from_images):
            reference = next((entry.first for entry in entries if entry.first is not None), None)
            for entry in pool.map(partial(_make, client, out, reference), *zip(*each, strict=True)):
                entries.append(entry)
                say(f"{entry.model:<22} {entry.mode:<11} {entry.facts}")
    order = {(model.id, mode.name): number for number, (model, mode) in enumerate(calls)}
    entries.sort(key=lambda entry: order[entry.model, entry.mode])
    target = out / "index.html"
    target.write_text(page(entries, out), encoding="utf-8")
    return target


def _make(client: SyncClient, out: Path, reference: Reference | None, model: Model, mode: Mode) -> Entry:
    prompt = None if mode.prompt is None else PROMPTS.get(mode.name, f"The flower shop: {mode.name.replace('_', ' ')}")
    given = {} if prompt is None else {"prompt": prompt}
    images = {} if reference is None else _images(mode, reference)
    prepared, arguments = _prepared(client, {"model": model.id, "mode": mode.name, **given}, images, mode)
    result = prepared.send()
    folder = out / model.id.replace("/", "_") / mode.name
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
        facts=_facts(model, result),
        parts=parts,
        first=(first, result.images[0].url) if first is not None else None,
    )


def _images(mode: Mode, reference: Reference) -> dict[str, Any]:
    """The picture for each input that needs one, or for the first where none does: its file, or its address."""
    path, url = reference
    needed = [limits for limits in mode.inputs if limits.minimum] or list(mode.inputs[:1])
    return {limits.name: path if not limits.accepts or "oss" in limits.accepts else url for limits in needed}


def _prepared(
    client: SyncClient, request: dict[str, object], images: dict[str, Any], mode: Mode
) -> tuple[Prepared[Any, Any], dict[str, Json]]:
    """A request that the rules take, and its arguments: the first values of what it needs that go together."""
    free = _arguments(mode)
    needed = [own for own in mode.parameters if own.required and own.name not in free]
    tried = islice(product(*map(_values, needed)), _TRIES)
    refused: InvalidRequest | None = None
    for values in tried:
        arguments = free | {own.name: value for own, value in zip(needed, values, strict=True)}
        try:
            return client.prepare({**request, **arguments}, **images), arguments
        except InvalidRequest as error:
            refused = error
    raise refused or LookupError(f"no values for {', '.join(own.name for own in needed)}")


_TRIES = 500


def _values(parameter: Parameter) -> list[Json]:
    """Some values that a parameter takes."""
    if isinstance(parameter, Choice):
        return list(reversed(parameter.choices))
    if isinstance(parameter, Number):
        return [parameter.maximum, parameter.minimum]
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
            name = given.name if isinstance(given, Path) else given
            shown = repr(name) if limits.single else repr([name])
            (placed if limits.minimum else named).append(shown if limits.minimum else f"{limits.name}={shown}")
    named += [f"{name}={value!r}" for name, value in arguments.items()]
    return f"client.{model.identifier}.{mode.name}({', '.join([*placed, *named])})"


def _facts(model: Model, result: Result) -> str:
    images = len(result.images)
    retires = model.lifecycle.retires if model.lifecycle else None
    end = f", announced to retire on {retires}" if retires else ""
    return f"{images} image{'s' if images != 1 else ''}, request {result.request_id}{end}"

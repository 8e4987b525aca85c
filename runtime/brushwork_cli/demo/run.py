"""Makes the demo: every model and mode once, the pictures into a folder, the page beside them."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from brushwork_cli.demo.page import Entry, page
from brushwork_runtime import Integer, TextPart, errors

if TYPE_CHECKING:
    from brushwork_runtime import Json, Mode, Model, Result, SyncClient

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
            reference = next((part for entry in entries for part in entry.parts if isinstance(part, Path)), None)
            for entry in pool.map(partial(_make, client, out, reference), *zip(*each, strict=True)):
                entries.append(entry)
                say(f"{entry.model:<22} {entry.mode:<11} {entry.facts}")
    order = {(model.id, mode.name): number for number, (model, mode) in enumerate(calls)}
    entries.sort(key=lambda entry: order[entry.model, entry.mode])
    target = out / "index.html"
    target.write_text(page(entries, out), encoding="utf-8")
    return target


def _make(client: SyncClient, out: Path, reference: Path | None, model: Model, mode: Mode) -> Entry:
    arguments = _arguments(mode)
    images = [reference] if mode.inputs and reference is not None else []
    request = {"model": model.id, "mode": mode.name, "prompt": PROMPTS[mode.name], **arguments}
    prepared = client.prepare(request, reference_images=images)
    result = prepared.send()
    folder = out / model.id.replace("/", "_") / mode.name
    paths = iter(result.save(folder / "{i}.{ext}", overwrite=True))
    parts = [part.text if isinstance(part, TextPart) else next(paths) for part in result.parts]
    return Entry(
        model=model.id,
        mode=mode.name,
        prompt=PROMPTS[mode.name],
        code=_code(model, mode, images, arguments),
        method=prepared.method,
        url=prepared.url,
        body=prepared.body,
        facts=_facts(model, result),
        parts=parts,
    )


def _arguments(mode: Mode) -> dict[str, Json]:
    """Nothing but a seed and, where a mode makes several images, how many."""
    arguments: dict[str, Json] = {}
    for parameter in mode.parameters:
        if isinstance(parameter, Integer) and parameter.bills == "at_most":
            arguments[parameter.name] = min(COUNT, parameter.maximum)
        elif parameter.name == "seed":
            arguments["seed"] = SEED
    return arguments


def _code(model: Model, mode: Mode, images: list[Path], arguments: dict[str, Json]) -> str:
    shown = [repr(PROMPTS[mode.name]), *([repr([path.name for path in images])] if images else [])]
    shown += [f"{name}={value!r}" for name, value in arguments.items()]
    return f"client.{model.identifier}.{mode.name}({', '.join(shown)})"


def _facts(model: Model, result: Result) -> str:
    images = len(result.images)
    retires = model.lifecycle.retires if model.lifecycle else None
    end = f", announced to retire on {retires}" if retires else ""
    return f"{images} image{'s' if images != 1 else ''}, request {result.request_id}{end}"

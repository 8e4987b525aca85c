"""Makes the demo: every model and mode once, the pictures into a folder, the page beside them."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from itertools import islice, product
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brushwork_cli.demo import calls
from brushwork_cli.demo.page import Entry, Shown, page
from brushwork_cli.demo.pictures import contact_sheet, ellipse, preview
from brushwork_cli.demo.prompts import wish
from brushwork_runtime import (
    Boolean,
    Boxes,
    Choice,
    Integer,
    InvalidRequest,
    Number,
    Size,
    TextPart,
    errors,
    series,
    session_of,
    tr,
)

if TYPE_CHECKING:
    from brushwork_cli.demo.prompts import Wish
    from brushwork_runtime import Json, Mode, Model, Parameter, Prepared, Registry, SyncClient

SEED = 7
COUNT = 4
"""Images to ask for where a mode makes several."""
AT_ONCE = 4
"""Concurrent calls: as many as share the processors of a small machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A picture made before: its file, the address that it came from, its size and its prompt."""

    path: Path
    url: str
    size: tuple[int, int]
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A call to make: `number` counts those of the same mode."""

    model: Model
    mode: Mode
    number: int


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
    counted: dict[str, int] = {}
    by_region: dict[str, list[Job]] = {}
    order: dict[tuple[str, str], int] = {}
    for model in registry.tables():
        for mode in model.modes.values():
            here = default if default in model.regions or not model.regions else next(iter(model.regions))
            number = counted.get(mode.name, 0)
            counted[mode.name] = number + 1
            order[model.id, mode.name] = len(order)
            by_region.setdefault(here, []).append(Job(model=model, mode=mode, number=number))
    entries: list[Entry] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.BrushworkWarning)  # the page says what retires, beside the picture
        for region, some in by_region.items():
            with connect(region) as client:
                entries += _make_some(_Maker(client, out, region, "" if region == default else region), some, say)
    entries.sort(key=lambda entry: order[entry.model, entry.mode])
    contact_sheet(pictures_of(entries, out), out / "contact.png")
    target = out / "index.html"
    target.write_text(page(entries), encoding="utf-8")
    return target


def pictures_of(entries: list[Entry], out: Path) -> list[Path]:
    """The pictures made from text alone."""
    return [out / entry.images[0].path for entry in entries if entry.kind == "text" and entry.images]


def _make_some(maker: _Maker, jobs: list[Job], say: Callable[[str], object]) -> list[Entry]:
    """Text to image first, since its pictures are the reference images of all the others."""
    entries: list[Entry] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for some in ([job for job in jobs if not job.mode.inputs], [job for job in jobs if job.mode.inputs]):
            references = list(maker.references)
            for entry in pool.map(partial(maker.make, references), some):
                entries.append(entry)
                say(f"{entry.model} {entry.mode}: {', '.join(entry.facts)}")
    return entries


class _Maker:
    """Makes the calls of a region. `where` is its name if the page is to tell it."""

    def __init__(self, client: SyncClient, out: Path, region: str, where: str) -> None:
        self.client = client
        self.out = out
        self.where = where
        self.references: list[Reference] = []
        found = next(each for each in session_of(client).api.regions if each.id == region)
        self._host = found.host or found.workspace_host or ""

    def make(self, references: list[Reference], job: Job) -> Entry:
        """One call, its pictures in files, and what the page says of it."""
        model, mode = job.model, job.mode
        asked = wish(mode.name, job.number)
        prompt = None if mode.prompt is None else asked.prompt
        folder = self.out / model.id.replace("/", "_") / mode.name
        chosen = _chosen(references, asked, job, mode)
        given = _images(mode, chosen, folder) if chosen else {}
        request: dict[str, object] = {
            "model": model.id,
            "mode": mode.name,
            **({} if prompt is None else {"prompt": prompt}),
        }
        prepared, arguments = self._prepared(request, given, mode, asked, chosen)
        begun = time.perf_counter()
        result = prepared.send()
        paths = iter(result.save(folder / "{i}.{ext}", overwrite=True))
        seconds = time.perf_counter() - begun
        parts = [part.text if isinstance(part, TextPart) else self._shown(next(paths)) for part in result.parts]
        made = [part for part in parts if isinstance(part, Shown)]
        if made and not given:
            first = made[0]
            path, size = self.out / first.path, (first.width, first.height)
            self.references.append(Reference(path=path, url=result.images[0].url, size=size, prompt=prompt or ""))
        own = (model, mode, prompt, given, arguments, self.out, self.where)
        return Entry(
            model=model.id,
            mode=mode.name,
            prompt=prompt or "",
            python=calls.python(*own),
            shell=calls.shell(*own),
            curl=calls.curl_head(prepared, self._host),
            body=calls.body(prepared),
            facts=self._facts(model, prepared, made, seconds),
            inputs=[
                (name, self._shown(image if isinstance(image, Path) else _of(chosen, image)))
                for name, images in given.items()
                for image in images
            ],
            parts=parts,
            values={name: value for name, value in result.values.items() if value is not None},
        )

    def _shown(self, path: Path) -> Shown:
        """A picture of the page, with a small copy."""
        small, size = preview(path, self.out)
        link = path.relative_to(self.out).as_posix()
        return Shown(path=link, preview=small.relative_to(self.out).as_posix(), width=size[0], height=size[1])

    def _facts(self, model: Model, prepared: Prepared[Any, Any], made: list[Shown], seconds: float) -> list[str]:
        images = len(made)
        facts = [tr("{count} images", count=images) if images != 1 else tr("1 image")]
        facts += [f"{made[0].width} x {made[0].height}"] if made else []
        facts += [
            str(prepared.estimate()).partition(" (")[0],
            tr("{milliseconds:.0f} ms on the emulator", milliseconds=seconds * 1000),
        ]
        facts += [tr("in {where}", where=self.where)] if self.where else []
        retires = model.lifecycle.retires if model.lifecycle else None
        return [*facts, tr("announced to retire on {retires}", retires=retires)] if retires else facts

    def _prepared(
        self, request: dict[str, object], given: calls.Given, mode: Mode, asked: Wish, chosen: list[Reference]
    ) -> tuple[Prepared[Any, Any], dict[str, Json]]:
        """A request that the rules take, and its arguments: the first values of what it needs that go together.

        What is merely wished, as a ratio, is left out where the rules do not take it.
        """
        images: dict[str, Any] = {
            limits.name: given[limits.name][0] if limits.single else given[limits.name]
            for limits in mode.inputs
            if limits.name in given
        }
        free, needed = _arguments(mode), _asked(mode)
        own = [each for each in mode.parameters if (each.required or each.name in needed) and each.name not in free]
        tried = list(
            islice(product(*(_values(each) if each.required else [None, *_values(each)] for each in own)), _TRIES)
        )
        refused: InvalidRequest | None = None
        for wished in (_wished(mode, asked, chosen), {}):
            for values in tried:
                named = {each.name: value for each, value in zip(own, values, strict=True) if value is not None}
                arguments = {**wished, **free, **named}
                try:
                    return self.client.prepare({**request, **arguments}, **images), arguments
                except InvalidRequest as error:
                    refused = error
        raise refused or LookupError(tr("no values for {names}", names=series(each.name for each in own)))


def _chosen(references: list[Reference], asked: Wish, job: Job, mode: Mode) -> list[Reference]:
    """The pictures that go in: another one each time, and a cat first where the prompt speaks of two."""
    if not references or not mode.inputs:
        return []
    fitting = [each for each in references if asked.of and asked.of in each.prompt] or references
    last = fitting[(job.number * 5 + len(mode.name)) % len(fitting)]
    if asked.images < 2 or mode.inputs[0].maximum < 2:
        return [last]
    cat = next((each for each in references if "cat" in each.prompt.split()), references[0])
    return [cat, last if last is not cat else references[0]]


def _of(references: list[Reference], url: str) -> Path:
    return next(each.path for each in references if each.url == url)


def _images(mode: Mode, chosen: list[Reference], folder: Path) -> dict[str, list[Path | str]]:
    """Pictures for each input that needs some: files, or addresses.

    What must be as large as another input is a mask over that, and what must be transparent shows its middle.
    """
    asked, last = _asked(mode), chosen[-1]
    needed = [limits for limits in mode.inputs if limits.minimum or limits.name in asked]
    given: dict[str, list[Path | str]] = {}
    for limits in needed:
        cut, files = limits.alpha == "required", not limits.accepts or "oss" in limits.accepts
        if files and (limits.same_size_as is not None or cut):
            given[limits.name] = [ellipse(last.path, folder / "inputs" / f"{limits.name}.png", cut=cut)]
            continue
        some = chosen if limits is needed[0] and not limits.single else [last]
        given[limits.name] = [each.path if files else each.url for each in some]
    return given


def _asked(mode: Mode) -> set[str]:
    """What is not required, but of which rules require some."""
    return {name for rule in mode.rules if rule.kind in ("at_least_one", "exactly_one") for name in rule.of}


_TRIES = 500


def _values(parameter: Parameter) -> list[Json]:
    """Some values that a parameter takes."""
    if isinstance(parameter, Choice):
        return list(parameter.choices)
    if isinstance(parameter, Number):
        return [max(parameter.minimum, min(COUNT, parameter.maximum)), parameter.maximum, parameter.minimum]
    return [False, True] if isinstance(parameter, Boolean) else ["flowers"]


def _wished(mode: Mode, asked: Wish, chosen: list[Reference]) -> dict[str, Json]:
    """The ratio, or the smallest preset beside pictures, and a box on the last of these where a mode takes boxes."""
    wished: dict[str, Json] = {}
    for parameter in mode.parameters:
        if isinstance(parameter, Size) and parameter.presets and mode.inputs:
            wished[parameter.name] = _smallest(parameter.presets)
        elif isinstance(parameter, Size) and asked.ratio:
            wished[parameter.name] = asked.ratio
        elif isinstance(parameter, Boxes) and chosen and mode.inputs[0].minimum:
            width, height = chosen[-1].size
            box: list[Json] = [width * 3 // 10, height * 3 // 10, width * 7 // 10, height * 8 // 10]
            wished[parameter.name] = [*([] for _ in chosen[1:]), [box]]
    return wished


def _smallest(presets: Mapping[str, tuple[int, int]]) -> str:
    return min(presets, key=lambda name: prod(presets[name]))


def _arguments(mode: Mode) -> dict[str, Json]:
    """Nothing but a seed and, where a mode makes several images, how many."""
    arguments: dict[str, Json] = {}
    for parameter in mode.parameters:
        if isinstance(parameter, Integer) and parameter.bills == "at_most":
            most = COUNT - 1 if mode.output == "parts" else COUNT
            arguments[parameter.name] = min(most, parameter.maximum)
        elif parameter.name == "seed":
            arguments["seed"] = SEED
    return arguments

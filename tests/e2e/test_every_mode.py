"""Every model and mode from the public surface to pictures on disk, over loopback, on every route."""

from __future__ import annotations

import asyncio
import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pil

from brushwork import AsyncClient, Client, InvalidRequest, Result
from brushwork.testing import Emulator
from brushwork_runtime.base.errors import BrushworkWarning
from brushwork_runtime.tables.spec import Integer, Mode, Model, Route, Size
from tests.package.facts import region_for, required, said

REGISTRY = Client(api_key="sk-none", region="ap-southeast-1").models
MODES = [(model, mode) for model in REGISTRY.tables() for mode in model.modes.values()]
ROUTES = [(model, mode, route) for model, mode in MODES for route in mode.routes]


class Hurried:
    """A clock that has slept before it is asked to."""

    def now(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        pass

    def random(self) -> float:
        return 0.5


World = tuple[Client, Emulator]
Worlds = Callable[[Model, Route], World]


@pytest.fixture(scope="module")
def worlds() -> Iterator[Worlds]:
    """A client and its emulator, in a region that offers a model on a route."""
    with ExitStack() as stack:
        made: dict[str, World] = {}

        def world(model: Model, route: Route) -> World:
            region = region_for(model, route)
            if region not in made:
                emulator = stack.enter_context(Emulator(region=region))
                client = Client(emulator.key, base_url=emulator.url, region=region, clock=Hurried())
                made[region] = stack.enter_context(client), emulator
            return made[region]

        yield world


@pytest.fixture(autouse=True)
def _disputes() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", BrushworkWarning)
        yield


def name(value: object) -> str:
    match value:
        case Model():
            return value.id
        case Mode():
            return value.name
        case Route():
            return f"{value.protocol}-{value.endpoint}"
        case _:
            return ""


@cache
def reference(alpha: bool) -> bytes:
    """A picture of some kilobytes, which any input takes, and one with transparency for those that want it."""
    buffer = io.BytesIO()
    picture = Pil.new("RGBA" if alpha else "RGB", (640, 512), (30, 90, 160, 0)[: 4 if alpha else 3])
    picture.paste(Pil.effect_noise((128, 128), 64), (0, 0))
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def small(mode: Mode) -> dict[str, object]:
    """What the mode needs, two images where it may make them, and its smallest size, so that it is drawn quickly."""
    values: dict[str, object] = {**said(mode), **required(mode)}
    for parameter in mode.parameters:
        if isinstance(parameter, Integer) and parameter.bills in ("exactly", "at_most"):
            values[parameter.name] = 2 if parameter.minimum <= 2 <= parameter.maximum else parameter.minimum
        if isinstance(parameter, Size) and parameter.recommended:
            width, height = min(parameter.recommended, key=lambda size: size[0] * size[1])
            values[parameter.name] = f"{width}*{height}"
    return values


def request(model: Model, mode: Mode, folder: Path | None = None) -> dict[str, Any]:
    """A flat request with images of the web, or with a file in `folder` and, in lists, bytes beside it."""
    fields: dict[str, Any] = {"model": model.id, "mode": mode.name, **small(mode)}
    for limits in mode.inputs:
        given: list[object] = ["https://a.example/1.png"]
        if folder is not None:
            content = reference(limits.alpha == "required")
            path = folder / f"{limits.name}.jpg"  # the content says what it is
            path.write_bytes(content)
            given = [path, content]
        fields[limits.name] = given[0] if limits.single else given[: limits.maximum]
    return fields


def billed(mode: Mode, fields: dict[str, Any]) -> int:
    counts = [fields[each.name] for each in mode.parameters if each.bills in ("exactly", "at_most")]
    return counts[0] if counts else 1


def check(result: Result, mode: Mode, fields: dict[str, Any], folder: Path) -> None:
    wanted = billed(mode, fields)
    assert len(result) == wanted
    assert result.usage.image_count == wanted
    paths = result.save(folder)
    images = [path for path in paths if path.suffix != ".md"]
    assert len(images) == wanted
    with Pil.open(images[0]) as picture:
        assert picture.format == mode.results.format
        if "size" in fields:
            assert "{}*{}".format(*picture.size) == fields["size"]
    assert (folder / "index.md").exists() == (fields["mode"] == "interleave")
    assert not list(folder.glob("*.part"))


@pytest.mark.parametrize(("model", "mode", "route"), ROUTES, ids=name)
def test_every_route_makes_pictures(worlds: Worlds, tmp_path: Path, model: Model, mode: Mode, route: Route) -> None:
    client, emulator = worlds(model, route)
    fields = request(model, mode)
    before = len(emulator.ledger)
    result = client.prepare(fields, protocol=route.protocol, route=route.endpoint).send()
    check(result, mode, fields, tmp_path)
    assert len(emulator.ledger) == before + 1
    assert emulator.ledger[-1]["path"] == (route.base_path or "") + route.path
    assert bool(result.task_id) == (route.protocol == "async")


@pytest.mark.parametrize(("model", "mode"), MODES, ids=name)
def test_the_typed_method_makes_a_picture(worlds: Worlds, model: Model, mode: Mode) -> None:
    client, emulator = worlds(model, mode.routes[0])
    fields = request(model, mode)
    first = ["prompt"] if mode.prompt is not None and mode.prompt.required else []
    arguments = [fields.pop(each) for each in (*first, *(limits.name for limits in mode.inputs)) if each in fields]
    del fields["model"], fields["mode"]
    before = emulator.ledger.images
    result = getattr(getattr(client, model.identifier), mode.name)(*arguments, **fields)
    assert emulator.ledger.images == before + len(result)
    assert emulator.ledger[-1]["path"] == (mode.routes[0].base_path or "") + mode.routes[0].path


WITH_IMAGES = [(model, mode) for model, mode in MODES if bool(mode.inputs)]


@pytest.mark.parametrize("inline", [False, True], ids=["upload", "inline"])
@pytest.mark.parametrize(("model", "mode"), WITH_IMAGES, ids=name)
def test_local_images_reach_the_model(worlds: Worlds, tmp_path: Path, model: Model, mode: Mode, inline: bool) -> None:
    client, emulator = worlds(model, mode.routes[0])
    asked = request(model, mode, tmp_path)
    form = "data" if inline else "oss"
    if any(limits.accepts and form not in limits.accepts for limits in mode.inputs):
        with pytest.raises(InvalidRequest, match=r"would be (sent as a data: URI|uploaded)"):
            client.prepare(asked, inline=inline, local_files=True)
        return
    client.prepare(asked, inline=inline, local_files=True).send()
    sent = str(emulator.ledger[-1]["body"])
    assert ("data:image/png;base64," in sent) == inline
    assert ("oss://" in sent) != inline


TASK_ROUTES = [(model, mode, route) for model, mode, route in ROUTES if route.protocol == "async"]


@pytest.mark.parametrize(("model", "mode", "route"), TASK_ROUTES, ids=name)
def test_a_task_can_be_picked_up_by_another_client(worlds: Worlds, model: Model, mode: Mode, route: Route) -> None:
    client, emulator = worlds(model, route)
    region = client.settings.region
    submitted = client.prepare(request(model, mode)).submit()
    listed = client.tasks.list(model_name=str(emulator.ledger[-1]["body"]["model"]), page_size=100)
    assert submitted.id in [task.id for task in listed]
    with Client(emulator.key, base_url=emulator.url, region=region, clock=Hurried()) as other:
        assert len(other.task(submitted.id).wait()) >= 1


def test_every_mode_with_asyncio(worlds: Worlds) -> None:
    by_region: dict[str, list[tuple[Model, Mode]]] = {}
    for model, mode in MODES:
        by_region.setdefault(region_for(model, mode.routes[0]), []).append((model, mode))

    async def main(region: str, emulator: Emulator) -> list[Result]:
        settings: dict[str, Any] = {"base_url": emulator.url, "region": region, "clock": Hurried()}
        async with AsyncClient(emulator.key, **settings) as client:
            every = (client.prepare(request(*each)).send() for each in by_region[region])
            return list(await asyncio.gather(*every))

    for region, modes in by_region.items():
        _, emulator = worlds(modes[0][0], modes[0][1].routes[0])
        before = emulator.ledger.images
        results = asyncio.run(main(region, emulator))
        assert len(results) == len(modes)
        assert emulator.ledger.images == before + sum(len(result) for result in results)


@pytest.mark.parametrize("model", list(REGISTRY.tables()), ids=name)
def test_every_snapshot_is_called_by_its_id(worlds: Worlds, model: Model) -> None:
    mode = next(iter(model.modes.values()))
    client, emulator = worlds(model, mode.routes[0])
    for snapshot in model.snapshots:
        client.prepare({**request(model, mode), "model": snapshot}).send()
        assert emulator.ledger[-1]["body"]["model"] == snapshot

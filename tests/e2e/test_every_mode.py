"""Every model and mode from the public surface to pictures on disk, over loopback, on every route."""

from __future__ import annotations

import asyncio
import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pil

from brushwork import AsyncClient, Client, Result
from brushwork.testing import Emulator
from brushwork_runtime.base.errors import BrushworkWarning
from brushwork_runtime.tables.spec import Integer, Mode, Model, Route, Size

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


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as made:
        yield made


@pytest.fixture(scope="module")
def client(emulator: Emulator) -> Iterator[Client]:
    with Client(emulator.key, base_url=emulator.url, clock=Hurried()) as made:
        yield made


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


def reference() -> bytes:
    buffer = io.BytesIO()
    Pil.new("RGB", (640, 512), (30, 90, 160)).save(buffer, "PNG")
    return buffer.getvalue()


REFERENCE = reference()


def small(mode: Mode) -> dict[str, object]:
    """The least that the mode needs, and its smallest recommended size, so that the picture is drawn quickly."""
    values: dict[str, object] = {}
    for parameter in mode.parameters:
        if isinstance(parameter, Integer) and parameter.bills in ("exactly", "at_most"):
            values[parameter.name] = 2 if parameter.minimum <= 2 <= parameter.maximum else parameter.minimum
        if isinstance(parameter, Size) and parameter.recommended:
            width, height = min(parameter.recommended, key=lambda size: size[0] * size[1])
            values[parameter.name] = f"{width}*{height}"
    return values


def request(model: Model, mode: Mode, *images: object) -> dict[str, Any]:
    fields: dict[str, Any] = {"model": model.id, "mode": mode.name, "prompt": "a cozy flower shop", **small(mode)}
    if mode.inputs:
        fields["reference_images"] = list(images or ["https://a.example/1.png"])[: mode.images[1]]
    return fields


def check(result: Result, fields: dict[str, Any], folder: Path) -> None:
    wanted = fields.get("n", fields.get("max_images", 1))
    assert len(result) == wanted
    assert result.usage.image_count == wanted
    paths = result.save(folder)
    images = [path for path in paths if path.suffix == ".png"]
    assert len(images) == wanted
    with Pil.open(images[0]) as picture:
        assert picture.format == "PNG"
        if "size" in fields:
            assert "{}*{}".format(*picture.size) == fields["size"]
    assert (folder / "index.md").exists() == (fields["mode"] == "interleave")
    assert not list(folder.glob("*.part"))


@pytest.mark.parametrize(("model", "mode", "route"), ROUTES, ids=name)
def test_every_route_makes_pictures(
    client: Client, emulator: Emulator, tmp_path: Path, model: Model, mode: Mode, route: Route
) -> None:
    fields = request(model, mode)
    before = len(emulator.ledger)
    result = client.prepare(fields, protocol=route.protocol, route=route.endpoint).send()
    check(result, fields, tmp_path)
    assert len(emulator.ledger) == before + 1
    assert emulator.ledger[-1]["path"] == (route.base_path or "") + route.path
    assert bool(result.task_id) == (route.protocol == "async")


@pytest.mark.parametrize(("model", "mode"), MODES, ids=name)
def test_the_typed_method_makes_a_picture(client: Client, emulator: Emulator, model: Model, mode: Mode) -> None:
    fields = request(model, mode)
    arguments = [fields.pop("prompt"), *([fields.pop("reference_images")] if mode.inputs else [])]
    del fields["model"], fields["mode"]
    before = emulator.ledger.images
    result = getattr(getattr(client, model.identifier), mode.name)(*arguments, **fields)
    assert emulator.ledger.images == before + len(result)
    assert emulator.ledger[-1]["path"] == mode.routes[0].path


WITH_IMAGES = [(model, mode) for model, mode in MODES if bool(mode.inputs)]


@pytest.mark.parametrize("inline", [False, True], ids=["upload", "inline"])
@pytest.mark.parametrize(("model", "mode"), WITH_IMAGES, ids=name)
def test_local_images_reach_the_model(
    client: Client, emulator: Emulator, tmp_path: Path, model: Model, mode: Mode, inline: bool
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(REFERENCE)
    client.prepare(request(model, mode, path, REFERENCE), inline=inline, local_files=True).send()
    sent = str(emulator.ledger[-1]["body"])
    assert ("data:image/png;base64," in sent) == inline
    assert ("oss://" in sent) != inline


TASK_ROUTES = [(model, mode) for model, mode in MODES if any(route.protocol == "async" for route in mode.routes)]


@pytest.mark.parametrize(("model", "mode"), TASK_ROUTES, ids=name)
def test_a_task_can_be_picked_up_by_another_client(
    client: Client, emulator: Emulator, model: Model, mode: Mode
) -> None:
    submitted = client.prepare(request(model, mode)).submit()
    assert submitted.id in [task.id for task in client.tasks.list(model_name=model.id, page_size=100)]
    with Client(emulator.key, base_url=emulator.url, clock=Hurried()) as other:
        assert len(other.task(submitted.id).wait()) >= 1


def test_every_mode_with_asyncio(emulator: Emulator) -> None:
    async def main() -> list[Result]:
        async with AsyncClient(emulator.key, base_url=emulator.url, clock=Hurried()) as client:
            return list(await asyncio.gather(*(client.prepare(request(*each)).send() for each in MODES)))

    before = emulator.ledger.images
    results = asyncio.run(main())
    assert len(results) == len(MODES)
    assert emulator.ledger.images == before + sum(len(result) for result in results)


@pytest.mark.parametrize("model", list(REGISTRY.tables()), ids=name)
def test_every_snapshot_is_called_by_its_id(client: Client, emulator: Emulator, model: Model) -> None:
    for snapshot in model.snapshots:
        mode = next(iter(model.modes.values()))
        client.prepare({**request(model, mode), "model": snapshot}).send()
        assert emulator.ledger[-1]["body"]["model"] == snapshot

"""Calls every mode of a tree's models that are not shipped, on each of its routes, by both clients, on the emulator.

Prints what came of each call.
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
import warnings
from collections.abc import Iterator

from PIL import Image as Pil

from brushwork import AsyncClient, Client, Result, RetirementWarning
from brushwork.testing import Emulator
from brushwork_runtime.tables.spec import Mode, Model, Route
from generator.ir import Json
from tests.e2e.test_every_mode import Hurried
from tests.every.cases import calls
from tests.package.facts import chosen, region_for

Call = tuple[Model, Mode, Route, dict[str, Json]]


def all_calls() -> Iterator[Call]:
    """Each mode on each of its routes."""
    known = Client(api_key="sk-none", region="ap-southeast-1").models.tables()
    for model, mode, call in calls(iter(known)):
        for route in mode.routes:
            yield model, mode, route, {**call, **chosen(mode, route)}


def told(result: Result, api: Emulator) -> dict[str, object]:
    """What a call brought, and what the emulator says of it."""
    formats = {str(Pil.open(io.BytesIO(image.bytes())).format) for image in result.images}
    entry = api.ledger[-1]
    made: dict[str, object] = {"images": len(result.images), "formats": sorted(formats), "values": dict(result.values)}
    return {**made, "task": bool(result.task_id), "path": entry["path"], "billed": entry["images"]}


def at_once(model: Model, mode: Mode, route: Route, call: dict[str, Json]) -> dict[str, object]:
    """The call by `Client`."""
    region = region_for(model, route)
    with Emulator(region=region) as api, Client(api.key, base_url=api.url, region=region, clock=Hurried()) as client:
        return told(getattr(getattr(client, model.identifier), mode.name)(**call), api)


async def awaited(model: Model, mode: Mode, route: Route, call: dict[str, Json]) -> dict[str, object]:
    """The call by `AsyncClient`."""
    region = region_for(model, route)
    with Emulator(region=region) as api:
        async with AsyncClient(api.key, base_url=api.url, region=region, clock=Hurried()) as client:
            result = await getattr(getattr(client, model.identifier), mode.name)(**call)
            return await asyncio.to_thread(told, result, api)


def name(model: Model, mode: Mode, route: Route, _: object) -> str:
    """Of a call, for those who read what is printed."""
    return f"{model.id} {mode.name} {route.protocol} {route.endpoint}"


if __name__ == "__main__":
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        made = {name(*call): [at_once(*call), asyncio.run(awaited(*call))] for call in all_calls()}
    retired = [str(each.message) for each in caught if each.category is RetirementWarning]
    json.dump({"made": made, "retired": sorted(retired)}, sys.stdout)

"""Every construct of routes and results, from the YAML of made_up/atelier-2.yaml to the saved picture."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
from PIL import Image as Pil

from brushwork import Client
from brushwork_emulator.server import Emulator
from tests.package.made_up import emulated

Service: TypeAlias = tuple[Client, Emulator]


@pytest.fixture
def service() -> Iterator[Service]:
    with emulated("atelier-2") as both:
        yield both


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({}, "/services/aigc/multimodal-generation/generation"),
        ({"protocol": "async"}, "/services/aigc/atelier/generation/"),
        ({"route": "atelier-open"}, "/compatible-mode/v1/images/generations"),
        ({"route": "atelier"}, "/services/aigc/atelier/generation/"),
    ],
)
def test_pictures_come_by_every_route(service: Service, options: dict[str, str], path: str) -> None:
    client, api = service
    result = client.prepare({"model": "atelier-2", "prompt": "a cat", "n": 2, **options}).send()
    assert len(result.images) == 2
    assert result.images[0].bytes().startswith(b"\x89PNG")
    assert [(entry["path"], entry["images"]) for entry in api.ledger] == [(path, 2)]


def test_usage_is_read_under_the_keys_of_the_model(service: Service) -> None:
    result = service[0].generate("a cat", model="atelier-2", n=3, route="atelier-open")
    assert set(result.usage.raw) == {"output_image_count", "input_image_count", "output_width", "output_height"}
    assert (result.usage.image_count, result.usage.size, result.usage.input_image_count) == (3, "512*512", 0)
    assert result.cost is not None
    assert str(result.cost.minimum) == "0.03"


@pytest.mark.parametrize("protocol", ["sync", "async"])
def test_declared_pictures_and_values(service: Service, protocol: str) -> None:
    client, api = service
    result = client.generate("a cat", model="atelier-2", mode="sequence", protocol=protocol)
    output: Any = result.raw["output"]
    assert not {"choices", "results"}.intersection(output)
    assert [image.url for image in result.images] == [output["image_url"], *output["cut_url"]]
    assert len({image.url for image in result.images}) == 2
    assert api.ledger.images == 1
    assert dict(result.values) == {"rewrite_status": "success", "bbox": [[1, 2, 30, 40]], "message": None}
    assert Pil.open(io.BytesIO(result.images[0].bytes())).format == "JPEG"
    expires = result.images[0].expires_at
    assert expires is not None
    assert 29 * 86400 < expires.timestamp() - api.clock.now() <= 30 * 86400


def test_a_task_of_another_process_finds_its_pictures(service: Service) -> None:
    client, _ = service
    prepared = client.prepare({"model": "atelier-2", "prompt": "a cat", "mode": "sequence", "protocol": "async"})
    task = prepared.submit()
    assert [image.url for image in client.task(task.id).wait().images] == [image.url for image in task.wait().images]

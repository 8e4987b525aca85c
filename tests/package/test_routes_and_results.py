"""Every construct of routes and results, from the YAML of made_up/atelier-2.yaml to the saved picture."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
from PIL import Image as Pil

from brushwork import BadRequest, Client, InvalidRequest, PartialResult, ResultExpired
from brushwork_emulator.server import Emulator
from brushwork_runtime.client.calls import AnyModel
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
        ({"route": "atelier-open"}, "/compatible-mode/v1/atelier/images"),
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
    assert dict(result.values) == {"rewrite_status": "success", "bbox": [[1, 2, 30, 40], None], "message": None}
    assert result.boxes == ((1, 2, 30, 40),)
    assert pickle.loads(pickle.dumps(result)).boxes == result.boxes
    assert Pil.open(io.BytesIO(result.images[0].bytes())).format == "JPEG"
    expires = result.images[0].expires_at
    assert expires is not None
    assert 29 * 86400 < expires.timestamp() - api.clock.now() <= 30 * 86400


def test_the_error_of_an_image_that_is_gone_tells_how_long_those_of_the_model_live(service: Service) -> None:
    client, _ = service
    result = client.generate("a cat", model="atelier-2", mode="sequence", protocol="sync")
    image = result.images[0]
    image.url = image.url.partition("?")[0].replace("results/", "results/no-")
    with pytest.raises(ResultExpired, match="URLs of results live 720 hours"):
        image.bytes()
    unknown = client.task(client.prepare({"model": "atelier-2", "prompt": "a", "mode": "sequence"}).submit().id).wait()[
        0
    ]
    unknown.url = image.url
    with pytest.raises(ResultExpired) as caught:
        unknown.bytes()
    assert "hours" not in str(caught.value)


@pytest.mark.parametrize("protocol", ["sync", "async"])
def test_images_that_failed_count_nowhere(service: Service, protocol: str) -> None:
    client, api = service
    api.faults.add("partial-failure")
    with pytest.raises(PartialResult) as caught:
        client.generate("a cat", model="atelier-2", n=3, protocol=protocol)
    result: Any = caught.value.result
    assert (len(result.images), result.usage.image_count, str(result.cost.minimum)) == (2, 2, "0.02")
    assert api.ledger.images == 2


@pytest.mark.parametrize("options", [{}, {"route": "atelier-open"}, {"protocol": "async"}])
def test_provenance_tells_what_was_sent_by_every_route(service: Service, options: dict[str, Any]) -> None:
    facts: Any = service[0].generate("a cat", model="atelier-2", n=2, detail=True, **options).provenance
    assert facts["parameters"] == {"n": 2, "detail": True}


def test_a_task_of_another_process_finds_its_pictures(service: Service) -> None:
    client, _ = service
    prepared = client.prepare({"model": "atelier-2", "prompt": "a cat", "mode": "sequence", "protocol": "async"})
    task = prepared.submit()
    assert [image.url for image in client.task(task.id).wait().images] == [image.url for image in task.wait().images]


def test_a_task_of_another_process_has_its_values_where_the_model_is_told(service: Service) -> None:
    client, api = service
    call = {"model": "atelier-2", "prompt": "a cat", "mode": "sequence", "protocol": "async"}
    task = client.prepare(call).submit()
    values = task.wait().values
    assert values["rewrite_status"] == "success"
    assert client.task(task.id).wait().values == {}
    for mode in ("sequence", None):  # of two modes of tasks, one declares values
        again = client.task(task.id, model="atelier-2", mode=mode).wait()
        assert (again.values, again.model, again.mode) == (values, "atelier-2", mode)
    expires = client.task(task.id, model="atelier-2", mode="sequence").wait().images[0].expires_at
    assert expires is not None
    assert expires.timestamp() - api.clock.now() > 29 * 86400
    with pytest.raises(InvalidRequest, match="atelier-2 has generate, edit, sequence"):
        client.task(task.id, model="atelier-2", mode="sequenze")


def test_a_flat_body_has_everything_at_the_top(service: Service) -> None:
    client, _ = service
    call = {"model": "atelier-2", "prompt": "a cat", "size": (600, 300), "route": "atelier-open"}
    assert client.prepare(call).body == {"model": "atelier-2", "prompt": "a cat", "size": "600x300", "n": 1}
    assert client.prepare({**call, "size": "auto"}).body["size"] == "auto"
    with pytest.raises(InvalidRequest, match="size"):
        client.prepare({"model": "atelier-2", "prompt": "a cat", "size": "auto"})


@pytest.mark.parametrize("images", ["https://a.example/1.png", ["https://a.example/1.png", "https://a.example/2.png"]])
def test_a_body_of_the_open_endpoint_goes_as_it_stands(service: Service, images: object) -> None:
    client, api = service
    body = {"model": "atelier-2", "prompt": "a cat", "image": images, "size": "512x512", "n": 2}
    prepared = client.prepare(body)
    assert prepared.body == body
    assert prepared.url.endswith("/compatible-mode/v1/atelier/images")
    result = prepared.send()
    assert "output" not in result.raw
    assert (len(result.images), result.usage.input_image_count) == (2, 1 if isinstance(images, str) else 2)
    assert result.usage.size == "512*512"
    assert result.request_id
    assert api.ledger[0]["body"] == body


def test_files_of_this_machine_are_refused_under_that_name_too(service: Service) -> None:
    with pytest.raises(InvalidRequest, match="local file"):
        service[0].prepare({"model": "atelier-2", "prompt": "a cat", "image": "/etc/hostname"})


def test_an_error_of_the_open_endpoint_is_what_its_code_means(service: Service) -> None:
    client, _ = service
    with pytest.raises(BadRequest) as refused:
        AnyModel(client, client.models.table("atelier-2"), "atelier-2").generate(
            "a cat", n=9, route="atelier-open", validate=False
        )
    error = refused.value
    body: Any = error.body
    assert set(body) == {"error"}
    assert (error.code, error.status) == ("InvalidParameter", 400)
    assert error.request_id


def test_parameters_go_out_empty_where_they_must(service: Service) -> None:
    call = {"model": "atelier-2", "prompt": "a cat", "mode": "sequence"}
    assert service[0].prepare({**call, "protocol": "sync"}).body["parameters"] == {}
    assert "parameters" not in service[0].prepare({**call, "protocol": "async"}).body

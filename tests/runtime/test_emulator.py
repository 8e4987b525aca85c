"""The emulator: it refuses as the service does, and its ledger tells what was billed."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator

import pytest
import urllib3
from PIL import Image as Pil

from brushwork_emulator import Emulator, Shape
from brushwork_runtime.base.errors import AccessDenied, AuthError, BadRequest, TaskExpired
from tests.runtime.brushes import API, BRUSH, MESSAGES, TASKS, TASKS_ONLY, schema
from tests.runtime.support import Client, FakeClock, picture


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator([BRUSH, TASKS_ONLY], API, schemas=schema, key="sk-emulator") as made:
        yield made


@pytest.fixture
def client(emulator: Emulator) -> Iterator[Client]:
    with Client(emulator.key, base_url=emulator.url, clock=FakeClock()) as made:
        yield made


def body(model: object = "brush-1.0", **parameters: object) -> bytes:
    messages = [{"role": "user", "content": [{"text": "a cat"}]}]
    return json.dumps({"model": model, "input": {"messages": messages}, "parameters": parameters}).encode()


def post(emulator: Emulator, path: str, content: bytes, **headers: str) -> tuple[int, dict[str, object]]:
    head = {"Authorization": f"Bearer {emulator.key}", "Content-Type": "application/json", **headers}
    response = urllib3.request("POST", emulator.url + path, body=content, headers=head, retries=False)
    found: dict[str, object] = response.json()
    return response.status, found


ASYNC = {"X-DashScope-Async": "enable"}


@pytest.mark.parametrize(
    ("path", "content", "headers", "status", "code"),
    [
        (MESSAGES, body(), {"Authorization": ""}, 401, "InvalidApiKey"),
        (MESSAGES, body(), {"Authorization": "Bearer sk-other"}, 401, "InvalidApiKey"),
        (MESSAGES, body(), ASYNC, 403, "AccessDenied"),
        (TASKS, body(), {}, 403, "AccessDenied"),
        (MESSAGES, body("nobody"), {}, 404, "ModelNotFound"),
        (MESSAGES, body("slow-brush"), {}, 400, "InvalidParameter"),
        (MESSAGES, body(7), {}, 400, "InvalidParameter"),
        (MESSAGES, b"[]", {}, 400, "InvalidParameter"),
        (MESSAGES, b'{"model": "brush-1.0"}', {}, 400, "BadRequest.EmptyInput"),
        (MESSAGES, body(size="wide"), {}, 400, "InvalidParameter"),
        (MESSAGES, body(enable_interleave=True), {}, 400, "InvalidParameter"),
        ("/nowhere", body(), {}, 404, "NotFound"),
    ],
)
def test_refusals_bill_nothing(
    emulator: Emulator, path: str, content: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answered, document = post(emulator, path, content, **headers)
    assert (answered, document["code"]) == (status, code)
    assert document["request_id"]
    assert (len(emulator.ledger), emulator.ledger.images) == (0, 0)


def test_the_ledger_holds_what_was_accepted(emulator: Emulator, client: Client) -> None:
    client.generate("a cat", model="brush-1.0", n=3)
    (entry,) = emulator.ledger
    assert (entry["method"], entry["path"], entry["images"]) == ("POST", MESSAGES, 3)
    assert entry["body"]["parameters"] == {"n": 3}
    assert emulator.key not in str(entry["headers"])
    emulator.ledger.clear()
    assert emulator.ledger.images == 0


def test_pictures_have_the_size_asked_for(client: Client) -> None:
    image = client.generate("a cat", model="brush-1.0", size="300*200")[0]
    picture = Pil.open(io.BytesIO(image.bytes()))
    assert (picture.format, picture.size) == ("PNG", (300, 200))


def test_the_same_seed_gives_the_same_bytes(client: Client) -> None:
    def drawn(seed: int | None = None) -> list[bytes]:
        result = client.generate("a cat", model="brush-1.0", size="64*64", n=2, seed=seed)
        return [image.bytes() for image in result]

    assert drawn(seed=7) == drawn(seed=7)
    assert drawn(seed=7) != drawn(seed=8)
    assert drawn() != drawn()
    assert len(set(drawn(seed=7))) == 2


def test_a_task_advances_as_it_is_queried(emulator: Emulator, client: Client) -> None:
    submitted = client.prepare(model="slow-brush", prompt="a cat", n=2).submit()
    assert submitted.status == "PENDING"
    assert [submitted.refresh().status for _ in range(3)] == ["RUNNING", "SUCCEEDED", "SUCCEEDED"]
    assert len(submitted.wait()) == 2
    assert emulator.ledger.images == 2


def test_only_pending_tasks_can_be_cancelled(client: Client) -> None:
    first, second = (client.prepare(model="slow-brush", prompt="a cat").submit() for _ in range(2))
    first.cancel()
    assert first.status == "CANCELED"
    second.refresh()
    with pytest.raises(BadRequest, match="PENDING"):
        second.cancel()


def test_tasks_are_listed_newest_first(client: Client) -> None:
    tasks = [client.prepare(model="slow-brush", prompt="a cat").submit() for _ in range(5)]
    page = client.tasks.list(page_size=2, page_no=2)
    assert [found.id for found in page] == [tasks[2].id, tasks[1].id]
    assert (page.total, page.total_page) == (5, 3)
    assert len(client.tasks.list(model_name="brush-1.0")) == 0


def test_an_unknown_task_is_unknown(client: Client) -> None:
    with pytest.raises(TaskExpired):
        client.task("0385dc79-5ff8-4d82").wait()


def test_an_upload_is_read_by_its_model_only(emulator: Emulator, client: Client) -> None:
    client.generate("put it there", model="brush-1.0", reference_images=[picture()])
    (key,) = emulator.service.uploads.files
    assert emulator.service.uploads.files[key] == picture()
    with pytest.raises(BadRequest):
        client.generate("put it there", model="brush-1.0-2026-01-01", reference_images=[f"oss://{key}"])
    with pytest.raises(BadRequest):
        client.generate("put it there", model="brush-1.0", reference_images=["oss://nobody/knows"])


def test_a_result_file_refuses_a_key(emulator: Emulator, client: Client) -> None:
    url = client.generate("a cat", model="brush-1.0", size="64*64")[0].url
    assert urllib3.request("GET", url).status == 200
    assert urllib3.request("GET", url, headers={"Authorization": f"Bearer {emulator.key}"}).status == 400
    assert urllib3.request("GET", url.partition("?")[0]).status == 403
    assert urllib3.request("GET", url.replace(".png", ".jpg")).status == 403


@pytest.mark.parametrize("shape", [Shape(), Shape(typed=False, usage="sides", echo=True, choices=False)])
def test_every_shape_is_read(shape: Shape) -> None:
    with Emulator([BRUSH], API, schemas=schema, shapes={"brush": shape}) as emulator:
        result = Client(emulator.key, base_url=emulator.url).generate("a cat", model="brush-1.0", n=2)
    assert (len(result), result.usage.image_count, result.usage.size) == (2, 2, "1024*1024")


def test_a_protocol_can_be_refused(emulator: Emulator, client: Client) -> None:
    emulator.refuse("brush-1.0", "sync")
    assert client.generate("a cat", model="brush-1.0").task_id
    emulator.refuse("slow-brush", "async")
    with pytest.raises(AccessDenied):
        client.generate("a cat", model="slow-brush")
    assert emulator.ledger.images == 1


def test_another_key_is_refused(emulator: Emulator) -> None:
    with (
        pytest.raises(AuthError, match="cn-beijing"),
        Client("sk-other", base_url=emulator.url, region="ap-southeast-1") as client,
    ):
        client.generate("a cat", model="brush-1.0")


def test_closing_leaves_no_thread_and_no_connection(emulator: Emulator, client: Client) -> None:
    client.generate("a cat", model="brush-1.0", size="64*64")[0].bytes()
    emulator.close()
    emulator.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "brushwork-emulator"]

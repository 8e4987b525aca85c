"""The emulator without a socket: the same answers, faults and files, in the process of the client."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from brushwork import AsyncClient, Client
from brushwork.testing import Emulator
from brushwork_emulator.clock import VirtualClock
from brushwork_runtime.base.errors import (
    AuthError,
    BrushworkError,
    ConnectFailed,
    OutcomeUnknown,
    ResultExpired,
    ResultLost,
)
from brushwork_runtime.http.messages import HttpRequest
from tests.runtime.support import picture


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def api(clock: VirtualClock) -> Iterator[Emulator]:
    made = Emulator(clock=clock)
    yield made
    made.close()


@pytest.fixture
def client(api: Emulator, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> Client:
    def connect(*_: object) -> None:
        raise AssertionError("a socket was connected")

    monkeypatch.setattr(socket.socket, "connect", connect)
    return Client(api.key, base_url=api.url, transport=api.transport(), clock=clock)


def test_no_server_is_needed(api: Emulator, client: Client, tmp_path: Path) -> None:
    threads = threading.active_count()
    (path,) = client.wan2_6_t2i.generate("a cat").save(tmp_path)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert api.ledger.images == 1
    assert threading.active_count() == threads


def test_tasks_are_waited_for_on_the_clock(client: Client) -> None:
    task = client.qwen_image_plus.generate.submit("a poster")
    assert len(client.task(task.id).wait()) == 1
    assert task.id in [each.id for each in client.tasks.list()]


def test_uploads_and_downloads_go_the_same_way(api: Emulator, client: Client) -> None:
    content = picture(640, 512)
    result = client.wan2_7_image.edit("put it there", [content])
    assert result[0].bytes().startswith(b"\x89PNG")
    assert content in api.service.uploads.files.values()
    assert "oss://" in str(api.ledger[-1]["body"])


def test_streams_too(client: Client) -> None:
    story = client.wan2_6_image.interleave("latte art", max_images=2)
    assert [image.bytes()[:4] for image in story.images] == [b"\x89PNG"] * 2


def test_asyncio_too(api: Emulator, client: Client, clock: VirtualClock) -> None:
    async def main() -> int:
        transport = api.transport()
        async with AsyncClient(api.key, base_url=api.url, transport=transport, clock=clock) as other:
            results = await asyncio.gather(*(other.z_image_turbo.generate(f"cat {n}") for n in range(5)))
        return sum(len(result) for result in results)

    assert asyncio.run(main()) == api.ledger.images == 5


def test_a_region_is_reached_by_its_own_address(api: Emulator, clock: VirtualClock) -> None:
    client = Client(api.key, region="cn-beijing", transport=api.transport(), clock=clock)
    assert len(client.qwen_image.generate("a poster")) == 1
    assert api.ledger[-1]["region"] == "cn-beijing"


def test_another_host_is_not_reached(api: Emulator) -> None:
    with pytest.raises(ConnectFailed, match=r"a\.example is not the emulator"):
        api.transport().send(HttpRequest("GET", "https://a.example/cat.png", {}))


def test_a_wrong_key_is_refused(api: Emulator) -> None:
    with pytest.raises(AuthError):
        Client("other", base_url=api.url, transport=api.transport()).z_image_turbo.generate("a cat")


def test_results_expire_on_the_clock(client: Client, clock: VirtualClock) -> None:
    image = client.z_image_turbo.generate("a cat")[0]
    clock.advance(24 * 3600)
    with pytest.raises(ResultExpired):
        image.bytes()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("drop-before-reading", OutcomeUnknown),
        ("drop-after-accepting", OutcomeUnknown),
        ("truncated-body", ResultLost),
        ("stall", OutcomeUnknown),
    ],
)
def test_faults_are_those_of_a_connection(
    api: Emulator, client: Client, fault: str, error: type[BrushworkError]
) -> None:
    api.faults.add(fault, endpoint="multimodal-generation", nth=1)
    with pytest.raises(error):
        client.z_image_turbo.generate("a cat")
    assert len(client.z_image_turbo.generate("a cat")) == 1

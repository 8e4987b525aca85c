"""`client.with_options(...)`: a copy with other options, over the same connections."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest

from brushwork import AsyncClient, Client, ConfigError, InvalidRequest
from brushwork.testing import Emulator
from brushwork_runtime.base.errors import OutcomeUnknown, RateLimited
from brushwork_runtime.client.client import session_of
from brushwork_runtime.http.transport import HttpTransport
from tests.runtime.support import FakeClock, FakeTransport, client as client_of, error, images, reply

SINGAPORE, BEIJING = "https://dashscope-intl.aliyuncs.com/api/v1", "https://dashscope.aliyuncs.com/api/v1"

KINDS = pytest.mark.parametrize("kind", [Client, AsyncClient])


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for stem in ("API_KEY", "REGION", "BASE_URL", "WORKSPACE", "HTTP_BASE_URL"):
        for vendor in ("BRUSHWORK", "DASHSCOPE", "QWEN"):
            monkeypatch.delenv(f"{vendor}_{stem}", raising=False)


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


@KINDS
def test_what_is_given_changes_and_the_rest_stays(kind: type[Client | AsyncClient]) -> None:
    client = kind("sk-1", region="cn", retries=2, on_unsupported="drop", workspace="space")
    copy = client.with_options(timeout=7, retries=0, on_unsupported="error")
    assert type(copy) is kind
    assert (session_of(copy).timeout, session_of(copy).retries) == (7, 0)
    assert copy.settings is client.settings
    assert (session_of(client).timeout, session_of(client).retries) == (None, 2)
    for each, drops in ((client, True), (copy, False)):
        with nullcontext() if drops else pytest.raises(InvalidRequest):
            each.prepare(model="z-image-turbo", prompt="a cat", n=4)
    again = copy.with_options(retries=5)
    assert (session_of(again).timeout, session_of(again).retries) == (7, 5)
    assert session_of(again).transport is session_of(client).transport
    assert session_of(copy.with_options(timeout=None)).timeout is None


@KINDS
def test_an_option_that_there_is_not_is_named_beside_those_there_are(kind: type[Client | AsyncClient]) -> None:
    options: dict[str, Any] = {"timeoutt": 3, "retires": 1}
    with pytest.raises(TypeError) as raised:
        kind("sk-1").with_options(**options)
    assert "with_options() has no retires, timeoutt. Its options: api_key, region, base_url," in str(raised.value)
    assert ("max_concurrency" in str(raised.value)) is (kind is AsyncClient)


@KINDS
@pytest.mark.parametrize("options", [{"timeout": "soon"}, {"retries": 1.5}, {"region": "mars"}, {"api_key": "sk-sp-1"}])
def test_an_option_is_judged_as_the_clients_own(kind: type[Client | AsyncClient], options: dict[str, Any]) -> None:
    key: dict[str, Any] = {"api_key": "sk-1"}
    with pytest.raises((ConfigError, TypeError)) as of_copy:
        kind("sk-1").with_options(**options)
    with pytest.raises(type(of_copy.value)) as of_client:
        kind(**{**key, **options})
    assert str(of_copy.value) == str(of_client.value)


@KINDS
def test_a_region_leads_to_its_host(kind: type[Client | AsyncClient]) -> None:
    client = kind("sk-1")
    copy = client.with_options(region="cn")
    assert (copy.settings.region, copy.settings.base_url) == ("cn-beijing", BEIJING)
    assert copy.wan2_6_t2i.generate.prepare("a cat").url.startswith(BEIJING)
    assert (client.settings.region, client.settings.base_url) == ("ap-southeast-1", SINGAPORE)
    assert copy.with_options(region=None).settings.base_url == SINGAPORE
    assert copy.with_options(base_url="http://127.0.0.1:9").settings.base_url == "http://127.0.0.1:9/api/v1"


def test_a_setting_of_the_environment_stays_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-then")
    client = Client()
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-now")
    assert client.with_options(timeout=3).settings.api_key == "sk-then"


def test_models_and_limits_of_downloads_come_along() -> None:
    client = Client("sk-1")
    client.models.register("wan9-t2i", like="wan2.6-t2i")
    client.downloads.limit, client.downloads.anywhere = 1000, True
    copy = client.with_options(timeout=3)
    assert "wan9-t2i" in copy.models
    assert (copy.downloads.limit, copy.downloads.anywhere) == (1000, True)
    assert "wan9-t2i" not in client.with_options(specs=()).models


def test_a_copy_uses_the_connection_of_the_client_and_leaves_it_open(emulator: Emulator) -> None:
    transport = Counting()
    with Client("sk-1", base_url=emulator.url, transport=transport) as client:
        client.wan2_6_t2i.generate("a cat").images[0].bytes()
        with client.with_options(timeout=30) as copy:
            copy.wan2_6_t2i.generate("a dog").images[0].bytes()
            assert copy.downloads.transport is client.downloads.transport
        client.wan2_6_t2i.generate("a hen").images[0].bytes()
        assert transport.opened == 1


def test_a_copy_goes_on_once_the_client_is_closed(emulator: Emulator) -> None:
    client = Client("sk-1", base_url=emulator.url)
    copy = client.with_options(timeout=30)
    client.close()
    assert copy.wan2_6_t2i.generate("a cat").images[0].bytes()


def test_a_copy_of_an_async_client_leaves_it_open(emulator: Emulator) -> None:
    async def main() -> None:
        async with AsyncClient("sk-1", base_url=emulator.url) as client:
            async with client.with_options(max_concurrency=2, timeout=30) as copy:
                assert len((await copy.wan2_6_t2i.generate("a cat")).images) == 1
                task = await copy.qwen_image_plus.generate.submit("a dog")
            assert len((await client.task(task.id).wait()).images) == 1
            assert len((await client.wan2_6_t2i.generate("a cat")).images) == 1

    asyncio.run(main())


@KINDS
def test_a_copy_is_pickled_as_what_it_is(kind: type[Client | AsyncClient]) -> None:
    copy = kind("sk-1").with_options(region="cn", timeout=4)
    back = pickle.loads(pickle.dumps(copy))
    assert (type(back), back.settings.base_url, session_of(back).timeout) == (kind, BEIJING, 4)
    task = copy.task("0385dc79-5ff8-4d82-bcb6-7ea3f3d5f6d4")
    assert pickle.loads(pickle.dumps(task)).id == task.id


def test_a_transport_of_its_own_is_closed_with_the_copy() -> None:
    mine, other = Closing(), Closing()
    client = Client("sk-1", transport=mine)
    with client.with_options(transport=other):
        pass
    with client.with_options(retries=0):
        pass
    assert (mine.closed, other.closed) == (0, 1)
    client.close()
    assert mine.closed == 1


def test_retries_and_timeout_of_the_copy_hold() -> None:
    client, transport = client_of(error(429, "Throttling"))
    with pytest.raises(RateLimited):
        client.with_options(retries=0).generate("a cat", model="brush-1.0")
    assert len(transport.requests) == 1
    assert session_of(client.with_options(timeout=2)).read_timeout == 2


def test_a_copy_waits_where_another_was_told_to_wait() -> None:
    clock = FakeClock()
    refusal = reply({"code": "Throttling", "message": "wait"}, 429, {"retry-after": "30"})
    client, _ = client_of(refusal, reply(images("https://a.example/1.png")), clock=clock)
    with pytest.raises(RateLimited):
        client.with_options(timeout=10).generate("a cat", model="brush-1.0")
    before = clock.time
    client.with_options(timeout=200).generate("a cat", model="brush-1.0")
    assert clock.time - before > 15
    assert session_of(client.with_options(region="cn-beijing")).limits_of is None


def test_a_copy_keeps_the_money_rules() -> None:
    client, transport = client_of(OutcomeUnknown("gone"))
    with pytest.raises(OutcomeUnknown):
        client.with_options(retries=9).generate("a cat", model="brush-1.0")
    assert len(transport.requests) == 1


class Counting(HttpTransport):
    """Counts the connections to each host that it makes."""

    @property
    def opened(self) -> int:
        return sum(pool.num_connections for pool, _ in self._pools.values())


class Closing(FakeTransport):
    """Counts how often it is closed."""

    closed = 0

    def close(self) -> None:
        self.closed += 1

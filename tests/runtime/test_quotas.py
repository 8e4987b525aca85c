"""`client.quotas()`: the account's rate limits, at whichever of the two documented paths has them, and for nothing."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from brushwork import APIError, AsyncClient, Client, InvalidRequest, MalformedResponse, Quotas
from brushwork.registry import REGISTRY
from brushwork.testing import Emulator
from brushwork_runtime.client import quotas as module
from tests.runtime.support import FakeTransport, Step, error, reply

EARLIER = {"api/path-of-the-account-s-rate-limits": "claim"}


def client(*steps: Step) -> tuple[Client, FakeTransport]:
    transport = FakeTransport(*steps)
    return Client("sk-test", transport=transport), transport


def asked(api: Emulator, **given: Any) -> Quotas:
    with Client(api.key, base_url=api.url, transport=api.transport()) as one:
        return one.quotas(**given)


def paths(api: Emulator) -> list[str]:
    return [seen.target.removeprefix("/api/v1").partition("?")[0] for seen in api.traffic]


@pytest.mark.parametrize("size", [100, 7])
def test_all_of_them_are_told_from_all_pages(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAGE", size)
    api = Emulator(limits=True)
    found = asked(api)
    known = [model for model in map(REGISTRY.table, REGISTRY) if api.region in model.regions and model.rate_limits]
    assert {quota.model for quota in found} == {model.id_in(api.region, model.id) for model in known}
    assert len(found) == len(known)
    assert found.path == "/models/limits"
    assert len(paths(api)) == -(-len(known) // size)
    assert len(api.ledger) == 0
    wan = next(quota for quota in found if quota.model == "wan2.6-t2i")
    limits = REGISTRY.table("wan2.6-t2i").rate_limits
    limit = next(each for each in limits if api.region in each.regions or not each.regions)
    period = {"second": 1, "minute": 60}[limit.per]
    told = wan.model_limit
    assert (told.request_limit, told.request_limit_period) == (limit.submits, period)
    assert (told.async_user_concurrency_limit, wan.workspace_limit) == (limit.concurrent, None)


def test_one_model_may_be_asked_for() -> None:
    api = Emulator()
    assert [quota.model for quota in asked(api, model="wan2.6-t2i")] == ["wan2.6-t2i"]
    assert {quota.model for quota in asked(api, name="wan2.7")} >= {"wan2.7-image", "wan2.7-image-pro"}
    with pytest.raises(InvalidRequest, match="model is 7"):
        asked(api, model=7)


def test_the_other_path_is_asked_after_a_404_and_once(caplog: pytest.LogCaptureFixture) -> None:
    api = Emulator(world=EARLIER)
    with caplog.at_level(logging.WARNING):
        found = asked(api, model="wan2.6-t2i")
    assert (found.path, len(found)) == ("/quotas", 1)
    assert paths(api) == ["/models/limits", "/quotas"]
    assert "GET /models/limits answers 404; GET /quotas is asked" in caplog.text

    async def main() -> Quotas:
        async with AsyncClient(api.key, base_url=api.url, transport=api.transport()) as one:
            return await one.quotas(model="wan2.6-t2i")

    assert asyncio.run(main()).path == "/quotas"


def test_a_host_without_either_says_so() -> None:
    made, transport = client(error(404, "NotFound"), error(404, "NotFound"))
    with pytest.raises(APIError) as caught:
        made.quotas()
    assert "Neither /models/limits nor /quotas is there" in str(caught.value)
    assert len(transport.lines) == 2
    made, transport = client(error(403, "AccessDenied"))
    with pytest.raises(APIError, match="Only the rate limits could not be read"):
        made.quotas()
    assert len(transport.lines) == 1, "another refusal is not the path's"


def test_what_is_foreign_is_kept_and_never_fatal() -> None:
    rows: list[object] = [
        {"model": "new", "workspace_id": "ws", "model_limit": {"request_limit": "9", "tokens": 4}, "later": [1]},
        {"model_limit": None, "workspace_limit": {"request_limit": True, "async_user_concurrency_limit": 3}},
        "odd",
    ]
    page = {"output": {"quotas": rows, "total": 10**6}}
    made, transport = client(reply(page), reply(page))
    found = made.quotas()
    assert len(transport.lines) == 2, "a page without anything new is the last"
    assert [quota.model for quota in found] == ["new", ""]
    assert (found[0].raw["later"], found[0].model_limit.raw["tokens"]) == ([1], 4)
    assert found[0].model_limit.request_limit is None
    workspace = found[1].workspace_limit
    assert workspace is not None
    assert (workspace.request_limit, workspace.async_user_concurrency_limit) == (None, 3)
    made, _ = client(reply({"output": {}}))
    with pytest.raises(MalformedResponse, match="no list of rate limits"):
        made.quotas()

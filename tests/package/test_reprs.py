"""What the things that users meet say of themselves, and what of a client is listed to them."""

from __future__ import annotations

import asyncio
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import brushwork
from brushwork import AsyncClient, BrushworkError, BrushworkWarning, Client
from brushwork.testing import Chaos, Emulator, Rule, Scenario, Shape, VirtualClock

jedi: Any = import_module("jedi")  # it has no types of its own

ROOT = Path(__file__).parents[2]
VERBS = {"close", "generate", "prepare", "resend", "with_options", "as_completed", "wait_all", "task", "quotas"}
NOUNS = {"downloads", "models", "settings", "tasks"}
OWN = {Client: VERBS | NOUNS, AsyncClient: VERBS | NOUNS | {"fetch", "save"}}


def plain(client: Client | AsyncClient) -> set[str]:
    return {name for name in dir(client) if not name.startswith("_")}


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_client_lists_its_models_and_what_users_call(kind: type[Client | AsyncClient]) -> None:
    client = kind(api_key="sk-test")
    models = {client.models[name].spec.identifier for name in client.models}
    found = {name for name in dir(client) if not name.startswith("__")}
    assert found - models == OWN[kind] | found & {"batch"}
    assert models < found


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_jedi_lists_the_same(kind: type[Client | AsyncClient], tmp_path: Path) -> None:
    jedi.settings.cache_directory = tmp_path
    project = jedi.Project(ROOT, added_sys_path=[str(ROOT / "generated"), str(ROOT / "runtime")])
    code = f"from brushwork import {kind.__name__}\nclient = {kind.__name__}()\nclient."
    found = {each.name for each in jedi.Script(code, project=project).complete() if not each.name.startswith("_")}
    assert found == plain(kind(api_key="sk-test"))


def test_everything_says_what_it_is(tmp_path: Path) -> None:
    events: list[object] = []
    hooks: dict[str, Any] = dict.fromkeys(
        ("on_request", "on_response", "on_retry", "on_task", "on_transfer"), events.append
    )
    with Emulator() as api, Client(api_key=api.key, base_url=api.url, **hooks) as client:
        mode = client.wan2_6_t2i.generate
        result = mode("a lighthouse")
        result.save(tmp_path)
        story = client.wan2_6_image.interleave("latte art in three steps", max_images=2)
        task = mode.submit("a lighthouse")
        task.wait()
        api.faults.add("rate-limited:0", endpoint="multimodal-generation")
        mode("a lighthouse")
        prepared = mode.prepare("a lighthouse")
        things = [Client(), client, client.wan2_6_t2i, mode, mode.submit, prepared, prepared.estimate(), result]
        things += [*result, *story.parts, result.usage, task, client.tasks, client.tasks.list(), client.models]
        things += [client.models["wan2.6-t2i"], client.settings, client.downloads, api, api.ledger, api.faults, *events]
        things += [client.wan2_6_image.interleave.stream("latte art", max_images=2), brushwork.HttpTransport()]
        things += [brushwork.HttpRequest("GET", "https://a.example/", {}), brushwork.HttpResponse(200, {}), *api.ledger]
    things += [AsyncClient(), AsyncClient().tasks, AsyncClient().task("0385dc79-5ff8-4d82")]
    things += [Rule("reset"), Chaos(0.1, ["reset"]), Scenario([Rule("reset")]), VirtualClock()]
    things += [Shape(typed=True, usage="size", echo=False, choices=False)]
    assert {type(event).__name__ for event in events} == {
        "RequestEvent", "ResponseEvent", "RetryEvent", "TaskEvent", "TransferEvent"
    }  # fmt: skip
    said = {repr(thing) for thing in things}
    assert not [text for text in said if re.search(r" object at 0x", text)], said
    assert all(3 < len(text) < 2_500 for text in said)


@pytest.mark.parametrize("name", brushwork.__all__)
def test_an_error_says_its_class_and_its_message(name: str) -> None:
    found: Any = getattr(brushwork, name)
    if isinstance(found, type) and issubclass(found, (BrushworkError, BrushworkWarning)):
        assert repr(found("no such thing")) == f"{name}('no such thing')"


def test_an_async_call_that_is_not_awaited_says_so() -> None:
    call = AsyncClient(api_key="sk-test").wan2_6_t2i.generate("a cat")
    assert asyncio.iscoroutine(call)
    assert "AsyncClient" in repr(call)
    call.close()

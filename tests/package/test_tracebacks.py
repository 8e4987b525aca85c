"""A traceback is the caller's line, the method that was called, and what is wrong, on one screen."""

from __future__ import annotations

import asyncio
import pickle
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

import brushwork
from brushwork import AsyncClient, BrushworkError, BrushworkWarning, Client, ConfigError, InvalidRequest
from brushwork.testing import Emulator

REFUSED = "error:400 InvalidParameter"
CLOSED = "http://127.0.0.1:9/api/v1"
SYNC: dict[str, Callable[[Client, Any], object]] = {
    "invalid": lambda client, _: client.wan2_6_t2i.generate("a cat", size="512*512"),
    "misused": lambda client, _: client.wan2_6_t2i.generate("a cat", sise="512*512"),  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue] - the point
    "prepare": lambda client, _: client.wan2_6_t2i.generate.prepare("a cat", n=12),
    "any model": lambda client, _: client.generate("a cat", model="wan2.6-t2i", n=12),
    "any model, shared": lambda _, __: brushwork.generate("a cat", model="wan2.6-t2i", n=12),
    "flat": lambda client, _: client.prepare({"model": "wan2.6-t2i", "prompt": "a cat", "n": 12}),
    "no model": lambda client, _: client["wan2.9"],
    "no task": lambda client, _: client.task("0385dc79-5ff8-4d82").wait(),
    "refused": lambda client, api: (api.faults.add(REFUSED), client.wan2_6_t2i.generate("a cat")),
    "task refused": lambda client, api: (api.faults.add(REFUSED), client.wan2_2_t2i_flash.generate.submit("a")),
    "prepared": lambda client, api: (api.faults.add(REFUSED), client.wan2_6_t2i.generate.prepare("a").send()),
    "lost": lambda client, api: (api.faults.add("drop-after-accepting"), client.wan2_6_t2i.generate("a cat")),
    "no connection": lambda client, _: client.with_options(base_url=CLOSED, retries=0).wan2_6_t2i.generate("a"),
    "tasks": lambda client, _: client.tasks.list(page_no=0),
    "setting": lambda _, __: Client(base_url="nowhere"),
}


def shown(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def frames(error: BaseException) -> int:
    return shown(error).count('  File "')


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-test-0123456789abcdef")


@pytest.mark.parametrize("call", SYNC.values(), ids=list(SYNC))
def test_three_frames_at_most(call: Callable[[Client, Any], object], monkeypatch: pytest.MonkeyPatch) -> None:
    def error() -> BaseException:
        try:
            call(client, api)
        except (BrushworkError, FileExistsError, ValueError) as error:
            return error
        raise AssertionError("nothing was raised")

    with Emulator() as api, Client(api_key=api.key, base_url=api.url) as client:
        raised = error()
        assert frames(raised) <= 1 + 3, shown(raised)  # one of them is `error`, which the caller's lambda stands in
        monkeypatch.setenv("BRUSHWORK_TRACEBACK", "full")
        assert frames(error()) >= frames(raised)


def test_two_frames_where_a_file_is_there_already(tmp_path: Path) -> None:
    with Emulator() as api, Client(api_key=api.key, base_url=api.url) as client:
        result = client.wan2_6_t2i.generate("a cat")
        result.save(tmp_path)
        for save in (lambda: result.save(tmp_path), lambda: result[0].save(next(tmp_path.iterdir()))):
            with pytest.raises(FileExistsError) as caught:
                save()
            assert frames(caught.value) <= 3, shown(caught.value)  # one of them is the lambda's


ASYNC: dict[str, Callable[[AsyncClient, Any], Awaitable[object]]] = {
    "refused": lambda client, _: client.wan2_6_t2i.generate("a cat"),
    "task": lambda client, _: client.wan2_2_t2i_flash.generate("a cat"),
    "submit": lambda client, _: client.wan2_2_t2i_flash.generate.submit("a cat"),
    "no task": lambda client, _: client.task("0385dc79-5ff8-4d82").wait(),
    "tasks": lambda client, _: client.tasks.list(),
}


@pytest.mark.parametrize("call", ASYNC.values(), ids=list(ASYNC))
def test_two_frames_where_it_is_awaited(call: Callable[[AsyncClient, Any], Awaitable[object]]) -> None:
    async def error(api: Emulator) -> BaseException:
        async with AsyncClient(api_key=api.key, base_url=api.url, retries=0) as client:
            try:
                await call(client, api)
            except BrushworkError as error:
                return error
        raise AssertionError("nothing was raised")

    with Emulator() as api:
        api.faults.add(REFUSED, times=None)
        raised = asyncio.run(error(api))
    assert frames(raised) <= 2, shown(raised)


def test_all_frames_are_there_if_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUSHWORK_TRACEBACK", "full")
    with pytest.raises(InvalidRequest) as caught:
        Client().wan2_6_t2i.generate("a cat", n=12)
    assert frames(caught.value) > 5
    assert "validate" in shown(caught.value)


def test_the_message_fits_a_screen(no_warnings: None) -> None:
    wrong: dict[str, Any] = {"size": "1*1", "n": 99, "seed": -1, "watermark": "yes", "prompt_extend": "x"}
    with pytest.raises(InvalidRequest) as caught:
        Client().generate("a cat", model="wan2.6-t2i", **wrong, negative_prompt=3, a1=1, b2=2, c3=3, d4=4, e5=5)
    assert len(caught.value.violations) == 11
    assert len(str(caught.value).splitlines()) <= 24
    assert "more: error.violations has them all." in str(caught.value)


def test_public_classes_are_named_as_they_are_imported(tmp_path: Path) -> None:
    for name in brushwork.__all__:
        found: object = getattr(brushwork, name)
        if isinstance(found, type):
            assert f"{found.__module__}.{found.__qualname__}" == f"brushwork.{name}"
            assert pickle.loads(pickle.dumps(found)) is found
            if issubclass(found, BrushworkWarning | BrushworkError):
                assert traceback.format_exception_only(found, found("no"))[0].startswith(f"brushwork.{name}: no")
    with pytest.raises(ConfigError) as caught:
        Client(base_url="nowhere")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)

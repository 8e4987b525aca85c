"""A call with arguments that it does not have: help at run time, in the words of the checks."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork import AsyncClient, Client, InvalidArguments, InvalidRequest
from tests.package.facts import without_others

WRONG: dict[str, Callable[[Any], Any]] = {
    "misspelt": lambda client: client.wan2_6_t2i.generate("a cat", sise="1280*1280"),
    "misspelt option": lambda client: client.wan2_6_t2i.generate("a cat", timeot=3),
    "of other models": lambda client: client.z_image_turbo.generate("a cat", n=4),
    "of another mode": lambda client: client.wan2_7_image_pro.edit("a hat", "https://a/b.png", thinking_mode=True),
    "of other services": lambda client: client.wan2_6_t2i.generate("a cat", num_images=2),
    "misspelt and more": lambda client: client.wan2_6_t2i.generate("a cat", sise="1:1", n=9),
    "no such name": lambda client: client.z_image_turbo.generate("a cat", quux=None),
    "submit with a timeout": lambda client: client.wan2_6_t2i.generate.submit("a cat", timeout=3),
    "prepare with a timeout": lambda client: client.wan2_6_t2i.generate.prepare("a cat", timeout=3),
    "stream misspelt": lambda client: client.wan2_6_image.interleave.stream("a cat", max_image=3),
    "an option of others": lambda client: client.z_image_turbo.generate("a cat", inline=True),
    "no prompt": lambda client: client.wan2_6_t2i.generate(),
    "no images": lambda client: client.wan2_7_image.edit("a hat"),
    "no number": lambda client: client.wan2_7_image.sequence("a cat"),
    "too many by place": lambda client: client.wan2_6_t2i.generate("a cat", "16:9"),
    "nothing takes it": lambda client: client.wan2_6_t2i.generate("a cat", object),
    "twice": lambda client: client.wan2_6_t2i.generate("a cat", prompt="a dog"),
}


def refused(kind: type[Client] | type[AsyncClient], call: Callable[[Any], Any]) -> InvalidArguments:
    with pytest.raises(InvalidArguments) as caught:
        call(kind(api_key="sk-test", region="ap-southeast-1"))
    return caught.value


def test_what_is_said(snapshot: SnapshotAssertion) -> None:
    assert (
        "\n\n".join(f"{name}\n{without_others(str(refused(Client, call)))}" for name, call in WRONG.items()) == snapshot
    )


@pytest.mark.parametrize("call", WRONG.values(), ids=list(WRONG))
def test_it_is_said_alike_for_asyncio_and_before_anything_is_awaited(call: Callable[[Any], Any]) -> None:
    assert str(refused(AsyncClient, call)) == str(refused(Client, call))


def test_it_is_an_invalid_request_and_a_type_error() -> None:
    error = refused(Client, WRONG["misspelt and more"])
    assert isinstance(error, InvalidRequest)
    assert isinstance(error, TypeError)
    assert [violation.parameter for violation in error.violations] == ["sise", "n"]
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (InvalidArguments, str(error))


def test_a_type_error_from_within_is_left_alone() -> None:
    class Broken:
        def send(self, request: object, /) -> Any:
            return len(3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - the point

    client = Client(api_key="sk-test", region="ap-southeast-1", transport=Broken())
    with pytest.raises(TypeError, match="has no len") as caught:
        client.wan2_6_t2i.generate("a cat")
    assert not isinstance(caught.value, InvalidRequest)


def test_what_is_right_goes_through_for_both() -> None:
    body: Any = Client(api_key="sk-test").wan2_6_t2i.generate.prepare("a cat", n=2).body
    assert body["parameters"]["n"] == 2
    coroutine = AsyncClient(api_key="sk-test").wan2_6_t2i.generate("a cat")
    assert asyncio.iscoroutine(coroutine)
    coroutine.close()

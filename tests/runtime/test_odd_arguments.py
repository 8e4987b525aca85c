"""Arguments of other types than the signatures say: an error of ours, or `TypeError` and `ValueError` in our words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from brushwork_runtime.base.errors import BrushworkError
from tests.runtime.support import Client, client, finished, images, picture, reply, submitted


class Odd:
    """Nothing can be done with it but to pass it on."""

    def __repr__(self) -> str:
        raise RuntimeError

    def __str__(self) -> str:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __hash__(self) -> int:
        raise RuntimeError


class OddText(str):
    """A text that cannot be shown."""

    __slots__ = ()

    def __repr__(self) -> str:
        raise RuntimeError


def nested() -> list[Any]:
    """A list that is too deep to be shown."""
    found: list[Any] = []
    for _ in range(5000):
        found = [found]
    return found


ODD: dict[str, Any] = {
    "a list": [],
    "a dict": {},
    "a set": set[int](),
    "an object": Odd(),
    "a text": OddText("x"),
    "a surrogate": "\ud800",
    "a NUL": "\0",
    "bytes": b"\0",
    "a complex": 1j,
    "NaN": float("nan"),
    "huge": 10**400,
    "deep": nested(),
    "a class": int,
    "True": True,
    "1.5": 1.5,
}
OURS = re.compile("must |cannot be the name|not a valid")
CALLS: dict[str, Callable[[Client, Any, Path], object]] = {
    "model": lambda made, value, _: made.generate("a cat", model=value),
    "protocol": lambda made, value, _: made.generate("a cat", model="brush-1.0", protocol=value),
    "on_unsupported": lambda made, value, _: made.generate("a cat", model="brush-1.0", on_unsupported=value),
    "timeout": lambda made, value, _: made.generate("a cat", model="brush-1.0", timeout=value),
    "prompt": lambda made, value, _: made.generate(value, model="brush-1.0"),
    "size": lambda made, value, _: made.generate("a cat", model="brush-1.0", size=value),
    "n": lambda made, value, _: made.generate("a cat", model="brush-1.0", n=value),
    "reference_images": lambda made, value, _: made.generate("a cat", model="brush-1.0", reference_images=[value]),
    "extra": lambda made, value, _: made.generate("a cat", model="brush-1.0", extra={"a": value}),
    "prepare": lambda made, value, _: made.prepare(value),
    "task": lambda made, value, _: made.task(value),
    "wait": lambda made, value, _: made.task("t-1").wait(value),
    "as_completed": lambda made, value, _: list(made.as_completed(value)),
    "wait_all": lambda made, value, _: made.wait_all([value]),
    "wait_all timeout": lambda made, value, _: made.wait_all([made.task("t-1")], value),
    "resend": lambda made, value, _: made.resend(value),
    "model_name": lambda made, value, _: made.tasks.list(model_name=value),
    "start_time": lambda made, value, _: made.tasks.list(start_time=value),
    "page_no": lambda made, value, _: made.tasks.list(page_no=value),
    "models": lambda made, value, _: made.models[value],
    "in models": lambda made, value, _: value in made.models,
    "save": lambda made, value, folder: result(made).save(place(value, folder)),
    "save an image": lambda made, value, folder: result(made)[0].save(place(value, folder), overwrite=True),
    "client timeout": lambda _, value, __: client(reply({}), timeout=value),
    "client retries": lambda _, value, __: client(reply({}), retries=value),
    "client specs": lambda _, value, __: client(reply({}), specs=value),
    "client key": lambda _, value, __: Client(value),
    "client region": lambda _, value, __: client(reply({}), region=value),
    "client base_url": lambda _, value, __: client(reply({}), base_url=value),
    "client workspace": lambda _, value, __: client(reply({}), workspace=value),
}


def place(value: Any, folder: Path) -> Any:
    return str(folder / value) if isinstance(value, str) else value


def result(made: Client) -> Any:
    return made.generate("a cat", model="brush-1.0")


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("call", CALLS)
def test_an_odd_argument_is_refused_in_our_words(call: str, value: str, tmp_path: Path) -> None:
    def answer(request: Any) -> Any:
        if request.method == "GET":
            if "files" in request.url:
                return reply(picture(), 200)
            return finished("https://files.example/1.png") if "tasks/t-1" in request.url else reply({"data": []})
        return submitted() if "async" in str(request.headers).lower() else reply(images("https://files.example/1.png"))

    made, _ = client(answer)
    try:
        CALLS[call](made, ODD[value], tmp_path)
        told = None
    except BrushworkError as error:
        told = str(error)
    except OSError as error:
        told = error.filename
    except (TypeError, ValueError) as error:
        told = str(error) if OURS.search(str(error)) else None
        if told is None:
            raise
    assert told is None or told

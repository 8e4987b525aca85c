"""Arguments of other types than the signatures say: an error of ours, or `TypeError` and `ValueError` in our words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any

import pytest

import brushwork
from brushwork import AsyncClient, HttpTransport
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


class Unforeseen(Exception):
    """Of the caller's own code."""


def fails(*_: object, **__: object) -> Any:
    raise Unforeseen


ASKED = "iter len bool index int float fspath getitem contains getattr call repr str eq hash"
"""What Python asks of an object by itself."""
NEEDED = (
    "new init class del getattribute init_subclass subclasshook dict doc module weakref setattr delattr slots "
    "class_getitem annotations abstractmethods static_attributes firstlineno"
)
"""What an object cannot be without."""


def broken(base: type = object, **own: object) -> Any:
    """A class whose own methods all raise."""
    names = {f"__{name}__" for name in ASKED.split()} if base is object else {*dir(base)}
    names -= {f"__{name}__" for name in NEEDED.split()}
    return type("Broken", (base,), {**dict.fromkeys(names, fails), **own})


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
    "a broken object": broken()(),
    "a broken text": broken(str)("1024*1024"),
    "a broken integer": broken(int)(1),
    "a broken float": broken(float)(1.0),
    "a broken list": broken(list)(["a"]),
    "a broken tuple": broken(tuple)((1024, 1024)),
    "a broken dict": broken(dict)(model="brush-1.0", prompt="a cat"),
    "a broken mapping": broken(Mapping)(),
    "bytes that are broken": broken(bytes)(b"abc"),
    "a path that is broken": broken(PathLike)(),
    "a path that is none": type("Broken", (), {"__fspath__": int})(),
    "a moment that is broken": broken(datetime)(2026, 1, 1),
    "a list of what is broken": [broken(int)(1)],
    "a dict of what is broken": {"hex": broken(str)("#FFFFFF"), "ratio": broken(int)(1)},
    "an image that is broken": type("Broken", (), {"read": fails})(),
    "a picture that is broken": type("Broken", (), {"save": fails, "mode": "RGB"})(),
    "an address that is broken": type("Broken", (), {"url": property(fails)})(),
}
ASIDE = brushwork.Client("sk-test-0123456789abcdef")
OURS = re.compile("must |cannot be the name|not a valid|cannot be read|has no ")
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
    "page_size": lambda made, value, _: made.tasks.list(page_size=value),
    "iter": lambda made, value, _: list(made.tasks.iter(status=value, page_size=value)),
    "status": lambda made, value, _: made.tasks.list(status=value),
    "end_time": lambda made, value, _: made.tasks.list(end_time=value),
    "as_completed timeout": lambda made, value, _: list(made.as_completed([made.task("t-1")], value)),
    "resend timeout": lambda made, value, _: made.resend(prepared(made), value),
    "send timeout": lambda made, value, _: prepared(made).send(value),
    "by": lambda made, value, _: prepared(made).by(value),
    "mode": lambda made, value, _: made.generate("a cat", model="brush-1.0", mode=value),
    "seed": lambda made, value, _: made.generate("a cat", model="brush-1.0", seed=value),
    "unknown name": lambda made, value, _: made.generate("a cat", model="brush-1.0", other=value),
    "all images": lambda made, value, _: made.generate("a cat", model="brush-1.0", reference_images=value),
    "extra as a whole": lambda made, value, _: made.generate("a cat", model="brush-1.0", extra=value),
    "fit": lambda made, value, _: made.generate("a cat", model="brush-1.0", fit=value),
    "inline": lambda made, value, _: made.generate("a cat", model="brush-1.0", inline=value),
    "validate": lambda made, value, _: made.generate("a cat", model="brush-1.0", validate=value),
    "local_files": lambda made, value, _: made.prepare({"model": "brush-1.0", "prompt": "a cat"}, local_files=value),
    "prompt unchecked": lambda made, value, _: made.generate(value, model="brush-1.0", validate=False),
    "size unchecked": lambda made, value, _: made.generate("a cat", model="brush-1.0", size=value, validate=False),
    "in a mapping": lambda made, value, _: made.prepare({"model": "brush-1.0", "prompt": value, "size": value}),
    "in a body": lambda made, value, _: made.prepare({"model": "brush-1.0", "input": value, "parameters": value}),
    "color_palette": lambda _, value, __: wan().prepare("a cat", color_palette=value),
    "color": lambda _, value, __: wan().prepare("a cat", color_palette=[value] * 3),
    "hex": lambda _, value, __: wan().prepare("a cat", color_palette=[{"hex": value, "ratio": "50.00%"}] * 3),
    "ratio": lambda _, value, __: wan().prepare("a cat", color_palette=[{"hex": "#C2D1E6", "ratio": value}] * 3),
    "bbox_list": lambda _, value, __: boxes(value),
    "boxes": lambda _, value, __: boxes([value]),
    "box": lambda _, value, __: boxes([[value]]),
    "corner": lambda _, value, __: boxes([[(1, 1, value, 9)]]),
    "side": lambda made, value, _: made.generate("a cat", model="brush-1.0", size=(value, 1024)),
    "json_schema": lambda _, value, __: ASIDE.models["wan2.6-t2i"].json_schema(value),
    "json_schema's protocol": lambda _, value, __: ASIDE.models["wan2.6-t2i"].json_schema("generate", value),
    "register": lambda made, value, _: made.models.register(value, like="brush-1.0"),
    "like": lambda made, value, _: made.models.register("new", like=value),
    "item": lambda made, value, _: made[value],
    "downloads.limit": lambda made, value, _: limited(made, limit=value).bytes(),
    "downloads.timeout": lambda made, value, _: limited(made, timeout=value).bytes(),
    "downloads.anywhere": lambda made, value, _: limited(made, anywhere=value).bytes(),
    "overwrite": lambda made, value, folder: result(made).save(folder, overwrite=value),
    "metadata": lambda made, value, folder: result(made).save(folder, metadata=value),
    "sidecar": lambda made, value, folder: result(made)[0].save(folder / "a.png", sidecar=value),
    "client transport": lambda _, value, __: Client("sk-test-0123456789abcdef", transport=value),
    "client clock": lambda _, value, __: Client("sk-test-0123456789abcdef", clock=value),
    "proxy": lambda _, value, __: HttpTransport(proxy=value),
    "ca_file": lambda _, value, __: HttpTransport(ca_file=value),
    "url": lambda made, value, _: made.downloads.content(value),
    "url of a file": lambda made, value, folder: made.downloads.file(value, lambda _: folder / "a.png"),
    "client max_concurrency": lambda _, value, __: AsyncClient("sk-test-0123456789abcdef", max_concurrency=value),
    "client retry_unknown": lambda _, value, __: client(reply({}), retry_unknown=value),
    "client on_unsupported": lambda _, value, __: result(
        client(reply(images("https://files.example/1.png")), on_unsupported=value)[0]
    ),
    "client allow_http": lambda _, value, __: client(reply({}), allow_http=value),
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
    if type(value) not in (str, OddText):
        return value
    return str(folder / value)


def prepared(made: Client) -> Any:
    return made.prepare(model="brush-1.0", prompt="a cat")


def limited(made: Client, **settings: Any) -> Any:
    for name, value in settings.items():
        setattr(made.downloads, name, value)
    return result(made)[0]


def wan() -> Any:
    return ASIDE.wan2_7_image_pro.generate


def boxes(value: Any) -> Any:
    return ASIDE.wan2_7_image_pro.edit.prepare("a cat", [picture(400, 400)], bbox_list=value)


def result(made: Client) -> Any:
    return made.generate("a cat", model="brush-1.0")


@pytest.mark.parametrize("call", CALLS)
def test_an_odd_argument_is_refused_in_our_words(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # an odd destination may be a folder here

    def answer(request: Any) -> Any:
        if request.method == "GET":
            if "files" in request.url:
                return reply(picture(), 200)
            return finished("https://files.example/1.png") if "tasks/t-1" in request.url else reply({"data": []})
        return submitted() if "async" in str(request.headers).lower() else reply(images("https://files.example/1.png"))

    raised: dict[str, Exception] = {}
    for name, value in ODD.items():
        folder = tmp_path / name
        folder.mkdir()
        try:
            CALLS[call](client(answer)[0], value, folder)
        except BrushworkError as error:
            assert str(error)  # noqa: PT017 - it may be any of these
        except OSError as error:
            assert error.filename  # noqa: PT017 - the same
        except Exception as error:
            if not (isinstance(error, (TypeError, ValueError, KeyError)) and OURS.search(str(error))):
                raised[name] = error
    assert not raised

"""Whatever a server answers, what a call raises is ours: answers of every kind, spoiled and sent over a socket.

`BRUSHWORK_FUZZ` is how many answers are spoiled; `make fuzz` spoils 60,000.
"""

from __future__ import annotations

import asyncio
import copy
import logging
import os
import pickle
import re
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from brushwork import AsyncClient, Client, Result
from brushwork.testing import Emulator, VirtualClock
from brushwork_runtime.base.errors import BrushworkError, TransportError
from tests.reliability.case import KEY, PROMPT
from tests.reliability.mutation import Recorded, Recorder, what
from tests.runtime.support import FakeClock, picture

COUNT = (int(os.environ.get("BRUSHWORK_FUZZ", "0")) and 60_000) or 400
COMMANDS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")
PICTURE = picture(400, 400)
Answers = dict[str, dict[str, list[Recorded]]]


class Spoiler:
    """A server that gives recorded answers in their order, one of them spoiled."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.answers: dict[str, list[Recorded]] = {}
        self.random = Random(0)
        self.victim = ""
        self.spoiled = b""
        self.asked: list[str] = []
        import threading

        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                try:
                    if line := self._request(connection):
                        connection.sendall(self._answer(*line))
                except OSError:
                    continue

    @staticmethod
    def _request(connection: socket.socket) -> tuple[str, str] | None:
        found = b""
        while b"\r\n\r\n" not in found:
            if not (piece := connection.recv(65536)):
                return None
            found += piece
        head, _, body = found.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        while length and len(body) < int(length[1]):
            if not (piece := connection.recv(65536)):
                return None
            body += piece
        method, target, _ = head.split(b"\r\n")[0].decode("latin-1").split(" ", 2)
        return method, target

    def _answer(self, method: str, target: str) -> bytes:
        asked = what(method, target)
        self.asked.append(asked)
        answers = self.answers.get(asked) or next(iter(self.answers.values()))
        answer = answers[min(self.asked.count(asked), len(answers)) - 1]
        if asked != self.victim:
            return answer.whole(self.origin)
        self.spoiled = answer.spoiled(self.random, self.origin)
        return self.spoiled


class World:
    """A client of one flow, and the hooks and folder that it has."""

    def __init__(self, base_url: str, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.told: list[str] = []

        def tell(event: object) -> None:
            self.told.append(repr(event))

        hooks: dict[str, Any] = dict.fromkeys(("on_request", "on_response", "on_retry", "on_task", "on_transfer"), tell)
        self.settings: dict[str, Any] = {
            "base_url": base_url,
            "clock": FakeClock(),
            "timeout": 20,
            "retries": 1,
            **hooks,
            **settings,
        }
        self.client = Client(KEY, **self.settings)

    def sync(self) -> object:
        return self.seen(self.client.qwen_image_2_0_pro.generate(PROMPT))

    def later(self) -> object:
        async def run() -> Result:
            async with AsyncClient(KEY, **self.settings) as client:
                result = await client.qwen_image_2_0_pro.generate(PROMPT)
                await client.save(result, self.folder)
                return result

        return asyncio.run(run())

    def task(self) -> object:
        task = self.client.qwen_image_plus.generate.submit(PROMPT)
        self.told.append(repr(task))
        task.refresh()
        self.told.append(repr(task))
        return self.seen(task.wait())

    def cancel(self) -> object:
        self.client.task("0385dc79-5ff8-4d82").cancel()
        return None

    def list(self) -> object:
        page = self.client.tasks.list()
        self.told += [repr(page), *map(repr, page), str(page.request_id)]
        pickle.loads(pickle.dumps(page.raw))
        return [repr(task) for _, task in zip(range(50), self.client.tasks.iter(), strict=False)]

    def edit(self) -> object:
        return self.seen(self.client.qwen_image_2_0_pro.edit(PROMPT, [PICTURE]))

    def story(self) -> object:
        with self.client.wan2_6_image.interleave.stream(PROMPT, max_images=2) as stream:
            for part in stream:
                self.told.append(repr(part))
        self.told.append(repr(stream))
        return self.seen(stream.result)

    def recovery(self) -> object:
        try:
            return self.task()
        except TransportError as error:
            return self.seen(error.recover(5).wait())

    def seen(self, result: Result) -> object:
        """Do with a result what people do with one."""
        self.told += [repr(result), repr(result.usage), repr(result.failures), repr(result.parts), str(result.cost)]
        self.told += [str(result.usage.size), str(result.request_id), str(result.task_id), repr(result.provenance)]
        assert len(result.text) >= 0
        copy.deepcopy(result.usage)
        again: Result = pickle.loads(pickle.dumps(result))
        assert len(again) == len(result)
        for image in result:
            self.told += [repr(image), str(image.expires_at)]
        for function in (
            lambda: result.save(self.folder / "a", metadata=True),
            lambda: result.save(self.folder / "{model}-{id}-{request_id}-{task_id}-{i}.{ext}", sidecar=True),
            result._repr_html_,  # pyright: ignore[reportPrivateUsage] - what notebooks call
            *(image.to_pil for image in result),
            *(image.sha256 for image in result),
            *(image._repr_html_ for image in result),  # pyright: ignore[reportPrivateUsage] - the same
        ):
            try:
                function()
            except Exception as error:
                judged(error)
        for page in self.folder.rglob("*.md"):
            assert "<" not in page.read_text("utf-8")
        return result


FLOWS: dict[str, Callable[[World], object]] = {
    "sync": World.sync,
    "task": World.task,
    "cancel": World.cancel,
    "list": World.list,
    "edit": World.edit,
    "story": World.story,
    "recovery": World.recovery,
    "later": World.later,
}


def judged(error: Exception) -> None:
    """Raise `AssertionError` for what no call may raise, and for what no error may show."""
    if not isinstance(error, BrushworkError) and not (isinstance(error, OSError) and error.filename):
        raise AssertionError(f"{type(error).__name__} is not ours") from error
    for text in (str(error), repr(error)):
        assert KEY not in text
    if isinstance(error, BrushworkError):
        assert not COMMANDS.search(str(error)), str(error)
        assert len(str(error)) < 6000
        again = pickle.loads(pickle.dumps(error))
        assert str(again) == str(error)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The answers of the emulator to each flow, by what was asked."""
    found: Answers = {}
    for name, flow in FLOWS.items():
        api = Emulator(key=KEY, clock=VirtualClock(start=1_700_000_000), polls=1)
        with api:
            recorder = Recorder(api.transport(), api.url.removesuffix("/api/v1"))
            world = World(api.url, tmp_path_factory.mktemp(name), transport=recorder, clock=api.clock)
            if name == "cancel":
                world.client.qwen_image_plus.generate.submit(PROMPT)
            with suppress(BrushworkError):  # this task cannot be cancelled
                flow(world)
        if name == "recovery":
            recorder.answers["list"] = found["list"]["list"]
        found[name] = recorder.answers
    return found


@pytest.fixture(autouse=True)
def _nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no name be looked up and no address be connected to but those of this machine."""
    real = socket.getaddrinfo

    def local(host: Any, *arguments: Any, **keywords: Any) -> Any:
        if host not in ("127.0.0.1", "localhost", "::1", b"127.0.0.1"):
            raise socket.gaierror(socket.EAI_NONAME, "not looked up in a test")
        return real(host, *arguments, **keywords)

    monkeypatch.setattr(socket, "getaddrinfo", local)


@pytest.fixture
def spoiler() -> Iterator[Spoiler]:
    found = Spoiler()
    yield found
    found.close()


@pytest.mark.timeout(max(180, COUNT // 20))
@pytest.mark.parametrize("name", FLOWS)
def test_what_a_call_raises_is_ours_whatever_is_answered(
    name: str, recorded: Answers, spoiler: Spoiler, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "brushwork")
    spoiler.answers = recorded[name]
    asked = sorted(recorded[name])
    first = int(os.environ.get("BRUSHWORK_FUZZ_SEED", "0"))
    for seed in range(first, first + COUNT // len(FLOWS)):
        spoiler.random = Random(f"{name} {seed}")
        spoiler.victim = "work" if name == "recovery" and seed % 2 else asked[seed % len(asked)]
        spoiler.asked = []
        caplog.clear()
        folder = Path(tempfile.mkdtemp(prefix="brushwork-"))
        world = World(f"{spoiler.origin}/api/v1", folder)
        try:
            FLOWS[name](world)
        except BrushworkError as error:
            judged(error)
        except BaseException as error:
            raise AssertionError(f"seed {seed}, {spoiler.victim}: {spoiler.spoiled[:2000]!r}") from error
        finally:
            world.client.close()
            shutil.rmtree(folder)
        for text in (*world.told, *(record.getMessage() for record in caplog.records)):
            assert KEY not in text
            assert not COMMANDS.search(text), (seed, text)

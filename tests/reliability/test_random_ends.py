"""Calls that are ended at a random moment, whatever goes wrong meanwhile: nothing more is sent, and nothing is hidden.

A call is cancelled, interrupted, out of time, or its client is closed. A tenth of `BRUSHWORK_FUZZ` is how many are
tried, since they take real time; `make fuzz` tries many.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import pytest

from brushwork import AsyncClient, Client, Result
from brushwork.testing import Emulator
from brushwork_runtime.base.errors import BrushworkError
from tests.reliability.case import KEY, PROMPT, WORK, open_files
from tests.runtime.support import picture

PICTURE = picture(400, 400)
LEFT = 0.15
"""Seconds in which what left before the end may still arrive."""
AFTER = 0.35
"""Seconds in which nothing may, longer than the first pause before another try."""

KINDS = (
    "rate-limited:0",
    "rate-limited:0.1",
    "drop-before-accepting",
    "drop-after-accepting",
    "reset",
    "stall",
    "stall-in-body:300",
    "slow-answer:0.1",
    "error-500-after-accepting",
    "truncated-body",
    "malformed-json",
)
PLACES = ("*generation", "*generation", "upload", "upload-policy", "task", "result")
STEPS = ("sync", "task", "submit", "inline", "upload", "stream", "save")
seeds = pytest.mark.parametrize("seed", range(int(os.environ.get("BRUSHWORK_FUZZ", "70")) // 10))


class World:
    """An emulator with faults, a folder, and what must hold once a call has ended."""

    def __init__(self, seed: int) -> None:
        chance = self.chance = Random(seed)
        self.step = STEPS[seed % len(STEPS)]
        self.moment = chance.uniform(0, 0.25)
        self.struck = [
            (chance.choice(KINDS), chance.choice(PLACES), chance.choice((1, 1, 2)), chance.choice((1, 1, None)))
            for _ in range(chance.randrange(4))
        ]
        self.files = open_files()
        self.threads = set(threading.enumerate())
        self.api = Emulator(key=KEY, polls=1).start()
        self.folder = tempfile.TemporaryDirectory()
        self.settings: dict[str, Any] = {"base_url": self.api.url}

    def arm(self) -> None:
        for fault, endpoint, nth, times in self.struck:
            self.api.faults.add(fault, endpoint=endpoint, nth=nth, times=times)

    @property
    def posts(self) -> int:
        return sum(seen.method == "POST" for seen in self.api.traffic)

    def ended(self, came: object, made_before: int) -> None:
        """Hold what the ledger says against what the caller was told."""
        time.sleep(LEFT)
        posts = self.posts
        time.sleep(AFTER)
        assert self.posts == posts, "sent after the end of the call"
        made = len(self.api.ledger) - made_before
        assert made <= 1
        assert sum(seen.method == "POST" and seen.endpoint in WORK for seen in self.api.traffic) <= 4
        if made and isinstance(came, BaseException):
            told = f"{came} {' '.join(getattr(came, '__notes__', []))}"
            assert "billed" in told or "goes on" in told, repr(came)
        assert not list(Path(self.folder.name).rglob("*.part"))

    def close(self) -> None:
        self.api.close()
        self.folder.cleanup()
        for thread in set(threading.enumerate()) - self.threads - {threading.main_thread()}:
            thread.join(2)
        assert set(threading.enumerate()) <= self.threads | {threading.main_thread()}
        gc.collect()
        assert open_files() <= self.files

    def __repr__(self) -> str:
        return f"<{self.step}, ended after {self.moment:.4f} s, with {self.struck}>"


def call(client: Any, step: str, folder: str, result: Result | None) -> Any:
    """What a step does: a value, or an awaitable of one."""
    if step == "sync":
        return client.qwen_image_2_0_pro.generate(PROMPT)
    if step == "task":
        return client.wan2_6_t2i.generate(PROMPT, n=1, protocol="async")
    if step == "submit":
        return client.wan2_6_t2i.generate.submit(PROMPT, n=1)
    if step in ("inline", "upload"):
        return client.qwen_image_2_0_pro.edit(PROMPT, PICTURE, inline=step == "inline")
    if step == "stream":
        return client.wan2_6_image.interleave.stream(PROMPT, max_images=1)
    assert result is not None
    return client.save(result, folder) if isinstance(client, AsyncClient) else result.save(folder)


@seeds
def test_an_awaited_call_that_ends_early_sends_nothing_more(seed: int) -> None:
    world = World(seed)
    step, moment, way = world.step, world.moment, world.chance.choice(("cancel", "cancel", "close", "time"))
    if way == "time":
        world.settings["timeout"] = max(moment, 0.01)

    async def main() -> tuple[object, int]:
        client = AsyncClient(KEY, **world.settings)
        result = None
        if step == "save":
            async with AsyncClient(KEY, base_url=world.api.url) as other:
                result = await other.qwen_image_2_0_pro.generate(PROMPT, n=2)
        before = len(world.api.ledger)
        world.arm()

        async def act() -> object:
            made = call(client, step, world.folder.name, result)
            return [part async for part in made] if step == "stream" else await made

        running = asyncio.ensure_future(act())
        came: object
        try:
            await asyncio.wait((running,), timeout=1.5 if way == "time" else moment)
            if way == "close":
                await client.close()
                await asyncio.wait((running,), timeout=0.5)
            if way != "time":
                running.cancel()
            async with asyncio.timeout(1.5):
                came = await running
        except (BrushworkError, OSError, asyncio.CancelledError) as error:
            came = error.__cause__ if isinstance(error, TimeoutError) and error.__cause__ else error
        await client.close()
        return came, before

    try:
        came, before = asyncio.run(main())
        world.ended(came, before)
    finally:
        world.close()


def calling(frame: FrameType) -> str:
    """The files of the functions that run, but for what the collector of garbage has called."""
    files: list[str] = []
    at: FrameType | None = frame
    while at is not None:
        files.append(at.f_code.co_filename)
        at = at.f_back
    return "" if "hypothesis" in " ".join(files[:2]) else " ".join(files[:8])


def interrupted(act: Callable[[], object], moment: float) -> object:
    """What `act` returns or raises, when Ctrl-C is pressed so many seconds after it began."""

    def press(_: int, frame: FrameType | None) -> None:
        if frame is not None and "brushwork_runtime" not in calling(frame):  # a hook of the test runner, say
            signal.setitimer(signal.ITIMER_REAL, 0.001)
            return
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, press)
    came: object = None
    try:
        signal.setitimer(signal.ITIMER_REAL, max(moment, 0.001))
        came = act()
        signal.setitimer(signal.ITIMER_REAL, 0)
    except (BrushworkError, OSError, KeyboardInterrupt) as error:
        came = error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return came


def closed(client: Client, act: Callable[[], object], moment: float) -> object:
    """What `act` returns or raises, when another thread closes the client meanwhile."""
    timer = threading.Timer(moment, client.close)
    timer.start()
    try:
        return act()
    except (BrushworkError, OSError) as error:
        return error
    finally:
        timer.join()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a signal after a time")
@seeds
def test_a_call_that_ends_early_sends_nothing_more(seed: int) -> None:
    world = World(seed)
    step, moment, way = world.step, world.moment, world.chance.choice(("interrupt", "interrupt", "close", "time"))
    timeout = max(moment, 0.01) if way == "time" else 1.0
    client = Client(KEY, **world.settings, timeout=timeout)
    client.downloads.timeout = timeout
    result = None
    if step == "save":
        with Client(KEY, **world.settings) as other:
            result = other.qwen_image_2_0_pro.generate(PROMPT, n=2)
            other.downloads.timeout = timeout
    before = len(world.api.ledger)
    world.arm()

    def act() -> object:
        made = call(client, step, world.folder.name, result)
        return list(made) if step == "stream" else made

    try:
        if way == "interrupt":
            came = interrupted(act, moment)
        elif way == "close":
            came = closed(client, act, moment)
        else:
            came = interrupted(act, 3)
        client.close()
        world.ended(came, before)
    finally:
        world.close()

"""One fault, one user's call, and what must hold whatever the fault was.

A test asks for the fixture `case`, arms `case.api` with a fault, makes one call with `case.call`, and says what the
caller got. What holds for every row is asserted when the test ends:

* a request that is billed arrived once, unless the test says how often and why (`case.posts`);
* what was raised says nothing of the bill that the emulator's ledger knows better (`bill.check`);
* what was raised is Brushwork's own, or an `OSError` of the disk;
* no key, signature or prompt stands in what was raised, printed or logged;
* no thread, socket or unfinished file is left once the client is closed, and no request arrives afterwards;
* every pool of connections has all of its slots back, also in tests without a `case` (`Pools`).
"""

from __future__ import annotations

import os
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from brushwork import Client
from brushwork.testing import Emulator
from brushwork_runtime.base.errors import BrushworkError
from brushwork_runtime.http import pools
from brushwork_runtime.http.pools import HostPool
from tests.reliability import bill

AFTERWARDS = 0.02
"""Seconds within which a request arrives on loopback; that no thread is left to send one is asserted as well."""

KEY = "sk-0f1e2d3c4b5a69788796a5b4c3d2e1f0"
PROMPT = "a lighthouse nobody must read about"
ROWS: dict[int, set[str]] = {}
"""Row of the fault matrix -> the tests that hold it."""

TestT = TypeVar("TestT", bound=Callable[..., object])
ValueT = TypeVar("ValueT")


def row(*numbers: int) -> Callable[[TestT], TestT]:
    """Say which rows of the fault matrix a test holds."""

    def note(test: TestT) -> TestT:
        for number in numbers:
            ROWS.setdefault(number, set()).add(test.__qualname__)
        return test

    return note


class Case:
    """An emulator, a client that talks to it, a folder, and what has been raised so far."""

    def __init__(self, folder: Path, *, client: Client | None = None, **settings: Any) -> None:
        self.api = Emulator(key=KEY, polls=1).start()
        self.folder = folder
        self.files = open_files()
        self.threads = set(threading.enumerate())
        self.client = client or self._made(settings)
        self.posts: int | None = 1
        """Requests that start work which may have arrived; None for any number."""
        self.billed: int | None = None
        """Images that the ledger must show at the end; None for any number."""
        self.raised: list[BaseException] = []
        self.secrets: list[str] = []
        """What else must not be shown."""

    def again(self, **settings: Any) -> Client:
        """Use another client, with other settings, from here on."""
        self.client.close()
        self.client = self._made(settings)
        return self.client

    def _made(self, settings: dict[str, Any]) -> Client:
        given: dict[str, Any] = {"base_url": self.api.url, "timeout": 10, **settings}
        return Client(KEY, **given)

    def call(self, function: Callable[[], ValueT]) -> ValueT | BaseException:
        """What `function` returns, or the exception that it raised, which is kept for the checks."""
        before = bill.Account(self.api)
        try:
            outcome: ValueT | BaseException = function()
        except (Exception, KeyboardInterrupt) as error:
            self.raised.append(error)
            outcome = error
        bill.check(outcome, before, self.api)
        return outcome

    def fails(self, kind: type[ErrorT], function: Callable[[], object], match: str | None = None) -> ErrorT:
        """The exception of this kind that `function` must raise."""
        before = bill.Account(self.api)
        with pytest.raises(kind, match=match or None) as caught:
            function()
        self.raised.append(caught.value)
        bill.check(caught.value, before, self.api)
        return caught.value

    @property
    def work(self) -> int:
        """Requests that start work and have arrived whole."""
        return sum(seen.method == "POST" and seen.endpoint in WORK for seen in self.api.traffic)

    def queries(self, endpoint: str = "task") -> int:
        """GETs of an endpoint that have arrived."""
        return sum(seen.method == "GET" and seen.endpoint == endpoint for seen in self.api.traffic)

    def close(self, log: str) -> None:
        """Close everything and assert what holds for every row."""
        time.sleep(AFTERWARDS)  # what was on its way when the last call ended
        work = self.work
        self.client.close()
        time.sleep(AFTERWARDS)
        assert self.work == work, "a request arrived after the calls had ended"
        self.api.close()
        if self.posts is not None:
            assert self.work <= self.posts
        if self.billed is not None:
            assert self.api.ledger.images == self.billed
        for error in self.raised:
            assert isinstance(error, (BrushworkError, OSError, KeyboardInterrupt)), repr(error)
        for text in (log, *(text for error in self.raised for text in told(error))):
            assert PROMPT not in text, text
        for text in (log, *(text for error in self.raised for text in (*told(error), variables(error)))):
            for secret in (*SECRETS, *self.secrets):
                assert secret not in text, (secret, text)
        for thread in set(threading.enumerate()) - self.threads - {threading.main_thread()}:
            thread.join(2)  # one that has been told to end may need a moment
        assert set(threading.enumerate()) <= self.threads | {threading.main_thread()}
        assert settled(lambda: open_files() <= self.files)
        assert not list(self.folder.rglob("*.part"))


class Pools:
    """Every pool of connections that a test opened, of whichever transport."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._opened: list[HostPool] = []
        make = pools.pool_for

        def noted(origin: str, **settings: Any) -> tuple[HostPool, bool]:
            made = make(origin, **settings)
            self._opened.append(made[0])
            return made

        monkeypatch.setattr(pools, "pool_for", noted)

    def check(self) -> None:
        """Assert that nobody has a connection any more."""
        for pool in self._opened:
            free = pool.slots.qsize
            assert settled(lambda: free() == pool.slots.maxsize), f"{pool}: {free()} of {pool.slots.maxsize} are free"  # noqa: B023 - called at once


def settled(holds: Callable[[], bool]) -> bool:
    """Whether this holds, at the latest in two seconds: the other side of a connection ends by itself."""
    end = time.monotonic() + 2
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


ErrorT = TypeVar("ErrorT", bound=BaseException)
SECRETS = (KEY, KEY[8:24], "Signature=")
WORK = {"multimodal-generation", "image-generation", "image2image", "text2image"}


def told(error: BaseException) -> list[str]:
    """What a person may see of an error."""
    return [str(error), repr(error), "".join(traceback.format_exception(error))]


def variables(error: BaseException) -> str:
    """What a program that reports errors may see: the variables of every frame of the package, of its causes too.

    Frames of tests are left out, since their variables are those of a caller.
    """
    shown: list[str] = []
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or one in seen:
            continue
        seen.append(one)
        waiting += [one.__cause__, one.__context__]
        for frame, _ in traceback.walk_tb(one.__traceback__):
            if "/tests/" not in frame.f_code.co_filename:
                shown += [f"{name} = {_repr(value)}" for name, value in frame.f_locals.items()]
    return "\n".join(shown)


def _repr(value: object) -> str:
    try:
        return repr(value)
    except Exception as error:
        return f"<{type(value).__name__} that raised {error!r}>"


def open_files() -> int:
    """Open files and sockets of this process, which no test of another thread is part of."""
    try:
        return len(os.listdir("/proc/self/fd"))
    except FileNotFoundError:  # no such folder on this system: the threads still tell
        return 0

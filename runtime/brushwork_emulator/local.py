"""The emulator without a socket: a transport whose server is a function of this process.

    api = Emulator()
    client = Client(api.key, base_url=api.url, transport=api.transport())

A reply is written as the bytes of HTTP and read from them again, so that what goes wrong on purpose does so here too.
"""

from __future__ import annotations

import http.client
import io
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from brushwork_emulator.sockets.http1 import message
from brushwork_emulator.wire import Action, Call, Ending, Pause
from brushwork_runtime import ConnectFailed, OutcomeUnknown, broken, received, redact, seconds_for

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Collection, Iterable, Iterator

    from _typeshed import WriteableBuffer

    from brushwork_emulator.sockets.listener import Answering
    from brushwork_emulator.wire import Step
    from brushwork_runtime import HttpRequest, HttpResponse


class LocalTransport:
    """Carries requests to `service`, and nothing to any other host than `hosts`. Safe for threads.

    A pause in an answer passes on `sleep`, or is a timeout if it is longer than the request waits.
    """

    __slots__ = ("_hosts", "_service", "_sleep")

    def __init__(self, service: Answering, hosts: Collection[str], sleep: Callable[[float], None]) -> None:
        self._service = service
        self._hosts = frozenset(hosts)
        self._sleep = sleep

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Answer `request`. Raises what the transport over sockets raises for the same fault."""
        call = self._call(request)
        answer = self._service.early(call) or self._service.reply(call)
        steps = answer.steps if isinstance(answer, Action) else message(answer, method=call.method)
        line = _Line(steps, request.read_timeout, seconds_for(request), self._sleep)
        try:
            raw = _Answer(line.socket(), method=request.method)
            raw.begin()
        except broken() as error:
            reason = redact.value(str(error), 100)[1:-1] or type(error).__name__
            raise OutcomeUnknown(f"the emulator did not answer after the request was sent: {reason}") from error
        return received(raw, request)

    def _call(self, request: HttpRequest) -> Call:
        parts = urlsplit(request.url)
        if parts.netloc not in self._hosts:
            raise ConnectFailed(
                f"{parts.netloc} is not the emulator",
                hint="Nothing was sent. A client of the emulator in this process needs base_url=api.url.",
            )
        body = request.body
        content = body if isinstance(body, bytes) else b"".join(body or ())
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Call(request.method, target, {"Host": parts.netloc, **request.headers}, content)


class _Answer(http.client.HTTPResponse):
    def flush(self) -> None:
        """Nothing is written to an answer. http.client would flush the file below, which may be closed already."""


class _Line(io.RawIOBase):
    """What a socket would hold: the bytes of the steps, then the ending."""

    def __init__(self, steps: Iterable[Step], patience: float, total: float, sleep: Callable[[float], None]) -> None:
        self._steps: Iterator[Step] = iter(steps)
        self._patience = patience
        self._left = total
        self._sleep = sleep
        self._held = b""

    def socket(self) -> socket.socket:
        """Itself, which has the one method of a socket that an answer is read by."""
        return cast("socket.socket", self)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The reader of an answer."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Some bytes; none at the end."""
        view = memoryview(buffer)
        while not self._held:
            step = next(self._steps, Ending.CLOSE)
            if isinstance(step, bytes):
                self._held = step
            elif isinstance(step, Pause):
                self._wait(step.seconds)
            else:
                return self._end(step)
        count = min(len(view), len(self._held))
        view[:count], self._held = self._held[:count], self._held[count:]
        return count

    def _wait(self, seconds: float) -> None:
        patience = min(self._patience, self._left)
        self._sleep(min(seconds, patience))
        self._left -= min(seconds, patience)
        if seconds >= patience:
            raise TimeoutError("timed out")

    def _end(self, ending: Ending) -> int:
        if ending is Ending.RESET:
            raise ConnectionResetError("Connection reset by peer")
        if ending is Ending.STALL:
            self._wait(self._patience)
        return 0

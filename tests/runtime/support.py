"""What the tests of the runtime share: a client of made-up models, a fake clock, a transport with canned answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image as Pil

from brushwork_runtime.client.client import SyncClient
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.tables.registry import Registry
from tests.runtime.brushes import API

if TYPE_CHECKING:
    from brushwork_runtime.base.clock import Clock

_INDEX = {
    "brush-1.0": ("tests.runtime.brushes", "BRUSH"),
    "slow-brush": ("tests.runtime.brushes", "TASKS_ONLY"),
}


class Client(SyncClient):
    """A client of the two made-up models."""

    _registry = Registry(_INDEX, lambda: API, lambda model: {}, {"brush-1.0-2026-01-01": "brush-1.0"})


class FakeClock:
    """A clock that jumps when it is asked to sleep; `slept` holds how long each time."""

    def __init__(self, chance: float = 0.5) -> None:
        self.time = 1000.0
        self.slept: list[float] = []
        self.chance = chance

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += max(0.0, seconds)

    def random(self) -> float:
        return self.chance


Step = HttpResponse | Exception | Callable[[HttpRequest], HttpResponse]


class FakeTransport:
    """Answers with `steps` in turn, the last one again and again; an exception is raised. Keeps the requests."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.requests: list[HttpRequest] = []
        self.bodies: list[bytes] = []

    def send(self, request: HttpRequest, /) -> HttpResponse:
        self.requests.append(request)
        body = request.body
        self.bodies.append(body if isinstance(body, bytes) else b"".join(body or ()))
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, Exception):
            raise step
        if isinstance(step, HttpResponse):
            return HttpResponse(step.status, step.headers, step.body)
        return step(request)

    @property
    def lines(self) -> list[str]:
        """Method and path of every request."""
        return [f"{request.method} {request.url.partition('/api/v1')[2]}" for request in self.requests]


def reply(document: object, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A JSON answer."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return HttpResponse(
        status, {"x-request-id": "header-id", "content-type": "application/json", **(headers or {})}, body
    )


def error(status: int, code: str, message: str = "so it is") -> HttpResponse:
    """An answer that refuses."""
    return reply({"code": code, "message": message, "request_id": "r-1"}, status)


def images(*urls: str, **more: object) -> dict[str, object]:
    """The document of a synchronous answer."""
    content = [{"image": url} for url in urls]
    choices = [{"finish_reason": "stop", "message": {"role": "assistant", "content": content}}]
    return {"output": {"choices": choices}, "usage": {"image_count": len(urls)}, "request_id": "r-1", **more}


def task(status: str | None, task_id: str = "t-1", **output: object) -> HttpResponse:
    """The answer to the query of a task."""
    return reply({"request_id": "r-2", "output": {"task_id": task_id, "task_status": status, **output}})


def submitted() -> HttpResponse:
    """The answer to a submission."""
    return task("PENDING")


def finished(*urls: str, task_id: str = "t-1") -> HttpResponse:
    """The answer to the query of a task that made these images."""
    return task("SUCCEEDED", task_id, results=[{"url": url} for url in urls])


def client(*steps: Step, clock: Clock | None = None, **settings: object) -> tuple[Client, FakeTransport]:
    """A client whose requests get these answers, and the transport that gives them."""
    transport = FakeTransport(*steps)
    made = Client("sk-test-0123456789abcdef", transport=transport, clock=clock or FakeClock(), **settings)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # passed on
    return made, transport


def picture(width: int = 8, height: int = 6, form: str = "PNG", mode: str = "RGB") -> bytes:
    """A small image file."""
    buffer = BytesIO()
    Pil.new(mode, (width, height)).save(buffer, form)
    return buffer.getvalue()


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    """`content` cut in pieces of `size` bytes."""
    return (content[start : start + size] for start in range(0, len(content), size))

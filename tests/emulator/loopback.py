"""A client of sockets, which sees every byte of an answer and how the connection ends."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from brushwork_emulator import Emulator
from tests.runtime.brushes import MESSAGES, TASKS

PATIENCE = 5.0
SHORT = 0.02
ASYNC = {"X-DashScope-Async": "enable"}


class Raw:
    """What came: all bytes, and the end: "closed", "reset", or "open" where the connection was still there.

    `head` and `body` are those of the answer after the interim ones.
    """

    def __init__(self, content: bytes, end: str) -> None:
        self.content = content
        self.end = end
        self.head, _, self.body = content.partition(b"\r\n\r\n")
        while self.body and self.head.startswith(b"HTTP/1.1 10"):
            self.head, _, self.body = self.body.partition(b"\r\n\r\n")

    @property
    def status(self) -> int:
        return int(self.head.split(b" ", 2)[1])

    @property
    def headers(self) -> dict[str, str]:
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        pairs = (line.partition(":") for line in lines)
        return {name.lower(): value.strip() for name, _, value in pairs}

    @property
    def length(self) -> int | None:
        given = self.headers.get("content-length", "")
        return int(given) if given.isdecimal() else None

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def whole(self) -> bool:
        return self.length is not None and len(self.body) >= self.length


class Line:
    """One connection to an emulator."""

    def __init__(self, api: Emulator) -> None:
        self.api = api
        self.socket = socket.create_connection(("127.0.0.1", int(api.origin.rpartition(":")[2])), timeout=PATIENCE)

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, method: str, target: str, content: bytes = b"", headers: dict[str, str] | None = None) -> None:
        given = {"Host": "127.0.0.1", "Content-Length": str(len(content)), **(headers or {})}
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + content)

    def read(
        self, patience: float = PATIENCE, *, to_end: bool = False, most: int = 1 << 22, silent: bool = False
    ) -> Raw:
        """What comes, until the answer is whole and nothing follows, the connection ends, or `patience` is over.

        `patience` counts from the first bytes; with `silent` none are expected, and it counts from the beginning.
        """
        content = b""
        self.socket.settimeout(patience if silent else PATIENCE)
        try:
            while len(content) < most:
                if content:
                    self.socket.settimeout(patience)
                if not to_end and b"\r\n\r\n" in content and Raw(content, "open").whole:
                    self.socket.settimeout(SHORT)
                chunk = self.socket.recv(1 << 20)
                if not chunk:
                    return Raw(content, "closed")
                content += chunk
        except TimeoutError:
            pass
        except ConnectionError:
            return Raw(content, "reset")
        return Raw(content, "open")


def body(model: object = "brush-1.0", **parameters: object) -> bytes:
    messages = [{"role": "user", "content": [{"text": "a cat"}]}]
    return json.dumps({"model": model, "input": {"messages": messages}, "parameters": parameters}).encode()


def ask(
    api: Emulator,
    method: str,
    target: str,
    content: bytes = b"",
    *,
    patience: float = PATIENCE,
    to_end: bool = False,
    most: int = 1 << 22,
    silent: bool = False,
    key: bool = True,
    fault: str = "",
    headers: Mapping[str, str] | None = None,
) -> Raw:
    """One request on a connection of its own, with the debug header if there is a fault."""
    given = {**(headers or {}), **({"X-Emulator-Fault": fault} if fault else {})}
    if key:
        given["Authorization"] = f"Bearer {api.key}"
    with Line(api) as line:
        with suppress(ConnectionError):  # an emulator told to may be gone before the request is all written
            line.send(method, target, content, given)
        return line.read(patience, to_end=to_end, most=most, silent=silent)


def sync(api: Emulator, fault: str = "", **options: Any) -> Raw:
    """A synchronous request for two small images."""
    return ask(api, "POST", "/api/v1" + MESSAGES, body(n=2, size="64*64"), fault=fault, **options)


def submit(api: Emulator, fault: str = "", n: int = 2) -> Raw:
    """The submission of a task of `n` small images."""
    return ask(api, "POST", "/api/v1" + TASKS, body(n=n, size="64*64"), fault=fault, headers=ASYNC)


def task_of(raw: Raw) -> str:
    return str(raw.json()["output"]["task_id"])


def query(api: Emulator, task_id: str, fault: str = "") -> Raw:
    return ask(api, "GET", f"/api/v1/tasks/{task_id}", fault=fault)


def file_of(api: Emulator) -> str:
    """The path of a result file."""
    choices = sync(api).json()["output"]["choices"]
    return str(choices[0]["message"]["content"][0]["image"]).removeprefix(api.origin)


def fetch(api: Emulator, target: str, fault: str = "", most: int = 1 << 22, **headers: str) -> Raw:
    """A result file. Header names are given with "_" for "-"."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(api, "GET", target, key=False, fault=fault, most=most, headers=given)

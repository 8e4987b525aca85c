"""Plain requests to an emulator, for tests that need no client: one connection, or many at once."""

from __future__ import annotations

import json
import socket
from http.client import HTTPConnection
from typing import Any

from brushwork.testing import Emulator

SYNC = "/services/aigc/multimodal-generation/generation"
TASK = "/services/aigc/image-generation/generation"


def connection(api: Emulator) -> HTTPConnection:
    """A connection that is open already."""
    host, _, port = api.origin.removeprefix("http://").partition(":")
    made = HTTPConnection(host, int(port), timeout=10)
    made.connect()
    return made


def asking(api: Emulator, **headers: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {api.key}", "Content-Type": "application/json", **headers}


def body(model: str = "wan2.6-t2i", **parameters: Any) -> bytes:
    """A right request for one small image, unless `parameters` say otherwise."""
    messages = [{"role": "user", "content": [{"text": "a cat"}]}]
    return json.dumps({"model": model, "input": {"messages": messages}, "parameters": {"n": 1, **parameters}}).encode()


def answer(over: HTTPConnection) -> dict[str, Any]:
    """The document of the answer that is due."""
    response = over.getresponse()
    content = response.read()
    assert response.status == 200, content
    document: dict[str, Any] = json.loads(content)
    return document


def post(over: HTTPConnection, api: Emulator, path: str, content: bytes, **headers: str) -> dict[str, Any]:
    over.request("POST", api.url.removeprefix(api.origin) + path, content, asking(api, **headers))
    return answer(over)


def get(over: HTTPConnection, api: Emulator, path: str) -> dict[str, Any]:
    over.request("GET", api.url.removeprefix(api.origin) + path, headers=asking(api))
    return answer(over)


def poke(api: Emulator, method: str, path: str, content: bytes, *, seconds: float, headers: dict[str, str]) -> bytes:
    """Send a request on a connection of its own, and what comes back within so many seconds, whatever it is."""
    host, _, port = api.origin.removeprefix("http://").partition(":")
    head = asking(api, Host=host, **{"Content-Length": str(len(content))}, **headers)
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    found = b""
    with socket.create_connection((host, int(port)), timeout=5) as sent:
        sent.settimeout(seconds)
        try:
            sent.sendall("\r\n".join(lines).encode() + content)
            while len(found) < 65536 and (piece := sent.recv(65536)):
                found += piece
        except OSError:  # silence, or the connection was reset
            pass
    return found

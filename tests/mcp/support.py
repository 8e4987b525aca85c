"""What the tests of the MCP server share: a desk on an emulator, and the official client beside it."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from mcp import StdioServerParameters
from mcp_types import CallToolResult

from brushwork import Client
from brushwork.testing import Emulator
from brushwork_batch.journal import Journal
from brushwork_mcp.desk import Desk
from brushwork_mcp.server import server
from brushwork_mcp.serving import security
from brushwork_mcp.terms import Amount, Terms

ROOT = Path(__file__).resolve().parents[2]
ERAS = ["legacy", "2026-07-28"]
"""The handshake of the protocol until 2025, and its newest version."""

MODELS = {"generate": "wan2.6-t2i", "edit": "wan2.6-image", "sequence": "wan2.7-image", "interleave": "wan2.6-image"}
CAT = {"prompt": "a cat", "model": "wan2.6-t2i"}


def usd(amount: str) -> Amount:
    return Amount(amount=Decimal(amount), currency="USD")


@contextmanager
def desk(
    api: Emulator, folder: Path, region: str = "ap-southeast-1", *, patience: float = 20.0, **terms: Any
) -> Generator[Desk]:
    """A desk that buys from an emulator, its journal and its pictures in a folder."""
    given: dict[str, Any] = {"out": folder / "out", "models": MODELS, "budget": usd("5"), "principal": "me", **terms}
    with (
        Journal(folder / "mcp.journal") as journal,
        Client(api.key, base_url=api.url, region=region) as client,
    ):
        opened = Desk(client, journal, Terms(**given), settle=1.0)
        try:
            yield opened
        finally:
            opened.close(patience)


def told(result: CallToolResult) -> dict[str, Any]:
    """What a tool answered; its text says the same as its data."""
    data: Mapping[str, Any] = result.structured_content
    (text, *_) = result.content
    assert json.loads(getattr(text, "text", "")) == data
    return dict(data)


@contextmanager
def http(desk: Desk) -> Generator[str]:
    """The address of a server on a port of loopback, served by a thread of this process."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        app = server(desk, "0.1").streamable_http_app(transport_security=security(port))
        serving = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=partial(asyncio.run, serving.serve(sockets=[listener])))
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            serving.should_exit = True
            thread.join()


def command(api: Emulator, folder: Path, *arguments: str) -> StdioServerParameters:
    """The server as a client starts it: `brushwork mcp`, with the emulator for the service."""
    path = os.pathsep.join(str(ROOT / name) for name in ("generated", "runtime"))
    environment = {
        "PYTHONPATH": path,
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "BRUSHWORK_API_KEY": api.key,
        "BRUSHWORK_BASE_URL": api.url,
        "BRUSHWORK_REGION": "ap-southeast-1",
    }
    where = ["--out", str(folder / "out"), *arguments]
    return StdioServerParameters(command=sys.executable, args=["-m", "brushwork", "mcp", *where], env=environment)

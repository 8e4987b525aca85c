"""What the language server of pyright, which is behind many an editor, shows of a call while it is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyright")

LINES = (
    "from brushwork import Client",
    "client = Client()",
    "client.wan2_7_image.edit",
    "client.wan2_",
    "client.z_image_turbo.",
    'client.z_image_turbo.generate("a cat", ',
)


class Server:
    """The server, asked about one file."""

    def __init__(self, file: Path) -> None:
        self._number = 0
        command = [sys.executable, "-m", "pyright.langserver", "--stdio"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._file = {"uri": file.as_uri()}
        folder = {"uri": file.parent.as_uri(), "name": "x"}
        able = {"workspace": {"configuration": True}, "textDocument": {"hover": {"contentFormat": ["plaintext"]}}}
        self.ask("initialize", processId=os.getpid(), rootUri=None, capabilities=able, workspaceFolders=[folder])
        self._tell(method="initialized", params={})
        opened = {**self._file, "languageId": "python", "version": 1, "text": file.read_text("utf-8")}
        self._tell(method="textDocument/didOpen", params={"textDocument": opened})

    def at_end_of(self, line: str, what: str) -> Any:
        """What it answers about the end of one of `LINES`."""
        place = {"line": LINES.index(line), "character": len(line)}
        return self.ask(f"textDocument/{what}", textDocument=self._file, position=place)

    def ask(self, method: str, **parameters: object) -> Any:
        """The answer to a request; what the server asks meanwhile is answered with the Python of these tests."""
        self._number += 1
        self._tell(id=self._number, method=method, params=parameters)
        while True:
            message = self._heard()
            if message.get("id") == self._number and "method" not in message:
                return message["result"]
            if "id" in message and "method" in message:
                wanted: dict[str, Any] = message.get("params") or {}
                self._tell(id=message["id"], result=[{"pythonPath": sys.executable}] * len(wanted.get("items", ())))

    def _tell(self, **message: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _heard(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the server ended"
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    file = tmp_path_factory.mktemp("editor") / "written.py"
    file.write_text("\n".join(LINES) + "\n", "utf-8")
    started = Server(file)
    yield started
    started.process.kill()
    started.process.communicate()


def completed(server: Server, line: str) -> set[str]:
    return {found["label"] for found in server.at_end_of(line, "completion")["items"]}


def test_models_and_their_modes_are_completed(server: Server) -> None:
    assert {"wan2_7_image", "wan2_7_image_pro", "wan2_6_t2i"} <= completed(server, "client.wan2_")
    modes = {name for name in completed(server, "client.z_image_turbo.") if not name.startswith("_")}
    assert "generate" in modes
    assert not modes & {"edit", "sequence", "interleave", "default_model"}


def test_a_mode_says_what_it_does(server: Server) -> None:
    said = server.at_end_of("client.wan2_7_image.edit", "hover")["contents"]["value"]
    assert "Wan2_7ImageEdit[Result, Task]" in said
    assert "Edits or combines one to nine reference images." in said


def test_a_call_shows_its_parameters_and_its_price(server: Server) -> None:
    (shown,) = server.at_end_of(LINES[-1], "signatureHelp")["signatures"]
    assert "prompt: str, *, size: str | tuple[int, int] | None = None" in shown["label"]
    assert shown["label"].endswith("-> Result")
    said = " ".join(shown["documentation"]["value"].split())
    for words in ("List price per image: USD 0.015", "Accepts width*height", "Server default: 1024*1536", "seed:"):
        assert words in said

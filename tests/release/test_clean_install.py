"""The wheel where nothing is but what it asks for: it is imported, called, type checked, and every extra is used.

Packages come from where pip is set up to find them, in the pinned versions.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import pytest

from brushwork.testing import Emulator
from tests.release import floors
from tests.release.built import ROOT, install, run

EXTRAS = sorted(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"])
PROOFS = {
    "emulator": """
from brushwork import Client
from brushwork.testing import Emulator
with Emulator() as api, Client(api.key, base_url=api.url) as client:
    client.z_image_turbo.generate("a cat", seed=1).save("cat.png")
    assert api.ledger.images == 1
""",
    "pil": """
import sys
from PIL import Image
from brushwork import Client
with Client(sys.argv[1], base_url=sys.argv[2]) as client:
    result = client.wan2_7_image.edit("redraw it", [Image.new("RGB", (640, 480), "navy")])
    assert min(result.images[0].to_pil().size) > 200
""",
    "arrow": """
import sys
import pyarrow, pyarrow.parquet
from brushwork import Client
from brushwork.batch import Batch
table = pyarrow.table({"key": ["a"], "model": ["z-image-turbo"], "prompt": ["a cat"]})
pyarrow.parquet.write_table(table, "rows.parquet")
with Client(sys.argv[1], base_url=sys.argv[2]) as client:
    assert Batch("rows.parquet", journal="rows.journal", out="rows", client=client).run().images == 1
""",
    "keyring": """
import sys
import keyring, keyring.backend
from brushwork_cli.settings import credentials
class InMemory(keyring.backend.KeyringBackend):
    priority = 5
    kept = {}
    def set_password(self, service, name, key): self.kept[service, name] = key
    def get_password(self, service, name): return self.kept.get((service, name))
    def delete_password(self, service, name): del self.kept[service, name]
keyring.set_keyring(InMemory())
assert credentials.has_keyring()
assert credentials.keep("default", sys.argv[1], None, keyring=True) == "the keyring"
assert credentials.from_keyring("default") == sys.argv[1] and sys.argv[1] not in credentials.path().read_text()
assert credentials.forget("default") == ["default"] and not InMemory.kept
""",
    "fsspec": """
import sys
import fsspec
from brushwork import Client
with Client(sys.argv[1], base_url=sys.argv[2]) as client:
    client.z_image_turbo.generate("a cat").save("memory://shop/cat.png")
with fsspec.open("memory://shop/cat.png") as file:
    assert file.read(4) == b"\\x89PNG"
""",
    "postgres": """
from brushwork.batch import Journal, JournalError
try:
    Journal("postgresql://nobody@127.0.0.1:1/none")
except JournalError as error:
    assert "cannot be opened: connection failed" in str(error), error
else:
    raise AssertionError("there is no such server")
""",
    "socks": """
import socket, sys, threading
from brushwork import Client, ConnectFailed, HttpTransport
greeted = []
def refuse(listener):
    connection, _ = listener.accept()
    with connection:
        greeted.append(connection.recv(1))
        connection.sendall(bytes([5, 255]))
listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=refuse, args=(listener,), daemon=True).start()
transport = HttpTransport(proxy=f"socks5h://127.0.0.1:{listener.getsockname()[1]}")
with listener, Client(sys.argv[1], base_url="https://far.invalid/api/v1", transport=transport, retries=0) as client:
    try:
        client.z_image_turbo.generate("a cat")
    except ConnectFailed:
        assert greeted == [bytes([5])]
    else:
        raise AssertionError("it went past the proxy")
""",
    "otel": """
import sys
from opentelemetry import trace
from brushwork.otel import Client
named = []
class Tracer(trace.NoOpTracer):
    def start_span(self, name, *given, **more):
        named.append(name)
        return super().start_span(name, *given, **more)
class Provider(trace.NoOpTracerProvider):
    def get_tracer(self, *given, **more):
        return Tracer()
with Client(sys.argv[1], base_url=sys.argv[2], tracer_provider=Provider()) as client:
    client.z_image_turbo.generate("a cat")
assert named == ["generate_content z-image-turbo"]
""",
    "mcp": """
import asyncio, os, sys
from mcp import Client, StdioServerParameters
async def ask(*arguments, **environment):
    command = ["-m", "brushwork", "mcp", "--out", "out", *arguments]
    started = StdioServerParameters(command=sys.executable, args=command, env={**os.environ, **environment})
    async with Client(started) as agent:
        return (await agent.call_tool("generate_image", {"prompt": "a cat"})).structured_content
asked = ask("--budget", "1USD", BRUSHWORK_API_KEY=sys.argv[1], BRUSHWORK_BASE_URL=sys.argv[2], BRUSHWORK_REGION="intl")
assert asyncio.run(asked)["cost"] == "0.03 USD"
assert asyncio.run(ask())["emulated"]
""",
    "serve": """
import json, subprocess, sys, urllib.request
command = [sys.executable, "-m", "brushwork", "serve", "--port", "0", "--token", "a-token-of-tests", "--json"]
served = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
try:
    told = json.loads(served.stdout.readline())
    assert told["emulator"]
    headers = {"Authorization": "Bearer a-token-of-tests", "Content-Type": "application/json"}
    request = urllib.request.Request(told["base_url"] + "/images/generations", b'{"prompt": "a cat"}', headers)
    with urllib.request.urlopen(request) as answer:
        (made,) = json.load(answer)["data"]
    with urllib.request.urlopen(made["url"]) as picture:
        assert picture.read(4) == bytes([137, 80, 78, 71])
finally:
    served.terminate()
    assert served.wait(20) == 0
""",
    "cli": """
import json, subprocess, sys
command = [sys.executable, "-m", "brushwork", "gen", "a cat", "-m", "z-image-turbo", "--dry-run", "--json"]
made = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
assert (made["method"], made["body"]["model"]) == ("POST", "z-image-turbo")
for arguments, said in ((["models"], "z-image-turbo"), (["completion", "bash"], "_BRUSHWORK_COMPLETE")):
    assert said in subprocess.run([*command[:3], *arguments], check=True, capture_output=True, text=True).stdout
""",
}
"""Extra -> a program that works with it; its arguments are the key and the address of an emulator."""

CALL = """
import sys
from brushwork import Client
assert "urllib3" not in sys.modules
with Client(sys.argv[1], base_url=sys.argv[2]) as client:
    result = client.z_image_turbo.generate("a cat", seed=7)
    path = result.save("out/")[0]
    print(path)
    task = client.wan2_6_t2i.generate.submit("a poster")
    assert len(task.wait(timeout=60).images) == 1
    client.wan2_7_image.edit("redraw it", [path]).images[0].save("edited.png")
"""

RIGHT = """
from brushwork import AsyncClient, Client, InvalidRequest, Result

client = Client("sk-x")
result: Result = client.wan2_6_t2i.generate("a cat", size="16:9", n=2)
paths = result.save("out/")
name: str = paths[0].name
later: Result = client.wan2_6_t2i.generate.submit("a cat").wait(timeout=3)

async def main() -> Result:
    return await AsyncClient("sk-x").z_image_turbo.generate("a cat")
"""

WRONG = """
from brushwork import Client

client = Client("sk-x")
client.z_image_turbo.generate("a cat", n=2)
client.z_image_turbo.edit("a cat")
client.wan2_7_image.sequence("a cat")
client.wan2_7_image.generate("a cat").images[0].save(3)
"""


def test_with_nothing_but_urllib3(wheel: Path, tmp_path: Path) -> None:
    python = install(wheel, tmp_path / "venv")
    named = (
        "import importlib.metadata as m, json; print(json.dumps(sorted(d.metadata['Name'] for d in m.distributions())))"
    )
    assert json.loads(run([python, "-c", named], tmp_path).stdout) == ["brushwork", "urllib3"]
    with Emulator(polls=1) as api:
        called = run(
            [python, "-W", "error", "-c", CALL, api.key, api.url],
            tmp_path,
            NO_PROXY="127.0.0.1",
            XDG_CONFIG_HOME=str(tmp_path),
        )
        assert api.ledger.images == 3
    assert (tmp_path / called.stdout.strip()).read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "edited.png").read_bytes().startswith(b"\x89PNG")
    command = python.with_name("brushwork")
    assert run([command, "--version"], tmp_path).stdout.startswith("brushwork 0.")

    refused = "from brushwork.testing import Emulator; Emulator().start()"
    with pytest.raises(AssertionError, match=r"brushwork\[emulator\]"):
        run([python, "-c", refused], tmp_path)

    mypy: list[str | Path] = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--python-executable", python]
    (tmp_path / "right.py").write_text(RIGHT, "utf-8")
    (tmp_path / "wrong.py").write_text(WRONG, "utf-8")
    checked = run([*mypy, "--cache-dir", tmp_path / "cache", "right.py"], tmp_path)
    assert "Success: no issues found" in checked.stdout
    with pytest.raises(AssertionError) as found:
        run([*mypy, "--cache-dir", tmp_path / "cache", "wrong.py"], tmp_path)
    for line, code in ((5, "call-arg"), (6, "attr-defined"), (7, "call-arg"), (8, "call-overload")):
        assert any(f"wrong.py:{line}: error" in said and f"[{code}]" in said for said in str(found.value).splitlines())


@pytest.mark.parametrize("versions", ["pinned", "lowest"])
@pytest.mark.parametrize("extra", EXTRAS)
def test_extra(extra: str, versions: str, wheel: Path, tmp_path: Path) -> None:
    assert extra in PROOFS, f"nothing here uses the extra {extra!r}: add a program to PROOFS"
    constraints = ROOT / "constraints.txt"
    if versions == "lowest":
        constraints = tmp_path / "floors.txt"
        constraints.write_text(floors.constraints())
    python = install(wheel, tmp_path / "venv", extra, constraints)
    with Emulator() as api:
        run(
            [python, "-W", "error", "-c", PROOFS[extra], api.key, api.url],
            tmp_path,
            NO_PROXY="127.0.0.1",
            XDG_CONFIG_HOME=str(tmp_path),
        )

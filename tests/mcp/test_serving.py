"""The server as it is started: with a key and without, over stdin and stdout and over HTTP on loopback."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from mcp import Client as Agent

from brushwork.__main__ import PACKAGE
from brushwork.testing import Emulator
from brushwork_cli import run
from brushwork_mcp import serving
from brushwork_runtime import ConfigError
from tests.mcp.support import CAT, ERAS, command, desk, http, told

INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home without settings."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("BRUSHWORK_API_KEY", "DASHSCOPE_API_KEY", "QWEN_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("era", ERAS)
def test_without_a_key_it_is_the_emulator_and_says_so(era: str, tmp_path: Path) -> None:
    started = command(Emulator(), tmp_path)
    started.env = {name: value for name, value in (started.env or {}).items() if not name.startswith("BRUSHWORK_")}

    async def ask() -> dict[str, Any]:
        with open(tmp_path / "stderr", "w", encoding="utf-8") as heard:
            from mcp.client.stdio import stdio_client

            async with Agent(stdio_client(started, errlog=heard), mode="auto" if era != "legacy" else era) as agent:
                assert "no key" in (agent.instructions or "")
                return told(await agent.call_tool("generate_image", CAT))

    made = asyncio.run(ask())
    assert (made["status"], made["emulated"]) == ("done", True)
    assert Path(made["pictures"][0]["path"]).parent == tmp_path / "out"
    assert "There is no key, so an emulator makes the pictures" in (tmp_path / "stderr").read_text("utf-8")


@pytest.mark.parametrize("era", ERAS)
def test_with_a_key_it_buys_and_the_key_is_in_no_answer(era: str, tmp_path: Path) -> None:
    async def ask(api: Emulator) -> list[str]:
        async with Agent(command(api, tmp_path, "--budget", "0.05", "--return", "thumbnail"), mode=era) as agent:
            made = await agent.call_tool("generate_image", CAT)
            assert told(made)["status"] == "done"
            assert [block.type for block in made.content] == ["text", "resource_link", "image"]
            spending = await agent.read_resource("brushwork://spending")
            refused = await agent.call_tool("generate_image", {**CAT, "variation": 2})
            assert told(refused)["status"] == "skipped"
            return [repr(made), repr(spending), repr(refused), repr(await agent.list_tools())]

    with Emulator(key="sk-secret-0123456789") as api:
        answers = asyncio.run(ask(api))
        assert not [answer for answer in answers if "secret" in answer]
        assert api.ledger.images == 1
    assert run(PACKAGE, ["batch", "status", str(tmp_path / "out/mcp.journal")]) == 0
    assert run(PACKAGE, ["batch", "report", str(tmp_path / "out/mcp.journal")]) == 0
    assert (tmp_path / "out/report.html").exists()


def test_a_key_needs_a_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BRUSHWORK_API_KEY", "sk-x")
    assert run(PACKAGE, ["mcp", "--out", str(tmp_path)]) == 2
    assert "Missing option '--budget'" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(PACKAGE, ["mcp", "--out", str(tmp_path / "out"), "--allow-dir", "~/photos"]) == 2
    assert f"there is no folder {tmp_path / 'photos'}" in capsys.readouterr().err


def test_it_listens_on_loopback_only(tmp_path: Path) -> None:
    with Emulator() as api, desk(api, tmp_path) as opened, pytest.raises(ConfigError, match="on loopback only"):
        serving.http(opened, "0.1", host="0.0.0.0")


@pytest.mark.parametrize("body", [INITIALIZE, {**INITIALIZE, "method": "tools/list", "params": {}}])
def test_host_and_origin_are_those_of_the_server(body: dict[str, Any], tmp_path: Path) -> None:
    def status(address: str, **headers: str) -> int:
        given = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        request = urllib.request.Request(address, json.dumps(body).encode(), given | headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    with Emulator() as api, desk(api, tmp_path) as opened, http(opened) as address:
        own = address.removesuffix("/mcp")
        port = own.rpartition(":")[2]
        modern = {"MCP-Protocol-Version": "2026-07-28"} if body["method"] == "tools/list" else {}
        fine = status(address, **modern)
        assert fine == status(address, Origin=own, **modern)
        assert fine == (400 if modern else 200), "a call of that version says more of itself"
        for origin in ("https://evil.example", "null", f"http://evil.example:{port}", "http://127.0.0.1:1"):
            assert status(address, Origin=origin, **modern) == 403
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1:1"):
            assert status(address, Host=host, **modern) == 421


@pytest.mark.parametrize("told_as", ["words", "json"])
def test_over_http_it_serves_until_it_is_told_to_stop(told_as: str, tmp_path: Path) -> None:
    with Emulator() as api:
        started = command(api, tmp_path, "--budget", "1", "--http", *(["--json"] if told_as == "json" else []))
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        with subprocess.Popen([started.command, *started.args], env=started.env, **pipes) as process:
            assert process.stdout is not None
            said = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/mcp", json.loads(said)["url"] if told_as == "json" else said)
            assert found is not None

            async def ask() -> dict[str, Any]:
                async with Agent(found[0]) as agent:
                    return told(await agent.call_tool("generate_image", CAT))

            assert asyncio.run(ask())["status"] == "done"
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
            assert "Traceback" not in process.stdout.read()


def test_without_the_extra_it_says_what_to_install() -> None:
    code = (
        "import sys\n"
        "sys.modules['mcp'] = None\n"
        "from brushwork.__main__ import main\n"
        "sys.argv = ['brushwork', 'mcp']\n"
        "sys.exit(main())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "pip install 'brushwork[mcp]'" in done.stderr
    assert "Traceback" not in done.stderr

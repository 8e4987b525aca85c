"""The bundle of the server for agents, and its entry in a registry: what clients read of them starts the server."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from mcp import Client as Agent, StdioServerParameters

from brushwork.__main__ import PACKAGE
from brushwork_cli.commands.mcp import mcp
from generator.cli import main
from generator.package.version import VERSION
from generator.release.bundle import TOOLS, bundle
from tests.release.built import ROOT

NAMES = re.compile(r"\$\{user_config\.(\w+)\}")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    with ZipFile(bundle(ROOT, folder)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def manifest(unpacked: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((unpacked / "manifest.json").read_text("utf-8"))
    return document


def test_each_setting_goes_to_an_option_or_a_variable(unpacked: Path) -> None:
    document = manifest(unpacked)
    config = document["server"]["mcp_config"]
    named = NAMES.findall(" ".join(config["args"])) + NAMES.findall(" ".join(config["env"].values()))
    assert sorted(named) == sorted(document["user_config"])
    options = {word.partition("=")[0] for word in config["args"] if word.startswith("--") and "user_config" in word}
    known = {name for each in mcp.params for name in each.opts}
    assert options <= known
    variables = {name for names in PACKAGE.variables.values() for name in names}
    assert set(config["env"]) <= variables
    assert {each["title"] for each in document["user_config"].values() if each.get("sensitive")} == {
        "Key of DashScope or Model Studio"
    }


def test_it_asks_for_this_version_of_the_package(unpacked: Path) -> None:
    project = tomllib.loads((unpacked / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["dependencies"] == [f"brushwork[mcp]=={VERSION}"]
    assert manifest(unpacked)["version"] == VERSION
    assert (unpacked / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_its_entry_point_starts_the_server_with_the_settings(unpacked: Path, tmp_path: Path) -> None:
    """As a client starts it, but for uv, which would install what is here already."""
    config = manifest(unpacked)["server"]["mcp_config"]
    values = {
        "api_key": "",
        "region": "intl",
        "budget": "5",
        "ask_above": "",
        "out": str(tmp_path / "out"),
        "allow": "",
    }

    def filled(text: str) -> str:
        return NAMES.sub(lambda found: values[found[1]], text).replace("${__dirname}", str(unpacked))

    command, *words = map(filled, [config["command"], *config["args"]])
    assert [command, *words[:2]] == ["uv", "run", "--directory"]
    path = os.pathsep.join(str(ROOT / name) for name in ("generated", "runtime"))
    environment = {**{name: filled(text) for name, text in config["env"].items()}, "PYTHONPATH": path}
    environment |= {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    started = StdioServerParameters(command=sys.executable, args=words[3:], cwd=unpacked, env=environment)

    async def ask() -> tuple[list[str], Any]:
        async with Agent(started) as agent:
            tools = [tool.name for tool in (await agent.list_tools()).tools]
            return tools, (await agent.call_tool("generate_image", {"prompt": "a cat"})).structured_content

    tools, made = asyncio.run(ask())
    assert tools == list(TOOLS) == [tool["name"] for tool in manifest(unpacked)["tools"]]
    assert made["emulated"] is True
    assert Path(made["pictures"][0]["path"]).parent == tmp_path / "out"


def test_it_is_the_same_bytes_again(tmp_path: Path) -> None:
    assert bundle(ROOT, tmp_path / "a").read_bytes() == bundle(ROOT, tmp_path / "b").read_bytes()


def test_the_entry_of_a_registry_starts_the_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["release", "mcpb", "--dist", str(tmp_path), "--namespace", "io.github.somebody"]
    assert main(command) == 0
    assert capsys.readouterr().out.splitlines() == [
        str(tmp_path / f"brushwork-{VERSION}.mcpb"),
        str(tmp_path / "server.json"),
    ]
    document = json.loads((tmp_path / "server.json").read_text("utf-8"))
    assert document["name"] == "io.github.somebody/brushwork"
    assert len(document["description"]) <= 100
    (package,) = document["packages"]
    assert (package["identifier"], package["version"], package["transport"]) == (
        "brushwork",
        VERSION,
        {"type": "stdio"},
    )
    assert package["runtimeArguments"] == [{"type": "named", "name": "--from", "value": f"brushwork[mcp]=={VERSION}"}]
    first, *options = package["packageArguments"]
    assert first == {"type": "positional", "value": "mcp"}
    known = {name for each in mcp.params for name in each.opts}
    assert {each["name"] for each in options} <= known
    assert [each["name"] for each in package["environmentVariables"] if each["isSecret"]] == ["BRUSHWORK_API_KEY"]
    done = subprocess.run(
        [sys.executable, "-m", "generator", *command[:-1], "somebody"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "'somebody' is no namespace" in done.stderr

"""`make mcpb`: what installs the server for agents with a click, and what registries of such servers list.

The bundle (MCPB, a zip archive) holds a manifest, an entry point and a `pyproject.toml` that asks for this version of
the package; the client's own uv installs that. `server.json` is the entry of a registry, under a name that only who
publishes knows. Both are the same bytes wherever they are made.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generator.release.project_files import ReleaseError

TOOLS = (
    "find_model",
    "describe_mode",
    "check_request",
    "generate_image",
    "edit_image",
    "get_image",
    "list_images",
    "cancel",
)
ENTRY = "server.py"
_SCHEMA = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"
_NAMESPACE = re.compile(r"[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TITLE = "Brushwork"
_SUMMARY = "Make and edit pictures with Alibaba's models (Wan, Qwen-Image, Z-Image), within a budget."
_CODE = '''\
"""Starts the server for agents, with the settings of the client."""

import sys

from brushwork.__main__ import main

sys.argv = ["brushwork", "mcp", *(word for word in sys.argv[1:] if not word.endswith("="))]
sys.exit(main())
'''
"""A setting that the user has left empty stands as `--option=`, and is left out."""

_SETTINGS: dict[str, dict[str, Any]] = {
    "api_key": {
        "type": "string",
        "title": "Key of DashScope or Model Studio",
        "description": "Without one, an emulator makes the pictures: drawings of the prompt, for nothing.",
        "sensitive": True,
        "required": False,
        "default": "",
    },
    "region": {
        "type": "string",
        "title": "Region of the key",
        "description": "Such as intl (Singapore) or cn (Beijing).",
        "required": False,
        "default": "intl",
    },
    "budget": {
        "type": "string",
        "title": "Budget",
        "description": "What agents may spend in all, such as 5 or 5USD.",
        "required": True,
        "default": "5",
    },
    "ask_above": {
        "type": "string",
        "title": "Ask above",
        "description": "You are asked before a call that may cost more.",
        "required": False,
        "default": "0.50",
    },
    "out": {
        "type": "directory",
        "title": "Folder of the pictures",
        "description": "Nothing is written elsewhere.",
        "required": False,
        "default": "${HOME}/Pictures/brushwork",
    },
    "allow": {
        "type": "directory",
        "title": "Folder of references",
        "description": "Its files may be edited; no other file is read.",
        "required": False,
        "default": "",
    },
}
_OPTIONS = {"budget": "--budget", "ask_above": "--ask-above", "out": "--out", "allow": "--allow-dir"}
_VARIABLES = {"BRUSHWORK_API_KEY": "api_key", "BRUSHWORK_REGION": "region"}


def bundle(root: Path, out: Path) -> Path:
    """Writes the bundle of the project's version into `out`; returns its path."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    path = out / f"{project['name']}-{project['version']}.mcpb"
    files = {
        "manifest.json": _text(manifest(project)),
        ENTRY: _CODE,
        "pyproject.toml": _dependencies(project),
        "LICENSE": (root / "LICENSE").read_text("utf-8"),
    }
    out.mkdir(parents=True, exist_ok=True)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(ZipInfo(name, _EPOCH), text.encode(), ZIP_DEFLATED)
    return path


def manifest(project: dict[str, Any]) -> dict[str, Any]:
    """The manifest of the bundle, by version 0.4 of its format."""
    options = [f"{option}=${{user_config.{name}}}" for name, option in _OPTIONS.items()]
    return {
        "manifest_version": "0.4",
        "name": project["name"],
        "display_name": _TITLE,
        "version": project["version"],
        "description": _SUMMARY,
        "author": {"name": project["authors"][0]["name"]},
        "license": project["license"],
        "keywords": project["keywords"],
        "server": {
            "type": "uv",
            "entry_point": ENTRY,
            "mcp_config": {
                "command": "uv",
                "args": ["run", "--directory", "${__dirname}", ENTRY, *options],
                "env": {variable: f"${{user_config.{name}}}" for variable, name in _VARIABLES.items()},
            },
        },
        "tools": [{"name": name} for name in TOOLS],
        "compatibility": {
            "platforms": ["darwin", "win32", "linux"],
            "runtimes": {"python": project["requires-python"]},
        },
        "user_config": _SETTINGS,
    }


def entry(root: Path, out: Path, namespace: str) -> Path:
    """Writes server.json into `out`, for a registry in which `namespace` (io.github.somebody) is the publisher's.

    Raises ReleaseError for what is no namespace.
    """
    if _NAMESPACE.fullmatch(namespace) is None:
        raise ReleaseError(f"{namespace!r} is no namespace; it is a domain in reverse, such as io.github.somebody")
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    path = out / "server.json"
    out.mkdir(parents=True, exist_ok=True)
    path.write_text(_text(listing(project, namespace)), "utf-8")
    return path


def listing(project: dict[str, Any], namespace: str) -> dict[str, Any]:
    """The entry of a registry."""
    arguments: list[dict[str, Any]] = [{"type": "positional", "value": "mcp"}]
    for name, option in _OPTIONS.items():
        setting = _SETTINGS[name]
        argument = {"type": "named", "name": option, "description": setting["description"]}
        if setting["required"]:
            argument |= {"isRequired": True, "default": setting["default"]}
        if setting["type"] == "directory":
            argument["format"] = "filepath"
        arguments.append(argument)
    return {
        "$schema": _SCHEMA,
        "name": f"{namespace}/{project['name']}",
        "title": _TITLE,
        "description": _SUMMARY,
        "version": project["version"],
        "packages": [
            {
                "registryType": "pypi",
                "identifier": project["name"],
                "version": project["version"],
                "runtimeHint": "uvx",
                "runtimeArguments": [
                    {"type": "named", "name": "--from", "value": f"{project['name']}[mcp]=={project['version']}"}
                ],
                "transport": {"type": "stdio"},
                "packageArguments": arguments,
                "environmentVariables": [
                    {
                        "name": variable,
                        "description": _SETTINGS[name]["description"],
                        "isSecret": bool(_SETTINGS[name].get("sensitive")),
                    }
                    for variable, name in _VARIABLES.items()
                ],
            }
        ],
    }


def _dependencies(project: dict[str, Any]) -> str:
    return (
        f'[project]\nname = "{project["name"]}-bundle"\nversion = "{project["version"]}"\n'
        f'requires-python = "{project["requires-python"]}"\n'
        f'dependencies = ["{project["name"]}[mcp]=={project["version"]}"]\n\n[tool.uv]\npackage = false\n'
    )


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

"""Runs the command and hands back what it wrote, with what differs from run to run put out of sight."""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import dataclass, replace
from typing import Any

import pytest

from brushwork.__main__ import PACKAGE
from brushwork.client import Client
from brushwork.registry import REGISTRY
from brushwork.tables import INDEX, SNAPSHOTS
from brushwork_cli import Package, run
from brushwork_runtime.tables.registry import Registry

MODELS = (
    *("qwen-image-2.0-pro", "qwen-image-2.0", "qwen-image-edit-max", "qwen-image-edit-plus", "qwen-image-edit"),
    *("qwen-image-plus", "qwen-image-max", "qwen-image", "wan2.2-t2i-flash", "wan2.2-t2i-plus", "wan2.5-i2i-preview"),
    *("wan2.5-t2i-preview", "wan2.6-image", "wan2.6-t2i", "wan2.7-image-pro", "wan2.7-image", "z-image-turbo"),
)
"""The models that the command knows in these tests, so that a new one changes nothing of what is printed."""


def _schema(name: str) -> dict[str, object]:
    info = REGISTRY[name]
    return {
        "modes": {
            mode: {
                "arguments": info.json_schema(mode),
                "requests": {route.protocol: info.json_schema(mode, route.protocol) for route in table.routes},
            }
            for mode, table in info.spec.modes.items()
        }
    }


KNOWN = Registry(
    {name: INDEX[name] for name in MODELS},
    lambda: REGISTRY.api,
    _schema,
    {name: model for name, model in SNAPSHOTS.items() if model in MODELS},
)


class FewModels(Client):
    """The client of these models."""

    _registry = KNOWN


_VARYING = (
    (re.compile(r"http://127\.0\.0\.1:\d+"), "http://emulator"),
    (re.compile(r"127\.0\.0\.1:\d+"), "emulator"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "ID"),
    (re.compile(r"(?<=[-/])[0-9a-f]{8}(?=[-./])"), "ID"),
    (re.compile(r"\?Expires=[^\s\"]+"), "?signed"),
    (re.compile(r"\b\d+(\.\d+)? (s|ms)\b"), r"N \2"),
    (re.compile(r"\b(\d{4}-)?\d\d-\d\d[T ]\d\d:\d\d(:\d\d[+-]\d\d:\d\d)?"), "TIME"),
    (re.compile(r'"seconds": [\d.]+'), '"seconds": N'),
    (re.compile(r"IncompleteRead\([^)]*\)"), "IncompleteRead"),
)


class Hurried:
    """A clock that passes only when it is slept on."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += max(seconds, 0.0)

    def random(self) -> float:
        return 0.5


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """stderr on one line, however it is folded."""
        return " ".join(self.err.split())

    @property
    def json(self) -> Any:
        """stdout as the one JSON document that it is."""
        return json.loads(self.out)

    def __str__(self) -> str:
        return steady(f"exit code {self.code}\n--- stdout\n{self.out}--- stderr\n{self.err}")


def steady(text: str) -> str:
    """`text` without ports, ids, signatures and times."""
    for pattern, stand_in in _VARYING:
        text = pattern.sub(stand_in, text)
    return text.replace(os.getcwd(), "WORK").replace(os.environ["HOME"], "HOME")


def of_few(package: Package) -> Package:
    """The command that knows `MODELS` only."""
    return replace(package, make_client=FewModels, registry=lambda: KNOWN)


def hurried(package: Package) -> Package:
    """The command in which no time passes but what is slept."""

    def make(**settings: object) -> Any:
        return package.make_client(**{"clock": Hurried(), **settings})

    return replace(package, make_client=make)


class Command:
    """The command, to be called with its arguments."""

    def __init__(self, package: Package, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.package = hurried(package)

    def __call__(self, *arguments: str) -> Done:
        self._capsys.readouterr()
        code = run(self.package, list(arguments))
        captured = self._capsys.readouterr()
        return Done(code, captured.out, captured.err)

    def written(self) -> str:
        """What has been written to stdout since the last run."""
        return self._capsys.readouterr().out


if __name__ == "__main__":
    sys.exit(run(of_few(PACKAGE), sys.argv[1:]))

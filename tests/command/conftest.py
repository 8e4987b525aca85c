"""The command in this process, against an emulator, with nothing of the machine's own settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from brushwork.__main__ import PACKAGE
from brushwork.testing import Emulator
from tests.command.running import Command, of_few

KEY = "sk-emulator-0123456789"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, a home without settings, and a terminal of a known width."""
    for name in [*os.environ]:
        if name.startswith(("BRUSHWORK_", "DASHSCOPE_", "QWEN_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    (tmp_path / "home").mkdir()
    (tmp_path / "work").mkdir()
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "home", "XDG_CONFIG_HOME": "home/.config", "XDG_STATE_HOME": "home/.state"}.items():
        monkeypatch.setenv(name, str(tmp_path / value))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path / "work")


@pytest.fixture(autouse=True)
def _untold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has been said of models that retire, as at the start of a process."""
    from brushwork_runtime.client import calls

    monkeypatch.setattr(calls, "_warned_of", set[str]())


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The folder that the command runs in."""
    return tmp_path / "work"


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator(key=KEY, polls=1) as emulator:
        yield emulator


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """The command without a key or an address: it sends nothing, or finds out that it cannot."""
    return Command(of_few(PACKAGE), capsys)


@pytest.fixture
def knowing_all(capsys: pytest.CaptureFixture[str]) -> Command:
    """The same with every model of the specs, where nothing that is printed is held against a snapshot."""
    return Command(PACKAGE, capsys)


@pytest.fixture
def online(command: Command, api: Emulator, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command with the emulator's address and key in the environment, and the prices of Singapore."""
    settings: dict[str, Any] = {"BRUSHWORK_BASE_URL": api.url, "DASHSCOPE_API_KEY": KEY, "DASHSCOPE_REGION": "intl"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return command

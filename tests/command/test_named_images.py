"""Image inputs by name, modes of a spec's own and calls without a prompt, on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brushwork import Client
from brushwork_cli import Package, run
from brushwork_runtime import Registry
from tests.package.made_up import client, registry


def make_client(**_: object) -> Client:
    return client("retouch-1")


def make_emulator(**_: object) -> None:
    return None


PACKAGE = Package(
    version="0",
    spec_version="0",
    make_client=make_client,
    make_emulator=make_emulator,
    registry=lambda: registry("retouch-1"),
    variables={},
    files=Path,
)


def sent(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> Any:
    """The body of the request that the words make, or what is said instead."""
    monkeypatch.setattr("sys.argv", ["brushwork", *words, "--dry-run", "--json"])
    code = run(PACKAGE)
    printed = capsys.readouterr()
    return json.loads(printed.out)["body"] if code == 0 else f"{code} {printed.out}{printed.err}"


def test_a_mode_of_another_name_and_images_by_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(PACKAGE.registry(), Registry)
    house, mask = "https://a.example/house.jpg", "https://a.example/mask.png?a=b"
    named = ("-i", f"mask_image_url={mask}", "-i", f"base_image_url={house}")
    body = sent(capsys, monkeypatch, "gen", "a cat", "-m", "retouch-1", "--mode", "local_edit", *named)
    wanted = {"prompt": "a cat", "base_image_url": house, "mask_image_url": mask, "function": "local_edit"}
    assert body["input"] == wanted
    in_order = ("-i", house, "-i", mask)
    assert sent(capsys, monkeypatch, "gen", "a cat", "-m", "retouch-1", "--mode", "local_edit", *in_order) == body
    function = ("-p", "function=local_edit")
    assert sent(capsys, monkeypatch, "gen", "a cat", "-m", "retouch-1", *function, *in_order) == body


def test_a_mode_without_a_prompt_needs_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("gen", "-m", "retouch-1-style", "-i", "https://a.example/face.jpg", "-p", "style_index=3")
    assert sent(capsys, monkeypatch, *words)["input"] == {
        "image_url": "https://a.example/face.jpg",
        "style_index": 3,
    }
    assert "Missing argument 'PROMPT'" in sent(capsys, monkeypatch, "gen", "-m", "retouch-1", "--mode", "expand")


def test_a_command_for_a_mode_takes_no_other(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = sent(capsys, monkeypatch, "edit", "a cat", "-m", "retouch-1", "--mode", "expand")
    assert told.startswith("2 ")
    assert "use 'gen' with --mode expand" in " ".join(told.split())

"""Warnings: what the documents dispute, and texts that the service cuts."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork_runtime.base.errors import DisputedWarning, TruncationWarning
from tests.runtime.tables import Preparing

DISPUTED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "supported": ("brush-1", "generate", {"watermark": True}),
    "range": ("lite", "generate", {"n": 3}),
    "sides": ("pencil", "edit", {"images": ["https://a.example/1.png"], "size": "2500*1000"}),
}
CUT: dict[str, tuple[str, str, dict[str, Any]]] = {
    "prompt": ("brush-1", "generate", {"prompt": "cat " * 30}),
    "negative prompt": ("brush-1", "generate", {"negative_prompt": "x" * 51}),
    "tokens": ("lite", "generate", {"prompt": "x" * 41}),
}


@pytest.mark.parametrize("name", DISPUTED)
def test_a_dispute_names_both_sources(name: str, snapshot: SnapshotAssertion) -> None:
    model, mode, values = DISPUTED[name]
    with pytest.warns(DisputedWarning) as caught:
        Preparing().call(model, mode, **values)
    text = str(caught[0].message)
    assert "The guide" in text
    assert "The help pages" in text
    assert text == snapshot


@pytest.mark.parametrize("name", CUT)
def test_a_text_that_is_cut_passes_with_a_warning(name: str, snapshot: SnapshotAssertion) -> None:
    model, mode, values = CUT[name]
    with pytest.warns(TruncationWarning) as caught:
        Preparing().call(model, mode, **values)
    assert str(caught[0].message) == snapshot


def test_within_the_limits_there_is_no_warning() -> None:
    client = Preparing()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.call("brush-1", "generate", "x" * 100, negative_prompt="y" * 50, thinking=True)
        client.call("lite", "generate", "x" * 40, n=1)
        client.call("pencil", "edit", images="https://a.example/1.png", size="2048*512")


def test_a_warning_points_at_the_callers_line() -> None:
    client = Preparing()
    with pytest.warns(DisputedWarning) as caught:
        client.flat({"model": "lite", "prompt": "x", "n": 2})
    assert Path(caught[0].filename).parent == Path(__file__).parent


def test_a_large_file_is_disputed(tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "large.png"
    Image.new("RGB", (300, 300)).save(picture)
    with picture.open("ab") as file:
        file.write(bytes(11 * 1024 * 1024))
    with pytest.warns(DisputedWarning, match="at most 10 MB"):
        Preparing().call("brush-1", "edit", "x", picture)

"""One build of the working tree for every worker that needs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.release.built import ROOT, build


@pytest.fixture(scope="session")
def sdist_and_wheel(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    wheel, sdist = build(ROOT, tmp_path_factory.mktemp("built") / "dist", "sdist", "wheel")
    return sdist, wheel


@pytest.fixture(scope="session")
def wheel(sdist_and_wheel: tuple[Path, Path]) -> Path:
    return sdist_and_wheel[1]

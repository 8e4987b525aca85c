"""The package of every construct."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.ir import Spec
from generator.pipeline import planned
from tests.every.tree import make


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with specs and what is generated from them."""
    return make(tmp_path_factory.mktemp("every"))


@pytest.fixture(scope="session")
def spec(tree: Path) -> Spec:
    return planned(tree / "specs").spec

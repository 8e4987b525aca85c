"""Without the extra's packages the emulator says so at once, and never in the middle of a request."""

from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec

import pytest

from brushwork.testing import Emulator


@pytest.mark.parametrize("missing", ["PIL", "jsonschema"])
def test_a_missing_package_is_named_with_what_to_install(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec

    def found(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == missing else real(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", found)
    with pytest.raises(ImportError, match=rf"needs {missing}.*pip install 'brushwork\[emulator\]'"):
        Emulator()

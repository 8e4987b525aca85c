"""A pytest plugin: the fixture `brushwork_emulator`, the whole API for one test.

    def test_a_picture(brushwork_emulator):
        assert Client().qwen_image_2_0_pro.generate("a cat")
        assert brushwork_emulator.ledger.images == 1

A client without arguments finds it through the environment, which is set while the test runs. The marker takes the
arguments of `brushwork.testing.Emulator`: `@pytest.mark.brushwork_emulator(latency=30)`. pytest loads the plugin
because this package is installed; it costs nothing until a test uses it. Needs `pip install brushwork[emulator]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from brushwork_runtime import fixtures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .testing import Emulator


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    fixtures.register(config)


def _emulator(**settings: Any) -> Any:
    from .testing import Emulator

    return Emulator(**settings)


@pytest.fixture
def brushwork_emulator(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """The whole API on loopback, started, for one test: see `brushwork.testing.Emulator`."""
    from .tables.api import API

    yield from fixtures.emulator(_emulator, API.environment, request)

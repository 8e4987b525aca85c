"""The pytest fixture that the generated package registers; imported by pytest only, and cheap until a test asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

MARKER = "brushwork_emulator"


def register(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}(**settings): arguments of the Emulator behind the fixture of the same name, "
        'such as latency=30 or faults="scenario.yaml"',
    )


def emulator(
    make: Callable[..., Any], variables: Mapping[str, tuple[str, ...]], request: pytest.FixtureRequest
) -> Iterator[Any]:
    """An emulator for one test. While it lives, a client that is given nothing finds it by the environment.

    `make` makes it, from the arguments of the test's marker. `variables` maps a setting to its environment variables.
    """
    settings: dict[str, Any] = {}
    for mark in reversed(list(request.node.iter_markers(MARKER))):  # the nearest one wins
        settings |= mark.kwargs
    with make(**settings) as api, pytest.MonkeyPatch.context() as environment:
        for name in (name for names in variables.values() for name in names):
            environment.delenv(name, raising=False)
        environment.setenv(variables["api_key"][0], api.key)
        environment.setenv(variables["base_url"][0], api.url)
        yield api

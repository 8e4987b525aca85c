"""The vendor's own SDK, pointed at an emulator for the length of a test."""

from __future__ import annotations

import socket
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from brushwork.testing import Emulator


def sdk() -> Any:
    """The module `dashscope`, which is typed in part only. It takes 0.7 s to import, so only those who use it do."""
    return import_module("dashscope")


def image_generation() -> Any:
    """Its class for image models that take messages."""
    return import_module("dashscope.aigc.image_generation").ImageGeneration


def message(text: str) -> Any:
    """A message as that class takes it."""
    return import_module("dashscope.api_entities.dashscope_response").Message(role="user", content=[{"text": text}])


def _not_at_all(_: float) -> None:
    """Wait so many seconds."""


@contextmanager
def pointed_at(api: Emulator, patch: pytest.MonkeyPatch) -> Generator[Any]:
    """The SDK with the emulator's address and key in its globals; it waits without sleeping and asks no other host."""
    dashscope = sdk()
    patch.setattr(dashscope, "base_http_api_url", api.url)
    patch.setattr(dashscope, "api_key", api.key)
    base_api = import_module("dashscope.client.base_api")
    patch.setattr(base_api, "time", SimpleNamespace(sleep=_not_at_all, time=base_api.time.time))
    patch.setattr(socket, "getaddrinfo", _loopback_only(socket.getaddrinfo))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        patch.delenv(name, raising=False)
    try:
        yield dashscope
    finally:
        dashscope.close_shared_sync_session()


def _loopback_only(resolve: Any) -> Any:
    def checked(host: Any, *arguments: Any, **named: Any) -> Any:
        assert host == "127.0.0.1", f"a real host is asked for: {host}"
        return resolve(host, *arguments, **named)

    return checked

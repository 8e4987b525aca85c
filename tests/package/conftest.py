"""A client that sends nothing."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from brushwork import BrushworkWarning, Client


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(api_key="sk-test", region="ap-southeast-1") as client:
        yield client


@pytest.fixture
def no_warnings() -> Iterator[None]:
    """Disputed values may be sent here without a word."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", BrushworkWarning)
        yield

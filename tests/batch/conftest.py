"""Servers of batches, started once for all tests of a process that ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.servers import REQUIRED, PostgresServer


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    if not REQUIRED:
        pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'psycopg[binary]'")
    server = PostgresServer()
    yield server
    server.close()


@pytest.fixture(params=["file", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a journal may be kept: a test that asks for it runs with each."""
    if request.param == "file":
        return str(tmp_path / "j")
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.database()

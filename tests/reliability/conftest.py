"""The fixture of every row: see `case.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.case import Case, Pools
from tests.reliability.tls import Authority


@pytest.fixture(autouse=True)
def pools(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pools]:
    """What connections a test opened; at its end none is in use."""
    opened = Pools(monkeypatch)
    yield opened
    opened.check()


@pytest.fixture
def case(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Case]:
    """A call against the emulator, with what must hold asserted at the end; its log is read at every level."""
    caplog.set_level(0, "brushwork")
    made = Case(tmp_path)
    try:
        yield made
    except BaseException:
        made.client.close()
        made.api.close()
        raise
    made.close(caplog.text)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Whoever signs the certificates of this test run."""
    return Authority(tmp_path_factory.mktemp("authority"))

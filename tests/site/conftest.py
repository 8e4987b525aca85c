"""The site, built once for all test processes, served on loopback, and a browser that looks at it."""

from __future__ import annotations

import fcntl
import functools
import os
import subprocess
import threading
import warnings
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from brushwork import BrushworkWarning
from tests.package.facts import ROOT
from tests.site.browser import Browser, session


@pytest.fixture
def no_warnings() -> Iterator[None]:
    """Disputed values may be sent here without a word."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", BrushworkWarning)
        yield


def _made(factory: pytest.TempPathFactory, target: str, folder: str, made: str) -> Path:
    """The folder that `make target folder=...` makes, with what it leaves there last; once for all processes."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    found = shared / target
    with (shared / f"{target}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (found / made).exists():
            command = ["make", target, f"{folder}={found}"]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
    return found


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site, as `make docs` leaves it."""
    return _made(tmp_path_factory, "docs", "DOCS", "site") / "site"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the gallery, as `make demo` leaves it."""
    return _made(tmp_path_factory, "demo", "OUT", "index.html")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        pass


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=site)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests of a process."""
    yield from session(tmp_path_factory.mktemp("profile"))


@pytest.fixture
def browser(chromium: Browser, address: str) -> Iterator[Browser]:
    """The browser at the size of a desk, with nothing stored, which complains of nothing by the end of the test."""
    chromium.open("about:blank")
    chromium.tell("Storage.clearDataForOrigin", origin=address, storageTypes="all")
    chromium.complaints.clear()
    chromium.screen(1280, 900)
    yield chromium
    assert chromium.complaints == []

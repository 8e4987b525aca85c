"""Real servers that tests start for themselves: each on a socket in a folder of its own, and away with the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REQUIRED = os.environ.get("BRUSHWORK_SERVERS") == "required"
"""Whether a server that is not installed is a fault of the machine."""


def program(name: str, *folders: Path) -> str:
    """The path of a server's program; the test is skipped where there is none."""
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, folders)]))
    if found is None:
        assert not REQUIRED, f"{name} is not installed"
        pytest.skip(f"{name} is not installed")
    return found


def until(holds: Callable[[], object], seconds: float = 60, pause: float = 0.02) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it does not come to hold"
        time.sleep(pause)


class PostgresServer:
    """A Postgres server on a Unix socket, without TCP. As root it runs as another user, since it refuses to be root."""

    def __init__(self) -> None:
        folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        self._program, initdb = program("postgres", *folders), program("initdb", *folders)
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._who: dict[str, Any] = {"cwd": "/"}
        if os.geteuid() == 0:
            names = {each.pw_name: each for each in pwd.getpwall()}
            user = names.get("postgres") or names["nobody"]
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._who |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        made = [initdb, "-D", str(self.folder / "data"), "-U", "painter", "-A", "trust", "-E", "UTF8", "--no-locale"]
        subprocess.run([*made, "--no-sync"], check=True, capture_output=True, **self._who)
        self._number = 0
        self.start()

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        command = [self._program, "-D", str(self.folder / "data"), "-k", str(self.folder)]
        settings = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=16MB"]
        with open(self.folder / "log", "ab") as log:
            self._process = subprocess.Popen([*command, *settings], stdout=log, stderr=log, **self._who)
        until(self._answers)

    def crash(self) -> None:
        """Stop it at once, in the middle of whatever it does."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(30)

    def close(self) -> None:
        """Stop it and remove what it wrote."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(30)
        shutil.rmtree(self.folder)

    def url(self, name: str = "postgres", user: str = "painter") -> str:
        """The URL of a database."""
        return f"postgresql://{user}@/{name}?host={self.folder}"

    def run(self, statement: str, name: str = "postgres") -> list[Any]:
        """Execute a statement in a database, beside whoever else uses it."""
        import psycopg

        with psycopg.connect(self.url(name), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def database(self) -> str:
        """The URL of a new database."""
        self._number += 1
        name = f"batch{self._number}"
        self.run(f"CREATE DATABASE {name}")
        return self.url(name)

    def _answers(self) -> bool:
        import psycopg

        assert self._process.poll() is None, (self.folder / "log").read_text()
        try:
            psycopg.connect(self.url()).close()
        except psycopg.OperationalError:
            return False
        return True

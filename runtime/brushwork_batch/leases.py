"""Who works on a journal, and whether they still live: a job of a process that died is taken over by another one.

Each worker has a row with a heartbeat. On its own machine a process is known to live, or not, by the system; of another
machine, or container, only the heartbeat tells.
"""

from __future__ import annotations

import os
import socket
import threading
import uuid
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brushwork_batch.databases import Connection
    from brushwork_batch.journal import Journal

BEAT = 10.0
"""Seconds from one heartbeat to the next."""

LEASE = 60.0
"""Seconds after the last heartbeat in which a process of another machine is believed to live."""

_here: set[str] = set()
"""The workers of this process."""


class Lease:
    """A worker of this process, from its making to `close`. `owner` is what its jobs are marked with."""

    def __init__(self, journal: Journal) -> None:
        self.owner = uuid.uuid4().hex
        self._journal = journal
        self._over = threading.Event()
        _here.add(self.owner)
        with journal.transaction() as connection:
            renew(connection, self.owner, journal.now())
        self._thread = threading.Thread(target=self._beats, name="brushwork-lease", daemon=True)
        self._thread.start()

    def close(self, *, busy: bool = False) -> None:
        """Give it back; with `busy` only once the process ends, since a request of it is still on its way."""
        if busy:
            return
        self._over.set()
        self._thread.join(1.0)
        with self._journal.transaction() as connection:
            connection.execute("DELETE FROM workers WHERE owner = ?", (self.owner,))
        _here.discard(self.owner)

    def _beats(self) -> None:
        while not self._over.wait(BEAT):
            try:
                with self._journal.transaction() as connection:
                    renew(connection, self.owner, self._journal.now())
            except Exception:  # the journal is closed, or cannot be written; whoever works with it learns that
                continue


def renew(connection: Connection, owner: str, now: float) -> None:
    """Note that a worker of this process lives, also one that was struck out because it could not tell for a while."""
    if owner in _here:
        connection.execute(
            "INSERT INTO workers VALUES (?, ?, ?, ?, ?) ON CONFLICT (owner) DO UPDATE SET beat = excluded.beat",
            (owner, host(), os.getpid(), born(os.getpid()), now),
        )


def orphans(journal: Journal) -> list[tuple[str, str | None]]:
    """Key and owner of the jobs under way whose worker is no more. Workers that are no more are struck out."""
    with journal.transaction() as connection:
        workers = connection.execute("SELECT owner, host, pid, born, beat FROM workers").fetchall()
        dead = [row[0] for row in workers if not alive(*row, now=journal.now())]
        connection.executemany("DELETE FROM workers WHERE owner = ?", [(owner,) for owner in dead])
        return list(
            connection.execute(
                "SELECT key, owner FROM jobs WHERE state IN ('sending', 'submitted') "
                "AND coalesce(owner, '') NOT IN (SELECT owner FROM workers) ORDER BY state, position"
            )
        )


def adopt(journal: Journal, key: str, before: str | None, owner: str) -> bool:
    """Take over a job under way of the worker `before`; False if another one was faster."""
    with journal.transaction() as connection:
        taken = connection.execute(
            "UPDATE jobs SET owner = ? WHERE key = ? AND state IN ('sending', 'submitted') AND coalesce(owner, '') = ?",
            (owner, key, before or ""),
        )
        return taken.rowcount > 0


def others(journal: Journal, owner: str) -> bool:
    """Whether somebody else works on the journal."""
    with journal.transaction() as connection:
        workers = connection.execute(
            "SELECT owner, host, pid, born, beat FROM workers WHERE owner <> ?", (owner,)
        ).fetchall()
    return any(alive(*row, now=journal.now()) for row in workers)


def number(journal: Journal) -> int:
    """How many workers there are, as far as nobody has found one dead."""
    with journal.transaction() as connection:
        return int(connection.execute("SELECT count(*) FROM workers").fetchone()[0])


def alive(owner: str, where: str, pid: int, since: str, beat: float, *, now: float) -> bool:
    """Whether a worker still lives, as far as can be told from here."""
    if where != host() or os.name != "posix":
        return abs(now - beat) < LEASE
    if pid == os.getpid() and since == born(pid):
        return owner in _here
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # of another user
    found = born(pid)
    if found:
        return found == since
    return abs(now - beat) < LEASE


@cache
def host() -> str:
    """This machine since it was started, as its processes see it: a container has a name of its own."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            boot = file.read().strip()
        space = os.readlink("/proc/self/ns/pid")
    except OSError:
        boot = space = ""
    return f"{socket.gethostname()} {boot} {space}".strip()


def born(pid: int) -> str:
    """When a process began, in ticks since the machine did; "dead" for one that has ended, "" where nothing tells."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except FileNotFoundError:
        return "dead" if os.path.exists("/proc/self/stat") else ""
    except OSError:
        return ""
    return "dead" if fields[0] in "ZX" else fields[19]

"""The tables of a journal, their version, and how a journal of an older version becomes one of this.

Amounts are whole millionths of their currency, so that a sum is exact; moments are seconds since 1970.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_batch.errors import JournalError, JournalTooNew
from brushwork_runtime import tr

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

VERSION = 1

TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT)",
    """CREATE TABLE jobs (
        key TEXT PRIMARY KEY, position INTEGER NOT NULL, line INTEGER NOT NULL, model TEXT NOT NULL, mode TEXT NOT NULL,
        request TEXT NOT NULL, fingerprint TEXT NOT NULL, state TEXT NOT NULL, upper INTEGER, currency TEXT,
        images INTEGER NOT NULL, route TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, owner TEXT, sending_at REAL,
        task_id TEXT, submitted_at REAL, finished_at REAL, cost INTEGER, billed INTEGER, error_code TEXT, error TEXT,
        request_id TEXT, files TEXT NOT NULL DEFAULT '[]', seconds REAL)""",
    "CREATE INDEX jobs_by_state ON jobs (state, model, position)",
    "CREATE INDEX jobs_by_position ON jobs (position)",
    "CREATE INDEX jobs_by_task ON jobs (task_id) WHERE task_id IS NOT NULL",
    """CREATE TABLE money (
        currency TEXT PRIMARY KEY, reserved INTEGER NOT NULL DEFAULT 0, spent INTEGER NOT NULL DEFAULT 0,
        budget INTEGER)""",
    """CREATE TABLE gates (
        model TEXT PRIMARY KEY, shared TEXT NOT NULL, step REAL NOT NULL, most INTEGER NOT NULL, tat REAL NOT NULL,
        slower REAL NOT NULL DEFAULT 1, held REAL NOT NULL DEFAULT 0, stopped TEXT, failures INTEGER NOT NULL DEFAULT 0,
        last TEXT)""",
    """CREATE TABLE workers (
        owner TEXT PRIMARY KEY, host TEXT NOT NULL, pid INTEGER NOT NULL, born TEXT NOT NULL, beat REAL NOT NULL)""",
    "CREATE TABLE events (at REAL NOT NULL, key TEXT, kind TEXT NOT NULL, text TEXT NOT NULL)",
)

MIGRATIONS: Mapping[int, tuple[str, ...]] = {}
"""Version -> the statements that make the next one of it."""


def prepare(
    connection: sqlite3.Connection,
    path: object,
    *,
    version: int = VERSION,
    tables: tuple[str, ...] = TABLES,
    migrations: Mapping[int, tuple[str, ...]] = MIGRATIONS,
) -> None:
    """Make the tables, or bring them up to `version`, in one transaction. Raises `JournalError`, `JournalTooNew`."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = _version(connection, path)
        if found > version:
            raise JournalTooNew(
                tr(
                    "the journal {path} has version {found} of its tables; this version of Brushwork knows {known}",
                    path=path,
                    found=found,
                    known=version,
                ),
                hint=tr(
                    "It was written by a newer Brushwork. Upgrade this one (pip install -U brushwork), here "
                    "and on every machine that works on the batch; nothing was changed."
                ),
            )
        if found == 0:
            for statement in tables:
                connection.execute(statement)
        for step in range(found or version, version):
            for statement in migrations[step]:
                connection.execute(statement)
        if found != version:
            connection.execute(
                "INSERT INTO meta VALUES ('schema_version', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (str(version),),
            )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, path: object) -> int:
    """The version of the tables, 0 for an empty file."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not names:
        return 0
    found = None
    if {"meta", "jobs"} <= names:
        found = connection.execute("SELECT value FROM meta WHERE name = 'schema_version'").fetchone()
    if found is None or not str(found[0]).isdecimal():
        raise _foreign(path)
    return int(found[0])


def _foreign(path: object) -> JournalError:
    return JournalError(
        tr("{path} is a database, but not the journal of a batch", path=path),
        hint=tr("Name another file with --journal or journal=."),
    )

"""The tables of a journal, their version, and how a journal of an older version becomes one of this.

Amounts are whole millionths of their currency, so that a sum is exact; moments are seconds since 1970. Types are those
of Postgres, which SQLite reads as its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_batch.errors import JournalError, JournalTooNew
from brushwork_runtime import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brushwork_batch.databases import Connection, Database

VERSION = 1

TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT)",
    """CREATE TABLE jobs (
        key TEXT PRIMARY KEY, position INT8 NOT NULL, line INT8 NOT NULL, model TEXT NOT NULL, mode TEXT NOT NULL,
        request TEXT NOT NULL, fingerprint TEXT NOT NULL, state TEXT NOT NULL, upper INT8, currency TEXT,
        images INT8 NOT NULL, route TEXT NOT NULL, attempts INT8 NOT NULL DEFAULT 0, owner TEXT, sending_at FLOAT8,
        task_id TEXT, submitted_at FLOAT8, finished_at FLOAT8, cost INT8, billed INT8, error_code TEXT, error TEXT,
        request_id TEXT, files TEXT NOT NULL DEFAULT '[]', seconds FLOAT8)""",
    "CREATE INDEX jobs_by_state ON jobs (state, model, position)",
    "CREATE INDEX jobs_by_position ON jobs (position)",
    "CREATE INDEX jobs_by_task ON jobs (task_id) WHERE task_id IS NOT NULL",
    """CREATE TABLE money (
        currency TEXT PRIMARY KEY, reserved INT8 NOT NULL DEFAULT 0, spent INT8 NOT NULL DEFAULT 0,
        budget INT8)""",
    """CREATE TABLE gates (
        model TEXT PRIMARY KEY, shared TEXT NOT NULL, step FLOAT8 NOT NULL, most INT8 NOT NULL, tat FLOAT8 NOT NULL,
        slower FLOAT8 NOT NULL DEFAULT 1, held FLOAT8 NOT NULL DEFAULT 0, stopped TEXT,
        failures INT8 NOT NULL DEFAULT 0, last TEXT)""",
    """CREATE TABLE workers (
        owner TEXT PRIMARY KEY, host TEXT NOT NULL, pid INT8 NOT NULL, born TEXT NOT NULL, beat FLOAT8 NOT NULL)""",
    "CREATE TABLE events (at FLOAT8 NOT NULL, key TEXT, kind TEXT NOT NULL, text TEXT NOT NULL)",
)

MIGRATIONS: Mapping[int, tuple[str, ...]] = {}
"""Version -> the statements that make the next one of it."""


def prepare(
    database: Database,
    *,
    version: int = VERSION,
    tables: tuple[str, ...] = TABLES,
    migrations: Mapping[int, tuple[str, ...]] = MIGRATIONS,
) -> None:
    """Make the tables, or bring them up to `version`, in one transaction. Raises `JournalError`, `JournalTooNew`."""
    with database.transaction() as connection:
        found = _version(database, connection)
        if found > version:
            raise JournalTooNew(
                tr(
                    "the journal {path} has version {found} of its tables; this version of Brushwork knows {known}",
                    path=database.name,
                    found=found,
                    known=version,
                ),
                hint=tr(
                    "It was written by a newer Brushwork. Upgrade this one (pip install -U brushwork), here "
                    "and on every machine that works on the batch; nothing was changed."
                ),
            )
        if found == 0:
            for statement in (*tables, *database.own):
                connection.execute(statement)
        for step in range(found or version, version):
            for statement in migrations[step]:
                connection.execute(statement)
        if found != version:
            connection.execute(
                "INSERT INTO meta VALUES ('schema_version', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (str(version),),
            )


def _version(database: Database, connection: Connection) -> int:
    """The version of the tables, 0 for an empty database."""
    names = database.tables()
    if not names:
        return 0
    found = None
    if {"meta", "jobs"} <= names:
        found = connection.execute("SELECT value FROM meta WHERE name = 'schema_version'").fetchone()
    if found is None or not str(found[0]).isdecimal():
        raise _foreign(database.name)
    return int(found[0])


def _foreign(path: str) -> JournalError:
    return JournalError(
        tr("{path} is a database, but not the journal of a batch", path=path),
        hint=tr("Name another file, or an empty database, with --journal or journal=."),
    )

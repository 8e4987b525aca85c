"""A journal in a database of a Postgres server, which several machines may share (extra `postgres`: psycopg 3).

A transaction holds an advisory lock of the journal's schema, so that it sees all that was committed before it and
nobody else writes meanwhile. The clock is the server's, whatever those of the machines say. A connection that is lost
is made anew; whether a commit came through whose answer was lost is asked of the server.
"""

from __future__ import annotations

import re
import time
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from brushwork_batch.databases import BUSY, Connection, Database
from brushwork_batch.errors import JournalError
from brushwork_runtime import later, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brushwork_batch.databases import Cursor

_SESSION = """
SELECT current_setting('server_encoding'),
    set_config('lock_timeout', '60s', false),
    set_config('idle_in_transaction_session_timeout', '600s', false),
    set_config('tcp_keepalives_idle', '30', false),
    set_config('tcp_keepalives_interval', '10', false),
    set_config('tcp_keepalives_count', '3', false),
    set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), false)
"""
"""A machine that died while it held the lock is noticed within a minute; what is committed is on the server's disk."""

_DEFAULTS: dict[str, Any] = {
    "application_name": "brushwork",
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('brushwork ' || current_schema())), txid_current()"


class Postgres(Database):
    """The database at a URL, `postgresql://USER@HOST/DATABASE`, whose parameters are those of libpq.

    Raises `JournalError`.
    """

    failures = (psycopg.Error,)
    own = ("ALTER TABLE events ADD COLUMN rowid BIGSERIAL",)  # SQLite has it of itself
    hint = later("What it holds is safe, and so is what is under way. Once the server answers again, resume the batch.")

    def __init__(self, url: str) -> None:
        self._given = _parts(url)
        self._inside = False
        self._number = 0
        super().__init__(url, _name(self._given))

    def now(self) -> float:
        """The moment by the server's clock."""
        return float(self.row("SELECT CAST(extract(epoch FROM clock_timestamp()) AS FLOAT8)")[0])

    def tables(self) -> set[str]:
        """The names of the tables in its schema, the first that there is of `search_path`."""
        query = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
        return {name for (name,) in self.rows(query)}

    def _open(self) -> _Translated:
        try:
            connection = psycopg.connect(**{**_DEFAULTS, **self._given}, autocommit=True, prepare_threshold=None)
            row = connection.execute(_SESSION.encode()).fetchone()
        except psycopg.Error as error:
            raise JournalError(
                tr("the journal {file} cannot be opened: {error}", file=self.name, error=str(error).strip()),
                hint=tr(
                    "It must be a database of its own on a Postgres server, such as `createdb pictures` makes. "
                    "A password is taken from PGPASSWORD or ~/.pgpass."
                ),
            ) from error
        encoding = row[0] if row is not None else None
        if encoding != "UTF8":
            connection.close()
            raise JournalError(
                tr("the journal {file} cannot be opened: {error}", file=self.name, error=f"encoding {encoding}"),
                hint=tr("Make its database with the encoding of all prompts: createdb -E UTF8 -T template0 NAME"),
            )
        return _Translated(connection)

    def _current(self) -> _Translated:
        connection = super()._current()
        assert isinstance(connection, _Translated)
        return connection

    def _asked(self, query: str, values: Sequence[object]) -> list[Any]:
        connection = self._current()
        try:
            return connection.execute(query, values).fetchall()
        except psycopg.Error:
            if self._inside or not connection.closed:
                raise
        return self._again().execute(query, values).fetchall()

    def _begin(self) -> Connection:
        connection = self._current()
        try:
            self._number = connection.begin()
        except psycopg.Error:
            if not connection.closed:
                self._undo(connection)
                raise
            connection = self._again()  # nothing was done yet
            self._number = connection.begin()
        self._inside = True
        return connection

    def _commit(self, connection: Connection) -> None:
        assert isinstance(connection, _Translated)
        try:
            connection.execute("COMMIT")
        except psycopg.Error:
            if not connection.closed or not self._came_through(self._number):
                raise
        self._inside = False

    def _undo(self, connection: Connection) -> None:
        self._inside = False
        if isinstance(connection, _Translated) and not connection.closed:
            connection.execute("ROLLBACK")

    def _came_through(self, number: int) -> bool:
        """Whether a transaction was committed whose connection was lost with the answer."""
        connection, end = self._again(), time.monotonic() + BUSY
        while True:
            row = connection.execute("SELECT txid_status(?)", (number,)).fetchone()
            if row[0] != "in progress" or time.monotonic() > end:
                return bool(row[0] == "committed")
            time.sleep(0.05)

    def _again(self) -> _Translated:
        """A new connection, as soon as the server is there again. Raises `JournalError` if that takes too long."""
        end, pause = time.monotonic() + BUSY, 0.1
        while True:
            try:
                connection = self._open()
            except JournalError:
                if time.monotonic() + pause > end:
                    raise
                time.sleep(pause)
                pause = min(2.0, pause * 2)
                continue
            self._finalizer.detach()
            self._take(connection)
            return connection


class _Translated:
    """A connection that takes `?` for a value."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    @property
    def closed(self) -> bool:
        return self._connection.closed

    def begin(self) -> int:
        """Begin a transaction alone among all who write; its number."""
        self._connection.execute(b"BEGIN ISOLATION LEVEL READ COMMITTED")
        return int(self.execute(_LOCK).fetchone()[1])

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Cursor:
        return self._connection.execute(_translated(statement), _held(values))

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]], /) -> Cursor:
        cursor = self._connection.cursor()
        cursor.executemany(_translated(statement), map(_held, rows))
        return cursor

    def close(self) -> None:
        self._connection.close()


@cache
def _translated(statement: str) -> bytes:
    return statement.replace("?", "%s").encode()


def _held(values: Sequence[Any]) -> Sequence[Any]:
    """Values without the one character that Postgres has in no text."""
    return [value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in values]


def _parts(url: str) -> dict[str, Any]:
    """What a URL says. Whatever is wrong with one is told without it, since that may be a piece of the password."""
    try:
        given = conninfo_to_dict(url)
    except psycopg.Error:
        given = None
    if given is None or "@" in str(given.get("dbname")) or not _PORT.fullmatch(str(given.get("port", ""))):
        raise JournalError(
            tr("the URL of the journal cannot be read"),
            hint=tr(
                "It is postgresql://USER@HOST/DATABASE; characters such as @, / and # in a part are written as %40, "
                "%2F and %23. A password is better in PGPASSWORD or ~/.pgpass."
            ),
        )
    return given


_PORT = re.compile(r"[\d,]*")


def _name(given: dict[str, Any]) -> str:
    """The URL without a password, and without parameters but the folder of a socket."""
    user, host, port, name = (quote(str(given.get(part) or ""), safe="/") for part in _PARTS)
    socket = host.startswith("/")
    where = (f"{user}@" if user else "") + ("" if socket else host) + (f":{port}" if port else "")
    return f"postgresql://{where}/{name}" + (f"?host={host}" if socket else "")


_PARTS = ("user", "host", "port", "dbname")

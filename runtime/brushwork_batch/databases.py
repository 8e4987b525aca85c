"""Where a journal is kept: a SQLite file, or a database of a Postgres server for several machines.

Both take one text of SQL, in which `?` is a value. Each change is one transaction; meanwhile nobody else writes, and
once it is committed it is on the disk.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import weakref
from abc import ABC, abstractmethod
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from brushwork_batch import places
from brushwork_batch.errors import JournalError, NoJournal
from brushwork_runtime import later, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

BUSY = 60.0
"""Seconds to wait for another process that writes, and for a server that is away."""

SCHEMES = ("postgresql://", "postgres://")


class Cursor(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        ...

    def fetchone(self) -> Any:
        """The next row; None after the last."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """What statements are executed by."""

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Cursor:
        """Execute a statement."""
        ...

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]], /) -> Cursor:
        """Execute a statement for each of the rows."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class Database(ABC):
    """The database of a journal. Safe for threads, and for a process that was forked.

    `place` opens it anew, in another process too; `name` is what people are told, without a password.
    """

    failures: ClassVar[tuple[type[Exception], ...]]
    """What its driver raises."""
    own: ClassVar[tuple[str, ...]] = ()
    """Statements after those of the tables."""
    hint: ClassVar[str]

    def __init__(self, place: str, name: str) -> None:
        self.place, self.name = place, name
        self._lock = threading.RLock()
        self._take(self._open())

    def close(self) -> None:
        """Close it; what was committed is there."""
        with self._lock:
            self._connection.close()

    def now(self) -> float:
        """The moment by the clock that all who share it share, in seconds since 1970."""
        return time.time()

    @contextmanager
    def transaction(self) -> Generator[Connection, None, None]:
        """One transaction: all of the block or nothing of it, and no other writer meanwhile."""
        with self._lock, self._usable():
            connection = self._begin()
            try:
                yield connection
                self._commit(connection)
            except BaseException:
                self._undo(connection)
                raise

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """All rows of a query."""
        with self._lock, self._usable():
            return self._asked(query, values)

    def row(self, query: str, values: Sequence[object] = ()) -> Any:
        """The first row of a query; None if there is none."""
        return next(iter(self.rows(query, values)), None)

    @abstractmethod
    def tables(self) -> set[str]:
        """The names of its tables."""

    @abstractmethod
    def _open(self) -> Connection: ...

    @abstractmethod
    def _begin(self) -> Connection: ...

    @abstractmethod
    def _undo(self, connection: Connection) -> None: ...

    def _commit(self, connection: Connection) -> None:
        connection.execute("COMMIT")

    def _asked(self, query: str, values: Sequence[object]) -> list[Any]:
        return self._current().execute(query, values).fetchall()

    def _take(self, connection: Connection) -> None:
        self._connection, self._process = connection, os.getpid()
        self._finalizer = weakref.finalize(self, connection.close)
        self._finalizer.atexit = False

    def _current(self) -> Connection:
        """The connection of this process: one that was inherited by a fork must not be used, nor closed."""
        if self._process != os.getpid():
            self._finalizer.detach()
            self._inherited = self._connection
            self._take(self._open())
        return self._connection

    @contextmanager
    def _usable(self) -> Generator[None, None, None]:
        """Say what to do where it can be read or written no more."""
        try:
            yield
        except self.failures as error:
            raise JournalError(
                tr("the journal {file} cannot be used: {error}", file=self.name, error=str(error).strip()),
                hint=tr(self.hint),
            ) from error


class SQLite(Database):
    """A SQLite file with a write-ahead log that is flushed at each commit.

    It lies on a disk of this machine, since that log needs its locks and its memory. Raises `NetworkFileSystem`,
    `JournalError`.
    """

    failures = (sqlite3.DatabaseError,)
    hint = later(
        "What it holds is safe, and so is what is under way. Give its disk room, make it writable, and "
        "resume the batch."
    )

    def __init__(self, path: str | os.PathLike[str], mounts: Callable[[], str] = places.mounts) -> None:
        places.check(Path(path), mounts)
        super().__init__(os.path.abspath(path), os.fspath(path))

    def tables(self) -> set[str]:
        """The names of its tables."""
        return {name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def _open(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self.place, timeout=BUSY, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            # as Postgres calls them
            connection.create_function("greatest", 2, max, deterministic=True)
            connection.create_function("least", 2, min, deterministic=True)
        except sqlite3.Error as error:
            raise JournalError(
                tr("the journal {file} cannot be opened: {error}", file=self.name, error=error),
                hint=tr("It must be a file that Brushwork made, or none yet, in a folder that can be written to."),
            ) from error
        return connection

    def _begin(self) -> Connection:
        connection = self._current()
        connection.execute("BEGIN IMMEDIATE")
        return connection

    def _undo(self, connection: Connection) -> None:
        if isinstance(connection, sqlite3.Connection) and connection.in_transaction:
            connection.execute("ROLLBACK")  # else SQLite has done so by itself, as for a full disk


def database(
    place: str | os.PathLike[str], *, create: bool = True, mounts: Callable[[], str] = places.mounts
) -> Database:
    """The database at a path, or at the URL of a Postgres server; one that is missing is made, if `create`."""
    if not is_server(place):
        if not create and not os.path.exists(place):
            raise _missing(os.fspath(place))
        return SQLite(place, mounts)
    try:
        from brushwork_batch.postgres import Postgres
    except ImportError as error:
        raise JournalError(
            tr("a journal in Postgres needs psycopg, which is not installed: pip install 'brushwork[postgres]'")
        ) from error
    found = Postgres(str(place))
    if not create and not found.tables():
        found.close()
        raise _missing(found.name)
    return found


def _missing(name: str) -> NoJournal:
    return NoJournal(
        tr("there is no journal {file}", file=name),
        hint=tr("`brushwork batch run` makes one beside its input; name another with --journal or journal=."),
    )


def is_server(place: object) -> bool:
    """Whether a place is a URL of a server."""
    return isinstance(place, str) and place.startswith(SCHEMES)


def place_of(place: str | os.PathLike[str]) -> str:
    """The place as any process of this machine names it."""
    return str(place) if is_server(place) else os.path.abspath(place)

"""A journal on a real Postgres server: connections that are lost, hosts that die, clocks that differ, passwords."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from brushwork import Client
from brushwork.batch import Batch, Journal, JournalError
from brushwork.testing import Emulator
from brushwork_batch import databases
from brushwork_batch.admission import Limit, admit, open_gates
from tests.batch.servers import PostgresServer, until
from tests.batch.support import environment, planned, worker

MODEL = "wan2.6-t2i"
KILL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()"


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator(latency=0.3, limits=True) as api:
        yield api


def name_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def ready(url: str, count: int = 3) -> Journal:
    journal = Journal(url)
    journal.add([planned(f"k{line}", line, route="sync") for line in range(1, count + 1)])
    open_gates(journal, [Limit(model=MODEL, shared=MODEL, step=0.0, most=100)])
    return journal


def each_made_once(api: Emulator, count: int) -> None:
    made = Counter(str(entry["body"]["input"]) for entry in api.ledger)
    assert (len(made), set(made.values())) == (count, {1})


def batch_on(url: str, api: Emulator, folder: Path, count: int) -> Batch:
    client = Client(api.key, base_url=api.url, region="ap-southeast-1")
    rows = [{"key": f"k{n}", "model": MODEL, "prompt": f"cat {n}"} for n in range(count)]
    batch = Batch(rows, journal=url, out=folder / "out", client=client, settle=0.5, budget="0.70 USD")
    batch.load()
    return batch


def test_processes_on_a_server_keep_one_budget_and_survive_each_other(
    postgres: PostgresServer, tmp_path: Path, api: Emulator
) -> None:
    batch = batch_on(postgres.database(), api, tmp_path, 30)
    processes = [worker(batch.journal.place, api) for _ in range(3)]
    until(lambda: batch.journal.count("done") > 3)
    processes[0].kill()
    assert [process.wait(120) for process in processes] == [-signal.SIGKILL, 3, 3]  # the budget leaves some undone
    batch.run()
    assert batch.status().states == {"done": 23, "planned": 7}  # 0.03 USD each
    assert batch.status().money[0].spent == Decimal("0.69") == api.ledger.cost["USD"]
    each_made_once(api, 23)
    batch.client.close()
    batch.close()


def test_a_batch_outlives_a_server_that_crashes(postgres: PostgresServer, tmp_path: Path, api: Emulator) -> None:
    batch = batch_on(postgres.database(), api, tmp_path, 12)
    crashes = 0
    while batch.status().open:
        with suppress(JournalError):  # where it crashed in the middle of a change, the run ends and is resumed
            for job in batch:
                if crashes < 2 and job.key:
                    crashes += 1
                    postgres.crash()
                    postgres.start()
    assert (crashes, batch.status().states) == (2, {"done": 12})
    each_made_once(api, 12)
    batch.client.close()
    batch.close()


def test_a_lost_connection_is_made_anew_and_half_a_change_is_none(postgres: PostgresServer) -> None:
    url = postgres.database()
    with ready(url) as journal:
        postgres.run(KILL.format(name_of(url)))
        assert journal.count("planned") == 3
        postgres.run(KILL.format(name_of(url)))
        assert admit(journal, "me", key="k1").admitted

        def half() -> None:
            with journal.transaction() as connection:
                connection.execute("UPDATE jobs SET state = 'done'")
                postgres.run(KILL.format(name_of(url)))
                connection.execute("UPDATE jobs SET state = 'failed'")

        with pytest.raises(JournalError, match="cannot be used") as lost:
            half()
        assert "Once the server answers again" in str(lost.value)
        assert journal.summary().states == {"planned": 2, "sending": 1}


class Wire:
    """What stands between a journal and its server; once armed, it loses a COMMIT, or its answer if that `arrives`."""

    def __init__(self, server: PostgresServer, *, arrives: bool) -> None:
        self._arrives, self.armed, self.lost = arrives, False, 0
        self._place, self._real = server.folder / ".s.PGSQL.7777", server.folder / ".s.PGSQL.5432"
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(self._place))
        self._socket.listen()
        self._threads = [threading.Thread(target=self._accepts) for _ in range(2)]  # a connection, and the one after it
        for thread in self._threads:
            thread.start()

    def _accepts(self) -> None:
        with suppress(OSError), self._socket.accept()[0] as here, socket.socket(socket.AF_UNIX) as there:
            there.connect(str(self._real))
            back = threading.Thread(target=self._answers, args=(there, here))
            back.start()
            self._asks(here, there)
            there.shutdown(socket.SHUT_WR)
            back.join()

    def _asks(self, here: socket.socket, there: socket.socket) -> None:
        while data := here.recv(65536):
            lost = self.armed and not self.lost and b"COMMIT\0" in data
            if lost:
                self.lost += 1
                here.shutdown(socket.SHUT_RDWR)
            if not lost or self._arrives:
                there.sendall(data)

    def _answers(self, there: socket.socket, here: socket.socket) -> None:
        with suppress(OSError):
            while data := there.recv(65536):
                here.sendall(data)

    def close(self) -> None:
        for thread in self._threads:
            thread.join(10)
        self._socket.close()
        self._place.unlink()


@pytest.mark.parametrize("arrives", [True, False])
def test_a_commit_whose_answer_is_lost_is_asked_about(postgres: PostgresServer, *, arrives: bool) -> None:
    wire = Wire(postgres, arrives=arrives)
    journal = ready(postgres.database().replace("@/", "@:7777/"))
    wire.armed = True
    if arrives:
        assert admit(journal, "me", key="k1").admitted
    else:
        with pytest.raises(JournalError):
            admit(journal, "me", key="k1")
    assert wire.lost == 1
    job = journal.get("k1")
    assert job is not None
    assert (job.state, job.attempts) == (("sending", 1) if arrives else ("planned", 0))
    journal.close()
    wire.close()


def test_the_clock_is_the_servers(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    real = time.time()
    monkeypatch.setattr(time, "time", lambda: real - 86_400)
    with ready(postgres.database()) as journal:
        assert admit(journal, "me", key="k1").admitted
        job = journal.get("k1")
        assert job is not None
        assert abs((job.sending_at or 0) - real) < 60


def test_a_password_is_never_told(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = postgres.database().replace("painter@", "painter:s3cret@")
    with ready(given) as journal:
        assert "s3cret" in journal.place
        told = [repr(journal), journal.name, repr(Batch(journal=journal))]
    monkeypatch.setattr(databases, "BUSY", 0.1)
    wrong = [
        "postgresql://painter:s3cret@/none?host=" + str(postgres.folder),
        f"postgresql://painter@/none?password=s3cret&host={tmp_path}",
        "postgresql://painter:a/s3cret@host/x",
        "postgresql://painter:s3cret@host:x/x",
        "postgresql://painter:s3cret%@host/x",
    ]
    for url in wrong:
        with pytest.raises(JournalError) as refused:
            Journal(url)
        told += [str(refused.value), *getattr(refused.value, "__notes__", [])]
    assert not [text for text in told if "s3cret" in text]
    assert "postgresql://painter@/none" in told[3]


def test_the_command_takes_its_url(postgres: PostgresServer, tmp_path: Path, api: Emulator) -> None:
    url = postgres.database().replace("painter@", "painter:s3cret@")
    rows = [{"key": f"k{n}", "model": MODEL, "prompt": f"cat {n}"} for n in range(3)]
    (tmp_path / "jobs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    where = {"BRUSHWORK_BASE_URL": api.url, "BRUSHWORK_REGION": "ap-southeast-1", "BRUSHWORK_LANG": "en"}

    def batch(*words: str, code: int) -> str:
        command = [sys.executable, "-m", "brushwork", "batch", *words]
        done = subprocess.run(
            command, cwd=tmp_path, env={**environment(api), **where}, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr
        assert "s3cret" not in done.stdout + done.stderr
        return done.stdout + done.stderr

    assert "jobs-out/k0-0.png" in batch("run", "jobs.jsonl", "--journal", url, "--budget", "0.07", code=7)
    assert "1 planned, 2 done" in batch("plan", "jobs.jsonl", "--journal", url, code=0)
    assert "jobs-out/k2-0.png" in batch("resume", url, "--budget", "1", code=0)
    assert "3: 3 done" in batch("status", url, code=0)
    assert "jobs-out/report.html" in batch("report", url, code=0)
    assert "FILE is a journal" in batch("run", url, code=2)
    assert "there is no journal postgresql://painter@/" in batch("status", postgres.database(), code=1)
    each_made_once(api, 3)


def test_what_it_needs_is_said(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    url = postgres.database()
    with pytest.raises(JournalError, match="there is no journal"):
        Journal(url, create=False)
    postgres.run("CREATE TABLE mine (x INT)", name_of(url))
    with pytest.raises(JournalError, match="not the journal of a batch"):
        Journal(url)
    postgres.run("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
    with pytest.raises(JournalError, match="encoding LATIN1"):
        Journal(postgres.url("latin"))
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "brushwork_batch.postgres")
    with pytest.raises(JournalError, match=r"brushwork\[postgres\]"):
        Journal(url)

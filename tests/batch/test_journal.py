"""The journal: what it takes in, what it refuses, and that its sums are those of its jobs."""

from __future__ import annotations

import pickle
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from brushwork_batch import schema
from brushwork_batch.databases import database
from brushwork_batch.errors import JournalError, JournalTooNew, KeyConflict, NetworkFileSystem
from brushwork_batch.journal import Journal
from brushwork_batch.records import Planned, Refused
from tests.batch.support import planned


@pytest.fixture
def journal(place: str) -> Any:
    with Journal(place) as made:
        yield made


@pytest.fixture
def file_journal(tmp_path: Path) -> Any:
    with Journal(tmp_path / "j") as made:
        yield made


def test_a_row_is_planned_once(journal: Journal) -> None:
    assert journal.add([planned("a", 1), planned("b", 2)]) == 2
    assert journal.add([planned("b", 2), planned("c", 3), planned("c", 3)]) == 1
    assert [job.key for job in journal.jobs()] == ["a", "b", "c"]
    assert [job.key for job in Journal(journal.place).jobs("planned")] == ["a", "b", "c"]


def test_many_rows_are_read_in_their_order(journal: Journal) -> None:
    journal.add(planned(f"k{number}", number) for number in range(1, 1300))
    assert [job.line for job in journal.jobs()] == list(range(1, 1300))
    assert journal.known([f"k{number}" for number in range(1200, 1400)]).keys() == {f"k{n}" for n in range(1200, 1300)}


def test_a_key_of_two_requests_plans_nothing(journal: Journal) -> None:
    journal.add([planned("a", 1)])
    with pytest.raises(KeyConflict, match="line 1 and on line 8"):
        journal.add([planned("b", 7), planned("a", 8, prompt="another")])
    assert journal.count("planned") == 1


def test_a_rejected_row_gives_way_to_its_mended_one(journal: Journal) -> None:
    bad = Refused(key="a", line=3, request={"prompt": ""}, error="prompt is required")
    assert journal.reject([bad]) == 1
    assert journal.reject([bad]) == 0
    assert journal.known(["a"]) == {}
    assert journal.add([planned("a", 3)]) == 1
    assert [job.state for job in journal.jobs()] == ["planned"]
    with pytest.raises(KeyConflict):
        journal.reject([bad])


def test_the_sums_follow_the_states(journal: Journal) -> None:
    journal.add([planned(key, line, upper="0.3") for line, key in enumerate("abcd", 1)])
    for key in "abcd":
        assert journal.move(key, "sending", expect=("planned",))
    assert sums(journal) == (Decimal(0), Decimal("1.2"))
    assert not journal.move("a", "done", expect=("planned",))
    journal.move("a", "done", expect=("sending",), cost=Decimal("0.1"), billed=1, files=[{"url": "u", "file": "f"}])
    journal.move("b", "failed", expect=("sending",), error_code="X")
    journal.move("c", "unknown", expect=("sending",))
    assert sums(journal) == (Decimal("0.1"), Decimal("0.6"))
    journal.resend("c")  # what it may have cost is counted, and it will be reserved anew
    assert sums(journal) == (Decimal("0.4"), Decimal("0.3"))
    with pytest.raises(JournalError, match="job 'a' is done"):
        journal.resend("a")
    with pytest.raises(JournalError, match="no job 'z'"):
        journal.resend("z")
    assert sums(journal) == (Decimal("0.4"), Decimal("0.3"))
    summary = journal.summary()
    assert (summary.total, summary.images, summary.open) == (4, 1, 2)
    assert summary.states == {"planned": 1, "sending": 1, "done": 1, "failed": 1}


def sums(journal: Journal) -> tuple[Decimal, Decimal]:
    (money,) = journal.money()
    return money.spent, money.reserved


def test_a_network_file_system_is_refused(tmp_path: Path) -> None:
    listed = f"/dev/sda / ext4 rw 0 0\nhost:/x {tmp_path} nfs4 rw 0 0\n"
    with pytest.raises(NetworkFileSystem, match="nfs4") as refused:
        Journal(tmp_path / "j", mounts=lambda: listed)
    assert "a disk of this machine" in str(refused.value)
    assert not (tmp_path / "j").exists()
    local = listed + f"tmpfs {tmp_path} tmpfs rw 0 0\n"  # mounted over it
    Journal(tmp_path / "j", mounts=lambda: local).close()


def test_a_journal_of_a_newer_version_is_refused_and_left_alone(file_journal: Journal) -> None:
    file_journal.set_meta(schema_version="2")
    file_journal.close()
    before = Path(file_journal.place).read_bytes()
    with pytest.raises(JournalTooNew, match=r"version 2 .* knows 1") as refused:
        Journal(file_journal.place)
    assert "pip install -U" in str(refused.value)
    assert Path(file_journal.place).read_bytes() == before


def test_a_journal_of_an_older_version_is_brought_up_to_date(journal: Journal) -> None:
    journal.add([planned("a", 1)])
    journal.close()
    steps = {1: ("ALTER TABLE jobs ADD COLUMN note TEXT",), 2: ("UPDATE jobs SET note = 'new'",)}
    over = database(journal.place)
    schema.prepare(over, version=3, migrations=steps)
    schema.prepare(over, version=3, migrations=steps)
    assert over.rows("SELECT key, note FROM jobs") == [("a", "new")]
    over.close()
    with pytest.raises(JournalTooNew):
        Journal(journal.place)


def test_a_migration_that_fails_changes_nothing(journal: Journal) -> None:
    over = database(journal.place)
    broken = {1: ("ALTER TABLE jobs ADD COLUMN note TEXT", "no statement")}
    with pytest.raises(JournalError, match="syntax error"):
        schema.prepare(over, version=2, migrations=broken)
    over.close()
    Journal(journal.place).close()


def test_what_is_no_journal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a database, and long enough to be looked at" * 30)
    with pytest.raises(JournalError, match="cannot be opened"):
        Journal(tmp_path / "text")
    other = sqlite3.connect(tmp_path / "other")
    other.execute("CREATE TABLE mine (x)")
    other.close()
    with pytest.raises(JournalError, match="not the journal of a batch"):
        Journal(tmp_path / "other")
    with pytest.raises(JournalError, match="there is no journal"):
        Journal(tmp_path / "none", create=False)


def test_it_is_pickled_as_its_path(journal: Journal) -> None:
    journal.add([planned("a", 1)])
    with pickle.loads(pickle.dumps(journal)) as other:
        assert other.get("a") == journal.get("a")


def test_what_is_written_is_on_the_disk(file_journal: Journal) -> None:
    with file_journal.transaction() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_events_are_kept_in_their_order(journal: Journal) -> None:
    journal.add([planned("a", 1)])
    journal.move("a", "skipped", expect=("planned",), event=("skipped", "not wanted"))
    assert [(event.key, event.kind) for event in journal.events()] == [(None, "added"), ("a", "skipped")]
    assert [event.text for event in journal.events("a", kinds=["skipped"])] == ["not wanted"]


def test_what_a_server_says_is_kept_whatever_it_is(journal: Journal) -> None:
    journal.add([planned("a", 1, prompt="nothing \0 at all")])
    journal.move("a", "failed", expect=("planned",), error="broken \0 text 猫 \U0001f600")
    job = journal.get("a")
    assert job is not None
    assert job.request["prompt"] == "nothing \0 at all"
    assert str(job.error).replace("\ufffd", "\0") == "broken \0 text 猫 \U0001f600"


def test_amounts_are_exact(journal: Journal) -> None:
    assert isinstance(planned("a", 1, upper="0.113362"), Planned)
    journal.add([planned(str(line), line, upper="0.113362") for line in range(1, 101)])
    for line in range(1, 101):
        journal.move(str(line), "sending", expect=("planned",))
    assert sums(journal) == (Decimal(0), Decimal("11.3362"))


def test_a_journal_that_cannot_be_written_says_what_to_do(file_journal: Journal) -> None:
    file_journal.add([planned("a", 1)])
    with file_journal.transaction() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")  # as a full disk
    with pytest.raises(JournalError, match="is full") as refused:
        file_journal.add(planned(f"k{line}", line, prompt="x" * 2000) for line in range(2, 200))
    assert "Give its disk room" in str(refused.value)
    assert file_journal.count("planned") == 1

"""Leases: who is believed to live, on this machine and on others, and what becomes of the jobs of who does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from brushwork import Client
from brushwork.batch import Batch, Journal
from brushwork.testing import Emulator
from brushwork_batch import leases
from brushwork_batch.admission import Limit, admit, open_gates
from brushwork_batch.carrier import Carrier
from tests.batch.support import planned

MODEL = "wan2.6-t2i"


@pytest.fixture
def journal(place: str) -> Iterator[Journal]:
    with Journal(place) as made:
        made.add([planned(f"k{line}", line) for line in range(1, 4)])
        open_gates(made, [Limit(model=MODEL, shared=MODEL, step=0.0, most=9)])
        yield made


def elsewhere(journal: Journal, owner: str, silent: float) -> None:
    """Let a worker be one of another machine that was last heard of so many seconds ago."""
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE workers SET host = 'elsewhere', beat = ? WHERE owner = ?", (journal.now() - silent, owner)
        )


def test_a_machine_that_is_silent_for_a_minute_is_dead(journal: Journal) -> None:
    lease = leases.Lease(journal)
    assert admit(journal, lease.owner, key="k1").admitted
    elsewhere(journal, lease.owner, leases.LEASE - 10)
    assert not leases.orphans(journal)
    elsewhere(journal, lease.owner, leases.LEASE + 1)
    assert leases.orphans(journal) == [("k1", lease.owner)]
    assert leases.adopt(journal, "k1", lease.owner, "me")
    assert not leases.adopt(journal, "k1", lease.owner, "you")
    lease.close()


def test_who_was_believed_dead_and_goes_on_keeps_its_next_job(journal: Journal) -> None:
    lease = leases.Lease(journal)
    assert admit(journal, lease.owner, key="k1").admitted
    elsewhere(journal, lease.owner, leases.LEASE + 1)  # a machine that slept, or a network that was cut
    assert leases.orphans(journal) == [("k1", lease.owner)]
    assert leases.adopt(journal, "k1", lease.owner, "me")
    journal.move("k1", "planned", expect=("sending",))
    assert admit(journal, lease.owner, key="k2").admitted
    assert not leases.orphans(journal)
    lease.close()


def test_who_lost_a_job_to_another_does_not_send_it(tmp_path: Path) -> None:
    with Emulator() as api, Journal(tmp_path / "j") as journal:
        client = Client(api.key, base_url=api.url, region="ap-southeast-1")
        Batch([{"key": "k", "model": MODEL, "prompt": "a cat"}], journal=journal, client=client).load()
        open_gates(journal, [Limit(model=MODEL, shared=MODEL, step=0.0, most=9)])
        assert admit(journal, "me", key="k").admitted
        assert leases.adopt(journal, "k", "me", "you")
        Carrier(journal, client, "me", names="{key}").send("k")
        assert not api.ledger
        job = journal.get("k")
        assert job is not None
        assert (job.state, job.owner) == ("sending", "you")
        client.close()


def test_a_job_of_a_dead_worker_keeps_no_other_waiting(tmp_path: Path) -> None:
    with Emulator(polls=1) as api, Journal(tmp_path / "j") as journal:
        client = Client(api.key, base_url=api.url, region="ap-southeast-1")
        rows = [{"key": key, "model": MODEL, "prompt": f"cat {key}"} for key in ("a", "b")]
        batch = Batch(rows, journal=journal, out=tmp_path, client=client, settle=0.1)
        batch.load()
        open_gates(journal, [Limit(model=MODEL, shared=MODEL, step=0.0, most=9)])
        assert admit(journal, "dead", key="a").admitted  # in doubt: no other of its model may be sent
        assert batch.carry(["b"]) == {"b": "done"}
        assert batch.carry(["a"]) == {"a": "done"}
        assert len(api.ledger) == 2
        client.close()

"""Single paid calls: paid for once however often they are asked for, whoever gives up waiting for them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from brushwork import Client, InvalidRequest
from brushwork.batch import Job, Journal, KeyConflict
from brushwork.testing import Emulator, VirtualClock
from brushwork_batch.orders import DAY, Orders, identity

CAT = {"model": "wan2.6-t2i", "prompt": "a cat"}
SYNC = {"model": "qwen-image-2.0", "prompt": "a cat"}
WAIT = 20.0


class Shop:
    """Orders on an emulator, with a clock that may be advanced."""

    def __init__(self, folder: Path, *, budget: str | None = None, latency: float = 0.0) -> None:
        self.folder = folder
        self.clock = VirtualClock(real=True)
        self.api = Emulator(key="sk-emulator-right", clock=self.clock, polls=1, latency=latency).start()
        self.journal = Journal(folder / "j", now=self.clock.now)
        if budget is not None:
            self.journal.set_budget("USD", Decimal(budget))
        self.orders = self.opened()

    def opened(self, key: str | None = None) -> Orders:
        client = Client(key or self.api.key, base_url=self.api.url, region="ap-southeast-1", clock=self.clock)
        return Orders(self.journal, client, out=self.folder / "out", settle=0.3)

    @property
    def posts(self) -> int:
        return len(self.api.ledger)

    def ended(self, job: Job) -> Job:
        found = self.orders.wait(job.key, WAIT)
        assert found is not None
        assert found.ended, found
        return found

    def close(self) -> None:
        self.orders.close()
        self.orders.client.close()
        self.journal.close()
        self.api.close()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("request_", [CAT, SYNC], ids=["task", "sync"])
def test_a_call_is_made_saved_and_priced(shop: Shop, request_: dict[str, str]) -> None:
    job = shop.ended(shop.orders.place(request_, "a"))
    assert job.state == "done"
    assert [Path(path).read_bytes()[:4] for path in job.paths] == [b"\x89PNG"]
    assert job.cost is not None
    assert shop.posts == 1


def test_ten_who_ask_for_the_same_at_once_pay_for_one(shop: Shop) -> None:
    with ThreadPoolExecutor(10) as pool:
        placed = list(pool.map(partial(shop.orders.place, CAT), ["a"] * 10))
    assert {shop.ended(job).paths for job in placed} == {shop.ended(placed[0]).paths}
    assert shop.ended(shop.orders.place(CAT, "a")).paths == shop.ended(placed[0]).paths
    assert shop.posts == 1
    assert shop.ended(shop.orders.place(CAT, "b")).paths != shop.ended(placed[0]).paths
    assert shop.posts == 2


def test_who_gives_up_waiting_loses_nothing(tmp_path: Path) -> None:
    shop = Shop(tmp_path, latency=1.0)
    job = shop.orders.place(SYNC, "a")
    waiting = shop.orders.wait(job.key, 0.05)
    assert waiting is not None
    assert not waiting.ended
    assert shop.ended(shop.orders.place(SYNC, "a")).state == "done"
    assert shop.posts == 1
    shop.close()


def test_ten_at_once_never_pass_the_budget(tmp_path: Path) -> None:
    shop = Shop(tmp_path, budget="0.10")
    upper = shop.orders.check(CAT).upper
    assert upper is not None
    with ThreadPoolExecutor(10) as pool:
        placed = list(pool.map(partial(shop.orders.place, CAT), map(str, range(10))))
    jobs = [shop.ended(job) for job in placed]
    done, refused = [job for job in jobs if job.state == "done"], [job for job in jobs if job.state == "skipped"]
    assert len(done) == int(Decimal("0.10") / upper) == shop.posts
    assert len(done) + len(refused) == 10
    assert {job.error_code for job in refused} == {"BudgetExceeded"}
    assert "it may cost 0.03 USD; 0.01 USD of the budget are left" in str(refused[0].error)
    (money,) = shop.journal.money()
    assert money.spent + money.reserved <= Decimal("0.10")
    shop.close()


def test_what_ended_without_a_bill_is_tried_anew_and_what_was_made_is_kept_for_a_day(shop: Shop) -> None:
    shop.api.faults.add("moderated", nth=1)
    first = shop.ended(shop.orders.place(CAT, "r"))
    assert (first.state, first.error_code) == ("failed", "DataInspectionFailed")
    assert shop.orders.find("r") is None
    assert shop.orders.place(CAT, "r").key == "r.2"
    made = shop.ended(shop.orders.place(CAT, "a"))
    shop.clock.advance(DAY - 60)
    assert shop.orders.find("a") == made
    shop.clock.advance(120)
    assert shop.orders.find("a") is None
    assert shop.ended(shop.orders.place(CAT, "a")).key == "a.2"


def test_an_identity_stands_for_one_request(shop: Shop) -> None:
    shop.orders.place(CAT, "a")
    with pytest.raises(KeyConflict):
        shop.orders.place({**CAT, "prompt": "a dog"}, "a")
    with pytest.raises(InvalidRequest):
        shop.orders.place({**CAT, "n": 40}, "b")
    assert shop.journal.get("b") is None


def test_an_outcome_that_nobody_knows_is_not_bought_again(shop: Shop) -> None:
    shop.api.faults.add("drop-after-accepting", nth=1)
    job = shop.ended(shop.orders.place(SYNC, "a"))
    assert job.state == "unknown"
    assert shop.orders.place(SYNC, "a") == job
    assert shop.posts == 1


def test_a_key_that_is_refused_is_told_and_the_next_call_tries_again(shop: Shop) -> None:
    shop.orders.close()
    shop.orders = shop.opened("sk-emulator-wrong")
    job = shop.ended(shop.orders.place(CAT, "a"))
    assert (job.state, job.error_code) == ("skipped", "Paused")
    assert "InvalidApiKey" in str(job.error)
    shop.orders.close()
    shop.orders = shop.opened()
    assert shop.ended(shop.orders.place(CAT, "a")).state == "done"


def test_what_a_dead_process_left_is_collected_and_what_it_had_not_sent_waits_to_be_asked_for(shop: Shop) -> None:
    shop.orders.close()
    client = shop.orders.client
    task = client.prepare({**CAT, "protocol": "async"}).submit()
    shop.journal.add([shop.orders.check(CAT, key="sent"), shop.orders.check(SYNC, key="not-sent")])
    shop.journal.move("sent", "submitted", expect=("planned",), owner="dead", task_id=task.id, submitted_at=0.0)
    shop.orders = shop.opened()
    collected = shop.orders.wait("sent", WAIT)
    assert collected is not None
    assert collected.state == "done"
    left = shop.journal.get("not-sent")
    assert left is not None
    assert left.state == "planned"
    assert shop.ended(shop.orders.place(SYNC, "not-sent")).state == "done"
    assert shop.posts == 2


def test_a_task_that_waits_can_be_cancelled_and_what_was_never_sent(tmp_path: Path) -> None:
    shop = Shop(tmp_path, latency=30.0)
    shop.journal.add([shop.orders.check(SYNC, key="planned")])
    assert shop.orders.cancel("planned")
    assert not shop.orders.cancel("planned")
    assert not shop.orders.cancel("nobody")
    cancelled = shop.journal.get("planned")
    assert cancelled is not None
    assert cancelled.state == "skipped"
    shop.close()


def test_an_identity_is_the_same_for_the_same_parts() -> None:
    assert identity("me", {"b": 1, "a": 2}) == identity("me", {"a": 2, "b": 1})
    assert len({identity("me", 1), identity("me", "1"), identity("you", 1), identity("me", 1, None)}) == 4

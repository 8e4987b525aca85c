"""The ledger holds each accepted request with its images and their price."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from brushwork_emulator.wire import Call
from tests.emulator.services import ASYNC, IG, KEY, MM, START, messages, send, service

HOST = {"Host": "dashscope.aliyuncs.com"}


@pytest.mark.parametrize(
    ("extend", "headers", "price", "currency"),
    [
        ({}, {}, "0.015", "USD"),
        ({"prompt_extend": True}, {}, "0.03", "USD"),
        ({"prompt_extend": False}, HOST, "0.1", "CNY"),
        ({"prompt_extend": True}, HOST, "0.2", "CNY"),
    ],
)
def test_prices_are_those_of_the_region(
    extend: dict[str, bool], headers: dict[str, str], price: str, currency: str
) -> None:
    to = service()
    assert send(to, MM, messages("z-image-turbo", **extend), **headers)[0] == 200
    (entry,) = to.ledger
    assert (Decimal(entry["price"] or "0"), entry["currency"], entry["images"]) == (Decimal(price), currency, 1)


def test_an_entry_tells_what_was_asked_and_answered() -> None:
    to = service()
    body = messages("wan2.6-t2i", n=3)
    _, document = send(to, IG, body, **ASYNC)
    (entry,) = to.ledger
    assert entry["headers"]["authorization"] == "Bearer …"
    assert entry == {
        "number": 1,
        "time": START,
        "method": "POST",
        "path": IG,
        "headers": entry["headers"],
        "body": body,
        "model": "wan2.6-t2i",
        "mode": "generate",
        "protocol": "async",
        "region": "ap-southeast-1",
        "request_id": document["request_id"],
        "task_id": document["output"]["task_id"],
        "images": 3,
        "price": "0.03",
        "currency": "USD",
        "cost": "0.09",
    }


def test_sums_are_by_currency() -> None:
    to = service()
    send(to, MM, messages("wan2.6-t2i", n=2))
    send(to, MM, messages("wan2.7-image", n=1))
    send(to, MM, messages("wan2.6-t2i", n=1), **HOST)
    assert (len(to.ledger), to.ledger.images) == (3, 4)
    assert to.ledger.cost == {"USD": Decimal("0.09"), "CNY": Decimal("0.20")}
    to.ledger.clear()
    assert (len(to.ledger), to.ledger.images, to.ledger.cost) == (0, 0, {})


def test_the_debug_address_tells_all_of_it_without_the_key() -> None:
    to = service()
    send(to, MM, messages("wan2.6-t2i", prompt="一只猫", n=2))
    reply = to.reply(Call("GET", "/__emulator__/ledger", {}, b""))
    document = json.loads(reply.content)
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/json")
    assert (document["requests"], document["images"], document["cost"]) == (1, 2, {"USD": "0.06"})
    assert document["entries"] == list(to.ledger)
    assert KEY not in reply.content.decode()


def test_what_failed_is_refunded_once() -> None:
    to = service()
    call = Call(
        "POST",
        to.api.base_path + MM,
        {"Authorization": f"Bearer {KEY}"},
        json.dumps(messages("wan2.6-t2i", n=4)).encode(),
    )
    assert to.reply(call).status == 200
    assert call.refund is not None
    for failed, billed in ((1, 3), (1, 3), (3, 1), (1, 1), (None, 0), (1, 0)):
        call.refund(failed)
        assert (to.ledger.images, to.ledger.cost["USD"]) == (billed, Decimal("0.03") * billed)

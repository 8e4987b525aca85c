"""The ledger holds each accepted request with its images and their price."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from brushwork import Client
from brushwork_emulator.ledger import bill
from brushwork_emulator.wire import Call
from brushwork_runtime import Model, Price
from tests.emulator.services import ASYNC, IG, KEY, MM, MODELS, START, messages, send, service

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
        "input_price": "0",
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


def priced(*prices: Price) -> Model:
    """A model of the package with these prices."""
    table = MODELS.table("qwen-image-2.0")
    kept: dict[str, Any] = {name: getattr(table, name) for name in Model.__slots__}
    kept |= {"modes": tuple(table.modes.values()), "prices": prices}
    return Model(kept.pop("id"), **kept)


BY_AREA = priced(
    Price("ap-southeast-1", "0.04", "USD", output_pixels=(None, 2250000)),
    Price("ap-southeast-1", "0.075", "USD", output_pixels=(2250001, None)),
    Price("ap-southeast-1", "0.003", "USD", per="input_image"),
)
REFERENCES = [f"https://images.test/{number}.png" for number in range(2)]


@pytest.mark.parametrize(
    ("size", "images", "cost"),
    [
        ("1500*1500", [], "0.08"),
        ("1536*1536", [], "0.150"),
        ("1536*1536", REFERENCES, "0.156"),
        (None, [], "0.150"),  # the default of 2048*2048
    ],
)
def test_the_area_and_what_goes_in_are_billed_as_estimated(size: str | None, images: list[str], cost: str) -> None:
    to = service(models=[BY_AREA])
    values = {} if size is None else {"size": size}
    body = messages("qwen-image-2.0", *images, n=2, **values)
    assert send(to, MM, body)[0] == 200
    (entry,) = to.ledger
    assert Decimal(entry["cost"] or 0) == Decimal(cost)
    client = Client(api_key=KEY, region="ap-southeast-1", specs=[BY_AREA])
    flat = {"model": "qwen-image-2.0", "prompt": "a cat", "n": 2, "reference_images": images, **values}
    assert client.prepare(flat).estimate().maximum == Decimal(cost)


def test_nothing_made_bills_nothing_that_went_in() -> None:
    to = service(models=[BY_AREA])
    send(to, MM, messages("qwen-image-2.0", *REFERENCES, n=1))
    (entry,) = to.ledger
    assert Decimal(entry["cost"] or 0) == Decimal("0.046")
    bill(entry, 0)
    assert Decimal(entry["cost"] or 1) == 0


def test_what_is_free_and_what_cannot_be_bought() -> None:
    for price, cost in ((Price("ap-southeast-1", "0", None), "0"), (Price("ap-southeast-1", None, None), None)):
        to = service(models=[priced(price)])
        send(to, MM, messages("qwen-image-2.0", n=2))
        (entry,) = to.ledger
        assert (entry["cost"], entry["images"], to.ledger.cost) == (cost, 2, {})

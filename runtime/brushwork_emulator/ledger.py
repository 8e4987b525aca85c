"""Which requests were accepted, how many images they billed, and at which price."""

from __future__ import annotations

import json
import threading
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brushwork_emulator.orders import Order
    from brushwork_emulator.wire import Call
    from brushwork_runtime import Price

PATH = "/__emulator__/ledger"


class Entry(TypedDict):
    """An accepted request.

    `number` counts from 1, `time` is in seconds since 1970. `headers` are without the key. `images` is how many are
    billed: only those that were made. `price` is the list price of one in the region, `input_price` that of all images
    that went in, which are billed if any was made, `cost` that of all, as decimals in text; with `currency` they are
    None where no price is known. `task_id` is None for other than tasks.
    """

    number: int
    time: float
    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, object]
    model: str
    mode: str
    protocol: str
    region: str
    request_id: str
    task_id: str | None
    images: int
    price: str | None
    input_price: str
    currency: str | None
    cost: str | None


class Ledger:
    """The accepted requests in their order, a sequence of `Entry`. Safe for threads."""

    __slots__ = ("_entries", "_lock", "_number")

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._lock = threading.Lock()
        self._number = 0

    def add(
        self, call: Call, order: Order, body: dict[str, object], *, path: str, region: str, time: float, request_id: str
    ) -> Entry:
        """Enter a request that was accepted, with all its images billed; `bill` changes that."""
        shown = {name: "Bearer …" if name == "authorization" else value for name, value in call.headers.items()}
        price, of_input = price_of(order, region, "image"), price_of(order, region, "input_image")
        input_price = Decimal(of_input.amount or 0) * len(order.images) if of_input else Decimal(0)
        with self._lock:
            self._number += 1
            entry = Entry(
                number=self._number,
                time=time,
                method=call.method,
                path=path,
                headers=shown,
                body=body,
                model=order.model_id,
                mode=order.mode.name,
                protocol=order.route.protocol,
                region=region,
                request_id=request_id,
                task_id=None,
                images=order.count,
                price=price.amount if price else None,
                input_price=str(input_price),
                currency=price.currency or (of_input.currency if of_input else None) if price else None,
                cost=None,
            )
            self._entries.append(entry)
        bill(entry, order.count)
        return entry

    @property
    def images(self) -> int:
        """Images billed in all."""
        return sum(entry["images"] for entry in self)

    @property
    def cost(self) -> dict[str, Decimal]:
        """Currency -> what all images cost together at list prices."""
        costs: dict[str, Decimal] = {}
        for entry in self:
            if entry["currency"] is not None and entry["cost"] is not None:
                costs[entry["currency"]] = costs.get(entry["currency"], Decimal()) + Decimal(entry["cost"])
        return costs

    def clear(self) -> None:
        """Forget every entry."""
        with self._lock:
            self._entries.clear()

    def to_json(self) -> str:
        """{"requests", "images", "cost": {currency: amount}, "entries": [...]}."""
        entries = list(self)
        cost = {currency: str(amount) for currency, amount in self.cost.items()}
        document = {"requests": len(entries), "images": self.images, "cost": cost, "entries": entries}
        return json.dumps(document, ensure_ascii=False)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))

    def __getitem__(self, index: int) -> Entry:
        return self._entries[index]

    def __repr__(self) -> str:
        return f"<Ledger: {len(self)} requests, {self.images} images>"


def bill(entry: Entry, images: int) -> None:
    """Bill so many images: fewer than were asked for where some failed, none for a task that was cancelled."""
    entry["images"] = images
    cost = Decimal(entry["price"] or 0) * images + (Decimal(entry["input_price"]) if images else 0)
    entry["cost"] = None if entry["price"] is None else str(cost)


def refunds(entry: Entry, asked: int) -> Callable[[int | None], None]:
    """Take this many of the requested images off the bill, all of them for None; a second call changes nothing."""

    def refund(images: int | None) -> None:
        bill(entry, 0 if images is None else max(0, min(entry["images"], asked - images)))

    return refund


def price_of(order: Order, region: str, per: str) -> Price | None:
    """The list price of an image of this order, or of one that goes in, in the currency of the region's first price."""
    area = order.width * order.height
    here = [
        price for price in order.model.prices if price.region == region and price.per == per and price.of_area(area)
    ]
    return next(
        (price for price in here if all(_is(order.value(name), wanted) for name, wanted in price.when.items())), None
    )


def _is(value: object, wanted: object) -> bool:
    return value in wanted if isinstance(wanted, (list, tuple)) else value == wanted

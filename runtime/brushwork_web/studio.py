"""What the server works with, and the one way in which it checks and buys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brushwork_batch.orders import identity
from brushwork_runtime import tr
from brushwork_web.errors import OverLimit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from brushwork_batch.journal import Journal
    from brushwork_batch.orders import Orders
    from brushwork_batch.records import Job
    from brushwork_runtime import Prepared, SyncClient
    from brushwork_web.pictures import Pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """The client and its orders, the pictures, and what is allowed.

    `token` lets clients in; `hosts` are names to answer to beside those of loopback. `emulated`: nothing costs
    anything. `most` is what one call may cost, in `currency`. `model` is the one of a request that names none. `wait`
    is how many seconds a program is kept waiting for its pictures. `ways` are what is served: "page", "openai".
    `texts` gives what models and schemas say in a language, by its English.
    """

    client: SyncClient
    orders: Orders
    pictures: Pictures
    token: str
    emulated: bool
    model: str
    version: str
    hosts: tuple[str, ...] = ()
    most: Decimal | None = None
    currency: str | None = None
    wait: float = 300.0
    ways: tuple[str, ...] = ("page", "openai")
    texts: Callable[[str], Mapping[str, str]] = lambda _: {}

    @property
    def journal(self) -> Journal:
        """Where every order stands."""
        return self.orders.journal

    def prepared(self, request: Mapping[str, Any]) -> Prepared[Any, Any]:
        """A flat request, checked; free. It may name handles of pictures and addresses, but no files of this machine.

        Raises `InvalidRequest`, `UnknownPicture`.
        """
        self.client.prepare(self.pictures.masked(request))
        return self.client.prepare(self.pictures.located(request), local_files=True)

    def buy(self, request: Mapping[str, Any], *who: object, name: str | None = None) -> Job:
        """Place the order of a flat request, or find the one that `who` placed for the same within a day.

        With a `name`, that is what makes it the same. Raises what `prepared` does, `OverLimit`, and `KeyConflict` for
        a name that stands for another request.
        """
        self.client.prepare(self.pictures.masked(request))
        located = self.pictures.located(request)
        mark = identity(*who, located) if name is None else identity(*who, "named", name)
        self._hold(located)
        return self.orders.place(located, mark)

    def known(self, request: Mapping[str, Any], *who: object) -> Job | None:
        """The order that buying it would find, at no further cost."""
        return self.orders.find(identity(*who, self.pictures.located(request)))

    def _hold(self, located: Mapping[str, Any]) -> None:
        if self.most is None:
            return
        row = self.orders.check(located)
        if row.upper is None or row.upper > self.most or (row.upper and row.currency != self.currency):
            raise OverLimit(
                tr(
                    "it may cost {upper} {currency}; one call may cost {most} {own}",
                    upper="?" if row.upper is None else row.upper,
                    currency=row.currency or "",
                    most=self.most,
                    own=self.currency or "",
                ),
                hint=tr("Whoever runs the server sets it with --max-cost."),
            )

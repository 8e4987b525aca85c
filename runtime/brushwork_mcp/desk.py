"""The desk of a server: it takes wishes of agents, holds them to the terms, and orders what may be bought.

Everything here blocks, and nothing knows of the protocol: the tools call it from threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from brushwork_batch.carrier import SETTLE
from brushwork_batch.orders import Orders
from brushwork_mcp.wishes import Refused, Wishes
from brushwork_runtime import BrushworkError, InvalidRequest

if TYPE_CHECKING:
    from brushwork_batch.journal import Journal
    from brushwork_batch.records import Job, Money
    from brushwork_mcp.terms import Amount, Terms
    from brushwork_mcp.wishes import Wish
    from brushwork_runtime import SyncClient

Consent = Literal["not needed", "given", "refused", "cannot be asked for"]
"""What the user says to a call that costs more than is bought without asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """An order that was placed, or found: `repeated` tells that an earlier call asked for the same."""

    job: Job
    repeated: bool


class Desk:
    """What the tools of a server do, for a client and a journal on some terms. Safe for threads.

    Raises `JournalError` for a journal of another region.
    """

    def __init__(self, client: SyncClient, journal: Journal, terms: Terms, *, settle: float = SETTLE) -> None:
        self.client = client
        self.journal = journal
        self.terms = terms
        self.wishes = Wishes(client, journal, terms)
        if terms.budget is not None:
            journal.set_budget(terms.budget.currency, terms.budget.amount)
        self.orders = Orders(journal, client, out=terms.out, settle=settle)
        journal.set_meta(out=str(terms.out))

    def close(self, patience: float = 0.0) -> None:
        """Take no more orders. Those that are on their way are waited for, so many seconds at most."""
        self.orders.close(patience)

    # Before anything is bought

    def known(self, wish: Wish) -> Job | None:
        """The job that a repeat of a wish gets; None where it would be bought."""
        return self.orders.find(wish.identity)

    def objection(self, wish: Wish) -> str | None:
        """Why the terms do not allow a wish, whoever agrees to it; None if they do."""
        cost, most = wish.cost, self.terms.max_cost
        if cost.maximum is None:
            if self.terms.emulated and self.terms.budget is None and most is None:
                return None
            return f"What it costs is not known ({cost.basis}), and this server buys nothing of unknown price."
        for limit, flag in ((most, "--max-cost-per-call"), (self.terms.budget, "--budget")):
            if limit is None or not cost.currency:
                continue
            if cost.currency != limit.currency:
                return f"It is priced in {cost.currency}, and {flag} of this server is {limit}."
            if cost.maximum > limit.amount:
                return f"It may cost {cost}, and {flag} of this server is {limit}."
        return None

    def question(self, wish: Wish) -> str | None:
        """What the user is asked before a wish is bought; None where nobody needs to be.

        It is made of the wish alone, so that it is the same each time.
        """
        cost = wish.cost
        if not _above(wish, self.terms.ask_above) or self.objection(wish) is not None or self.known(wish) is not None:
            return None
        prompt = " ".join(str(wish.request.get("prompt") or "").split())
        shown = prompt if len(prompt) <= 200 else f"{prompt[:199]}…"
        return f"{wish.model} is to make “{shown}” ({wish.mode}). It may cost {cost}. Buy it?"

    def affordable(self, wish: Wish) -> bool:
        """Whether terms and budget allow a wish now."""
        if self.objection(wish) is not None:
            return False
        left = {money.currency: _left(money) for money in self.journal.money()}
        room = left.get(wish.cost.currency or "")
        return room is None or wish.cost.maximum is None or wish.cost.maximum <= room

    # Buying

    def buy(self, wish: Wish, consent: Consent) -> Ordered:
        """Order a wish, or find what an earlier call ordered. Raises `Refused`."""
        job = self.known(wish)
        if job is None:
            objection = self.objection(wish) or self._unasked(wish, consent)
            if objection is not None:
                raise Refused(f"{objection} Nothing was sent.")
        try:
            return Ordered(job=self.orders.place(wish.request, wish.identity), repeated=job is not None)
        except InvalidRequest as error:
            raise Refused(error.message, error.violations) from error
        except BrushworkError as error:
            raise Refused(str(error)) from error

    def _unasked(self, wish: Wish, consent: Consent) -> str | None:
        if consent in ("not needed", "given") or not _above(wish, self.terms.ask_above):
            return None
        if consent == "refused":
            return "The user was asked, and does not want it."
        return (
            f"It may cost {wish.cost}, and above {self.terms.ask_above} the user is to be asked, which this client "
            "cannot do. Ask for less, or have the user start the server with a higher --ask-above."
        )

    # After that

    def job(self, handle: str) -> Job:
        """An order by its handle. Raises `Refused`."""
        job = self.journal.get(handle)
        if job is None or job.state == "rejected":
            raise Refused(f"There is no order {handle!r}. list_images tells those there are.")
        return job

    def collect(self, handle: str) -> bool:
        """Fetch what an order made if nobody does so; whether it is worth waiting for. Raises `Refused`."""
        job = self.job(handle)
        self.orders.collect(job.key)
        return not job.ended and (job.state != "planned" or self.orders.carries(job.key))

    def wait(self, handle: str, seconds: float) -> Job:
        """An order once it has ended, or as it stands after so many seconds. Raises `Refused`."""
        return self.orders.wait(handle, seconds) or self.job(handle)

    def cancel(self, handle: str) -> tuple[bool, Job]:
        """Give an order up where that can be done; whether it was, and how it stands. Raises `Refused`."""
        self.job(handle)
        try:
            done = self.orders.cancel(handle)
        except (BrushworkError, OSError) as error:
            raise Refused(str(error)) from error
        return done, self.wait(handle, 2.0 if done else 0.0)

    def listed(self, limit: int, state: str | None = None) -> tuple[list[Job], bool]:
        """The last orders, the newest first, at most so many, and whether there are more."""
        jobs = [job for job in self.journal.jobs() if job.state != "rejected" and state in (None, job.state)]
        return jobs[: -limit - 1 : -1], len(jobs) > limit

    def spending(self) -> dict[str, Any]:
        """What was spent and what may be, in words of JSON: amounts are text."""
        return {
            "emulated": self.terms.emulated,
            "budget": _text(self.terms.budget),
            "max_cost_per_call": _text(self.terms.max_cost),
            "ask_above": _text(self.terms.ask_above),
            "sums": [
                {
                    "currency": money.currency,
                    "spent": f"{money.spent:f}",
                    "reserved": f"{money.reserved:f}",
                    "left": None if money.budget is None else f"{_left(money):f}",
                }
                for money in self.journal.money()
            ],
            "orders": dict(self.journal.summary().states),
        }


def _above(wish: Wish, limit: Amount | None) -> bool:
    cost = wish.cost
    if limit is None or not cost.currency or cost.maximum is None:
        return False
    return cost.currency != limit.currency or cost.maximum > limit.amount


def _left(money: Money) -> Any:
    return None if money.budget is None else money.budget - money.spent - money.reserved


def _text(limit: Amount | None) -> str | None:
    return None if limit is None else str(limit)

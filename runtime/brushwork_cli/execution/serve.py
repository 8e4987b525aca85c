"""The server of `brushwork serve`, from its settings to Ctrl-C."""

from __future__ import annotations

import secrets
import signal
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from brushwork_batch.journal import Journal
from brushwork_batch.orders import Orders
from brushwork_cli import streams
from brushwork_cli.options.budget import Limit, currency_of
from brushwork_cli.options.request import DEFAULT_MODEL
from brushwork_runtime import ConfigError, tr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import FrameType

    from brushwork_cli.session import Session
    from brushwork_runtime import SyncClient
    from brushwork_web.server import Server

SHORTEST = 12
"""Characters of the shortest token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """The options of the command, as they were given."""

    host: str
    port: int
    hosts: tuple[str, ...]
    token: str | None
    out: Path
    budget: Limit | None
    most: Limit | None
    unpriced: bool
    ways: tuple[str, ...]
    wait: float


def run(session: Session, options: Serving) -> int:
    """Serve until Ctrl-C or SIGTERM, and return the exit code.

    Raises `ImportError` where the packages of the extra are missing, `ConfigError`, and `JournalError`.
    """
    from brushwork_web import check_packages

    check_packages()
    if options.token is not None and len(options.token) < SHORTEST:
        raise click.UsageError(tr("--token has fewer than {count} characters.", count=SHORTEST))
    client = _client(session)
    if not session.emulator and options.budget is None:
        client.close()
        raise click.UsageError(
            tr("There is a key, so --budget must say what the server may spend, such as 5USD; or use --emulator.")
        )
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / ("emulator.journal" if session.emulator else "serve.journal")
    with client, Journal(path) as journal:
        _set_budget(session, journal, options.budget)
        _serve(session, options, client, journal)
    return 0


def _client(session: Session) -> SyncClient:
    """A client with its key; where there is none, one of the emulator."""
    if not session.emulator:
        client = session.client()
        if client.settings.api_key is not None or session.fetched_key() is not None:
            session.unlock(client)
            return client
        client.close()
        session.emulator = True
    from brushwork_emulator import check_packages

    check_packages()
    return session.client()


def _set_budget(session: Session, journal: Journal, budget: Limit | None) -> None:
    if budget is None:
        return
    currency = budget.currency or currency_of(session)
    if currency is None:
        raise click.UsageError(tr("--budget needs a currency, such as 5USD: the region has no prices."))
    for money in journal.money():
        journal.set_budget(money.currency, None)
    journal.set_budget(currency, budget.amount)


def _most(session: Session) -> Limit | None:
    """The lowest max_cost of the settings. Raises `ConfigError` for one that is no amount."""
    try:
        found = [Limit(each.value) for each in session.configuration.limits]
    except ValueError as error:
        raise ConfigError(f"max_cost {error}") from None
    return min(found, key=lambda each: each.amount, default=None)


def _serve(session: Session, options: Serving, client: SyncClient, journal: Journal) -> None:
    from brushwork_web.pictures import Pictures
    from brushwork_web.server import Server
    from brushwork_web.studio import Studio

    most = options.most or _most(session)
    token = options.token or secrets.token_hex(16)
    studio = Studio(
        client=client,
        orders=Orders(journal, client, out=options.out, unpriced=options.unpriced),
        pictures=Pictures(options.out, journal, token),
        token=token,
        emulated=session.emulator,
        model=session.configuration["model"] or DEFAULT_MODEL,
        version=session.package.version,
        hosts=options.hosts if options.host in ("127.0.0.1", "::1", "localhost") else (*options.hosts, options.host),
        most=None if most is None else most.amount,
        currency=None if most is None else most.currency or currency_of(session),
        wait=options.wait,
        ways=options.ways,
        texts=session.package.texts,
    )
    try:
        server = Server(studio, host=options.host, port=options.port)
    except OSError as error:
        studio.orders.close()
        raise click.UsageError(
            tr("port {port} of {host} is not available: {error}", port=options.port, host=options.host, error=error)
        ) from error
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with server:
            _tell(session, server, options.ways)
            while not stopped.wait(3600):
                pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell(session: Session, server: Server, ways: tuple[str, ...]) -> None:
    studio = server.studio
    told = _addresses(server, ways)
    if session.json:
        money = [
            {"currency": each.currency, "budget": _text(each.budget), "spent": str(each.spent)}
            for each in studio.journal.money()
        ]
        streams.document({**told, "emulator": studio.emulated, "journal": studio.journal.name, "money": money})
        return
    streams.data("\n".join(str(told[name]) for name in ("page", "base_url") if told.get(name)))
    if "openai" in ways:
        session.say(tr("openai: base_url={base_url} api_key={token}", base_url=told["base_url"], token=studio.token))
    if studio.emulated:
        session.say(tr("Without a key: the emulator draws the pictures, and nothing costs anything."))
    for sums in studio.journal.money():
        if sums.budget is not None:
            session.say(
                tr(
                    "budget: {currency} {budget}, of which {spent} are spent",
                    currency=sums.currency,
                    budget=sums.budget,
                    spent=sums.spent + sums.reserved,
                )
            )
    session.say(tr("journal: {journal}\nPress Ctrl-C to stop.", journal=studio.journal.name))


def _addresses(server: Server, ways: tuple[str, ...]) -> Mapping[str, Any]:
    page = {"page": server.entrance} if "page" in ways else {}
    programs = {"base_url": f"{server.origin}/v1"} if "openai" in ways else {}
    return {**page, **programs, "token": server.studio.token}


def _text(value: object) -> str | None:
    return None if value is None else str(value)

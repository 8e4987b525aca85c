"""What `brushwork mcp` does: the terms of the user, a journal, and a server until it ends."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brushwork_batch.journal import Journal
from brushwork_cli import streams
from brushwork_cli.options.budget import Limit
from brushwork_cli.options.request import DEFAULTS
from brushwork_runtime import ConfigError, speak, tr

if TYPE_CHECKING:
    from brushwork_cli.session import Session
    from brushwork_mcp.terms import Amount, Give
    from brushwork_runtime import SyncClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of `brushwork mcp`, None or empty where they are not given."""

    out: Path
    allow: tuple[Path, ...]
    journal: Path | None
    give: Give
    budget: Limit | None
    most: Limit | None
    ask: Limit | None
    http: bool
    host: str
    port: int
    origins: tuple[str, ...]


def serve(session: Session, options: Options) -> None:
    """Serve until the client is gone, or until Ctrl-C. Raises `ImportError` where the extra is missing."""
    if find_spec("mcp") is None:
        raise ImportError(tr("the server for agents needs the package mcp: pip install 'brushwork[mcp]'"))
    from brushwork_mcp import serving
    from brushwork_mcp.desk import Desk
    from brushwork_mcp.terms import Terms

    _without_a_key(session)
    with ExitStack() as held:
        client = held.enter_context(session.client())
        if not session.emulator:
            session.unlock(client)
            if options.budget is None:
                raise click.UsageError(
                    tr("Missing option '--budget': what agents may spend in all, such as --budget 5USD.")
                )
        currency = _currency(session, client)
        out = options.out.expanduser().absolute()
        out.mkdir(parents=True, exist_ok=True)
        terms = Terms(
            out=out,
            allow=tuple(map(_folder, options.allow)),
            give=options.give,
            budget=_amount(options.budget, currency, "--budget"),
            max_cost=_most(session, options.most, currency),
            ask_above=_amount(options.ask, currency, "--ask-above"),
            models=_models(session),
            emulated=session.emulator,
        )
        place = options.journal or (
            Path(held.enter_context(tempfile.TemporaryDirectory())) / "mcp.journal"
            if session.emulator
            else out / "mcp.journal"
        )
        desk = Desk(client, held.enter_context(Journal(place)), terms)
        speak("en")  # what language models read is the same everywhere
        if options.http:
            serving.http(
                desk,
                session.package.version,
                host=options.host,
                port=options.port,
                origins=options.origins,
                told=partial(_tell, session),
            )
        else:
            serving.stdio(desk, session.package.version)


def _tell(session: Session, address: str) -> None:
    if session.json:
        streams.document({"url": address})
        sys.stdout.flush()
    else:
        session.say(tr("serving at {address}; press Ctrl-C to stop", address=address))


def _folder(given: Path) -> Path:
    """A folder that is there; the settings of clients know no shell that would expand ~."""
    folder = given.expanduser().absolute()
    if not folder.is_dir():
        raise click.BadParameter(tr("there is no folder {folder}", folder=folder), param_hint="--allow-dir")
    return folder


def _without_a_key(session: Session) -> None:
    """Where there is no key, the emulator stands in, and says so."""
    keys = ("api_key", "api_key_command", "api_key_keyring")
    if session.emulator or any(session.configuration[name] is not None for name in keys):
        return
    session.emulator = True
    session.say(
        tr("There is no key, so an emulator makes the pictures: nothing is billed. `brushwork login` keeps a key.")
    )


def _currency(session: Session, client: SyncClient) -> str | None:
    """The currency of the prices of the region; None where it has none."""
    region = client.settings.region
    prices = (price for model in session.registry.tables() for price in model.prices if price.region == region)
    return next((price.currency for price in prices if price.currency), None)


def _amount(limit: Limit | None, currency: str | None, flag: str) -> Amount | None:
    from brushwork_mcp.terms import Amount

    if limit is None:
        return None
    found = limit.currency or currency
    if found is None:
        raise click.UsageError(tr("{flag} is {amount} of which currency? Write it as 5USD.", flag=flag, amount=limit))
    return Amount(amount=limit.amount, currency=found)


def _most(session: Session, typed: Limit | None, currency: str | None) -> Amount | None:
    """What a call may cost: as the option says, else the lowest max_cost of the settings."""
    if typed is not None:
        return _amount(typed, currency, "--max-cost-per-call")
    try:
        limits = [(Limit(each.value), each.origin) for each in session.configuration.limits]
    except ValueError as error:
        raise ConfigError(f"max_cost {error}") from None
    found = [_amount(limit, currency, f"max_cost ({origin})") for limit, origin in limits]
    return min(filter(None, found), key=lambda each: each.amount, default=None)


def _models(session: Session) -> dict[str, str]:
    """Mode -> the model where an agent names none: the configured one if it has the mode, else the usual one."""
    configured = session.configuration["model"]
    modes = session.registry.table(configured).modes if configured is not None else ()
    usual = {mode: model for mode, model in DEFAULTS.items() if model in session.registry}
    return {**usual, **{mode: configured for mode in modes if configured is not None}}

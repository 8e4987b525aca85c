"""The emulated service on a port, by default of the loopback interface."""

from __future__ import annotations

import importlib.util
import weakref
from typing import TYPE_CHECKING

from brushwork_emulator.clock import VirtualClock
from brushwork_emulator.console.console import Console
from brushwork_emulator.faults import Faults, scenario
from brushwork_emulator.front import Front
from brushwork_emulator.hosts import Hosts
from brushwork_emulator.limits import Limits
from brushwork_emulator.local import LocalTransport
from brushwork_emulator.service import Service
from brushwork_emulator.sockets.listener import Listener
from brushwork_emulator.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from brushwork_emulator.answers import Shape
    from brushwork_emulator.faults import Chaos, Rule, Scenario
    from brushwork_emulator.judging.judge import SchemaOf
    from brushwork_emulator.ledger import Ledger
    from brushwork_emulator.wire import Document, Seen
    from brushwork_emulator.world import Worlds
    from brushwork_runtime import Api, Model


_EVERYWHERE = ("", "0.0.0.0", "::")
"""Addresses to listen on that are not host names to accept."""

SOME_KEY = "sk-emulator"
"""The value of `Emulator.key` if any key is valid."""


class Emulator:
    """The whole API on loopback, from the tables of `models` and `api`.

    It listens from `start`, or from entering it as a context manager, until `close`.

    `schemas` gives the JSON Schema that judges a request, by model, mode and route; `shapes` says, by family, how
    answers look where a family differs from the common shape.

    `key` is the only key that it accepts, or `keys` has one for each region; without either it accepts any text in the
    form of a key. `region` is the one that the loopback address stands for (default: the API's). `port` 0 picks one;
    `host` is the address that it listens on. A request whose Host or Origin is neither of loopback nor of the API is
    refused, so that no web page reaches it; `hosts` are further names to answer to, the first of which is the origin's.

    Without `latency` a task has succeeded at its query number `polls`, else so many seconds after it was submitted; a
    synchronous answer takes `latency` too. Seconds are those of `clock` (default: they pass by themselves).

    `faults` and `chaos` say what goes wrong: a scenario, its file (YAML or JSON), or a list of rules; `api.faults.add`
    adds more at any time. `limits` refuses requests over the rates of the specs and lets tasks wait. `seed` fixes the
    chance in `clock.random`. `world` says for conflicts of the specs, by their ids, which side the service takes:
    "fact", what the specs say, or "claim"; `worlds` gives the sides of all of them.

    Raises `ImportError` where the packages of the extra `emulator` are missing, and `ValueError` for a conflict that is
    not recorded.
    """

    def __init__(
        self,
        models: Iterable[Model],
        api: Api,
        *,
        schemas: SchemaOf,
        shapes: Mapping[str, Shape] | None = None,
        key: str | None = None,
        keys: Mapping[str, str] | None = None,
        region: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        hosts: Iterable[str] = (),
        polls: int = 2,
        latency: float = 0.0,
        clock: VirtualClock | None = None,
        faults: Scenario | str | Path | Sequence[Rule] | None = None,
        chaos: Chaos | None = None,
        limits: bool = False,
        seed: int = 0,
        world: Mapping[str, str] | None = None,
        worlds: Callable[[], Worlds] | None = None,
    ) -> None:
        check_packages()
        given = scenario(faults)
        sides = World(world, worlds)
        known = dict(keys or ({"": key} if key else {}))
        self.clock = clock or VirtualClock(real=True, seed=seed)
        self.key = known.get(region or api.default_region, known.get("", SOME_KEY))
        names = [*hosts, *(() if host in _EVERYWHERE else (host,))]
        self._listener = Listener(host, port)
        self._finalizer = weakref.finalize(self, self._listener.close)
        self.origin = f"http://{_bracketed(names[0] if names else '127.0.0.1')}:{self._listener.port}"
        self.url = self.origin + api.base_path
        self.service = Service(
            models,
            api,
            schemas=schemas,
            origin=self.origin,
            keys=known,
            clock=self.clock,
            region=region,
            shapes=shapes,
            polls=polls,
            latency=latency,
            limits=Limits(api, self.clock) if limits else None,
            world=sides,
        )
        self.faults = Faults(self.service.endpoint, self.clock, scenario=given, chaos=chaos)
        accepted = Hosts(names, self.service.regions.knows)
        console = Console(self.service, self.faults, self.clock)
        self._front = Front(self.service, self.faults, self.clock, latency, accepted, console)

    @property
    def region(self) -> str:
        """The region that the loopback address stands for."""
        return self.service.regions.here

    @property
    def ledger(self) -> Ledger:
        """The requests that were accepted, and the images that they billed."""
        return self.service.ledger

    @property
    def traffic(self) -> tuple[Seen, ...]:
        """Every request that arrived whole, in order: also those that a fault kept from being accepted."""
        return tuple(self._front.traffic)

    def transport(self) -> LocalTransport:
        """A transport without a socket: `Client(base_url=api.url, transport=...)`."""
        regions = (region.host for region in self.service.api.regions if region.host)
        hosts = {address.partition("://")[2] for address in (self.origin, *regions)}
        return LocalTransport(self._front, hosts, self.clock.sleep)

    def refuse(self, model: str, protocol: str) -> None:
        """Answer 403 to calls of `model` by `protocol` ("sync", "async") from now on, as the API would."""
        self.service.refused.add((model, protocol))

    def event(self, task_id: str, *, contain_result: bool = False) -> Document:
        """The event that EventBridge posts when a task has ended, a CloudEvent, to be handed to your own program.

        With `contain_result` it has the whole answer of a task that succeeded. Raises `ValueError` for a task that has
        not ended or is not known.
        """
        return self.service.queue.event(task_id, self.region, contain_result=contain_result)

    def start(self) -> Self:
        """Start to answer; does nothing if already started."""
        self._listener.start(self._front)
        return self

    def close(self) -> None:
        """Stop and close every connection."""
        self._finalizer()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Emulator {self.url}, {self.ledger!r}>"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def check_packages() -> None:
    """Report at once that a package is missing which requests are validated or drawn with. Raises `ImportError`."""
    missing = [name for name in ("PIL", "jsonschema") if importlib.util.find_spec(name) is None]
    if missing:
        raise ImportError(f"the emulator needs {' and '.join(missing)}: pip install 'brushwork[emulator]'")

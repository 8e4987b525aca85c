"""The service with its faults and its slowness: what sockets, or a client of this process, talk to."""

from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING

from brushwork_emulator.judging.refusals import Refused
from brushwork_emulator.sockets import http1
from brushwork_emulator.wire import Action, Pause, Reply, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_emulator.clock import VirtualClock
    from brushwork_emulator.console.console import Console
    from brushwork_emulator.faults import Faults
    from brushwork_emulator.hosts import Hosts
    from brushwork_emulator.service import Service
    from brushwork_emulator.wire import Call, Step


class Front:
    """Answers any call. A synchronous answer takes `latency` seconds of the clock.

    `traffic` holds what has arrived whole, whatever became of it then.
    """

    __slots__ = ("_clock", "_console", "_faults", "_hosts", "_latency", "_service", "traffic")

    def __init__(
        self,
        service: Service,
        faults: Faults,
        clock: VirtualClock,
        latency: float,
        hosts: Hosts,
        console: Console,
    ) -> None:
        self._service = service
        self._hosts = hosts
        self._faults = faults
        self._clock = clock
        self._latency = latency
        self._console = console
        self.traffic: list[Seen] = []

    def early(self, call: Call) -> Reply | Action | None:
        """What to answer when only the headers of `call` are known; None to read on."""
        try:
            self._hosts.check(call)
            made = self._faults.head(call)
        except Refused as refusal:
            return refusal.reply()
        if made is not None:
            self._console.recent.add(call, self._service.endpoint(call), made, self._clock.now())
        return made

    def reply(self, call: Call) -> Reply | Action:
        """What to answer, with the moment of the clock in it as every server writes it."""
        if self._console.owns(call):
            return self._console.reply(call)
        made = self._made(call)
        self._console.recent.add(call, self._service.endpoint(call), made, self._clock.now())
        reply = made if isinstance(made, Reply) else made.reply
        if reply is not None:
            reply.headers.setdefault("Date", formatdate(self._clock.now(), usegmt=True))
        return made

    def _made(self, call: Call) -> Reply | Action:
        self.traffic.append(Seen(call.method, self._service.endpoint(call), call.target, self._clock.now()))
        try:
            early = self._faults.before(call)
        except Refused as refusal:
            return refusal.reply()
        if early is not None:
            return early
        reply = self._service.reply(call)
        made = self._faults.after(call, reply)
        accepted = call.method == "POST" and call.refund is not None
        if not (accepted and self._latency) or call.headers.get("x-dashscope-async") == "enable":
            return made
        if self._clock.real:
            return Action(_later(made, self._latency), reply)
        self._clock.advance(self._latency)
        return made


def _later(made: Reply | Action, seconds: float) -> Iterator[Step]:
    yield Pause(seconds)
    yield from made.steps if isinstance(made, Action) else http1.message(made)

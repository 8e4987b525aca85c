"""The faults of one emulator: which request gets which fault, and the two places where they are applied."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from brushwork_emulator.judging.refusals import Refused
from brushwork_emulator.wire import Action, Reply

from .fates import Fates
from .kinds import KINDS, named
from .rules import Rule, Scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from brushwork_emulator.wire import Call
    from brushwork_runtime import Clock

    from .kinds import Fault
    from .rules import Chaos

HEADER = "x-emulator-fault"


class Faults:
    """Decides what goes wrong with a call. The service asks `before` it looks at a call and `after` it has answered:

        early = faults.before(call)
        return faults.after(call, answer_of(call)) if early is None else early

    `endpoint_of` names the endpoint of a call, or gives "" for one that is never struck. Safe for threads.
    """

    def __init__(
        self,
        endpoint_of: Callable[[Call], str],
        clock: Clock,
        *,
        scenario: Scenario | None = None,
        chaos: Chaos | None = None,
    ) -> None:
        self._endpoint_of = endpoint_of
        self._clock = clock
        self._lock = threading.Lock()
        self._fates = Fates()
        self.rules: list[Rule] = list(scenario.rules) if scenario else []
        self.chaos = chaos or (scenario.chaos if scenario else None)

    def __repr__(self) -> str:
        return f"<Faults: {self.rules!r}, {self.chaos!r}>"

    def add(
        self, fault: str, *, endpoint: str = "*", argument: object = None, nth: int = 1, times: int | None = 1
    ) -> Rule:
        """Apply `fault` from now on to the requests that a `Rule` with these arguments selects."""
        return self.adopt(Rule(fault, endpoint=endpoint, argument=argument, nth=nth, times=times))

    def adopt(self, rule: Rule) -> Rule:
        """Apply a rule from now on."""
        with self._lock:
            self.rules.append(rule)
        return rule

    def remove(self, rule: Rule) -> None:
        """Apply a rule no more."""
        with self._lock:
            self.rules = [each for each in self.rules if each is not rule]

    def clear(self) -> None:
        """Forget every rule and chance; tasks keep the state that a fault gave them."""
        with self._lock:
            self.rules.clear()
            self.chaos = None

    def head(self, call: Call) -> Reply | Action | None:
        """What to do with a call of which only the headers are known; None goes on to read its body."""
        fault = self._choose(call)
        if fault is None or fault.kind.moment != "head":
            return None
        return self._applied(fault, call, Reply(200))

    def before(self, call: Call) -> Reply | Action | None:
        """What to do with a call instead of looking at it; None lets the service work."""
        fault = self._choose(call)
        if fault is None or fault.kind.moment == "after":
            return None
        return self._applied(fault, call, Reply(200))

    def after(self, call: Call, reply: Reply) -> Reply | Action:
        """What the client gets for the service's `reply`."""
        reply = self._fates.show(call, reply, self._clock)
        if call.fault is None or call.fault.kind.moment != "after":
            return reply
        made = self._applied(call.fault, call, reply) or reply
        if isinstance(made, Action):
            made.reply = made.reply or reply
        return made

    def _applied(self, fault: Fault, call: Call, reply: Reply) -> Reply | Action | None:
        fault.refund(call)
        return reply if self._fates.take(call, reply) else fault.apply(call, reply, self._clock)

    def _choose(self, call: Call) -> Fault | None:
        endpoint = "" if call.decided else self._endpoint_of(call)
        call.decided = True
        if not endpoint:
            return call.fault
        with self._lock:
            struck = [rule for rule in self.rules if rule.strikes(endpoint)]
            chance = self.chaos.draw(endpoint) if self.chaos else None
        asked = call.headers.get(HEADER)
        if asked:
            call.fault = _asked(asked)
        else:
            call.fault = struck[0].fault if struck else chance
        return call.fault


def _asked(text: str) -> Fault:
    try:
        return named(text)
    except ValueError as error:
        raise Refused(400, "EmulatorFault", f"{error} All: {', '.join(sorted(KINDS))}") from None

"""What can go wrong, by name. Each kind is a small function from a `Hit` to what the client gets instead of the answer.

A kind acts at a moment: "head" before the body of the request is read, "before" the service has looked at the request
(no work is done, nothing is billed), or "after" the work was done and billed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brushwork_emulator.judging.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from brushwork_emulator.wire import Action, Call, Reply
    from brushwork_runtime import Clock

    Moment = Literal["head", "before", "after"]
    Fate = Literal["at-once", "in-the-end"]
    Lost = Literal["all", "argument"] | None
    Made = Reply | Action
    Work = Callable[["Hit"], Made | None]


class Hit:
    """A fault at work on one call. `reply` is the service's answer, empty where none was made."""

    __slots__ = ("argument", "call", "clock", "reply")

    def __init__(self, call: Call, reply: Reply, argument: str, clock: Clock) -> None:
        self.call = call
        self.reply = reply
        self.argument = argument
        self.clock = clock

    @property
    def number(self) -> float:
        """The argument as a number, which is finite and not negative."""
        return _number(self.argument)


class Kind:
    """One thing that can go wrong; its `meaning` is the docstring of its function, `default` its usual argument.

    `fate` says of a kind that becomes of a task, when it struck the submission, how the task shows it: "at-once", or
    "in-the-end" in place of its success. `lost` says how many images it takes off the bill: "all", or as many as its
    argument tells. `most` is the largest argument of a kind whose default is a number, which a request may choose: it
    must neither fill the memory nor keep a thread for ever.
    """

    __slots__ = ("default", "fate", "lost", "meaning", "moment", "most", "name", "work")

    def __init__(
        self, name: str, moment: Moment, default: str, work: Work, fate: Fate | None, lost: Lost, most: int | None
    ) -> None:
        self.name = name
        self.moment = moment
        self.default = default
        self.most = most or (_MOST_SECONDS if "." in default else _MOST)
        self.work = work
        self.fate = fate
        self.lost = lost
        self.meaning = " ".join((work.__doc__ or "").split())


class Fault:
    """A kind with its argument: what is to go wrong with one request."""

    __slots__ = ("argument", "kind")

    def __init__(self, kind: Kind, argument: str = "") -> None:
        self.kind = kind
        self.argument = argument or kind.default

    def apply(self, call: Call, reply: Reply, clock: Clock) -> Made | None:
        """What the client gets; None for what it would get anyway, from a fault that only changed the call."""
        try:
            return self.kind.work(Hit(call, reply, self.argument, clock))
        except (ValueError, LookupError) as error:
            return Refused(400, "EmulatorFault", f"{self!r}: {error}").reply()

    def refund(self, call: Call) -> None:
        """Take the images that this fault loses off the bill of `call`."""
        if call.refund is not None and self.kind.lost is not None:
            call.refund(None if self.kind.lost == "all" else int(_number(self.argument)))

    def __repr__(self) -> str:
        return f"<Fault {self.kind.name}{':' if self.argument else ''}{self.argument}>"


def _number(text: str) -> float:
    value = float(text)
    if not 0 <= value < math.inf:
        raise ValueError(f"{text} is not a finite number of at least 0")
    return value


_MOST = 1_000_000
_MOST_SECONDS = 3600

KINDS: dict[str, Kind] = {}
"""Every kind by its name."""


def kind(
    name: str,
    moment: Moment = "after",
    default: str = "",
    *,
    fate: Fate | None = None,
    lost: Lost = None,
    most: int | None = None,
) -> Callable[[Work], Work]:
    """Enter a function among the kinds."""

    def enter(work: Work) -> Work:
        KINDS[name] = Kind(name, moment, default, work, fate, lost, most)
        return work

    return enter


def named(text: str) -> Fault:
    """The fault that `name` or `name:argument` tells; a ValueError names the nearest kinds."""
    name, _, argument = text.strip().partition(":")
    found = KINDS.get(name)
    if found is None:
        import difflib

        near = difflib.get_close_matches(name, KINDS, n=3, cutoff=0.4) or sorted(KINDS)
        raise ValueError(f"no fault is called {name!r}; did you mean {' or '.join(near)}?")
    argument = argument.strip()
    if argument and found.default.replace(".", "", 1).isdecimal() and not _is_number(argument, found):
        wanted = "an integer" if found.default.isdecimal() else "a number of seconds"
        shown = argument if len(argument) <= 40 else f"{argument[:40]}…"
        raise ValueError(f"{name} needs {wanted} from 0 to {found.most:,} such as {found.default}, not {shown!r}")
    return Fault(found, argument)


def _is_number(argument: str, found: Kind) -> bool:
    plain = argument.isascii() and argument.replace(".", "", "." in found.default).isdigit()
    return plain and float(argument) <= found.most

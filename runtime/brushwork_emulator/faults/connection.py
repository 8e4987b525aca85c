"""Faults of the connection: dropped, reset, silent, slow to end, or gone just when it is used again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brushwork_emulator.sockets import http1
from brushwork_emulator.wire import Action, Ending, Pause

from .kinds import kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brushwork_emulator.wire import Step

    from .kinds import Hit, Made


@kind("drop-before-reading", "head")
def drop_before_reading(_: Hit) -> Made:
    """The connection closes when the headers are in: the body is not read, nothing was done."""
    return Action([Ending.CLOSE])


@kind("reset-before-reading", "head")
def reset_before_reading(_: Hit) -> Made:
    """The connection is reset while the request is being written: nothing was done."""
    return Action([Ending.RESET])


@kind("refuse-before-reading", "head", "413", most=999)
def refuse_before_reading(hit: Hit) -> Made:
    """An error (413, or the argument) is answered before the body has been read, and the connection closes."""
    from .edits import refusal

    early = refusal(int(hit.number), "BadRequest.TooLarge", "Payload Too Large")
    return Action(http1.message(early, keep=False))


@kind("drop-before-accepting", "before")
def drop_before_accepting(_: Hit) -> Made:
    """The whole request was read, then the connection closes without an answer: nothing was done."""
    return Action([Ending.CLOSE])


@kind("reset-before-accepting", "before")
def reset_before_accepting(_: Hit) -> Made:
    """The whole request was read, then the connection is reset: nothing was done."""
    return Action([Ending.RESET])


@kind("drop-after-accepting")
def drop_after_accepting(_: Hit) -> Made:
    """The work was done and billed, and the connection closes without an answer."""
    return Action([Ending.CLOSE])


@kind("reset")
def reset(_: Hit) -> Made:
    """The work was done and billed, and the connection is reset."""
    return Action([Ending.RESET])


@kind("stall-before-accepting", "before")
def stall_before_accepting(_: Hit) -> Made:
    """The whole request was read, then comes silence: nothing was done, the client must give up first."""
    return Action([Ending.STALL])


@kind("stall")
def stall(_: Hit) -> Made:
    """The work was done and billed, then comes silence: the client must give up first."""
    return Action([Ending.STALL])


@kind("stall-in-body", default="10")
def stall_in_body(hit: Hit) -> Made:
    """The headers and the first bytes (10, or the argument) of the answer come, then silence."""
    reply = hit.reply
    start = http1.promise(reply, len(reply.content)) + reply.content[: int(hit.number)]
    return Action([start, Ending.STALL])


@kind("slow-answer", default="0.05")
def slow_answer(hit: Hit) -> Made:
    """The answer comes so many seconds of real time late."""
    return Action(_later(hit, hit.number))


@kind("close-when-idle", default="0.0")
def close_when_idle(hit: Hit) -> Made:
    """A whole answer that promises to keep the connection, which closes all the same after so many seconds."""
    steps = [step for step in http1.message(hit.reply) if step is not Ending.KEEP]
    return Action([*steps, Pause(hit.number), Ending.CLOSE])


def _later(hit: Hit, seconds: float) -> Iterator[Step]:
    yield Pause(seconds)
    yield from http1.message(hit.reply, method=hit.call.method)

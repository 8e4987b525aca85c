"""The questions of the real specs, and services of several worlds that answer them in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from brushwork.registry import REGISTRY
from brushwork.testing import Emulator, VirtualClock
from brushwork_emulator import Emulator as AnyEmulator
from brushwork_emulator.wire import Call
from brushwork_emulator.world import Worlds
from generator.ir import by_name
from generator.pipeline import Planned, planned
from generator.probe.answers import Answer, Verdict
from generator.probe.asking import Pace, Send, ask, parsed
from generator.probe.journal import Journal
from generator.probe.pictures import content
from generator.probe.plan import questions
from generator.probe.questions import Question, Request
from generator.schema.requests import request_schema

SPECS = Path(__file__).parents[3] / "specs"
SINGAPORE, BEIJING = "ap-southeast-1", "cn-beijing"
TODAY = "2026-11-29"


@cache
def specs() -> Planned:
    return planned(SPECS)


@cache
def asked_in(region: str) -> tuple[Question, ...]:
    """Every question that a key of the region can ask."""
    return tuple(each for each in questions(specs().spec, region) if not each.regions or region in each.regions)


def home(question: Question) -> str:
    """Where a question can be asked."""
    return SINGAPORE if not question.regions or SINGAPORE in question.regions else question.regions[0]


def every() -> Iterable[Question]:
    """Every question, each in its region."""
    beijing = {each.id: each for each in asked_in(BEIJING)}
    for each in questions_of_singapore():
        yield each if home(each) == SINGAPORE else beijing[each.id]


@cache
def questions_of_singapore() -> tuple[Question, ...]:
    """As `probe plan` lists them there: also those that only a key of another region can ask."""
    return tuple(questions(specs().spec, SINGAPORE))


@cache
def _schema(model: str, mode: str, route: str) -> Mapping[str, object]:
    (found,) = (each for each in specs().spec.models[model].modes if each.name == mode)
    return request_schema(specs().spec.models[model], found, by_name(found.routes)[route])


class Service:
    """A service of one world, and what was sent to it."""

    def __init__(
        self, world: Mapping[str, str], region: str, *, limits: bool = False, worlds: Worlds | None = None
    ) -> None:
        self.api = (
            Emulator(world=world, region=region, clock=VirtualClock(), limits=limits)
            if worlds is None
            else AnyEmulator(
                REGISTRY.tables(),
                REGISTRY.api,
                schemas=_schema,
                world=world,
                worlds=lambda: worlds,
                region=region,
                clock=VirtualClock(),
            )
        )
        self.sent: list[Request] = []

    def send(self, request: Request, /) -> Answer:
        self.sent.append(request)
        headers = {"Host": "127.0.0.1", "Authorization": f"Bearer {self.api.key}", **dict(request.headers)}
        body = b"" if request.body is None else content(request.body)
        reply = self.api.service.reply(Call(request.method, request.path, headers, body))
        return parsed(reply.status, reply.content, TODAY)


def swift() -> Pace:
    return Pace(specs().spec, sleep=lambda _: None)


def answered(
    world: Mapping[str, str],
    region: str,
    asked: Iterable[Question],
    journal: Path,
    send: Send | None = None,
    worlds: Worlds | None = None,
) -> tuple[list[Verdict], Service]:
    """What the questions find out of a world, and the service that answered."""
    service = Service(world, region, worlds=worlds)
    found: list[Verdict] = []
    say: Callable[[Verdict], None] = found.append
    try:
        ask(specs().spec, asked, Journal(journal, region), send or service.send, swift(), say=say)
    finally:
        service.api.close()
    return found, service

"""Sends the requests of questions: within rates, each at most once, and none that the budget does not cover."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Protocol, cast

import urllib3

from generator.ir import Spec
from generator.probe.answers import Answer, Verdict, settle, wants
from generator.probe.bounds import apart
from generator.probe.journal import Journal
from generator.probe.pictures import content
from generator.probe.questions import Question, Request


class Send(Protocol):
    """Carries one request, and reads its answer. It sends nothing twice."""

    def __call__(self, request: Request, /) -> Answer:
        """The answer."""
        ...


class AcceptedError(Exception):
    """A request that was to be refused was accepted, or nobody knows: nothing more is sent."""


class Pace:
    """Waits so that no model is asked more often than its rate, and nothing more often than every `least` seconds."""

    def __init__(
        self,
        spec: Spec,
        *,
        least: float = 0.2,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._least = least
        self._now = now
        self._sleep = sleep
        self._next: dict[str, float] = {}
        self._apart: dict[str, float] = {}
        for model in spec.models.values():
            self._apart.update(dict.fromkeys(model.names, apart(model)))

    def wait(self, model: str) -> None:
        """Wait for the turn of a model."""
        now = self._now()
        turn = max(now, self._next.get(model, 0.0), self._next.get("", 0.0))
        if turn > now:
            self._sleep(turn - now)
        self._next[model] = turn + self._apart.get(model, 1.0) * 1.05
        self._next[""] = turn + self._least


def sender(origin: str, key: str) -> Send:
    """Sends to an origin such as https://host, with no retry and no redirect."""
    pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=10, read=300))

    def send(request: Request, /) -> Answer:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", **dict(request.headers)}
        body = None if request.body is None else content(request.body)
        at = datetime.now(UTC).date().isoformat()
        try:
            reply = pool.request(request.method, origin + request.path, body=body, headers=headers, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            return Answer(status=0, message=type(error).__name__, at=at)
        return parsed(reply.status, reply.data, at)

    return send


def parsed(status: int, content: bytes, at: str) -> Answer:
    """An answer with its code and message, at the top or, as OpenAI has them, under `error`."""
    try:
        document: Any = json.loads(content)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        return Answer(status=status, at=at)
    document = cast("dict[str, Any]", document)
    error: dict[str, Any] = document["error"] if isinstance(document.get("error"), dict) else document
    code, message = (str(error.get(name) or "")[:500] for name in ("code", "message"))
    kept = {name: document[name] for name in ("usage", "output", "data", "tasks") if name in document}
    return Answer(status=status, code=code, message=message, document=kept, at=at)


def affordable(questions: Iterable[Question], budget: Decimal, currency: str) -> list[Question]:
    """The questions to ask: the free ones, and the priced ones as long as their upper costs fit the budget together."""
    chosen: list[Question] = []
    for question in questions:
        if question.free:
            chosen.append(question)
        elif question.priced and question.priced.currency == currency and question.priced.cost <= budget:
            budget -= question.priced.cost
            chosen.append(question)
    return chosen


def ask(
    spec: Spec,
    questions: Iterable[Question],
    journal: Journal,
    send: Send,
    pace: Pace,
    *,
    say: Callable[[Verdict], None],
) -> None:
    """Ask each question until it is settled or nothing is left to send; what the journal has is not sent again.

    Raises `AcceptedError` where the answer to a free request is not a refusal, and stops.
    """
    for question in questions:
        throttled: set[str] = set()

        def answered(request: Request, throttled: set[str] = throttled) -> Answer | None:
            return Answer(status=429) if request.key(journal.region) in throttled else journal.answer(request)

        while request := due(spec, question, answered):
            answer = _sent(request, question, journal, send, pace)
            if answer.throttled:
                throttled.add(request.key(journal.region))
            elif question.free and request.method == "POST" and answer.accepted:
                what = f"{answer.status} {answer.code}".strip() if answer.status else f"no answer ({answer.message})"
                raise AcceptedError(f"{question.id}: {request.method} {request.path} for {request.model}: {what}")
        say(settle(spec, question, answered))


def due(spec: Spec, question: Question, answered: Callable[[Request], Answer | None]) -> Request | None:
    """The next request of a question; None if it is settled, or nothing is left to send."""
    if question.priced is not None:
        return None if answered(question.priced.request) else question.priced.request
    return wants(spec, question, answered)


def _sent(request: Request, question: Question, journal: Journal, send: Send, pace: Pace) -> Answer:
    pace.wait(request.model)
    journal.sending(request, question.id, datetime.now(UTC).isoformat(timespec="seconds"))
    answer = send(request)
    journal.answered(request, answer)
    return answer

"""Reads answers: whether a request was refused by name, for another reason, or neither, and what that settles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, cast

from generator.ir import Json, Spec
from generator.probe.freeness import UNFETCHED
from generator.probe.questions import Kind, Priced, Question, Request, Trial
from generator.sides import Side

Reading = Literal["named", "other", "unclear"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; status 0: nothing that could be read, so that the request may have been accepted."""

    status: int
    code: str = ""
    message: str = ""
    document: dict[str, Any] | None = None
    at: str = ""
    """The day, YYYY-MM-DD."""

    @property
    def throttled(self) -> bool:
        """Refused before it was looked at: no answer to anything."""
        return self.status == 429

    @property
    def accepted(self) -> bool:
        """Whether it may have been taken as an order of pictures."""
        return not 400 <= self.status < 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the answers settle: a side, or None and why not. `answer` is the one that tells, `words` say it."""

    question: Question
    side: Side | None
    words: str
    answer: Answer | None = None


Answered = Callable[[Request], Answer | None]
"""The answer to a request, None if there is none."""


def read(spec: Spec, kind: Kind, request: Request, answer: Answer, holds: str = "") -> Reading:
    """What an answer says of the thing that its request has in it."""
    if request.method == "GET":
        return _of_get(answer, holds)
    failed = _failure(spec, answer)
    if kind == "model":
        return "named" if failed == "model" else "other" if failed == "request" else "unclear"
    if kind == "route":
        return "named" if failed == "route" else "other" if failed == "request" else "unclear"
    if failed != "request":
        return "unclear"
    if answer.code == UNFETCHED:  # whatever its words are, it is about the address of a picture
        return "other"
    said = answer.message if kind == "value" else f"{answer.code} {answer.message}"
    words = "|".join(map(re.escape, request.named))
    return "named" if re.search(rf"(?<![\w.])(?:\w+\.)*(?:{words})(?!\w)", said, re.IGNORECASE) else "other"


def _of_get(answer: Answer, holds: str) -> Reading:
    if answer.status == 200:
        return "other" if not holds or holds in (answer.document or {}) else "named"
    return "named" if answer.status == 404 else "unclear"


def _failure(spec: Spec, answer: Answer) -> Literal["model", "route", "request", "else"]:
    """What a refusal is about, by its code's class and, where that leaves it open, by its message."""
    codes = {code.code: code.error for code in spec.errors}
    known = codes.get(answer.code) or codes.get(answer.code.partition(".")[0], "")
    said = answer.message.lower()
    if known == "ModelNotFound" or "model not exist" in said:
        return "model"
    if "synchronous call" in said or "url error" in said:
        return "route"
    return "request" if known == "BadRequest" and answer.status == 400 else "else"


def settle(spec: Spec, question: Question, answered: Answered) -> Verdict:
    """What the answers so far say of a question."""
    if question.priced is not None:
        answer = answered(question.priced.request)
        if answer is None:
            return Verdict(question=question, side=None, words="not asked")
        side, words = _result(question.priced, answer)
        return Verdict(question=question, side=side, words=words, answer=answer)
    verdicts = [_of_group(spec, question, group, answered)[0] for group in question.groups]
    if not verdicts:
        return Verdict(question=question, side=None, words=question.reason)
    if len({verdict.side for verdict in verdicts}) > 1:
        told = ", ".join(
            f"{group[0].asked.model} {v.words}" for v, group in zip(verdicts, question.groups, strict=True)
        )
        return Verdict(question=question, side=None, words=f"the models differ: {told}")
    return verdicts[0]


def _of_group(
    spec: Spec, question: Question, group: Iterable[Trial], answered: Answered
) -> tuple[Verdict, Request | None]:
    """What the first trial that tells says or, as long as none does, the next request to send."""
    words, last, due = "not asked", None, None
    for trial in group:
        for request in trial.requests:
            answer = answered(request)
            if answer is None:
                due = due or request
                break
            reading = read(spec, question.kind, request, answer, question.holds)
            last = answer
            if trial.edge and request is trial.controls[-1] and reading == "other":
                words = f"{request.told} of {request.model} passed"
                return Verdict(question=question, side="claim", words=words, answer=answer), None
            if request is not trial.asked and reading != "named":
                words = "unclear: what no side takes was not named either"
                break
            if request is trial.asked and reading != "unclear":
                return _told(question, request, reading, answer), None
            words = f"unclear: {answer.status} {answer.code}".rstrip()
    return Verdict(question=question, side=None, words=words, answer=last), due


def _told(question: Question, request: Request, reading: Reading, answer: Answer) -> Verdict:
    other: Side = "claim" if question.taken == "fact" else "fact"
    side: Side | None = question.taken if reading == "other" else other
    ways = ("is there", "is not there") if question.kind in ("get", "model") else ("passed", "was refused by name")
    if question.holds:
        ways = f"has {question.holds}", f"has no {question.holds}"
    whose = f" of {request.model}" if question.kind not in ("get", "model") else ""
    words = f"{request.told}{whose} {ways[reading == 'named']}"
    if reading == "named" and question.mortal:
        side, words = None, f"{words}: it may have retired"
    if reading == "other" and answer.at <= question.until:
        side, words = None, f"{words}, as is to be expected up to {question.until}"
    return Verdict(question=question, side=side, words=words, answer=answer)


def wants(spec: Spec, question: Question, answered: Answered) -> Request | None:
    """The next request of a free question that its verdict needs; None if it is settled or there is none left."""
    return next((due for group in question.groups if (due := _of_group(spec, question, group, answered)[1])), None)


def _result(priced: Priced, answer: Answer) -> tuple[Side | None, str]:
    """The side whose value came out, if only one expects it."""
    if answer.status != 200 or answer.document is None:
        return None, f"unclear: {answer.status} {answer.code}".rstrip()
    came = _came(priced, answer.document)
    if came is None:
        return None, "unclear: the answer does not tell"
    fact, claim = priced.expected["fact"], priced.expected["claim"]
    words = f"{priced.reads} came out as {came}"
    if came == fact:
        return "fact", words
    if came == claim:
        return ("claim", words) if fact is not None or priced.request.shows_a_picture else (None, f"{words}: either")
    return ("fact", words) if fact is None else ("claim", words) if claim is None else (None, f"unclear: {words}")


def _came(priced: Priced, document: dict[str, Any]) -> Json:
    """What an answer says of a parameter's effect: the size, how many pictures, or whether a prompt was rewritten."""
    counted = cast("dict[str, Any]", document.get("usage") or {})
    usual = {"images": "image_count", "width": "width", "height": "height", "size": "size"}
    found = {name: counted.get(priced.usage.get(name, key)) for name, key in usual.items()}
    if priced.reads == "size":
        return f"{found['width']}*{found['height']}" if found["width"] and found["height"] else found["size"]
    if isinstance(priced.expected["claim"], bool):
        return bool(re.search(r"'(reasoning_content|actual_prompt)': '[^']", str(document)))
    count: Json = found["images"]
    return count

"""How questions are sent: each request once, by the journal; within rates; and no further where one was accepted."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from generator.probe.answers import Answer
from generator.probe.asking import AcceptedError, Pace, ask, sender
from generator.probe.journal import Journal
from generator.probe.questions import Question, Request
from tests.generator.probe.asked import SINGAPORE, Service, answered, asked_in, specs


def question(name: str) -> Question:
    (found,) = (each for each in asked_in(SINGAPORE) if each.id == name)
    return found


def refusing(status: int, code: str = "", message: str = "") -> tuple[list[Request], Answer]:
    return [], Answer(status=status, code=code, message=message, at="2026-11-29")


def test_nothing_is_sent_twice(tmp_path: Path) -> None:
    asked = [question("qwen-image/n/range"), question("qwen-image/retirement")]
    first, service = answered({}, SINGAPORE, asked, tmp_path / "journal")
    assert len({each.key(SINGAPORE) for each in service.sent}) == len(service.sent) > 4
    again, second = answered({}, SINGAPORE, asked, tmp_path / "journal")
    assert second.sent == []
    assert [each.side for each in again] == [each.side for each in first] == ["fact", "claim"]


def test_questions_share_the_answers_that_they_need(tmp_path: Path) -> None:
    asked = [question("wan2.5-i2i/regions/available:guide-05"), question("qwen-image/qwen-image")]
    shared, service = answered({}, SINGAPORE, [*asked, question("qwen-image/retirement")], tmp_path / "journal")
    assert len(shared) == 3
    assert len({each.key(SINGAPORE) for each in service.sent}) == len(service.sent)


def test_a_request_whose_answer_is_missing_is_not_sent_again_and_settles_nothing(tmp_path: Path) -> None:
    asked = question("qwen-image/qwen-image")
    journal = Journal(tmp_path / "journal", SINGAPORE)
    lost = asked.groups[0][0].controls[0]
    journal.sending(lost, asked.id, "2026-11-29T12:00:00+00:00")
    with (tmp_path / "journal").open("a") as file:
        file.write('{"answered": "')  # the machine went down
    found, service = answered({}, SINGAPORE, [asked], tmp_path / "journal")
    assert lost.key(SINGAPORE) not in {each.key(SINGAPORE) for each in service.sent}
    assert found[0].side is not None  # another route of the model tells
    one = Question(id="one", kind="model", about="", location=asked.location, groups=(asked.groups[0][:1],))
    found, service = answered({}, SINGAPORE, [one], tmp_path / "journal")
    assert (found[0].side, service.sent) == (None, [])


def test_keys_of_another_region_ask_anew(tmp_path: Path) -> None:
    asked = question("api/path-of-the-task-list")
    answered({}, SINGAPORE, [asked], tmp_path / "journal")
    _, service = answered({}, "cn-beijing", [asked], tmp_path / "journal")
    assert len(service.sent) == 2


@pytest.mark.parametrize(("status", "code"), [(200, ""), (0, ""), (500, "InternalError"), (302, "")])
def test_what_may_have_been_accepted_stops_everything(status: int, code: str, tmp_path: Path) -> None:
    sent, answer = refusing(status, code)

    def send(request: Request, /) -> Answer:
        sent.append(request)
        return answer

    asked = [question("qwen-image/n/range"), question("qwen-image/retirement")]
    with pytest.raises(AcceptedError, match="qwen-image/n/range"):
        answered({}, SINGAPORE, asked, tmp_path / "journal", send)
    assert len(sent) == 1


def test_too_many_requests_is_no_answer_and_may_be_asked_another_day(tmp_path: Path) -> None:
    sent, answer = refusing(429, "Throttling.RateQuota")

    def send(request: Request, /) -> Answer:
        sent.append(request)
        return answer

    asked = question("qwen-image/qwen-image")
    found, _ = answered({}, SINGAPORE, [asked], tmp_path / "journal", send)
    assert (found[0].side, len(sent)) == (None, len(asked.groups[0]))
    found, service = answered({}, SINGAPORE, [asked], tmp_path / "journal")
    assert (found[0].side, len(service.sent)) == ("fact", 2)


def test_a_model_that_answers_before_its_last_day_says_nothing_of_its_end(tmp_path: Path) -> None:
    asked = question("qwen-image/retirement")
    for day, side in (("2026-10-10", None), ("2026-10-11", "claim")):
        service = Service({}, SINGAPORE)

        def send(request: Request, /, service: Service = service, day: str = day) -> Answer:
            return replace(service.send(request), at=day)

        found, _ = answered({}, SINGAPORE, [asked], tmp_path / day, send)
        service.api.close()
        assert found[0].side == side, found[0].words


def test_an_address_that_cannot_be_fetched_says_nothing_of_how_many_there_are(tmp_path: Path) -> None:
    """Whatever the words of that refusal are."""
    asked = question("wan2.5-i2i-preview/edit/reference_images/count-maximum")
    service = Service({}, SINGAPORE)

    def send(request: Request, /) -> Answer:
        answer = service.send(request)
        other = replace(answer, message="the content of 1 of a number of images was not found")
        return other if answer.code == "InvalidParameter.DataInspection" else answer

    found, _ = answered({}, SINGAPORE, [asked], tmp_path / "journal", send)
    service.api.close()
    assert found[0].side == "fact", found[0].words


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_may_not_ask_settles_nothing(status: int, tmp_path: Path) -> None:
    _, answer = refusing(status, {401: "InvalidApiKey", 403: "Model.AccessDenied"}[status])
    found, _ = answered({}, SINGAPORE, [question("qwen-image/n/range")], tmp_path / "journal", lambda _: answer)
    assert found[0].side is None


def test_a_model_is_asked_no_faster_than_its_rate() -> None:
    now = 0.0
    turns: list[tuple[str, float]] = []

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    pace = Pace(specs().spec, now=lambda: now, sleep=sleep)
    for model in ("qwen-image-max", "wan2.7-image", "qwen-image-max", "wan2.7-image", "", ""):
        pace.wait(model)
        turns.append((model, now))
    by_model = {model: [at for each, at in turns if each == model] for model, _ in turns}
    assert by_model["qwen-image-max"][1] - by_model["qwen-image-max"][0] >= 30  # two a minute
    assert by_model["wan2.7-image"][1] - by_model["wan2.7-image"][0] >= 0.2  # five a second
    moments = sorted(at for _, at in turns)
    assert all(later - earlier >= 0.199 for earlier, later in pairwise(moments))


def test_a_service_that_counts_refuses_nothing_as_too_fast(tmp_path: Path) -> None:
    service = Service({}, SINGAPORE, limits=True)
    statuses: list[int] = []

    def send(request: Request, /) -> Answer:
        answer = service.send(request)
        statuses.append(answer.status)
        return answer

    pace = Pace(specs().spec, now=service.api.clock.now, sleep=service.api.clock.sleep)
    asked = [each for each in asked_in(SINGAPORE) if each.free and each.dispute]
    ask(specs().spec, asked, Journal(tmp_path / "journal", SINGAPORE), send, pace, say=lambda _: None)
    service.api.close()
    assert len(statuses) > 50
    assert 429 not in statuses


def test_requests_go_over_the_wire_as_they_are_and_answers_come_back() -> None:
    service = Service({}, SINGAPORE)
    with service.api:
        send = sender(service.api.origin, service.api.key)
        for trial in question("qwen-image/n/range").groups[0][:2]:
            for request in trial.requests:
                over, within = send(request), service.send(request)
                assert (over.status, over.code, over.message) == (within.status, within.code, within.message)
        assert send(Request(method="GET", path="/api/v1/tasks")).status == 200
        assert sender(service.api.origin, "wrong")(Request(method="GET", path="/api/v1/tasks")).status == 401
    assert sender("http://127.0.0.1:9", "sk-1")(Request(method="GET", path="/")).status == 0


def test_a_journal_holds_what_was_asked_for_and_no_key(tmp_path: Path) -> None:
    answered({}, SINGAPORE, [question("qwen-image/qwen-image")], tmp_path / "journal")
    lines = [json.loads(line) for line in (tmp_path / "journal").read_text().splitlines()]
    assert [next(iter(line)) for line in lines] == ["sending", "answered"] * 2
    assert {line["for"] for line in lines if "for" in line} == {"qwen-image/qwen-image"}
    assert "Bearer" not in (tmp_path / "journal").read_text()

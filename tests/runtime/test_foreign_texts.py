"""What a server says: bounded, escaped and without secrets wherever people may see it."""

from __future__ import annotations

import base64
import json
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from brushwork_runtime.base import log, redact
from brushwork_runtime.base.errors import APIError, BrushworkError, OutcomeUnknown, PartialResult
from brushwork_runtime.base.events import TaskEvent
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.results.result import Result
from tests.runtime.servers import RawServer, http
from tests.runtime.support import Client, client, error, finished, images, picture, reply, task

KEY = "sk-test-0123456789abcdef"
EVIL = "\x1b]0;owned\x07\r\nERROR forged\x08\x9b2J\u202egnp\u2066\ud800\u2028\x00"
XML = f"<Error><Code>{EVIL}</Code><Message>{EVIL}</Message></Error>"
COMMANDS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")


def raised(function: Callable[[], object]) -> BrushworkError:
    with pytest.raises(BrushworkError) as caught:
        function()
    return caught.value


def shown(found: BrushworkError) -> str:
    """Everything of an error that people may see."""
    fields = (found.message, found.hint, found.code, found.request_id, found.task_id)
    return "\n".join((str(found), *(field for field in fields if field)))


def refused(document: object, status: int = 400, **headers: str) -> HttpResponse:
    return reply(document, status, {name.replace("_", "-"): value for name, value in headers.items()})


ANSWERS: dict[str, Callable[[str], HttpResponse]] = {
    "code": lambda text: refused({"code": text}),
    "message": lambda text: refused({"code": "A", "message": text}),
    "request id": lambda text: refused({"code": "A", "request_id": text}),
    "header": lambda text: refused({"code": "A"}, x_request_id=text),
    "output": lambda text: refused({"output": {"code": text, "message": text}}),
    "failure": lambda text: reply({"output": {"results": [{"code": text, "message": text}]}}),
    "no JSON": lambda text: reply(text.encode("utf-8", "replace")),
    "gateway": lambda text: reply(text.encode("utf-8", "replace"), 502),
    "list": lambda text: reply([text]),
}
"""Answers to a call that say this text somewhere."""


@pytest.mark.parametrize("place", ANSWERS)
def test_no_text_of_a_server_reaches_people_raw(place: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0, "brushwork")
    found = raised(lambda: client(ANSWERS[place](EVIL))[0].generate("a cat", model="brush-1.0"))
    for text in (shown(found), *(record.getMessage() for record in caplog.records)):
        assert not COMMANDS.search(text), repr(text)
        assert "\nERROR forged" not in text
    assert not [record for record in caplog.records if "\n" in record.getMessage()]


@pytest.mark.parametrize("place", ANSWERS)
def test_a_long_text_is_cut_where_it_enters(place: str) -> None:
    found = raised(lambda: client(ANSWERS[place]("http://" * 200_000))[0].generate("a cat", model="brush-1.0"))
    assert len(str(found)) < 5000
    assert len(found.code or "") + len(found.request_id or "") <= 2 * redact.LONGEST


def test_states_ids_and_failures_of_tasks_are_fit_to_be_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0, "brushwork")
    made, _ = client(task(EVIL))
    found = made.task("t-1").refresh()
    assert not COMMANDS.search(repr(found) + str(found.status))
    rows = [{"task_id": "t-1", "status": EVIL, "model_name": EVIL}]
    page = client(reply({"data": rows, "request_id": EVIL}))[0].tasks.list()
    assert not COMMANDS.search(repr(page) + repr(page[0]) + str(page.request_id) + str(page[0].model))
    mixed = task("SUCCEEDED", results=[{"url": "https://r/1"}, {"code": EVIL, "message": EVIL}])
    failed = raised(lambda: client(mixed)[0].task("t-1").wait())
    assert isinstance(failed, PartialResult)
    result = failed.result
    assert isinstance(result, Result)
    assert not COMMANDS.search(shown(failed) + result.failures[0].code + result.failures[0].message)
    usage = client(reply(images("https://r/1", usage={EVIL: "x" * 9999, "size": EVIL})))[0].generate(
        "a cat", model="brush-1.0"
    )
    assert not COMMANDS.search(repr(usage.usage) + str(usage.usage.size))
    assert len(repr(usage.usage)) < 500
    for record in caplog.records:
        assert not COMMANDS.search(record.getMessage())
        assert "\n" not in record.getMessage()


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(403, {}, XML.encode("utf-8", "replace")),
        HttpResponse(200, {}, XML.encode("utf-8", "replace")),
        HttpResponse(302, {"location": f"http://elsewhere.example/{EVIL}"}),
        HttpResponse(302, {"location": f"https://elsewhere.example:{EVIL}/"}),
        HttpResponse(206, {"content-range": EVIL}, b"x"),
    ],
)
def test_a_store_says_nothing_raw(answer: HttpResponse) -> None:
    made, _ = client(lambda request: finished("https://r.example/1.png") if "tasks" in request.url else answer)
    image = made.task("t-1").wait()[0]
    assert not COMMANDS.search(shown(raised(image.bytes)))


def test_an_address_is_shown_without_commands() -> None:
    result = client(reply(images(f"https://r.example/{EVIL}.png?Signature=1")))[0].generate("a cat", model="brush-1.0")
    assert not COMMANDS.search(repr(result[0]))
    assert not COMMANDS.search(shown(raised(result[0].bytes)))


def test_the_page_of_a_story_loads_and_runs_nothing(tmp_path: Path) -> None:
    text = (
        '<script>alert(1)</script>\n\n<img src="https://tracker.example/1.gif">\n\n![a](https://tracker.example/2.gif)'
        "\n\n\\![b][c]\n\n[c]: https://tracker.example/3.gif\n\n[x](javascript:alert(1))\n\n&lt;b&gt; a < b & c "
        f"\u3000水 {EVIL}"
    )
    content = [{"text": text}, {"image": "https://r.example/1.png"}]
    document = {"output": {"choices": [{"message": {"content": content}}]}}
    made, _ = client(lambda request: reply(document) if request.method == "POST" else HttpResponse(200, {}, picture()))
    result = made.generate("a cat", model="brush-1.0")
    assert result.text == text
    result.story = True
    page = result.save(tmp_path / "a b(1)")[-1].read_text("utf-8")
    assert "![](" in page
    assert "<" not in page
    assert page.count("[") == 1
    assert "&amp;lt;b" in page
    assert "\u3000水" in page
    assert not COMMANDS.search(page)


def test_the_page_of_a_story_names_files_of_other_folders(tmp_path: Path) -> None:
    content = [{"text": "one"}, {"image": "https://r.example/1.png"}, {"image": "https://r.example/2.png"}]
    document = {"output": {"choices": [{"message": {"content": content}}]}}
    made, _ = client(lambda request: reply(document) if request.method == "POST" else HttpResponse(200, {}, picture()))
    result = made.generate("a cat", model="brush-1.0", n=2)
    result.story = True
    page = result.save(f"{tmp_path}/{{i}}/a.png")[-1].read_text("utf-8")
    assert "![](a.png)" in page
    assert "![](../1/a.png)" in page


ENCODED: dict[str, Callable[[str], str]] = {
    "plain": lambda key: key,
    "in a sentence": lambda key: f"the key {key} is bad",
    "in part": lambda key: key[:18],
    "in capitals": str.upper,
    "percent": lambda key: "".join(f"%{ord(letter):02x}" for letter in key),
    "base64": lambda key: base64.b64encode(f"Bearer {key}".encode()).decode(),
    "hex": lambda key: key.encode().hex(),
    "entities": lambda key: "".join(f"&#{ord(letter)};" for letter in key),
    "entities in capitals": lambda key: "".join(f"&#X{ord(letter):X};" for letter in key),
    "entities of entities": lambda key: "".join(f"&amp;#{ord(letter)};" for letter in key),
    "percent of percent": lambda key: "".join(f"%25{ord(letter):02x}" for letter in key),
    "escapes of JSON": lambda key: "".join(f"\\u{ord(letter):04x}" for letter in key),
    "escapes of escapes": lambda key: "".join(f"\\\\\\u{ord(letter):04x}" for letter in key),
    "UTF-16": "\0".join,
}
FORMS = [KEY, KEY[:16], KEY.upper(), KEY.encode().hex(), base64.b64encode(KEY.encode()).decode()[:20]]


@pytest.mark.parametrize("way", ENCODED)
@pytest.mark.parametrize("place", ANSWERS)
def test_the_key_is_hidden_however_it_is_repeated(place: str, way: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0, "brushwork")
    said = ENCODED[way](KEY)
    made, _ = client(ANSWERS[place](said))
    found = raised(lambda: made.generate("a cat", model="brush-1.0"))
    seen = "\n".join((shown(found), repr(getattr(found, "body", "")), *(each.getMessage() for each in caplog.records)))
    assert said not in seen or way == "in a sentence"
    assert not [form for form in FORMS if form in seen]


def test_the_key_is_hidden_behind_escapes_of_json_and_in_names() -> None:
    body = json.dumps({"code": "A", KEY: [KEY, {"a": KEY}]}).replace("sk-", "sk\\u002d")
    found = raised(lambda: client(reply(body.encode(), 400))[0].generate("a cat", model="brush-1.0"))
    assert isinstance(found, APIError)
    assert KEY not in repr(found.body)
    document = images("https://r.example/1.png", echo=KEY)
    raw = json.dumps(document).replace("sk-", "\\u0073k-").encode("utf-16")
    result = client(reply(raw))[0].generate("a cat", model="brush-1.0")
    assert KEY not in repr(result.raw)


def test_a_key_of_another_account_is_hidden_too() -> None:
    found = raised(lambda: client(error(400, "A", "not sk-ffffffffffffffff"))[0].generate("a cat", model="brush-1.0"))
    assert "ffff" not in str(found)


@pytest.mark.parametrize(
    "answer",
    [
        http(b"{}", "200 OK", f"Content-Encoding: {KEY}"),
        http(b"{}", "200 OK", f"X-Request-Id: {KEY}", length=99),
        f"HTTP/1.1 {KEY}\r\n\r\n".encode(),
        f"{KEY}\r\n\r\n".encode(),
        f"HTTP/1.1 200 OK\r\nContent-Length: {KEY}\r\nTransfer-Encoding: chunked\r\n\r\n{KEY}\r\n".encode(),
    ],
)
def test_the_key_is_hidden_in_what_breaks_http(answer: bytes) -> None:
    import traceback

    with RawServer(answer) as server:
        made = Client(KEY, base_url=f"{server.url}/api/v1", retries=0)
        found = raised(lambda: made.generate("a cat", model="brush-1.0"))
        made.close()
    told = "".join(traceback.format_exception(found))
    assert KEY not in shown(found) + told
    assert KEY.encode() not in pickle.dumps((found, found.__cause__))


def test_a_stream_does_not_repeat_the_key() -> None:
    from brushwork_runtime.api.answer import events

    response = HttpResponse(
        200, {}, f'data: {{"code": "{KEY.replace("-", chr(92) + "u002d")}"}}\n\ndata: {KEY}\n\n'.encode()
    )
    response.secrets = (KEY,)
    found = events(response)
    assert KEY not in repr(next(found).data)
    assert KEY not in shown(raised(lambda: next(found)))


def test_a_store_does_not_repeat_the_signature() -> None:
    signature = "AbCdEfGhIjKlMnOpQrStUvWxYz0="
    url = f"https://r.example/1.png?Expires=1&Signature={signature.replace('=', '%3D')}"
    said = f"<Error><Code>SignatureDoesNotMatch</Code><Message>yours is {signature}</Message></Error>"
    made, _ = client(lambda request: finished(url) if "tasks" in request.url else HttpResponse(403, {}, said.encode()))
    found = raised(made.task("t-1").wait()[0].bytes)
    assert signature[:20] not in shown(found)
    assert "SignatureDoesNotMatch" in shown(found)


def test_a_pickled_error_holds_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DASHSCOPE_API_KEY", raising=False)

    def dropped(_: HttpRequest) -> HttpResponse:
        raise OutcomeUnknown("no answer")

    with RawServer(b"") as server:
        made = Client(KEY, base_url=f"{server.url}/api/v1", retries=0)
        found = raised(lambda: made.generate("a cat", model="slow-brush"))

    def listen(event: TaskEvent) -> None:
        """Nobody can pickle it."""

    hooked, _ = client(dropped, on_task=listen)
    unpicklable = raised(lambda: hooked.generate("a cat", model="brush-1.0"))
    for each in (found, unpicklable):
        packed = pickle.dumps(each)
        assert KEY.encode() not in packed
        again = pickle.loads(packed)
        assert (type(again), str(again)) == (type(each), str(each))
    packed = pickle.dumps(found)
    again = pickle.loads(packed)
    assert again.request.model_id == "slow-brush"
    assert again.request.client.settings.api_key == KEY  # that of `made`, which still lives
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer).request.client.settings.api_key)"
    done = subprocess.run([sys.executable, "-c", code], input=packed, capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == b"None"


def test_a_hook_that_cannot_say_what_it_raises_breaks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise ValueError

    def hook(_: object) -> None:
        raise Mute

    made, _ = client(reply(images("https://r.example/1.png")), on_request=hook)
    assert len(made.generate("a cat", model="brush-1.0")) == 1
    assert "a hook raised Mute" in caplog.text


GROWING = (
    *("http://", "https://a", "data:", "data:a/", "data:a/b;base64,", "policy ", "policy=", "Signature : ", "Bearer "),
    *("%25", "&amp;", "\\", "&amp;#115;", "\\\\u0073"),
    *("sk-", "st-", "sk-ws-", "%73", "\\u0073", "&#115;", KEY, KEY[:11], "\x1b", " ", "a", '"', "<Code>", "<Message>x"),
)


@pytest.mark.parametrize("piece", GROWING)
def test_texts_of_a_server_are_read_in_linear_time(piece: str) -> None:
    from brushwork_runtime.results.download import store_error

    def once(text: str) -> float:
        begun = time.process_time()
        log.redact(text)
        redact.shown(text, (KEY,))
        redact.scrub(text, (KEY,))
        redact.escaped(text)
        redact.url(text)
        redact.prose(text)
        store_error(text.encode(), (KEY,))
        return time.process_time() - begun

    assert growth(lambda size: once(piece * (size // len(piece))), 16_000) < 1.6


def growth(run: Callable[[int], float], size: int) -> float:
    """The exponent by which the time grows from `size` to eight times that: 1 for linear; the best of some tries."""
    import math

    few: list[float] = []
    many: list[float] = []
    found = math.inf
    for _ in range(5):
        few.append(run(size))
        many.append(run(8 * size))
        found = math.log(max(min(many), 1e-4) / max(min(few), 1e-4), 8)
        if found < 1.5:
            break
    return found


def test_an_interrupted_call_shows_no_key_in_its_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    from brushwork_runtime.http.connections import Connection
    from tests.reliability.case import variables

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Connection, "_put", interrupted)
    with RawServer(b"") as server:
        made = Client(KEY, base_url=f"{server.url}/api/v1", retries=0)
        with pytest.raises(KeyboardInterrupt) as caught:
            made.generate("a cat", model="brush-1.0")
        made.close()
    shown_variables = variables(caught.value)
    assert "prepared = " in shown_variables
    assert KEY[:16] not in shown_variables


@pytest.mark.parametrize("length", [40, 73, 74, 100, 300])
def test_a_long_key_is_in_no_variable_of_a_traceback(length: int) -> None:
    from tests.reliability.case import variables

    key = "sk-" + "".join("abcdef0123456789"[(index * 7 + index // 5) % 16] for index in range(length - 3))
    for answer in (
        b"",
        http(f'{{"code": "{key}"}}'.encode(), "400 Bad"),
        http(f"x{key}".encode()),
        http(b"{", length=9),
    ):
        with RawServer(answer) as server:
            made = Client(key, base_url=f"{server.url}/api/v1", retries=0)
            found = raised(lambda: made.generate("a cat", model="brush-1.0"))  # noqa: B023 - called at once
            made.close()
        for text in (variables(found), shown(found), pickle.dumps(found).decode("latin-1")):
            assert key[5:17] not in text
            assert key[-16:] not in text


def test_a_key_in_pieces_is_hidden_once_they_are_joined() -> None:
    from brushwork import Client as Whole

    def event(text: str, end: str) -> str:
        choice = {"message": {"content": [{"text": text}]}, "finish_reason": end}
        return f"data: {json.dumps({'output': {'choices': [choice]}})}\n\n"

    events = event(KEY[:9], "null") + event(KEY[9:], "stop")
    with RawServer(http(events.encode(), "200 OK", "Content-Type: text/event-stream")) as server:
        made = Whole(KEY, base_url=f"{server.url}/api/v1", retries=0)
        found = raised(lambda: list(made.wan2_6_image.interleave.stream("a cat", max_images=1)))
        made.close()
    assert isinstance(found, PartialResult)
    assert isinstance(found.result, Result)
    assert KEY not in found.result.text
    assert KEY[:16] not in json.dumps(found.result.raw)

"""The emulator's page and its JSON: what arrived, what is billed, faults on and off, the clock; and who may ask."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import urllib3

from brushwork import Client, RateLimited
from brushwork.testing import Emulator, Scenario
from brushwork_emulator.faults import KINDS
from tests.emulator.reference import PAGE, page

KEY = "sk-console"


@pytest.fixture
def api() -> Iterator[Emulator]:
    with Emulator(key=KEY) as made:
        yield made


@pytest.fixture
def client(api: Emulator) -> Iterator[Client]:
    with Client(KEY, base_url=api.url, clock=api.clock) as made:
        yield made


def ask(api: Emulator, path: str, method: str = "GET", body: object = None, **headers: str) -> Any:
    """The answer's document, with the key unless the headers have another."""
    reply = send(api, path, method, body, **{"Authorization": f"Bearer {KEY}", **headers})
    assert reply.status == 200, reply.data
    return reply.json()


def send(
    api: Emulator, path: str, method: str = "GET", body: object = None, **headers: str
) -> urllib3.BaseHTTPResponse:
    return urllib3.request(
        method,
        f"{api.origin}/__emulator__/{path}" if path != "/" else f"{api.origin}/",
        body=None if body is None else json.dumps(body),
        headers=headers,
        retries=False,
    )


def test_requests_are_shown_with_their_bodies_and_without_the_key(api: Emulator, client: Client) -> None:
    client.z_image_turbo.generate("a <b>cat</b>")
    (entry,) = ask(api, "requests")["requests"]
    assert (entry["number"], entry["method"], entry["status"]) == (1, "POST", 200)
    assert json.loads(entry["body"])["input"]["messages"][0]["content"][0]["text"] == "a <b>cat</b>"
    assert json.loads(entry["answer"])["usage"]["image_count"] == 1
    assert KEY not in json.dumps(entry)
    assert ask(api, "requests?after=1")["requests"] == []


def test_looking_is_no_traffic_and_no_fault_strikes_it(api: Emulator) -> None:
    api.faults.add("drop-before-reading", times=None)
    for path in ("requests", "tasks", "ledger", "pictures", "faults"):
        ask(api, path)
    assert api.traffic == ()


def test_tasks_the_ledger_and_pictures_are_told(api: Emulator, client: Client) -> None:
    client.wan2_2_t2i_flash.generate("a poster", n=2)
    (task,) = ask(api, "tasks")["tasks"]
    assert (task["status"], task["model"], task["prompt"]) == ("SUCCEEDED", "wan2.2-t2i-flash", "a poster")
    bill = ask(api, "ledger?bodies=no")
    assert (bill["images"], bill["cost"]) == (2, {"USD": "0.050"})
    assert not {"body", "headers"} & bill["entries"][0].keys()
    first, second = ask(api, "pictures")["pictures"]
    assert first["name"] != second["name"]
    reply = send(api, f"pictures/{first['name']}", Authorization=f"Bearer {KEY}")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "image/png")
    assert reply.data.startswith(b"\x89PNG")
    assert ask(api, "ledger", "DELETE")["images"] == api.ledger.images == 0


def test_faults_are_switched_on_and_off(api: Emulator, client: Client) -> None:
    made = ask(api, "faults", "POST", {"fault": "quota-used-up", "endpoint": "multimodal-generation", "times": None})
    limited = client.with_options(retries=0)
    with pytest.raises(RateLimited):
        limited.z_image_turbo.generate("a cat")
    (rule,) = ask(api, "faults")["rules"]
    assert (rule["id"], rule["seen"], rule["over"]) == (made["id"], 1, False)
    ask(api, f"faults/{made['id']}", "DELETE")
    limited.z_image_turbo.generate("a cat")
    ask(api, "faults", "POST", {"fault": "reset"})
    assert ask(api, "faults", "DELETE") == {"rules": []}
    told = ask(api, "faults")
    assert {kind["name"] for kind in told["kinds"]} == KINDS.keys()
    assert {"task", "multimodal-generation", "result", "upload"} <= set(told["endpoints"])


def test_the_clock_is_advanced(api: Emulator) -> None:
    before = api.clock.now()
    assert ask(api, "clock", "POST", {"advance": 3600})["now"] >= before + 3600
    assert api.clock.now() >= before + 3600


@pytest.mark.parametrize(
    ("path", "method", "body", "status", "words"),
    [
        ("faults", "POST", {"fault": "rset"}, 400, "did you mean reset"),
        ("faults", "POST", {"fault": "reset", "endpont": "*"}, 400, "'endpont' is not one of"),
        ("faults", "POST", [], 400, "a JSON object"),
        ("clock", "POST", {"advance": -1}, 400, "seconds from 0"),
        ("clock", "POST", {"advance": True}, 400, "seconds from 0"),
        ("faults/12", "DELETE", None, 404, "No fault has the id"),
        ("pictures/../x", "GET", None, 404, "NotFound"),
        ("pictures/x.png", "GET", None, 404, "No picture is called"),
        ("tasks", "POST", None, 404, "There are: GET /__emulator__/requests"),
        ("", "GET", None, 404, "There are"),
        ("/", "POST", None, 405, "GET"),
    ],
)
def test_what_cannot_be_done_is_told(
    path: str, method: str, body: object, status: int, words: str, api: Emulator
) -> None:
    reply = send(api, path, method, body, Authorization=f"Bearer {KEY}")
    assert reply.status == status
    assert words in reply.data.decode()


@pytest.mark.parametrize(
    ("path", "method"),
    [("requests", "GET"), ("faults", "POST"), ("faults", "DELETE"), ("ledger", "DELETE")],
)
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer sk-x"}, {"X-Emulator-Token": "guessed"}], ids=str)
def test_without_the_key_nothing_but_the_ledger_is_told(
    path: str, method: str, headers: dict[str, str], api: Emulator
) -> None:
    assert send(api, path, method, {}, **headers).status == 401
    assert send(api, "ledger", **headers).status == 200


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}], ids=str)
@pytest.mark.parametrize("path", ["/", "requests", "faults", "pictures/x.png"])
def test_no_web_page_reaches_it(path: str, headers: dict[str, str], api: Emulator) -> None:
    reply = send(api, path, Authorization=f"Bearer {KEY}", **headers)
    assert (reply.status, reply.json()["code"]) == (403, "ForbiddenHost")


def test_the_page_holds_no_key_and_runs_nothing_but_its_own_script(api: Emulator) -> None:
    reply = send(api, "/")
    assert reply.status == 200
    text, policy = reply.data.decode(), reply.headers["Content-Security-Policy"]
    assert KEY not in text
    assert "default-src 'none'" in policy
    nonce = re.findall(r"script-src 'nonce-([^']+)'", policy)
    assert nonce
    assert nonce[0] in text
    assert "<!--" not in text
    assert not re.search(r'(?:src|href)="https?:', text)
    token = json.loads(text.partition('id="facts">')[2].partition("</script>")[0])["token"]
    assert send(api, "requests", **{"X-Emulator-Token": token}).status == 200
    assert send(api, f"pictures?token={token}").status == 200


def test_the_page_of_the_documentation_lists_every_fault_as_the_code_has_it() -> None:
    text = PAGE.read_text("utf-8")
    assert page(text) == text, "write it anew: make faults"
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE)) >= KINDS.keys()


def test_the_scenario_of_the_documentation_is_one() -> None:
    from ruamel.yaml import YAML

    text = PAGE.read_text("utf-8").partition("```yaml\nfaults:")
    loaded = YAML(typ="safe").load(text[1].removeprefix("```yaml\n") + text[2].partition("```")[0])  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    scenario = Scenario.of(loaded)
    assert len(scenario.rules) == 2
    assert scenario.chaos is not None

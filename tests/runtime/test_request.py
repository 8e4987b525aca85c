"""Bodies, headers, URLs and curl commands."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any, cast

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork_runtime.base.errors import ConfigError, InvalidRequest
from brushwork_runtime.client.calls import prepare
from brushwork_runtime.tables.spec import Mode, Prompt
from brushwork_runtime.validate.call import Call
from tests.runtime.tables import BRUSH, KEY, LITE, PENCIL, SEED, Preparing, Request

ONE = "https://a.example/1.png"
TWO = [ONE, "https://a.example/2.png"]


def shown(prepared: Request) -> str:
    headers = "".join(f"{name}: {value}\n" for name, value in prepared.headers.items())
    return f"{prepared.method} {prepared.url}\n{headers}\n{prepared.content.decode()}"


def test_content_is_what_json_dumps_writes_of_the_body() -> None:
    prepared = Preparing().call(
        "brush-1", "edit", 'a "cat" 🐱', TWO, size="2048*1152", boxes=[[], [(1, 2, 3, 4)]], seed=0
    )
    assert prepared.content == json.dumps(prepared.body).encode()
    assert prepared.body == {
        "model": "brush-1",
        "input": {
            "messages": [{"role": "user", "content": [{"text": 'a "cat" 🐱'}, {"image": TWO[0]}, {"image": TWO[1]}]}]
        },
        "parameters": {"size": "2048*1152", "n": 1, "boxes": [[], [[1, 2, 3, 4]]], "seed": 0},
    }


@pytest.mark.parametrize(
    ("model", "mode", "protocol", "images"),
    [
        ("brush-1", "generate", None, ()),
        ("brush-1", "generate", "async", ()),
        ("brush-1", "edit", "sync", TWO),
        ("pencil", "edit", None, TWO),
        ("pencil", "edit", "sync", TWO),
        ("pencil", "interleave", None, ()),
        ("lite", "generate", None, ()),
    ],
)
def test_every_payload(
    model: str, mode: str, protocol: str | None, images: object, snapshot: SnapshotAssertion
) -> None:
    negative: dict[str, Any] = {"negative_prompt": "fog"} if mode != "interleave" else {}
    assert shown(Preparing().call(model, mode, "a cat", images, protocol=protocol, **negative)) == snapshot


def test_a_body_without_parameters_has_none() -> None:
    lite = LITE.modes["generate"]
    bare = Mode("generate", routes=lite.routes, prompt=Prompt(), parameters=(SEED,))
    client = Preparing()
    for values in ({"seed": None}, {}):
        found = prepare(client, Call(LITE, "lite", bare, "x", {}, values))
        assert found.body == {"model": "lite", "input": {"prompt": "x"}}
        assert json.loads(found.content) == found.body


def test_a_route_sends_fields_of_its_own() -> None:
    request = Preparing().call("pencil", "interleave", protocol="stream")
    assert request.body["parameters"] == {"interleave": True, "stream": True}


def test_a_snapshot_goes_out_as_the_model() -> None:
    assert Preparing().call("brush-1-2026-01-01", "generate").body["model"] == "brush-1-2026-01-01"


def test_the_key_is_hidden() -> None:
    prepared = Preparing().call("brush-1", "generate")
    assert prepared.headers["Authorization"] == "Bearer sk-…f3a9"
    assert prepared.sent_headers()["Authorization"] == f"Bearer {KEY}"
    everything = f"{prepared!r}{prepared.headers}{prepared.curl()}{prepared.client.settings!r}"
    assert KEY not in everything


def test_no_key_is_needed_before_sending() -> None:
    prepared = Preparing(api_key=None).call("brush-1", "generate")
    assert prepared.headers["Authorization"] == "Bearer $DASHSCOPE_API_KEY"
    with pytest.raises(ConfigError, match="there is no API key"):
        prepared.sent_headers()


def test_oss_addresses_ask_to_be_resolved() -> None:
    client = Preparing()
    name = "X-DashScope-OssResourceResolve"
    assert client.call("brush-1", "edit", images=["oss://bucket/1.png"]).headers[name] == "enable"
    assert name not in client.call("brush-1", "edit", "oss://no/image", ONE).headers
    assert client.call("brush-1", "edit", images=ONE).sent_headers(["oss://uploaded"])[name] == "enable"
    assert client.call("brush-1", "edit", images=ONE, extra={"mask": "oss://b/m.png"}).headers[name] == "enable"


def test_local_images_have_placeholders(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (300, 300)).save(tmp_path / "a.png")
    prepared = Preparing().call("brush-1", "edit", "x", [ONE, tmp_path / "a.png"])
    assert prepared.local == (1,)
    assert b"<upload of a.png>" in prepared.content
    filled = json.loads(prepared.filled({1: "oss://b/a.png"}))
    assert filled["input"]["messages"][0]["content"] == [{"text": "x"}, {"image": ONE}, {"image": "oss://b/a.png"}]
    before, index, after = prepared.segments()
    assert index == 1
    assert json.loads(cast("bytes", before) + b"data:" + cast("bytes", after))["input"]["messages"][0]["content"][
        2
    ] == {"image": "data:"}
    assert prepared.curl().startswith("# Image 2 is a local file")
    moved = prepared.rerouted(BRUSH.modes["edit"].routes[1])
    assert moved is not None
    assert [image.label for image in moved.images] == [ONE, "a.png"]
    assert moved.images[1] is prepared.images[1]


def test_curl_is_what_a_shell_sends(snapshot: SnapshotAssertion) -> None:
    prepared = Preparing().call("brush-1", "generate", "it's $HOME `ls` \"now\" \\ 'x' é", protocol="async")
    words = shlex.split(prepared.curl().replace("\\\n", ""))
    assert words[words.index("-d") + 1].encode() == prepared.content
    assert words[4] == prepared.url
    assert "Authorization: Bearer $DASHSCOPE_API_KEY" in words
    assert prepared.curl() == snapshot


def test_extra_reaches_both_parts_of_the_body() -> None:
    client = Preparing()
    flat = client.call("brush-1", "generate", extra={"newer": (1, 2)})
    assert flat.body["parameters"] == {"n": 1, "newer": [1, 2]}
    both = client.call("brush-1", "generate", extra={"parameters": {"a": 1}, "input": {"mask": "m"}})
    assert both.body["parameters"] == {"n": 1, "a": 1}
    assert cast("dict[str, object]", both.body["input"])["mask"] == "m"


def test_without_validation_it_is_only_spelled_right() -> None:
    loose = Preparing().call("brush-1", "edit", "", (), size=(1, 1), n=99, boxes=((1, 2),), odd=True, validate=False)
    assert loose.body["parameters"] == {"size": "1*1", "n": 99, "boxes": [[1, 2]], "odd": True}
    with pytest.raises(InvalidRequest, match="JSON cannot represent"):
        Preparing().call("brush-1", "generate", seed=float("nan"), validate=False)


def test_submit_takes_the_asynchronous_route_and_send_the_best() -> None:
    client = Preparing()
    prepared = client.call("brush-1", "generate", negative_prompt="fog", seed=1)
    assert prepared.send(5) == "result"
    assert client.sent.pop() == (prepared, 5)
    assert prepared.submit() == "task"
    sent = cast("Request", client.sent.pop())
    assert sent.route.protocol == "async"
    assert sent.content == client.call("brush-1", "generate", negative_prompt="fog", seed=1, protocol="async").content
    with pytest.raises(InvalidRequest, match="sequence is offered as sync"):
        client.call("brush-1", "sequence", n=2).submit()


def test_a_chosen_protocol_is_not_changed() -> None:
    client, other = Preparing(), BRUSH.modes["generate"].routes[1]
    assert client.call("brush-1", "generate", protocol="sync").rerouted(other) is None
    moved = client.call("brush-1", "generate").rerouted(other)
    assert moved is not None
    assert moved.url.endswith("/async")


def test_rerouting_leaves_out_what_only_the_old_route_sends() -> None:
    prepared = Preparing().call("pencil", "interleave", max_images=2)
    moved = prepared.rerouted(PENCIL.modes["edit"].routes[1])
    assert moved is not None
    assert moved.body["parameters"] == {"interleave": True, "max_images": 2}


def test_a_region_without_the_protocol_uses_another_route() -> None:
    prepared = Preparing(region="far-1", workspace="ws1").call("brush-1", "generate")
    assert prepared.route.protocol == "async"
    assert prepared.url == "https://ws1.far.example/api/v1/async"


def test_the_workspace_goes_into_a_header_where_the_host_does_not_say_it() -> None:
    name = "X-DashScope-WorkSpace"
    assert Preparing(workspace="ws1").call("brush-1", "generate").headers[name] == "ws1"
    assert name not in Preparing(region="far-1", workspace="ws1").call("brush-1", "generate").headers

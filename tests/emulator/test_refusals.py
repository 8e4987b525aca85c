"""The service refuses with the vendor's statuses, codes and sentences, and bills nothing."""

from __future__ import annotations

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from brushwork_emulator.wire import Call
from tests.emulator.services import ASYNC, I2I, IG, KEY, MM, T2I, messages, prompt, send, service

IMAGE = "https://example.com/1.png"
EMPTY: dict[str, object] = {"model": "wan2.6-t2i", "input": {"messages": []}}
NO_BOX: list[object] = []
NO_SYNC = "current user api does not support synchronous calls"
NO_ASYNC = "Current user api does not support asynchronous calls."


REFUSED: list[tuple[str, object, dict[str, str], int, str, str | None]] = [
    (MM, b"", {}, 400, "InvalidParameter", "Required body invalid, please check the request body format."),
    (MM, b"\xff", {}, 400, "InvalidParameter", None),
    (MM, b"[" * 100_000, {}, 400, "InvalidParameter", None),
    (MM, [], {}, 400, "InvalidParameter", None),
    (MM, {"input": {}}, {}, 400, "BadRequest.EmptyModel", None),
    (MM, {"model": "wan2.6-t2i"}, {}, 400, "BadRequest.EmptyInput", None),
    (MM, {"model": 7, "input": {}}, {}, 400, "InvalidParameter", "Model not exist."),
    (MM, messages("wan9"), {}, 404, "ModelNotFound", None),
    (MM, EMPTY, {}, 400, "InvalidParameter", None),
    (MM, messages("wan2.6-image"), {}, 400, "InvalidParameter", None),
    (MM, messages("qwen-image-edit", IMAGE, n=2), {}, 400, "InvalidParameter", "num_images_per_prompt must be 1"),
    (MM, messages("wan2.5-t2i-preview"), {}, 400, "InvalidParameter", "url error, please check url!"),
    (T2I, prompt("wan2.6-t2i"), ASYNC, 400, "InvalidParameter", "url error, please check url!"),
    (IG, messages("wan2.6-t2i"), {}, 403, "AccessDenied", NO_SYNC),
    (T2I, prompt("wan2.2-t2i-flash"), {}, 403, "AccessDenied", NO_SYNC),
    (I2I, prompt("wan2.5-i2i-preview", IMAGE), {}, 403, "AccessDenied", NO_SYNC),
    (MM, messages("wan2.6-t2i"), ASYNC, 403, "AccessDenied", NO_ASYNC),
    (MM, messages("qwen-image-2.0"), ASYNC, 403, "AccessDenied", NO_ASYNC),
    ("/services/aigc/nothing", messages("wan2.6-t2i"), {}, 404, "NotFound", None),
    ("/tasks", None, {}, 404, "NotFound", None),
    ("/quotas", None, {}, 404, "NotFound", None),
]


@pytest.mark.parametrize(("path", "body", "headers", "status", "code", "message"), REFUSED)
def test_refusals(
    path: str, body: object, headers: dict[str, str], status: int, code: str, message: str | None
) -> None:
    to = service()
    answered, document = send(to, path, body, **headers)
    assert (answered, document["code"]) == (status, code)
    assert set(document) == {"code", "message", "request_id"}
    assert message in (None, document["message"])
    assert (len(to.ledger), to.ledger.images) == (0, 0)


FAULTS: list[tuple[str, str, dict[str, str], dict[str, Any]]] = [
    ("n over the range", MM, {}, messages("wan2.6-t2i", n=5)),
    ("a size too small", MM, {}, messages("wan2.6-t2i", size="512*512")),
    ("a size too long", MM, {}, messages("wan2.6-t2i", size="400*4000")),
    ("a side too long", T2I, ASYNC, prompt("wan2.2-t2i-flash", size="1500*512")),
    ("no size", MM, {}, messages("wan2.6-t2i", size="1024x1024")),
    ("a size not of the list", MM, {}, messages("qwen-image-plus", size="1024*1024")),
    ("an unknown parameter", MM, {}, messages("z-image-turbo", n=1)),
    ("a parameter elsewhere", T2I, ASYNC, prompt("wan2.5-t2i-preview", negative_prompt="dogs")),
    ("two texts", MM, {}, messages("wan2.6-t2i", prompt="a") | {"input": {"messages": [
        {"role": "user", "content": [{"text": "a"}, {"text": "b"}]}]}}),
    ("a blank text", MM, {}, messages("wan2.6-t2i", prompt=" ")),
    ("an image too many", MM, {}, messages("qwen-image-2.0", *[IMAGE] * 4)),
    ("an image of no kind", MM, {}, messages("qwen-image-2.0", "file:///a.png")),
    ("boxes for other images", MM, {}, messages("wan2.7-image", IMAGE, bbox_list=[NO_BOX, NO_BOX])),
    ("an empty box", MM, {}, messages("wan2.7-image", IMAGE, bbox_list=[[[5, 5, 5, 9]]])),
    ("colours that are no whole", MM, {}, messages("wan2.7-image", color_palette=[
        {"hex": "#000000", "ratio": "30.00%"}, {"hex": "#0000FF", "ratio": "30.00%"},
        {"hex": "#00FF00", "ratio": "30.00%"}])),
    ("a story without a stream", MM, {}, messages("wan2.6-image", enable_interleave=True)),
    ("a stream as a task", IG, ASYNC, messages("wan2.6-image", enable_interleave=True, stream=True)),
    ("true for a number", MM, {}, messages("wan2.6-t2i", n=True)),
    ("a fraction", MM, {}, messages("wan2.6-t2i", n=1.0)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "path", "headers", "body"), FAULTS, ids=[name for name, *_ in FAULTS])
def test_what_the_schema_refuses(
    name: str, path: str, headers: dict[str, str], body: dict[str, Any], snapshot: SnapshotAssertion
) -> None:
    status, document = send(service(), path, body, **headers)
    assert (status, document["code"], document["message"]) == snapshot


KEYS = {"ap-southeast-1": "sk-singapore", "cn-beijing": "sk-beijing"}


@pytest.mark.parametrize(
    ("authorization", "status", "message"),
    [
        ("Bearer sk-singapore", 200, None),
        ("Bearer sk-beijing", 401, "Invalid API-key provided."),
        ("sk-singapore", 401, "Invalid API-key provided."),
        ("Basic sk-singapore", 401, "Invalid API-key provided."),
        ("", 401, "No API-key provided."),
    ],
)
def test_a_key_counts_in_its_region(authorization: str, status: int, message: str | None) -> None:
    answered, document = send(service(keys=KEYS), MM, messages("z-image-turbo"), Authorization=authorization)
    assert (answered, document.get("message")) == (status, message)


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("dashscope.aliyuncs.com", "cn-beijing"),
        ("my-space.cn-beijing.maas.aliyuncs.com", "cn-beijing"),
        ("dashscope-intl.aliyuncs.com:443", "ap-southeast-1"),
        ("127.0.0.1:8000", "ap-southeast-1"),
    ],
)
def test_the_host_names_the_region(host: str, region: str) -> None:
    to = service(keys=KEYS)
    status, _ = send(to, MM, messages("z-image-turbo"), key=KEYS[region], Host=host)
    assert (status, to.ledger[0]["region"]) == (200, region)


def test_a_region_has_its_own_models_and_protocols() -> None:
    assert send(service(region="us-east-1"), MM, messages("qwen-image-2.0"))[0] == 404
    frankfurt = service(region="eu-central-1")
    assert send(frankfurt, MM, messages("wan2.6-t2i"))[1]["message"] == NO_SYNC
    assert send(frankfurt, IG, messages("wan2.6-t2i"), **ASYNC)[0] == 200


def test_an_unknown_region_is_no_region() -> None:
    with pytest.raises(ValueError, match="'mars' must be one of ap-southeast-1"):
        service(region="mars")


def test_uploaded_images_need_their_header_and_their_model() -> None:
    to = service()
    body = messages("qwen-image-edit", "oss://nobody/knows.png")
    for headers in ({}, {"X-DashScope-OssResourceResolve": "enable"}):
        status, document = send(to, MM, body, **headers)
        assert (status, document["code"]) == (400, "InvalidParameter.DataInspection")


def test_nothing_needs_a_key_but_the_api() -> None:
    to = service()
    call = Call("GET", "/__emulator__/ledger", {}, b"")
    assert to.reply(call).status == 200
    assert to.reply(Call("GET", to.api.base_path + "/tasks/", {"Authorization": f"Bearer {KEY}x"}, b"")).status == 401

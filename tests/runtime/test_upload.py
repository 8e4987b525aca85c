"""Uploads to the temporary store, and images inlined into a body."""

from __future__ import annotations

import base64
import io
import json
import threading
import tracemalloc
from pathlib import Path

import pytest

from brushwork_runtime.base.errors import APIError, InvalidRequest, MalformedResponse, OutcomeUnknown, TransportError
from brushwork_runtime.client.client import session_of
from brushwork_runtime.http.messages import HttpRequest, HttpResponse
from brushwork_runtime.uploads import Form, Uploads
from brushwork_runtime.validate.inputs import read
from tests.runtime.brushes import API
from tests.runtime.support import Client, FakeClock, FakeTransport, Step, client, images, picture, reply

CONTENT = picture()
OTHERS = [picture(9 + number, 6) for number in range(8)]
POLICY = {
    "policy": "eyJ",
    "signature": "sig",
    "upload_dir": "dashscope-instant/folder",
    "upload_host": "https://store.example/",
    "expire_in_seconds": 300,
    "max_file_size_mb": 1,
    "oss_access_key_id": "LTAI",
    "x_oss_object_acl": "private",
    "x_oss_forbid_overwrite": "true",
}
LEAVE = reply({"request_id": "r-0", "data": POLICY})
STORED = HttpResponse(200, {}, b"")
DONE = reply(images("https://r.example/1.png"))
EXPIRED = HttpResponse(403, {}, b"<Error><Code>AccessDenied</Code><Message>Policy expired.</Message></Error>")


def put(*steps: Step, clock: FakeClock | None = None, content: bytes = CONTENT) -> tuple[str, FakeTransport]:
    made, transport = client(*steps, clock=clock)
    return uploads(made).put("brush-1.0", read(content)), transport


def uploads(client: Client) -> Uploads:
    return session_of(client).one(Uploads)


def test_a_policy_is_asked_for_and_the_file_sent() -> None:
    address, transport = put(LEAVE, STORED)
    policy, upload = transport.requests
    assert policy.url.endswith("/api/v1/uploads?action=getPolicy&model=brush-1.0")
    assert policy.headers["Authorization"].startswith("Bearer sk-")
    assert upload.url == "https://store.example/"
    assert "authorization" not in {name.lower() for name in upload.headers}
    assert int(upload.headers["Content-Length"]) == len(transport.bodies[1])
    assert address.startswith("oss://dashscope-instant/folder/")
    assert address.endswith(".png")


def test_the_file_is_the_last_field_of_the_form() -> None:
    address, transport = put(LEAVE, STORED)
    boundary = transport.requests[1].headers["Content-Type"].partition("boundary=")[2].encode()
    parts = transport.bodies[1].split(b"--" + boundary)[1:-1]
    names = [part.partition(b'name="')[2].partition(b'"')[0].decode() for part in parts]
    assert set(names[:-1]) == {
        "OSSAccessKeyId",
        "Signature",
        "policy",
        "key",
        "x-oss-object-acl",
        "x-oss-forbid-overwrite",
        "success_action_status",
    }
    assert names[-1] == "file"
    assert CONTENT in parts[-1]
    assert b"Content-Type: image/png" in parts[-1]
    assert address.removeprefix("oss://").encode() in parts[names.index("key")]


def test_names_are_unique() -> None:
    made, _ = client(LEAVE, STORED)
    assert uploads(made).put("brush-1.0", read(CONTENT)) != uploads(made).put("brush-1.0", read(OTHERS[0]))


def test_the_same_content_goes_up_once_while_it_lives() -> None:
    clock = FakeClock()
    made, transport = client(lambda request: LEAVE if request.method == "GET" else STORED, clock=clock)
    first = uploads(made).put("brush-1.0", read(CONTENT))
    assert uploads(made).put("brush-1.0", read(CONTENT)) == first
    assert len(transport.requests) == 2
    clock.time += API.lifetimes["upload"]
    assert uploads(made).put("brush-1.0", read(CONTENT)) != first
    assert len(transport.requests) == 4


def test_a_failed_upload_is_not_taken_for_done() -> None:
    made, _ = client(LEAVE, HttpResponse(400, {}, b"<Error><Code>EntityTooLarge</Code></Error>"), STORED)
    with pytest.raises(APIError):
        uploads(made).put("brush-1.0", read(CONTENT))
    assert uploads(made).put("brush-1.0", read(CONTENT)).startswith("oss://")


def test_threads_with_the_same_content_share_one_upload() -> None:
    made, transport = client(lambda request: LEAVE if request.method == "GET" else STORED)
    found: set[str] = set()
    threads = [
        threading.Thread(target=lambda: found.add(uploads(made).put("brush-1.0", read(CONTENT)))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1
    assert [request.method for request in transport.requests] == ["GET", "POST"]


def test_a_policy_serves_while_it_lives() -> None:
    clock = FakeClock()
    made, transport = client(LEAVE, STORED, STORED, LEAVE, STORED, clock=clock)
    uploads(made).put("brush-1.0", read(CONTENT))
    clock.time += 200
    uploads(made).put("brush-1.0", read(OTHERS[0]))
    clock.time += 200
    uploads(made).put("brush-1.0", read(OTHERS[1]))
    assert [request.method for request in transport.requests] == ["GET", "POST", "POST", "GET", "POST"]


def test_a_policy_is_bound_to_its_model() -> None:
    made, transport = client(LEAVE, STORED, LEAVE, STORED)
    uploads(made).put("brush-1.0", read(CONTENT))
    uploads(made).put("slow-brush", read(CONTENT))
    assert len(transport.requests) == 4


def test_threads_share_a_policy() -> None:
    made, transport = client(lambda request: LEAVE if request.method == "GET" else STORED)
    threads = [threading.Thread(target=uploads(made).put, args=("brush-1.0", read(content))) for content in OTHERS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(request.method == "GET" for request in transport.requests) == 1


def test_an_expired_policy_is_asked_for_anew() -> None:
    _, transport = put(LEAVE, EXPIRED, LEAVE, STORED)
    assert [request.method for request in transport.requests] == ["GET", "POST", "GET", "POST"]


def test_a_broken_upload_is_tried_again_under_another_name() -> None:
    _, transport = put(LEAVE, OutcomeUnknown("broken"), STORED)
    names = [body.partition(b'filename="')[2][:16] for body in transport.bodies[1:]]
    assert len(set(names)) == 2


def test_an_upload_that_stays_broken_is_no_unknown_outcome() -> None:
    with pytest.raises(TransportError, match="nothing was billed") as caught:
        put(LEAVE, OutcomeUnknown("broken"))
    assert not isinstance(caught.value, OutcomeUnknown)


def test_a_refusal_in_xml_is_an_error_with_its_code() -> None:
    refusal = HttpResponse(400, {}, b"<Error><Code>EntityTooLarge</Code><Message>too large</Message></Error>")
    with pytest.raises(APIError, match="EntityTooLarge"):
        put(LEAVE, refusal)


def test_a_file_over_the_limit_of_the_store_is_not_sent() -> None:
    with pytest.raises(InvalidRequest, match="up to 1 MB"):
        put(LEAVE, STORED, content=CONTENT + bytes(1_100_000))


def test_a_policy_without_its_fields_is_malformed() -> None:
    with pytest.raises(MalformedResponse, match="upload_host"):
        put(reply({"data": {}}))


def test_a_file_that_changes_meanwhile_is_not_sent(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(CONTENT)
    image = read(path)
    for changed in (CONTENT[:-1], CONTENT + b"x"):
        path.write_bytes(changed)
        with pytest.raises(InvalidRequest, match="changed"):
            b"".join(Form({"key": "a/b"}, image))


def test_a_call_uploads_its_local_images_and_keeps_their_places() -> None:
    made, transport = client(LEAVE, STORED, DONE)
    made.generate("put 1 on 2", model="brush-1.0", reference_images=["https://a.example/1.png", CONTENT])
    request, body = transport.requests[-1], json.loads(transport.bodies[-1])
    content = body["input"]["messages"][0]["content"]
    assert content[1]["image"] == "https://a.example/1.png"
    assert content[2]["image"].startswith("oss://dashscope-instant/folder/")
    assert request.headers["X-DashScope-OssResourceResolve"] == "enable"


def test_inline_sends_a_data_uri_instead(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(CONTENT)
    made, transport = client(DONE)
    made.generate("put 1 on 2", model="brush-1.0", reference_images=[path, "https://a.example/1.png"], inline=True)
    body = json.loads(transport.bodies[0])
    content = body["input"]["messages"][0]["content"]
    assert content[1]["image"] == "data:image/png;base64," + base64.b64encode(CONTENT).decode()
    assert content[2]["image"] == "https://a.example/1.png"
    assert int(transport.requests[0].headers["Content-Length"]) == len(transport.bodies[0])
    assert "X-DashScope-OssResourceResolve" not in transport.requests[0].headers


@pytest.mark.parametrize("inline", [True, False])
def test_a_large_file_streams(tmp_path: Path, inline: bool) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(CONTENT + bytes(9_000_000))
    policy = reply({"data": {**POLICY, "max_file_size_mb": 100}})
    sizes: list[int] = []

    class Counting:
        def send(self, request: HttpRequest, /) -> HttpResponse:
            body = request.body or b""
            sizes.append(sum(len(chunk) for chunk in ([body] if isinstance(body, bytes) else body)))
            return policy if request.method == "GET" else DONE

    made = Client("sk-test", transport=Counting())
    tracemalloc.start()
    made.generate("x", model="brush-1.0", reference_images=path, inline=inline)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert max(sizes) > 9_000_000
    assert peak < 1_500_000


def test_an_open_file_is_uploaded_too() -> None:
    made, transport = client(LEAVE, STORED, DONE)
    made.generate("x", model="brush-1.0", reference_images=io.BytesIO(CONTENT))
    assert CONTENT in transport.bodies[1]

"""The temporary store: a policy for a model and five minutes, a form in order, files that live two days."""

from __future__ import annotations

import base64
import json

import pytest

from brushwork_emulator.store.objectstore import sign
from brushwork_emulator.wire import Call
from tests.emulator.stores import Store, form, refusal


@pytest.fixture
def store() -> Store:
    return Store()


def test_a_file_belongs_to_the_model_of_its_policy(store: Store) -> None:
    for model in ("brush-1.0", "slow-brush"):
        fields = form(store.policy(model))
        reply = store.post(fields)
        assert (reply.status, reply.content) == (200, b"")
        assert store.uploads.owner(str(fields["key"])) == model
        assert store.uploads.content(str(fields["key"])) == b"picture"
    assert store.uploads.owner("nobody/knows.png") is None
    assert len(store.uploads.files) == store.uploads.policies == 2


def test_the_policy_is_documented_data(store: Store) -> None:
    policy = store.policy()
    assert policy["expire_in_seconds"] == 300
    assert policy["x_oss_forbid_overwrite"] == "true"
    document = json.loads(base64.b64decode(policy["policy"]))
    assert document["expiration"] == "2027-01-15T08:05:00.000Z"
    assert ["starts-with", "$key", policy["upload_dir"]] in document["conditions"]


@pytest.mark.parametrize("query", ["action=getPolicy", "action=other&model=m", "model=m", ""])
def test_a_policy_needs_action_and_model(store: Store, query: str) -> None:
    reply = store.uploads.policy(Call("GET", f"/api/v1/uploads?{query}", {}))
    assert (reply.status, json.loads(reply.content)["code"]) == (400, "InvalidParameter")
    assert store.uploads.policies == 0


def test_a_policy_ends_after_five_minutes_of_the_clock(store: Store) -> None:
    policy = store.policy()
    store.clock.advance(299)
    assert store.post(form(policy, name="a.png")).status == 200
    store.clock.advance(1)
    expired = (403, "AccessDenied", "Invalid according to Policy: Policy expired.")
    assert refusal(store.post(form(policy, name="b.png"))) == expired


def test_a_file_lives_for_two_days(store: Store) -> None:
    fields = form(store.policy())
    store.post(fields)
    store.clock.advance(48 * 3600 - 1)
    assert store.uploads.owner(str(fields["key"])) == "brush-1.0"
    store.clock.advance(1)
    assert store.uploads.owner(str(fields["key"])) is None
    assert store.uploads.content(str(fields["key"])) is None
    assert store.uploads.files == {}


def test_a_name_is_used_once(store: Store) -> None:
    fields = form(store.policy())
    assert store.post(fields).status == 200
    assert refusal(store.post({**fields, "file": b"other"}))[:2] == (409, "FileAlreadyExists")
    assert store.uploads.content(str(fields["key"])) == b"picture"


def test_the_file_is_the_last_field(store: Store) -> None:
    fields = form(store.policy())
    content = fields.pop("file")
    assert refusal(store.post({"file": content, **fields}))[:2] == (400, "InvalidArgument")
    assert refusal(store.post(fields))[:2] == (400, "IncorrectNumberOfFilesInPOSTRequest")
    assert store.uploads.files == {}


@pytest.mark.parametrize("field", ["OSSAccessKeyId", "Signature", "policy", "key", "x-oss-object-acl"])
def test_a_form_needs_all_its_fields(store: Store, field: str) -> None:
    fields = form(store.policy())
    del fields[field]
    assert refusal(store.post(fields)) == (400, "InvalidArgument", f"The form has no {field}.")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("Signature", "forged", "SignatureDoesNotMatch"),
        ("policy", "eyJjb25kaXRpb25zIjogW119", "SignatureDoesNotMatch"),
        ("OSSAccessKeyId", "LTAI-other", "InvalidAccessKeyId"),
        ("key", "elsewhere/a.png", "AccessDenied"),
        ("x-oss-object-acl", "public-read", "AccessDenied"),
        ("x-oss-forbid-overwrite", "false", "AccessDenied"),
    ],
)
def test_a_form_keeps_to_its_policy(store: Store, field: str, value: str, code: str) -> None:
    assert refusal(store.post({**form(store.policy()), field: value}))[:2] == (403, code)
    assert store.uploads.files == {}


def test_a_form_carries_no_key(store: Store) -> None:
    reply = store.post(form(store.policy()), {"Authorization": "Bearer sk-emulator"})
    assert refusal(reply)[:2] == (400, "InvalidArgument")


def test_a_file_has_a_largest_size(store: Store) -> None:
    store.uploads.megabytes = 1
    policy = store.policy()
    assert policy["max_file_size_mb"] == 1
    assert refusal(store.post(form(policy, b"x" * 1_048_577)))[:2] == (400, "EntityTooLarge")
    assert store.post(form(policy, b"x" * 1_048_576)).status == 200


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"--x--\r\n"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nno head\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nno-name: 1\r\n\r\n\r\n--x--\r\n"),
    ],
)
def test_what_is_no_form_is_refused(store: Store, media_type: str, body: bytes) -> None:
    reply = store.uploads.store(Call("POST", "/oss", {"Content-Type": media_type}, body))
    assert refusal(reply)[:2] == (400, "MalformedPOSTRequest")


def test_a_file_may_hold_anything(store: Store) -> None:
    content = b"\r\n--y\r\n\r\n\x00\xff--x"
    fields = form(store.policy(), content)
    assert store.post(fields).status == 200
    assert store.uploads.content(str(fields["key"])) == content


@pytest.mark.parametrize(("asked", "status"), [("200", 200), ("201", 201), ("204", 204), ("500", 204)])
def test_the_status_of_success_is_asked_for(store: Store, asked: str, status: int) -> None:
    assert store.post({**form(store.policy()), "success_action_status": asked}).status == status


def test_a_policy_of_another_store_is_no_policy(store: Store) -> None:
    forged = base64.b64encode(b'{"expiration": "2099-01-01T00:00:00.000Z", "conditions": []}').decode()
    assert sign(forged) != store.policy()["signature"]
    assert refusal(store.post({**form(store.policy()), "policy": forged}))[:2] == (403, "SignatureDoesNotMatch")

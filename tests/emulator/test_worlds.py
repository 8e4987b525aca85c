"""The emulator takes sides: in a world, the service does as one of two conflicting documents says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from brushwork.testing import Emulator, VirtualClock
from brushwork_emulator.wire import Call, Reply

ROOT = "/api/v1"
MESSAGES = "/services/aigc/multimodal-generation/generation"
TEXT2IMAGE = "/services/aigc/text2image/image-synthesis"


def ask(world: dict[str, str], path: str, body: dict[str, Any] | None = None, *, task: bool = False) -> Reply:
    """The answer of a service in a world, without a socket."""
    api = Emulator(world=world, clock=VirtualClock())
    headers = {"Host": "127.0.0.1", "Authorization": f"Bearer {api.key}"}
    headers |= {"X-DashScope-Async": "enable"} if task else {}
    content = b"" if body is None else json.dumps(body).encode()
    reply = api.service.reply(Call("GET" if body is None else "POST", ROOT + path, headers, content))
    api.close()
    return reply


def code(reply: Reply) -> str:
    return str(json.loads(reply.content).get("code", ""))


def draw(model: str, **parameters: object) -> dict[str, Any]:
    content = [{"text": "a cat"}]
    return {"model": model, "input": {"messages": [{"role": "user", "content": content}]}, "parameters": parameters}


def test_a_range_is_as_wide_as_the_side_has_it() -> None:
    for side, status in (("fact", 200), ("claim", 400)):
        assert ask({"qwen-image/n/range": side}, MESSAGES, draw("qwen-image-plus", n=2)).status == status
        assert ask({"qwen-image/n/range": side}, MESSAGES, draw("qwen-image-plus", n=1)).status == 200


def test_a_parameter_is_known_or_not() -> None:
    body = draw("wan2.7-image", n=1, negative_prompt="people")
    assert ask({"wan2.7/negative_prompt/supported": "fact"}, MESSAGES, body).status == 200
    assert b"negative_prompt" in ask({"wan2.7/negative_prompt/supported": "claim"}, MESSAGES, body).content


def test_a_route_is_there_or_not() -> None:
    conflict = "qwen-image/qwen-image-max/generate/text2image-async/supported"
    body = {"model": "qwen-image-max", "input": {"prompt": "a cat"}, "parameters": {"n": 1}}
    assert ask({conflict: "fact"}, TEXT2IMAGE, body, task=True).status == 200
    assert ask({conflict: "claim"}, TEXT2IMAGE, body, task=True).status == 403
    assert ask({conflict: "claim"}, MESSAGES, draw("qwen-image-max", n=1)).status == 200


def test_a_route_of_the_claim_alone_is_answered() -> None:
    body = {"model": "wan2.2-t2i-flash", "input": {"prompt": "a cat"}, "parameters": {"n": 1}}
    assert ask({"wan2.2-t2i/text2image-async/protocol": "fact"}, TEXT2IMAGE, body).status == 403
    assert ask({"wan2.2-t2i/text2image-async/protocol": "claim"}, TEXT2IMAGE, body).status == 200


def test_retired_models_are_gone_or_answer_on() -> None:
    for model in ("qwen-image-plus", "qwen-image-max", "qwen-image"):
        assert code(ask({"qwen-image/retirement": "fact"}, MESSAGES, draw(model, n=1))) == "ModelNotFound"
        assert ask({"qwen-image/retirement": "claim"}, MESSAGES, draw(model, n=1)).status == 200


def test_a_default_is_what_the_side_says() -> None:
    counts = {
        side: json.loads(ask({"wan2.7/n/default": side}, MESSAGES, draw("wan2.7-image")).content)["usage"][
            "image_count"
        ]
        for side in ("fact", "claim")
    }
    assert counts == {"fact": 4, "claim": 1}


def test_addresses_and_keys_of_answers_follow_the_side() -> None:
    assert ask({"api/path-of-the-task-list": "claim"}, "/tasks/").status == 200
    assert ask({"api/path-of-the-task-list": "fact"}, "/tasks/").status == 404
    assert ask({"api/path-of-the-task-list": "fact"}, "/tasks").status == 200
    assert "tasks" in json.loads(ask({"api/key-of-the-task-list": "claim"}, "/tasks").content)
    assert ask({"api/path-of-the-account-s-rate-limits": "claim"}, "/quotas").status == 200
    assert ask({}, "/quotas").status == 404


def test_sides_of_a_world_add_up() -> None:
    world = {"qwen-image-edit/qwen-image-edit/size/supported": "claim", "qwen-image-edit/size/sides": "claim"}
    api = Emulator(world=world | {"qwen-image-edit/qwen-image-edit/size/default": "claim"}, clock=VirtualClock())

    def bare(_model: str, _mode: str, _route: str) -> dict[str, object]:
        return {"properties": {}}

    schema = api.service.world.schemas(bare)("qwen-image-edit", "edit", "sync")
    assert schema == {"properties": {}}  # nothing is set inside what is not there
    api.close()


def test_no_world_is_as_the_specs_say() -> None:
    assert ask({}, MESSAGES, draw("qwen-image-plus", n=2)).status == 200
    assert ask({}, "/tasks/").status == 200


@pytest.mark.parametrize(
    ("world", "said"),
    [
        ({"qwen-image/n/rnage": "claim"}, "did you mean 'qwen-image/n/range'"),
        ({"nothing like it": "claim"}, "probe plan"),
        ({"qwen-image/n/range": "other"}, "must be 'fact' or 'claim', got 'other'"),
    ],
)
def test_a_conflict_that_is_not_recorded_is_refused(world: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Emulator(world=world)

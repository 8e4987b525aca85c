"""A service of every model without a socket, on a clock that stands still, and the calls that tests make to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from brushwork import Client, testing
from brushwork_emulator.answers import Shape
from brushwork_emulator.clock import VirtualClock
from brushwork_emulator.service import Service
from brushwork_emulator.wire import Call, Reply

if TYPE_CHECKING:
    from brushwork_emulator.service import Limits
    from brushwork_runtime import Model

CLIENT = Client(api_key="sk-none", region="ap-southeast-1")
MODELS = CLIENT.models
START = 1_790_000_000.0
KEY = "sk-test"
MM = "/services/aigc/multimodal-generation/generation"
IG = "/services/aigc/image-generation/generation"
T2I = "/services/aigc/text2image/image-synthesis"
I2I = "/services/aigc/image2image/image-synthesis"
ASYNC = {"X-DashScope-Async": "enable"}
SSE = {"X-DashScope-SSE": "enable"}
SHAPES = cast("Mapping[str, Shape]", vars(testing)["_SHAPES"])


def schema(model: str, mode: str, protocol: str) -> dict[str, object]:
    return MODELS[model].json_schema(mode, protocol)


def service(
    *,
    keys: Mapping[str, str] | None = None,
    region: str | None = None,
    polls: int = 2,
    latency: float = 0.0,
    limits: Limits | None = None,
    models: Iterable[Model] | None = None,
) -> Service:
    return Service(
        MODELS.tables() if models is None else models,
        MODELS.api,
        schemas=schema,
        origin="http://emulator.test",
        keys=keys or {"": KEY},
        clock=VirtualClock(START),
        region=region,
        shapes=SHAPES,
        polls=polls,
        latency=latency,
        limits=limits,
    )


def send(
    to: Service, path: str, body: object = None, *, method: str = "POST", key: str = KEY, **headers: str
) -> tuple[int, dict[str, Any]]:
    """Status and document of the answer; keyword names are header names with _ for -."""
    reply = raw(to, path, body, method=method, key=key, **headers)
    return reply.status, cast("dict[str, Any]", json.loads(reply.content))


def raw(to: Service, path: str, body: object = None, *, method: str = "POST", key: str = KEY, **headers: str) -> Reply:
    head = {"Authorization": f"Bearer {key}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return to.reply(Call(method, to.api.base_path + path, head, content))


def get(to: Service, path: str, **headers: str) -> dict[str, Any]:
    status, document = send(to, path, method="GET", **headers)
    assert status == 200, document
    return document


def messages(model: str, *images: str, **parameters: object) -> dict[str, Any]:
    """A body for the endpoints that take messages; `prompt` among the parameters is its text."""
    text = parameters.pop("prompt", "a cat")
    content = [{"text": text}, *({"image": image} for image in images)]
    return {"model": model, "input": {"messages": [{"role": "user", "content": content}]}, "parameters": parameters}


def prompt(model: str, *images: str, **parameters: object) -> dict[str, Any]:
    """A body for the older endpoints."""
    given: dict[str, object] = {"images": list(images)} if images else {}
    return {"model": model, "input": {"prompt": "a cat", **given}, "parameters": parameters}


def submit(to: Service, path: str, body: object) -> str:
    """The id of the task that was made."""
    status, document = send(to, path, body, **ASYNC)
    assert status == 200, document
    return cast("str", document["output"]["task_id"])

"""The tables of two made-up models and of a made-up API."""

from __future__ import annotations

from brushwork_runtime.tables.spec import (
    Api,
    Constant,
    ErrorCode,
    Images,
    Integer,
    Mode,
    Model,
    Prompt,
    Region,
    Route,
    Size,
)

MESSAGES = "/services/aigc/multimodal-generation/generation"
TASKS = "/services/aigc/image-generation/generation"

API = Api(
    spec_version="1.2.3",
    base_path="/api/v1",
    default_region="ap-southeast-1",
    regions=(
        Region("ap-southeast-1", host="https://intl.example", workspace_host="https://{workspace}.intl.example"),
        Region("cn-beijing", host="https://cn.example", workspace_host="https://{workspace}.cn.example"),
    ),
    paths={
        "multimodal-generation": MESSAGES,
        "image-generation": TASKS,
        "task": "/tasks/{task_id}",
        "task-list": "/tasks/",
        "task-cancel": "/tasks/{task_id}/cancel",
        "upload-policy": "/uploads",
    },
    environment=dict.fromkeys(("api_key", "region", "workspace", "base_url"), ()),
    states={
        "PENDING": "running",
        "RUNNING": "running",
        "SUSPENDED": "running",
        "SUCCEEDED": "succeeded",
        "FAILED": "failed",
        "CANCELED": "canceled",
        "CANCELLED": "canceled",
        "UNKNOWN": "unknown",
    },
    lifetimes={"task": 86400, "result_url": 86400, "upload": 172800},
    limits={},
    image_places=("output.frames[].address",),
    errors=(
        ErrorCode("InvalidApiKey", (401,), error="AuthError", retry="never", meaning="wrong key", hint="Check it."),
        ErrorCode("AccessDenied", (403,), error="AccessDenied", retry="never", meaning="denied", hint="Ask for it."),
        ErrorCode("Throttling", (429,), error="RateLimited", retry="after_delay", meaning="too fast", hint="Wait."),
        ErrorCode("Throttling.AllocationQuota", (429,), error="RateLimited", retry="slowly", meaning="-", hint="Wait."),
        ErrorCode("PostpaidBillOverdue", (429,), error="OutOfCredit", retry="never", meaning="unpaid", hint="Pay."),
        ErrorCode("DataInspectionFailed", (400,), error="ContentRejected", retry="never", meaning="no", hint="No."),
        ErrorCode("InternalError", (500,), error="ServerError", retry="unknown_outcome", meaning="broken", hint="-"),
    ),
    sources={},
)

_SYNC = Route("multimodal-generation", MESSAGES, protocol="sync", payload="messages")
_ASYNC = Route("image-generation", TASKS, protocol="async", payload="messages")
_STREAM = Route(
    "multimodal-generation",
    MESSAGES,
    protocol="stream",
    payload="messages",
    headers={"X-DashScope-SSE": "enable"},
    send={"stream": True},
)
_SIZE = Size("size", presets={"1K": (1024, 1024)}, pixels=(16 * 16, 4096 * 4096))
_N = Integer("n", 1, 4, send=1, bills="exactly")
_SEED = Integer("seed", 0, 2147483647)
_IMAGES = Images("reference_images", 1, 3, formats=("PNG", "JPEG", "WEBP", "BMP"))

BRUSH = Model(
    "brush-1.0",
    identifier="brush_1_0",
    family="brush",
    summary="Both protocols, and a story by stream.",
    modes=(
        Mode("generate", routes=(_SYNC, _ASYNC), prompt=Prompt(), parameters=(_SIZE, _N, _SEED)),
        Mode("edit", routes=(_SYNC, _ASYNC), prompt=Prompt(), parameters=(_SIZE, _N, _SEED), inputs=(_IMAGES,)),
        Mode(
            "interleave",
            routes=(_ASYNC, _STREAM),
            prompt=Prompt(),
            parameters=(Constant("enable_interleave", True), Integer("max_images", 1, 5, default=5, bills="at_most")),
            output="parts",
        ),
    ),
    regions={"ap-southeast-1": (), "cn-beijing": ()},
    snapshots=("brush-1.0-2026-01-01",),
)
TASKS_ONLY = Model(
    "slow-brush",
    identifier="slow_brush",
    family="brush",
    summary="Tasks only.",
    modes=(Mode("generate", routes=(_ASYNC,), prompt=Prompt(), parameters=(_SIZE, _N, _SEED)),),
    regions={"ap-southeast-1": ()},
)


def schema(model: str, mode: str, protocol: str) -> dict[str, object]:
    """The JSON Schema of a body of these models, for an emulator."""
    least, most = (2, 4) if mode == "edit" else (1, 1)
    parameters: dict[str, object] = {
        "size": {"type": "string", "pattern": r"^(1K|[1-9][0-9]*\*[1-9][0-9]*)$"},
        "n": {"type": "integer", "minimum": 1, "maximum": 4},
        "seed": {"type": "integer"},
    }
    flags: dict[str, object] = {"enable_interleave": {"const": True}, "max_images": {"type": "integer"}, "stream": {}}
    item: dict[str, object] = {
        "properties": {"text": {"type": "string", "pattern": r"\S"}, "image": {"type": "string"}}
    }
    content = {"type": "array", "items": item, "minItems": least, "maxItems": most, "contains": {"required": ["text"]}}
    messages = {"type": "array", "minItems": 1, "maxItems": 1, "items": {"properties": {"content": content}}}
    return {
        "title": f"{model} {mode} {protocol}",
        "properties": {
            "input": {"type": "object", "properties": {"messages": messages}, "required": ["messages"]},
            "parameters": {
                "properties": flags if mode == "interleave" else parameters,
                "required": ["enable_interleave"] if mode == "interleave" else [],
                "additionalProperties": False,
            },
        },
        "required": ["model", "input", *(["parameters"] if mode == "interleave" else [])],
    }

"""Typed clients for Alibaba's image models, generated from the vendor's documentation.

    from brushwork import Client

    client = Client()  # the key: api_key=..., else $BRUSHWORK_API_KEY
    client.qwen_image_2_0_pro.generate("a cozy flower shop").save("out/")

One attribute per model, one method per mode; `AsyncClient` is the same for asyncio.

Families: Kling image models, Qwen-Image 2.0, Qwen-Image 2.1, Qwen-Image 3.0, Qwen-Image-Edit, Qwen-Image, Qwen-MT image
translation, Vidu image models, Wan 2.1 text to image, Wan 2.2 text to image, Wan 2.5 image to image, Wan 2.5 text to
image, Wan 2.6 Image, Wan 2.6 text to image, Wan 2.7 Image, Wanx portrait style repaint, Wanx v1, Wanx 2.1 image editing
and Z-Image.
"""

from __future__ import annotations

from ._version import SPEC_VERSION, __version__

TYPE_CHECKING = bool()  # noqa: UP018 - `typing` would take half the time of this import; not `False`: jedi looks inside
if TYPE_CHECKING:
    from brushwork_runtime.base.errors import (
        AccessDenied,
        APIError,
        AuthError,
        BadRequest,
        BrushworkError,
        BrushworkWarning,
        ConfigError,
        ConnectFailed,
        ContentRejected,
        DisputedWarning,
        DownloadFailed,
        InvalidArguments,
        InvalidRequest,
        MalformedResponse,
        ModelNotFound,
        NoTaskFound,
        OutcomeUnknown,
        OutOfCredit,
        PartialResult,
        RateLimited,
        ResultExpired,
        ResultLost,
        RetirementWarning,
        ServerError,
        SeveralTasksFound,
        TaskCanceled,
        TaskExpired,
        TaskFailed,
        TransportError,
        TruncationWarning,
        WaitTimeout,
    )
    from brushwork_runtime.base.events import RequestEvent, ResponseEvent, RetryEvent, TaskEvent, TransferEvent
    from brushwork_runtime.base.image_marks import AigcLabel, AiMarking
    from brushwork_runtime.client.quotas import Quota, QuotaLimit, Quotas
    from brushwork_runtime.http.messages import HttpRequest, HttpResponse, Transport
    from brushwork_runtime.http.transport import HttpTransport
    from brushwork_runtime.results.result import Image, ImagePart, Result, TextPart
    from brushwork_runtime.submit.stream import Stream
    from brushwork_runtime.tasks.aiotasks import AsyncTask
    from brushwork_runtime.tasks.task import Task

    from .aio import AsyncClient
    from .client import Client, generate

__all__ = [
    "SPEC_VERSION",
    "APIError",
    "AccessDenied",
    "AiMarking",
    "AigcLabel",
    "AsyncClient",
    "AsyncTask",
    "AuthError",
    "BadRequest",
    "BrushworkError",
    "BrushworkWarning",
    "Client",
    "ConfigError",
    "ConnectFailed",
    "ContentRejected",
    "DisputedWarning",
    "DownloadFailed",
    "HttpRequest",
    "HttpResponse",
    "HttpTransport",
    "Image",
    "ImagePart",
    "InvalidArguments",
    "InvalidRequest",
    "MalformedResponse",
    "ModelNotFound",
    "NoTaskFound",
    "OutOfCredit",
    "OutcomeUnknown",
    "PartialResult",
    "Quota",
    "QuotaLimit",
    "Quotas",
    "RateLimited",
    "RequestEvent",
    "ResponseEvent",
    "Result",
    "ResultExpired",
    "ResultLost",
    "RetirementWarning",
    "RetryEvent",
    "ServerError",
    "SeveralTasksFound",
    "Stream",
    "Task",
    "TaskCanceled",
    "TaskEvent",
    "TaskExpired",
    "TaskFailed",
    "TextPart",
    "TransferEvent",
    "Transport",
    "TransportError",
    "TruncationWarning",
    "WaitTimeout",
    "__version__",
    "generate",
]

_HOMES = {
    "AccessDenied": "brushwork_runtime.base.errors",
    "APIError": "brushwork_runtime.base.errors",
    "AuthError": "brushwork_runtime.base.errors",
    "BadRequest": "brushwork_runtime.base.errors",
    "BrushworkError": "brushwork_runtime.base.errors",
    "BrushworkWarning": "brushwork_runtime.base.errors",
    "ConfigError": "brushwork_runtime.base.errors",
    "ConnectFailed": "brushwork_runtime.base.errors",
    "ContentRejected": "brushwork_runtime.base.errors",
    "DisputedWarning": "brushwork_runtime.base.errors",
    "DownloadFailed": "brushwork_runtime.base.errors",
    "InvalidArguments": "brushwork_runtime.base.errors",
    "InvalidRequest": "brushwork_runtime.base.errors",
    "MalformedResponse": "brushwork_runtime.base.errors",
    "ModelNotFound": "brushwork_runtime.base.errors",
    "NoTaskFound": "brushwork_runtime.base.errors",
    "OutcomeUnknown": "brushwork_runtime.base.errors",
    "OutOfCredit": "brushwork_runtime.base.errors",
    "PartialResult": "brushwork_runtime.base.errors",
    "RateLimited": "brushwork_runtime.base.errors",
    "ResultExpired": "brushwork_runtime.base.errors",
    "ResultLost": "brushwork_runtime.base.errors",
    "RetirementWarning": "brushwork_runtime.base.errors",
    "ServerError": "brushwork_runtime.base.errors",
    "SeveralTasksFound": "brushwork_runtime.base.errors",
    "TaskCanceled": "brushwork_runtime.base.errors",
    "TaskExpired": "brushwork_runtime.base.errors",
    "TaskFailed": "brushwork_runtime.base.errors",
    "TransportError": "brushwork_runtime.base.errors",
    "TruncationWarning": "brushwork_runtime.base.errors",
    "WaitTimeout": "brushwork_runtime.base.errors",
    "RequestEvent": "brushwork_runtime.base.events",
    "ResponseEvent": "brushwork_runtime.base.events",
    "RetryEvent": "brushwork_runtime.base.events",
    "TaskEvent": "brushwork_runtime.base.events",
    "TransferEvent": "brushwork_runtime.base.events",
    "AigcLabel": "brushwork_runtime.base.image_marks",
    "AiMarking": "brushwork_runtime.base.image_marks",
    "Quota": "brushwork_runtime.client.quotas",
    "QuotaLimit": "brushwork_runtime.client.quotas",
    "Quotas": "brushwork_runtime.client.quotas",
    "HttpRequest": "brushwork_runtime.http.messages",
    "HttpResponse": "brushwork_runtime.http.messages",
    "Transport": "brushwork_runtime.http.messages",
    "HttpTransport": "brushwork_runtime.http.transport",
    "Image": "brushwork_runtime.results.result",
    "ImagePart": "brushwork_runtime.results.result",
    "Result": "brushwork_runtime.results.result",
    "TextPart": "brushwork_runtime.results.result",
    "Stream": "brushwork_runtime.submit.stream",
    "AsyncTask": "brushwork_runtime.tasks.aiotasks",
    "Task": "brushwork_runtime.tasks.task",
    "AsyncClient": ".aio",
    "Client": ".client",
    "generate": ".client",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first used, so that `import brushwork` costs nothing."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(home, __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

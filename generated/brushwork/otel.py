"""Clients that tell OpenTelemetry what they do: one span for each request that makes images.

    from brushwork.otel import Client

    Client().qwen_image_2_0_pro.generate("a cat")

Spans go to the global tracer provider. Needs OpenTelemetry: pip install brushwork[otel]
"""

from __future__ import annotations

from brushwork_runtime.client.tracing import AsyncTraced, Traced

from .aio import AsyncClient as _AsyncClient
from .client import Client as _Client

__all__ = ["AsyncClient", "Client"]


class Client(Traced, _Client):  # pyright: ignore[reportIncompatibleMethodOverride]  # options of its own
    """`brushwork.Client` with spans; see `brushwork_runtime.client.tracing.Traced`."""

    __module__ = "brushwork.otel"


class AsyncClient(AsyncTraced, _AsyncClient):  # pyright: ignore[reportIncompatibleMethodOverride]  # the same
    """`brushwork.AsyncClient` with spans; see `brushwork_runtime.client.tracing.AsyncTraced`."""

    __module__ = "brushwork.otel"

"""The same call and import by the vendor's own SDK, where it is installed; its only host is a server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from calls import PROMPT
from measure import Figure, cpu_of, cpu_per_call, in_turns, middle, python, ratio
from server import CannedServer

from brushwork import Client

KEY = "sk-bench"


def figures(runs: int, number: int) -> Iterator[Figure]:
    """Nothing where the SDK is not installed."""
    if find_spec("dashscope") is None:
        return
    bare, theirs, ours = in_turns(
        min(runs, 3),
        lambda: cpu_of(python("pass")),
        lambda: cpu_of(python("import dashscope")),
        lambda: cpu_of(python("import brushwork")),
    )
    yield Figure(
        what="import, beside the vendor's SDK", measured=ratio(ours, theirs, bare), target=0.01, unit="x dashscope"
    )
    dashscope: Any = import_module("dashscope")
    with CannedServer() as server, CannedServer() as other:
        dashscope.base_http_api_url = f"http://127.0.0.1:{server.port}/api/v1"

        def sdk() -> object:
            return dashscope.MultiModalConversation.call(
                model="wan2.7-image-pro",
                api_key=KEY,
                messages=[{"role": "user", "content": [{"text": PROMPT}]}],
                size="2K",
                n=1,
                watermark=False,
            )

        with Client(api_key=KEY, base_url=f"http://127.0.0.1:{other.port}") as client:

            def call() -> object:
                return client.wan2_7_image_pro.generate(PROMPT, size="2K", watermark=False)

            theirs, ours = in_turns(runs, lambda: cpu_per_call(sdk, number), lambda: cpu_per_call(call, number))
        dashscope.close_shared_sync_session()
    yield Figure(
        what="a synchronous call, beside the vendor's SDK, CPU",
        measured=ratio(ours, theirs),
        target=0.35,
        unit="x dashscope",
        detail=f"{middle(ours) * 1e6:.0f} us of {middle(theirs) * 1e6:.0f} us",
    )

"""What a first call loads: modules cost more than the call itself, so those that it does not need wait."""

from __future__ import annotations

import gc
import subprocess
import sys
from typing import Any

from brushwork import Client
from brushwork_runtime.http.messages import HttpRequest, HttpResponse

CALL = """
import sys
from brushwork import Client
from brushwork_runtime.http.messages import HttpResponse


class Canned:
    def send(self, request):
        content = [{"image": "https://example.com/1.png"}]
        return HttpResponse(200, {}, json.dumps({"output": {"choices": [{"message": {"content": content}}]}}).encode())


import json

assert len(Client(api_key="sk-test", transport=Canned()).wan2_6_t2i.generate("a cat")) == 1
print(*(name for name in sys.modules if name.startswith("brushwork")))
"""


def test_a_synchronous_call_loads_nothing_of_tasks_pictures_and_refusals() -> None:
    done = subprocess.run([sys.executable, "-c", CALL], capture_output=True, text=True, check=True, timeout=60)
    loaded = {name.partition(".")[2] for name in done.stdout.split()}
    assert "results.result" in loaded
    assert not loaded & {"tasks.task", "tasks.taskstate", "base.image_headers", "base.violations", "http.network_guard"}
    assert len(loaded) <= 48


class Canned:
    """A transport with one answer."""

    def send(self, _: HttpRequest, /) -> HttpResponse:
        content = b'[{"message": {"content": [{"image": "https://example.com/1.png"}]}}]'
        return HttpResponse(200, {}, b'{"output": {"choices": %s}}' % content)


def test_a_call_leaves_nothing_to_the_garbage_collector() -> None:
    """Rings of objects would keep keys and prompts for a while, and collecting them costs as much as the call does."""
    client: Any = Client(api_key="sk-test", transport=Canned())
    client.wan2_6_t2i.generate("a cat")
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            client.wan2_6_t2i.generate("a cat")
        assert gc.collect() == 0
    finally:
        gc.enable()

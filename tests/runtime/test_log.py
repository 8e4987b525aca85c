"""The logger, and BRUSHWORK_LOG, which has it written to stderr."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
from brushwork_runtime.base import log
from brushwork_runtime.base.errors import ConnectFailed
from tests.runtime.support import client, images, reply
made, _ = client(ConnectFailed("refused"), reply(images("https://files.example/1.png?Signature=abc")))
made.generate("a secret cat", model="brush-1.0")
made, _ = client(reply({"output": {"task_id": "t-1", "task_status": "RUNNING"}}))
made.task("t-1").refresh()
log._logger = None
log.info("only once")
"""


def stderr(value: str) -> list[str]:
    """The lines that a program writes with BRUSHWORK_LOG set so."""
    environment = {"BRUSHWORK_LOG": value} if value else {}
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=True, timeout=60, env=environment
    )
    for secret in ("sk-test", "Signature=", "secret cat"):
        assert secret not in done.stderr
    return done.stderr.splitlines()


@pytest.mark.parametrize("value", ["", "off"])
def test_nothing_is_written_unless_it_is_asked_for(value: str) -> None:
    assert stderr(value) == []


def test_info_tells_what_is_billed_and_what_is_repeated() -> None:
    lines = stderr("info")
    assert sum("POST https://intl.example" in line for line in lines) == 3
    assert sum("attempt 2 in 0.12 s, after: refused" in line for line in lines) == 1
    assert sum("200 after 0.000 s, request_id header-id" in line for line in lines) == 1
    assert sum("only once" in line for line in lines) == 1
    assert not any("GET" in line for line in lines)


def test_debug_tells_every_request() -> None:
    assert any("GET https://intl.example/api/v1/tasks/t-1: 200 after" in line for line in stderr("DEBUG"))

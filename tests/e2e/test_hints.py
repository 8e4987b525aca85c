"""What errors tell a caller to do next."""

from __future__ import annotations

import socket

import pytest

from brushwork import Client, ConnectFailed, OutcomeUnknown
from brushwork.testing import Emulator


@pytest.mark.parametrize(
    ("model", "advice"),
    [("wan2.6-t2i", 'protocol="async" leaves one'), ("z-image-turbo", "This route has no task to look for. ")],
)
def test_an_unknown_outcome_advises_a_task_only_where_the_model_has_them(model: str, advice: str) -> None:
    api = Emulator()
    api.faults.add("drop-after-accepting", endpoint="multimodal-generation", nth=1)
    with api, Client(api.key, base_url=api.url) as client, pytest.raises(OutcomeUnknown) as raised:
        client.generate("a cat", model=model)
    assert advice in (raised.value.hint or "")
    assert api.ledger.images == 1


def test_a_refused_connection_names_host_and_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with (
        Client("sk-test", base_url=f"http://127.0.0.1:{port}") as client,
        pytest.raises(ConnectFailed, match=rf"http://127\.0\.0\.1:{port}: "),
    ):
        client.generate("a cat", model="wan2.6-t2i")

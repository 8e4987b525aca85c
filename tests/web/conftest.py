"""A server on loopback, with an emulator behind it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openai import OpenAI

from brushwork import Client
from brushwork.batch import Journal
from brushwork.registry import texts
from brushwork.testing import Emulator, VirtualClock
from brushwork_batch.orders import Orders
from brushwork_web.pictures import Pictures
from brushwork_web.server import Server
from brushwork_web.studio import Studio
from tests.site.browser import Browser, session

TOKEN = "a-token-of-tests"
KEY = "sk-the-key-of-the-account"


@dataclass(slots=True, kw_only=True)
class House:
    """The server, what is behind it, and how to talk to it."""

    api: Emulator
    studio: Studio
    server: Server
    clock: VirtualClock
    clients: list[OpenAI] = field(default_factory=list[OpenAI])

    def openai(self, **options: Any) -> OpenAI:
        given: dict[str, Any] = {"api_key": TOKEN, "base_url": f"{self.server.origin}/v1", "timeout": 30.0, **options}
        self.clients.append(OpenAI(**given))
        return self.clients[-1]

    @property
    def billed(self) -> int:
        return self.api.ledger.images


@contextmanager
def opened(
    folder: Path, *, budget: str | None = None, latency: float = 0.0, limits: bool = False, **options: Any
) -> Generator[House]:
    """A server; `options` are those of its studio."""
    clock = VirtualClock(real=True)
    options.setdefault("texts", texts)
    with (
        Emulator(key=KEY, clock=clock, polls=1, latency=latency, limits=limits) as api,
        Client(KEY, base_url=api.url, region="ap-southeast-1", clock=clock) as client,
        Journal(folder / "j", now=clock.now) as journal,
    ):
        if budget is not None:
            journal.set_budget("USD", Decimal(budget))
        studio = Studio(
            client=client,
            orders=Orders(journal, client, out=folder, settle=0.3),
            pictures=Pictures(folder, journal, TOKEN),
            token=TOKEN,
            emulated=True,
            model="wan2.6-t2i",
            version="0",
            **options,
        )
        with Server(studio) as server:
            house = House(api=api, studio=studio, server=server, clock=clock)
            yield house
            for each in house.clients:
                each.close()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests of a process."""
    yield from session(tmp_path_factory.mktemp("profile"))


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The browser at the size of a desk, which complains of nothing by the end of the test."""
    chromium.open("about:blank")
    chromium.tell("Network.clearBrowserCookies")
    chromium.complaints.clear()
    chromium.screen(1280, 900)
    yield chromium
    assert chromium.complaints == []


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made

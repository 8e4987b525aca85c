"""The names that users write, and what importing them loads."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest
from syrupy.assertion import SnapshotAssertion

import brushwork
from brushwork import AsyncClient, Client
from brushwork_runtime.tables.spec import Constant
from tests.package.facts import ModelMode, modes, name_of


def in_a_fresh_interpreter(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def members(kind: type[Client | AsyncClient]) -> str:
    """What a client has beside its models, and the signatures of its methods."""
    lines: list[str] = []
    for name in sorted(name for name in dir(kind) if not name.startswith("_")):
        found = inspect.getattr_static(kind, name)
        if inspect.isfunction(found):
            lines.append(f"{kind.__name__}.{name}{inspect.signature(found)}")
        elif isinstance(found, property):
            lines.append(f"{kind.__name__}.{name}")
    return "\n".join(lines)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_what_a_client_has(kind: type[Client | AsyncClient], snapshot: SnapshotAssertion) -> None:
    assert members(kind) == snapshot


def test_the_exported_names(snapshot: SnapshotAssertion) -> None:
    assert "\n".join(sorted(brushwork.__all__)) == snapshot


def test_every_exported_name_is_there() -> None:
    assert all(getattr(brushwork, name) is not None for name in brushwork.__all__)
    assert set(brushwork.__all__) <= set(dir(brushwork))


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Clinet"):
        _ = brushwork.Clinet  # pyright: ignore[reportAttributeAccessIssue] - the point


OPTIONS = {"prompt", "extra", "fit", "inline", "output_size", "protocol", "route", "validate", "timeout"}


@pytest.mark.parametrize("which", modes(), ids=name_of)
@pytest.mark.parametrize("method", ["__call__", "submit", "stream", "prepare"])
def test_a_method_takes_what_its_mode_has_and_nothing_else(which: ModelMode, method: str, client: Client) -> None:
    table = client.models[which[0]].spec
    mode = table.modes[which[1]]
    call: object = getattr(getattr(client, table.identifier), mode.name)
    having = {"submit": "async", "stream": "stream"}.get(method)
    if having and having not in {route.protocol for route in mode.routes}:
        assert not hasattr(call, method)
        return
    given = inspect.signature(getattr(call, method)).parameters.values()
    taken = {each.name: each.default for each in given if each.kind is each.KEYWORD_ONLY and each.name not in OPTIONS}
    assert taken == {
        each.name: inspect.Parameter.empty if each.required else each.send
        for each in mode.parameters
        if not isinstance(each, Constant)
    }


@pytest.mark.parametrize("name", ["wan2_7_image_pro", "qwen_image_2_0", "z_image_turbo"])
def test_sync_and_async_clients_have_the_same_models(name: str) -> None:
    assert inspect.getattr_static(Client, name) is inspect.getattr_static(AsyncClient, name)


def test_importing_loads_few_modules_and_no_heavy_one() -> None:
    code = "import sys; before = set(sys.modules); import brushwork; print(*sorted(set(sys.modules) - before))"
    loaded = in_a_fresh_interpreter(code).split()
    assert len(loaded) <= 15
    heavy = {"urllib3", "ssl", "json", "typing", "dataclasses", "inspect", "re", "http.client", "logging"}
    assert not heavy & set(loaded)


def test_preparing_a_request_loads_no_network_module() -> None:
    code = (
        "import sys; from brushwork import Client; Client().wan2_6_t2i.generate.prepare('a cat').content; "
        "print(*sorted({'urllib3', 'ssl', 'http.client'} & set(sys.modules)))"
    )
    assert in_a_fresh_interpreter(code) == ""

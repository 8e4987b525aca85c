"""The names that users write, and what importing them loads."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest
from syrupy.assertion import SnapshotAssertion

import brushwork
from brushwork import AsyncClient, Client
from tests.package.facts import modes


def in_a_fresh_interpreter(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def signatures() -> str:
    """Every method of every model with its signature."""
    lines: list[str] = []
    with Client() as client:
        for model, mode in modes():
            call: object = getattr(getattr(client, client.models[model].spec.identifier), mode)
            for method in ("__call__", "submit", "prepare"):
                if (function := getattr(type(call), method, None)) is not None:
                    dot = "" if method == "__call__" else f".{method}"
                    lines.append(f"{model} {mode}{dot}{inspect.signature(function)}")
    return "\n".join(lines)


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


def test_the_signatures(snapshot: SnapshotAssertion) -> None:
    assert signatures() == snapshot


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

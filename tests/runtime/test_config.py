"""Settings: where they come from, and what is refused without being shown."""

from __future__ import annotations

from typing import Any

import pytest

from brushwork_runtime.base.errors import ConfigError
from brushwork_runtime.config import Settings, settle
from tests.runtime.tables import API, KEY, Preparing


def settled(environment: dict[str, str] | None = None, **arguments: Any) -> Settings:
    return settle(API, environment=environment or {}, **arguments)


def test_without_anything_it_is_the_default_region_and_no_key() -> None:
    found = settled()
    assert (found.region, found.base_url, found.api_key) == ("east-1", "https://east.example/api/v1", None)
    assert found.shown_key == "$DASHSCOPE_API_KEY"
    with pytest.raises(ConfigError, match="DASHSCOPE_API_KEY"):
        found.key()


def test_an_argument_wins_over_brushwork_over_the_other_names() -> None:
    environment = {"DASHSCOPE_API_KEY": "sk-two", "QWEN_API_KEY": "sk-three", "DASHSCOPE_REGION": "w"}
    assert settled(environment).api_key == "sk-two"
    assert settled(environment).region == "west-1"
    assert settled({**environment, "BRUSHWORK_API_KEY": "sk-one"}).key_source == "BRUSHWORK_API_KEY"
    assert settled({**environment, "BRUSHWORK_API_KEY": ""}).api_key == "sk-two"
    assert settled(environment, api_key="sk-zero", region="e").api_key == "sk-zero"
    assert settled({"QWEN_API_KEY": "sk-three"}).key_variable == "QWEN_API_KEY"


@pytest.mark.parametrize("bad", ["sk-abc\n", "sk-a bc", "sk-abc\r\nX: y", "sk-äöü", "sk-\u2028x", "sk-\0", "sk-名"])
def test_a_key_that_no_header_carries_is_refused_and_not_shown(bad: str) -> None:
    for arguments, environment in (({"api_key": bad}, {}), ({}, {"DASHSCOPE_API_KEY": bad})):
        with pytest.raises(ConfigError) as caught:
            settled(environment, **arguments)
        assert bad not in str(caught.value)
        assert "abc" not in str(caught.value)
        assert "the api_key argument" in str(caught.value) or "$DASHSCOPE_API_KEY" in str(caught.value)


def test_a_coding_plan_key_is_named() -> None:
    with pytest.raises(ConfigError, match="Coding Plan"):
        settled(api_key="sk-sp-0123456789abcdef")


def test_a_region_that_is_given_wins_over_a_base_url_of_the_environment() -> None:
    environment = {"BRUSHWORK_BASE_URL": "https://proxy.example", "DASHSCOPE_REGION": "e"}
    assert settled(environment).base_url == "https://proxy.example/api/v1"
    found = settled(environment, region="w")
    assert (found.region, found.base_url) == ("west-1", "https://west.example/api/v1")
    both = settled(environment, region="w", base_url="https://own.example")
    assert (both.region, both.base_url) == ("west-1", "https://own.example/api/v1")


@pytest.mark.parametrize("bad", ["", 7, b"sk-abc"])
def test_a_key_of_another_kind(bad: object) -> None:
    with pytest.raises(ConfigError):
        settle(API, api_key=bad, environment={})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("bad", ["a.b", "evil.example/", "-x", "x" * 65, "a b", "a\nb", "ä", "@x", "{region}"])
def test_a_workspace_is_one_host_label(bad: str) -> None:
    with pytest.raises(ConfigError, match="workspace"):
        settled(region="far-1", workspace=bad)


def test_a_region_without_a_shared_host_needs_a_workspace() -> None:
    with pytest.raises(ConfigError, match="BRUSHWORK_WORKSPACE"):
        settled(region="far-1")
    found = settled(region="far-1", workspace="llm-1")
    assert found.base_url == "https://llm-1.far.example/api/v1"
    assert found.workspace_header is None


def test_an_unknown_region_names_the_near_one() -> None:
    with pytest.raises(ConfigError, match=r"Did you mean west-1\?"):
        settled(region="wesst-1")


@pytest.mark.parametrize(
    ("given", "base_url", "region"),
    [
        ("https://east.example", "https://east.example/api/v1", "east-1"),
        ("https://east.example/api/v1/", "https://east.example/api/v1", "east-1"),
        ("https://ws.west.example/api/v1", "https://ws.west.example/api/v1", "west-1"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/api/v1", None),
        ("http://localhost:8000/proxy", "http://localhost:8000/proxy/api/v1", None),
    ],
)
def test_a_base_url_may_or_may_not_end_with_the_base_path(given: str, base_url: str, region: str | None) -> None:
    found = settled(base_url=given)
    assert (found.base_url, found.region) == (base_url, region)


@pytest.mark.parametrize(
    "bad", ["ftp://x", "x", "https://", "https://u:p@x", "https://x?q=1", "https://x y", "https://é"]
)
def test_a_base_url_that_is_none(bad: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settled(base_url=bad)
    assert "u:p" not in str(caught.value)


def test_the_workspace_header_is_for_hosts_that_do_not_name_it() -> None:
    assert settled(workspace="ws").workspace_header == "ws"
    assert settled(workspace="ws", base_url="https://ws.east.example").workspace_header is None


def test_repr_hides_the_key() -> None:
    assert KEY not in repr(Preparing().settings)

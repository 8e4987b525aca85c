"""Settings: where they come from, and what is refused without being shown."""

from __future__ import annotations

from typing import Any

import pytest

from brushwork.registry import REGISTRY
from brushwork_runtime.base.errors import ConfigError
from brushwork_runtime.config import Settings, settle
from tests.runtime.tables import API, KEY, Preparing

SINGAPORE, BEIJING, DASHSCOPE = "ap-southeast-1", "cn-beijing", "https://dashscope.aliyuncs.com"


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


def test_a_console_is_no_base_url() -> None:
    with pytest.raises(ConfigError, match="address of a console"):
        settled(base_url="https://bailian.console.vendor.example")


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


REAL = REGISTRY.api


@pytest.mark.parametrize(
    ("given", "base_url", "region"),
    [
        ("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "https://dashscope-intl.aliyuncs.com", SINGAPORE),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions", DASHSCOPE, BEIJING),
        (f"{DASHSCOPE}/api/v1/services/aigc/multimodal-generation/generation", DASHSCOPE, BEIJING),
        (f"{DASHSCOPE}/api/v1/tasks/", DASHSCOPE, BEIJING),
        (f"{DASHSCOPE}//api/v1//", DASHSCOPE, BEIJING),
        (f"{DASHSCOPE}/api", DASHSCOPE, BEIJING),
        (f'"{DASHSCOPE}"', DASHSCOPE, BEIJING),
        ("dashscope-us.aliyuncs.com", "https://dashscope-us.aliyuncs.com", "us-east-1"),
        ("//dashscope.aliyuncs.com/api/v1/", DASHSCOPE, BEIJING),
        ("HTTPS://DASHSCOPE.ALIYUNCS.COM/api/v1/", DASHSCOPE, BEIJING),
        ("[::1]:8080", "http://[::1]:8080", None),
        ("[2001:db8::1]", "https://[2001:db8::1]", None),
        ("https://trial.cn-beijing.maas.aliyuncs.com/api/v1", "https://trial.cn-beijing.maas.aliyuncs.com", BEIJING),
        ("ws1.us-east-1.maas.aliyuncs.com", "https://ws1.us-east-1.maas.aliyuncs.com", "us-east-1"),
        ("https://maas.qwencloudapi.com/compatible-mode/v1/", "https://maas.qwencloudapi.com", SINGAPORE),
        ("https://maas.qianwenaiapi.com", "https://maas.qianwenaiapi.com", BEIJING),
        ("https://gate.example/team/compatible-mode/v1", "https://gate.example/team", None),
        ("https://gate.example/team/api/v1/services/aigc/x", "https://gate.example/team", None),
        ("https://gate.example/api/v1/team", "https://gate.example/api/v1/team", None),
        ("localhost:8000", "http://localhost:8000", None),
    ],
)
@pytest.mark.parametrize("variable", [None, "QWEN_BASE_URL"])
def test_addresses_that_people_have(given: str, base_url: str, region: str | None, variable: str | None) -> None:
    found = (
        settle(REAL, base_url=given, environment={})
        if variable is None
        else settle(REAL, environment={variable: given})
    )
    assert (found.base_url, found.region) == (f"{base_url}/api/v1", region)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (f"{DASHSCOPE}/v1", "For cn-beijing it is https://dashscope.aliyuncs.com/api/v1."),
        (f"{DASHSCOPE}/api/v2", "For cn-beijing it is https://dashscope.aliyuncs.com/api/v1."),
        ("wss://dashscope.aliyuncs.com/api-ws/v1/inference", "it is https://dashscope.aliyuncs.com/api/v1."),
        (f"{DASHSCOPE}/api/v1?region=x", "For cn-beijing it is https://dashscope.aliyuncs.com/api/v1."),
        ("https://maas.qwencloudapi.com/v1", "For ap-southeast-1 it is https://maas.qwencloudapi.com/api/v1."),
        ("https://{WorkspaceId}.cn-beijing.maas.aliyuncs.com/api/v1", 'region="cn-beijing", workspace="..."'),
        ("https://ap-southeast-1.maas.aliyuncs.com/api/v1", 'region="ap-southeast-1", workspace="..."'),
        ("singapore", 'That is a region: pass region="ap-southeast-1" and no base URL.'),
        ("https:/dashscope.aliyuncs.com", "For cn-beijing it is https://dashscope.aliyuncs.com/api/v1."),
        ("https：//dashscope.aliyuncs.com", "For cn-beijing it is https://dashscope.aliyuncs.com/api/v1."),
        ("<https://dashscope.aliyuncs.com>", "For cn-beijing it is https://dashscope.aliyuncs.com/api/v1."),
        ("BASE_URL=https://dashscope.aliyuncs.com", "For cn-beijing it is https://dashscope.aliyuncs.com/api/v1."),
    ],
)
def test_an_address_that_is_none_is_refused_with_the_right_one(given: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settle(REAL, base_url=given, environment={})
    assert said in str(caught.value)


def test_a_workspace_goes_into_an_address_that_lacks_one() -> None:
    for given in ("https://{WorkspaceId}.cn-beijing.maas.aliyuncs.com/api/v1", "cn-beijing.maas.aliyuncs.com"):
        found = settle(REAL, base_url=given, workspace="ws1", environment={})
        assert found.base_url == "https://ws1.cn-beijing.maas.aliyuncs.com/api/v1"
        assert (found.region, found.workspace_header) == (BEIJING, None)
    found = settle(REAL, base_url="trial.cn-beijing.maas.aliyuncs.com", workspace="ws1", environment={})
    assert found.workspace_header == "ws1"


@pytest.mark.parametrize(
    ("given", "region"),
    [
        ("singapore", SINGAPORE),
        ("Singapore ", SINGAPORE),
        ("AP_SOUTHEAST_1", SINGAPORE),
        ("新加坡", SINGAPORE),
        ("beijing", BEIJING),
        ("'cn-beijing'", BEIJING),
        ("Hong Kong", "cn-hongkong"),
        ("virginia", "us-east-1"),
        ("Tokyo", "ap-northeast-1"),
        ("frankfurt", "eu-central-1"),
        ("International", SINGAPORE),
        ("中国内地", BEIJING),
        ("USA", "us-east-1"),
    ],
)
def test_regions_by_the_names_of_their_places(given: str, region: str) -> None:
    assert settle(REAL, region=given, workspace="ws1", environment={}).region == region
    assert settle(REAL, workspace="ws1", environment={"QWEN_REGION": given}).region == region


def test_a_region_that_is_given_keeps_its_currency_whatever_the_environment_says() -> None:
    environment = {"QWEN_BASE_URL": f"{DASHSCOPE}/compatible-mode/v1"}
    found = settle(REAL, region="singapore", environment=environment)
    assert (found.region, found.base_url) == (SINGAPORE, "https://dashscope-intl.aliyuncs.com/api/v1")


@pytest.mark.parametrize(
    ("begins", "said"), [('"', 'begins with "'), ("'", "begins with '"), ("\ufeff", "U+FEFF"), ("Bearer ", "Bearer")]
)
def test_what_stands_before_a_key_is_named(begins: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settled({"DASHSCOPE_API_KEY": f"{begins}sk-abcdef0123456789"})
    assert f"the API key from $DASHSCOPE_API_KEY begins with {said.removeprefix('begins with ')}" in str(caught.value)
    assert "abcdef" not in str(caught.value)


def test_a_byte_order_mark_before_the_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("\ufeffDASHSCOPE_API_KEY", "sk-abcdef0123456789")  # as python-dotenv reads a file of Windows
    with pytest.raises(ConfigError, match="DASHSCOPE_API_KEY behind a byte order mark"):
        settled(api_key=None).key()

"""Which keys are taken: any that looks like one, until a key is named."""

from __future__ import annotations

import pytest

from brushwork import AuthError, Client
from brushwork.testing import Emulator


def ask(api: Emulator, key: str) -> object:
    with Client(key, base_url=api.url, transport=api.transport()) as client:
        return client.tasks.list()


@pytest.mark.parametrize("key", ["sk-emulator", "sk-test", "sk-ws-0123.abc", "st-temporary"])
def test_any_key_will_do_where_none_is_named(key: str) -> None:
    assert ask(Emulator(), key) is not None


def test_what_is_no_key_will_not() -> None:
    with pytest.raises(AuthError):
        ask(Emulator(), "emulator")


def test_a_named_key_is_the_only_one() -> None:
    api = Emulator(key="sk-mine")
    assert ask(api, api.key) is not None
    with pytest.raises(AuthError):
        ask(api, "sk-emulator")


def test_a_region_takes_its_own_key() -> None:
    api = Emulator(keys={"ap-southeast-1": "sk-intl", "cn-beijing": "sk-cn"})
    assert ask(api, "sk-intl") is not None
    with pytest.raises(AuthError):
        ask(api, "sk-cn")

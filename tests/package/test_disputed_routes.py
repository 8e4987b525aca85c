"""Routes that both guides leave out and the vendor's pages document: sent, with a warning that names both."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import pytest

from brushwork import Client, DisputedWarning, RetirementWarning
from brushwork_runtime import Prepared, Result, Task

Call = Callable[[Client], Prepared[Result, Task]]
DISPUTED: dict[str, Call] = {
    "qwen-image-max": lambda client: client.qwen_image_max.generate.prepare("a poster"),
    "qwen-image-plus": lambda client: client.qwen_image_plus.generate.prepare("a poster", protocol="sync"),
    "wan2.7-image": lambda client: client.wan2_7_image.generate.prepare("a poster", protocol="async"),
}
AGREED: dict[str, Call] = {
    "qwen-image-plus": lambda client: client.qwen_image_plus.generate.prepare("a poster"),
    "wan2.7-image": lambda client: client.wan2_7_image.generate.prepare("a poster"),
}


@pytest.mark.parametrize("model", DISPUTED)
def test_a_disputed_route_is_told(model: str) -> None:
    with Client(api_key="sk-test", region="ap-southeast-1") as client, warnings.catch_warnings():
        warnings.simplefilter("ignore", RetirementWarning)
        with pytest.warns(DisputedWarning) as told:
            DISPUTED[model](client)
    (warning,) = (each for each in told if each.category is DisputedWarning)
    assert str(warning.message).startswith(f"{model} generate: ")
    assert 'Contradicted by "Image generation guide, international, 2026-04"' in str(warning.message)


@pytest.mark.parametrize("model", AGREED)
def test_a_route_of_which_all_documents_know_is_not(model: str) -> None:
    with Client(api_key="sk-test", region="ap-southeast-1") as client, warnings.catch_warnings():
        warnings.simplefilter("error", DisputedWarning)
        AGREED[model](client)

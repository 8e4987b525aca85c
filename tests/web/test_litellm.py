"""The images endpoints as LiteLLM calls them, where it is installed: it has sixty packages of its own."""

from __future__ import annotations

import io
import os
import urllib.request
from typing import Any

import pytest
from PIL import Image

from tests.web.conftest import TOKEN, House

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # it fetches a list from elsewhere otherwise, as it is imported
litellm: Any = pytest.importorskip("litellm", reason="LiteLLM is not installed: pip install litellm")

pytestmark = pytest.mark.filterwarnings("ignore")  # it warns of its own


def asked(house: House, **arguments: Any) -> dict[str, Any]:
    """The arguments that lead to the server."""
    return {"api_base": f"{house.server.origin}/v1", "api_key": TOKEN, **arguments}


def side(answer: Any) -> tuple[int, int]:
    (made,) = answer.data
    with urllib.request.urlopen(made.url, timeout=20) as response:
        return Image.open(io.BytesIO(response.read())).size


def test_it_makes_a_picture(house: House) -> None:
    call = asked(house, model="openai/qwen-image-2.0", prompt="a cat", size="1024x1024")
    assert side(litellm.image_generation(**call)) == (1024, 1024)
    assert house.billed == 1


def test_it_edits_a_picture(house: House) -> None:
    file = io.BytesIO()
    Image.new("RGB", (512, 512), "teal").save(file, "PNG")
    call = asked(house, model="openai/qwen-image-2.0", prompt="make it night", image=[file.getvalue()])
    assert side(litellm.image_edit(**call))[0] > 0
    assert house.billed == 1


def test_a_wrong_size_is_refused_in_our_words(house: House) -> None:
    call = asked(house, model="openai/wan2.6-t2i", prompt="a cat", size="64x64")
    with pytest.raises(litellm.BadRequestError, match="Nearest valid value"):
        litellm.image_generation(**call)
    assert house.billed == 0
